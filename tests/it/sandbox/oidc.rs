//! What applications and browsers see.

use super::{Server, header};
use akctl::sandbox::{Reply, Request};
use proptest::prelude::*;
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

fn quoted(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn authorize(server: &mut Server, client: &Value, address: &str, more: &str) -> Reply {
    let client = client.as_str().unwrap_or_default();
    let address = quoted(address);
    server.browse(&format!(
        "/application/o/authorize/?client_id={client}&redirect_uri={address}&scope=openid&state=s{more}"
    ))
}

fn status(server: &mut Server, client: &Value, address: &str) -> u16 {
    authorize(server, client, address, "&response_type=code").status
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or_default()
}

#[test]
fn discovery_and_keys_follow_the_address_that_is_asked() {
    let mut server = Server::new("2025.10.3");
    let (_, provider) = server.application("app");
    let target = "/application/o/app/.well-known/openid-configuration";
    let document = json_of(&server.browse(target));
    assert_eq!(document["issuer"], "https://auth.example.com/application/o/app/");
    assert_eq!(document["id_token_signing_alg_values_supported"], json!(["HS256"]));
    assert_eq!(json_of(&server.browse("/application/o/app/jwks/")), json!({}));
    for (alg, expected) in [("rsa", "RS256"), ("ecdsa", "ES256")] {
        let body = json!({"common_name": alg, "validity_days": 365, "alg": alg});
        let certificate = server.post("crypto/certificatekeypairs/generate/", &body);
        server.patch(&format!("providers/oauth2/{}/", provider["pk"]), &json!({"signing_key": certificate["pk"]}));
        let keys = json_of(&server.browse("/application/o/app/jwks/"));
        assert_eq!(keys["keys"][0]["alg"], expected);
        assert_eq!(json_of(&server.browse(target))["id_token_signing_alg_values_supported"], json!([expected]));
    }
    assert_eq!(server.browse("/application/o/none/.well-known/openid-configuration").status, 404);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn only_registered_addresses_pass(path in "[a-z]{1,8}", extra in "[a-z/.]{1,4}") {
        let mut server = Server::new("2025.10.3");
        let (_, provider) = server.application("app");
        let strict = format!("https://app.example.com/{path}");
        let entries = json!([
            {"matching_mode": "strict", "url": strict},
            {"matching_mode": "regex", "url": format!("https://{path}\\.lan/.*")},
        ]);
        server.patch(&format!("providers/oauth2/{}/", provider["pk"]), &json!({"redirect_uris": entries}));
        let client = &provider["client_id"];
        prop_assert_eq!(status(&mut server, client, &strict), 302);
        prop_assert_eq!(status(&mut server, client, &format!("{strict}{extra}")), 400);
        prop_assert_eq!(status(&mut server, client, &format!("https://{path}.lan/{extra}")), 302);
        prop_assert_eq!(status(&mut server, client, &format!("x-https://{path}.lan/")), 400);
        prop_assert_eq!(status(&mut server, client, &format!("https://{path}xlan/{extra}")), 400);
        prop_assert_eq!(status(&mut server, &json!("nobody"), &strict), 400);
    }
}

#[test]
fn an_empty_list_keeps_the_first_address_that_anybody_uses() {
    let mut server = Server::new("2025.10.3");
    let (_, provider) = server.application("app");
    let target = format!("providers/oauth2/{}/", provider["pk"]);
    server.patch(&target, &json!({"redirect_uris": []}));
    assert_eq!(status(&mut server, &provider["client_id"], "https://evil.example.com/"), 302);
    assert_eq!(server.get(&target)["redirect_uris"][0]["url"], "https://evil.example.com/");
    assert_eq!(status(&mut server, &provider["client_id"], "https://app.example.com/callback"), 400);
}

#[test]
fn grants_that_are_not_listed_are_refused_where_they_are_known() {
    for (version, knows) in
        [("2026.2.2", false), ("2026.5.0-grants", true), ("2026.5.0-rc1", false), ("2026.8.5", true)]
    {
        let mut server = Server::new(version);
        let (_, provider) = server.application("app");
        assert_eq!(provider.get("grant_types").is_some(), knows, "{version}");
        let address = "https://app.example.com/callback";
        let location = |reply: &Reply| header(reply, "location").to_owned();
        let refused = location(&authorize(&mut server, &provider["client_id"], address, "&response_type=code"));
        assert_eq!(refused.starts_with("https://app.example.com/callback?error=invalid_request"), knows, "{version}");
        let implicit = authorize(&mut server, &provider["client_id"], address, "&response_type=id_token&nonce=n");
        assert_eq!(location(&implicit).contains("#error=invalid_request"), knows, "{version}");
        let target = format!("providers/oauth2/{}/", provider["pk"]);
        server.patch(&target, &json!({"grant_types": ["authorization_code"]}));
        let allowed = location(&authorize(&mut server, &provider["client_id"], address, "&response_type=code"));
        assert!(allowed.starts_with("/if/flow/default-authentication-flow/?"), "{version}: {allowed}");
        if knows {
            let (status, errors) = server.api("PATCH", &target, Some(&json!({"grant_types": ["cake"]})));
            assert_eq!((status, errors["grant_types"]["0"].is_array()), (400, true), "{errors}");
        }
    }
}

#[test]
fn logout_addresses_are_no_redirect_addresses_where_types_are_known() {
    for (version, status_of_logout) in [("2026.2.2", 302), ("2026.5.0-rc1", 400)] {
        let mut server = Server::new(version);
        let mut body = server.provider_body("p");
        body["redirect_uris"] = json!([
            {"matching_mode": "strict", "url": "https://app.example.com/in"},
            {"matching_mode": "strict", "url": "https://app.example.com/out", "redirect_uri_type": "logout"},
        ]);
        let provider = server.post("providers/oauth2/", &body);
        server.post("core/applications/", &json!({"name": "app", "slug": "app", "provider": provider["pk"]}));
        assert_eq!(status(&mut server, &provider["client_id"], "https://app.example.com/in"), 302);
        assert_eq!(status(&mut server, &provider["client_id"], "https://app.example.com/out"), status_of_logout);
        let end = format!(
            "/application/o/app/end-session/?post_logout_redirect_uri={}",
            quoted("https://other.example.com/")
        );
        assert_eq!(server.browse(&end).status, status_of_logout, "{version}");
    }
}

#[test]
fn an_incomplete_redirect_entry_is_stored_and_breaks_the_provider_until_it_is_mended() {
    let mut server = Server::new("2026.2.2");
    let (_, provider) = server.application("app");
    let target = format!("providers/oauth2/{}/", provider["pk"]);
    let entry = json!({"redirect_uris": [{"url": "https://app.example.com/callback"}]});
    assert_eq!(server.api("PATCH", &target, Some(&entry)).0, 405);
    assert_eq!(server.api("GET", &target, None).0, 500);
    assert_eq!(server.api("GET", "providers/oauth2/", None).0, 500);
    assert_eq!(status(&mut server, &provider["client_id"], "https://app.example.com/callback"), 500);
    let whole = json!({"redirect_uris": [{"matching_mode": "strict", "url": "https://app.example.com/callback"}]});
    assert_eq!(server.api("PATCH", &target, Some(&whole)).0, 200);
    assert_eq!(status(&mut server, &provider["client_id"], "https://app.example.com/callback"), 302);
    let mut body = server.provider_body("second");
    body["redirect_uris"] = entry["redirect_uris"].clone();
    assert_eq!(server.api("POST", "providers/oauth2/", Some(&body)).0, 400, "creating one is refused");
}

fn token(server: &mut Server, form: &[(&str, &str)]) -> (u16, Value) {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let reply = server.sandbox.handle(&Request {
        method: "POST".to_owned(),
        scheme: "https".to_owned(),
        host: "auth.example.com".to_owned(),
        path: "/application/o/token/".to_owned(),
        content_type: Some("application/x-www-form-urlencoded".to_owned()),
        body: body.into_bytes(),
        ..Request::default()
    });
    (reply.status, json_of(&reply))
}

#[test]
fn the_token_endpoint_checks_in_its_order() {
    let mut server = Server::new("2025.10.3");
    let (_, provider) = server.application("app");
    let client = provider["client_id"].as_str().unwrap_or_default().to_owned();
    let secret = provider["client_secret"].as_str().unwrap_or_default().to_owned();
    let good = "https://app.example.com/callback";
    for (client, secret, address, error) in [
        ("nobody", secret.as_str(), good, "invalid_client"),
        (client.as_str(), "wrong", good, "invalid_client"),
        (client.as_str(), secret.as_str(), "https://wrong.example.com/", "invalid_client"),
        (client.as_str(), secret.as_str(), good, "invalid_grant"),
    ] {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", "bogus"),
            ("redirect_uri", address),
            ("client_id", client),
            ("client_secret", secret),
        ];
        let (status, reply) = token(&mut server, &form);
        assert_eq!((status, reply["error"].as_str()), (400, Some(error)));
    }
    assert_eq!(
        token(&mut server, &[("grant_type", "client_credentials"), ("client_id", &client), ("client_secret", &secret)])
            .0,
        501
    );
    assert_eq!(server.browse("/application/o/userinfo/").status, 401);
}

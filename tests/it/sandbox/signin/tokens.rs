//! Codes, tokens, claims, and the ways back to the client.

use super::super::{Server, header};
use super::browser::{self, Browser, CALLBACK, Client, Jwt, VERIFIER};
use serde_json::{Value, json};
use std::time::Duration;

fn error(reply: &(u16, Value)) -> (u16, &str) {
    (reply.0, reply.1["error"].as_str().unwrap_or_default())
}

#[test]
fn a_code_is_used_once_by_its_client_with_its_address_and_its_verifier() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let other = Client::new(&mut server, "other");
    client.change(
        &mut server,
        &json!({"redirect_uris": [
            {"matching_mode": "strict", "url": CALLBACK},
            {"matching_mode": "strict", "url": "https://app.example.com/second"},
        ]}),
    );
    let mut browser = Browser::of(&mut server, "anna");
    let code = client.code(&mut server, &mut browser, "openid", &[]);
    for (more, expected) in [
        (("redirect_uri", "https://wrong.example.com/"), "invalid_client"),
        (("redirect_uri", "https://app.example.com/second"), "invalid_grant"),
        (("client_secret", "wrong"), "invalid_client"),
        (("code_verifier", "wrong"), "invalid_grant"),
        (("code_verifier", ""), "invalid_grant"),
        (("code", "wrong"), "invalid_grant"),
    ] {
        assert_eq!(error(&client.exchange(&mut server, &code, &[more])), (400, expected), "{more:?}");
    }
    assert_eq!(error(&other.exchange(&mut server, &code, &[])), (400, "invalid_grant"));
    assert_eq!(client.exchange(&mut server, &code, &[]).0, 200);
    assert_eq!(error(&client.exchange(&mut server, &code, &[])), (400, "invalid_grant"), "used twice");
    let code = client.code(&mut server, &mut browser, "openid", &[]);
    server.sandbox.let_pass(Duration::from_secs(61));
    assert_eq!(error(&client.exchange(&mut server, &code, &[])), (400, "invalid_grant"), "too late");
    let none = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = client.code(&mut server, &mut browser, "openid", &none);
    assert_eq!(error(&client.exchange(&mut server, &code, &[])), (400, "invalid_grant"), "a verifier for nothing");
    assert_eq!(client.exchange(&mut server, &code, &[("code_verifier", "")]).0, 200);
}

#[test]
fn a_public_client_needs_no_secret_and_a_plain_challenge_is_its_own_verifier() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    client.change(&mut server, &json!({"client_type": "public"}));
    let mut browser = Browser::of(&mut server, "anna");
    for method in ["plain", ""] {
        let more = [("code_challenge", VERIFIER), ("code_challenge_method", method)];
        let code = client.code(&mut server, &mut browser, "openid", &more);
        let wrong = [("client_secret", ""), ("code_verifier", "other")];
        assert_eq!(error(&client.exchange(&mut server, &code, &wrong)), (400, "invalid_grant"));
        assert_eq!(client.exchange(&mut server, &code, &[("client_secret", "")]).0, 200);
    }
    let strange = client.ask("openid", &[("code_challenge_method", "S512"), ("state", "s")]);
    let location = header(&browser.get(&mut server, &strange), "location").to_owned();
    assert!(location.starts_with("https://app.example.com/callback?error=invalid_request"), "{location}");
}

#[test]
fn tokens_are_signed_with_the_key_that_the_provider_has() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let mut browser = Browser::of(&mut server, "anna");
    let mut token = |server: &mut Server| {
        let code = client.code(server, &mut browser, "openid", &[]);
        Jwt::read(client.exchange(server, &code, &[]).1["id_token"].as_str().expect("an ID token"))
    };
    client.change(&mut server, &json!({"signing_key": null}));
    let by_secret = token(&mut server);
    assert_eq!(by_secret.header["alg"], "HS256");
    assert!(by_secret.is_signed_with(&client.secret) && !by_secret.is_signed_with("other"));
    for (alg, expected) in [("rsa", "RS256"), ("ecdsa", "ES256")] {
        let body = json!({"common_name": alg, "validity_days": 365, "alg": alg});
        let certificate = server.post("crypto/certificatekeypairs/generate/", &body);
        client.change(&mut server, &json!({"signing_key": certificate["pk"]}));
        let by_key = token(&mut server);
        assert_eq!(by_key.header["alg"], expected);
        by_key.verify(&mut server, "app");
    }
    let own = rcgen::KeyPair::generate().expect("a key");
    let pem = rcgen::CertificateParams::new(vec!["own.example.com".to_owned()]).expect("a name");
    let pem = pem.self_signed(&own).expect("a certificate").pem();
    let body = json!({"name": "own", "certificate_data": pem, "key_data": own.serialize_pem()});
    let uploaded = server.post("crypto/certificatekeypairs/", &body);
    client.change(&mut server, &json!({"signing_key": uploaded["pk"]}));
    token(&mut server).verify(&mut server, "app");
    let body = json!({"name": "bare", "certificate_data": pem});
    let bare = server.post("crypto/certificatekeypairs/", &body);
    client.change(&mut server, &json!({"signing_key": bare["pk"]}));
    let mut browser = Browser::of(&mut server, "anna");
    let code = client.code(&mut server, &mut browser, "openid", &[]);
    assert_eq!(client.exchange(&mut server, &code, &[]).0, 501, "a certificate without its key");
}

#[test]
fn claims_come_with_the_scopes_that_were_asked_for() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let anna = server.user("anna");
    server.post("core/groups/", &json!({"name": "crew", "users": [anna]}));
    let code = "return {\"groups\": [\"extra\"], \"team\": \"blue\"}";
    let own = server
        .post("propertymappings/provider/scope/", &json!({"name": "own", "scope_name": "team", "expression": code}));
    let mut mappings: Vec<Value> = ["openid", "email", "profile"].map(|scope| server.mapping(scope)).to_vec();
    mappings.push(own["pk"].clone());
    client.change(&mut server, &json!({"property_mappings": mappings}));
    let mut browser = Browser::of(&mut server, "anna");
    let mut login = |server: &mut Server, scope: &str| {
        let code = client.code(server, &mut browser, scope, &[]);
        let (status, reply) = client.exchange(server, &code, &[]);
        assert_eq!(status, 200, "{reply}");
        reply
    };
    let claims = |reply: &Value| Jwt::read(reply["id_token"].as_str().expect("an ID token")).claims;
    let plain = login(&mut server, "openid");
    let bare = claims(&plain);
    assert!(["email", "groups", "team", "name"].iter().all(|claim| bare.get(claim).is_none()), "{bare}");
    let (_, userinfo) = browser::userinfo(&mut server, plain["access_token"].as_str().expect("a token"));
    assert_eq!(userinfo, json!({"sub": bare["sub"]}));
    let some = claims(&login(&mut server, "openid email unknown"));
    assert_eq!((&some["email"], some.get("groups")), (&json!("anna@example.com"), None));
    let reply = login(&mut server, "openid profile team");
    let all = claims(&reply);
    assert_eq!((&all["groups"], &all["team"]), (&json!(["crew", "extra"]), &json!("blue")), "lists are appended");
    assert!(all.get("email").is_none());
    let everything = login(&mut server, "");
    assert_eq!(everything["scope"], "openid email profile team", "no scope asks for all");
    client.change(&mut server, &json!({"include_claims_in_id_token": false}));
    let reply = login(&mut server, "openid profile");
    assert!(claims(&reply).get("name").is_none());
    let (_, userinfo) = browser::userinfo(&mut server, reply["access_token"].as_str().expect("a token"));
    assert_eq!(userinfo["name"], "Anna Example");
    let commas = login(&mut server, "openid,profile");
    assert_eq!((&commas["scope"], commas.get("id_token")), (&json!(""), None), "one unknown scope, so none");
    assert_eq!(browser::userinfo(&mut server, commas["access_token"].as_str().expect("a token")).0, 403);
    for (mode, expected) in [("user_username", "anna"), ("user_email", "anna@example.com")] {
        client.change(&mut server, &json!({"sub_mode": mode}));
        assert_eq!(claims(&login(&mut server, "openid"))["sub"], expected);
    }
}

#[test]
fn implicit_and_hybrid_clients_get_tokens_at_once() {
    for version in ["2024.8.6", "2026.2.2", "2026.8.5"] {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let mut browser = Browser::of(&mut server, "anna");
        let mut ask = |server: &mut Server, kind: &str, mode: &str| {
            let more = [("response_type", kind), ("response_mode", mode), ("nonce", "n"), ("state", "s\"<")];
            browser.get(server, &client.ask("openid email", &more))
        };
        let page = ask(&mut server, "id_token", "form_post");
        assert_eq!(page.status, 200);
        assert!(browser::text(&page).contains(&format!("<form method=\"post\" action=\"{CALLBACK}\">")), "{version}");
        let sent = browser::hidden(&page);
        assert_eq!(sent["state"], "s&quot;&lt;", "{version}: escaped");
        let token = Jwt::read(&sent["id_token"]);
        token.verify(&mut server, "app");
        assert_eq!((&token.claims["nonce"], token.claims.get("at_hash")), (&json!("n"), None));
        assert!(!sent.contains_key("access_token") && !sent.contains_key("code"));
        let both = ask(&mut server, "id_token token", "");
        assert!(header(&both, "location").starts_with("https://app.example.com/callback#"), "{version}");
        let both = browser::answer(&both);
        let token = Jwt::read(&both["id_token"]);
        assert_eq!(token.claims["at_hash"], browser::half_digest(&both["access_token"]).as_str());
        assert_eq!(browser::userinfo(&mut server, &both["access_token"]).0, 200);
        let hybrid = browser::answer(&ask(&mut server, "code id_token", ""));
        let token = Jwt::read(&hybrid["id_token"]);
        assert_eq!(token.claims["c_hash"], browser::half_digest(&hybrid["code"]).as_str());
        assert_eq!(client.exchange(&mut server, &hybrid["code"], &[]).0, 200);
        assert_eq!(ask(&mut server, "id_token", "query").status, 500, "{version}: as observed");
        let code = ask(&mut server, "code", "form_post");
        assert_eq!(client.exchange(&mut server, &browser::hidden(&code)["code"], &[]).0, 200, "{version}");
    }
}

#[test]
fn a_refresh_token_comes_with_offline_access_and_works_once_where_its_grant_is_allowed() {
    for version in ["2024.12.5", "2025.10.3", "2026.5.0-grants", "2026.8.5"] {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let mut browser = Browser::of(&mut server, "anna");
        let code = client.code(&mut server, &mut browser, "openid email offline_access", &[]);
        let (_, first) = client.exchange(&mut server, &code, &[]);
        let refresh = first["refresh_token"].as_str().expect("a refresh token").to_owned();
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
        let knows = version.starts_with("2026.5") || version.starts_with("2026.8");
        client.change(&mut server, &json!({"grant_types": ["authorization_code"]}));
        if knows {
            assert_eq!(error(&client.token(&mut server, &form, &[])), (400, "invalid_grant"), "{version}");
        }
        client.change(&mut server, &json!({"grant_types": ["authorization_code", "refresh_token"]}));
        let more = [("scope", "openid profile")];
        assert_eq!(error(&client.token(&mut server, &form, &more)), (400, "invalid_scope"), "{version}");
        let (status, second) = client.token(&mut server, &form, &[]);
        assert_eq!(status, 200, "{version}: {second}");
        Jwt::read(second["id_token"].as_str().expect("an ID token")).verify(&mut server, "app");
        assert_eq!(browser::userinfo(&mut server, second["access_token"].as_str().expect("a token")).0, 200);
        assert_eq!(error(&client.token(&mut server, &form, &[])), (400, "invalid_grant"), "{version}: used");
        let next = second["refresh_token"].as_str().expect("another one").to_owned();
        let form = [("grant_type", "refresh_token"), ("refresh_token", next.as_str())];
        server.sandbox.let_pass(Duration::from_secs(31 * 86_400));
        assert_eq!(error(&client.token(&mut server, &form, &[])), (400, "invalid_grant"), "{version}: too late");
        let access = second["access_token"].as_str().expect("a token");
        assert_eq!(browser::userinfo(&mut server, access).0, 401, "{version}: too late");
    }
}

#[test]
fn a_client_may_send_its_secret_in_a_header() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let mut browser = Browser::of(&mut server, "anna");
    let code = client.code(&mut server, &mut browser, "openid", &[]);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let mut status = |secret: &str| {
        use base64::Engine as _;
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{}:{secret}", client.id));
        let reply = server.sandbox.handle(&akctl::sandbox::Request {
            method: "POST".to_owned(),
            path: "/application/o/token/".to_owned(),
            authorization: Some(format!("Basic {pair}")),
            body: browser::encoded(&form).into_bytes(),
            ..akctl::sandbox::Request::default()
        });
        reply.status
    };
    assert_eq!(status("wrong"), 400);
    assert_eq!(status(&client.secret), 200);
}

//! Applications, providers, mappings: what was written is what is read.

use super::Server;
use proptest::prelude::*;
use serde_json::{Value, json};

const VERSIONS: &[&str] = &["2024.8.6", "2025.10.3", "2026.2.2", "2026.8.5"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_written_is_what_is_read(
        name in "[A-Za-zäöü'\" ]{0,10}[a-zß日]",
        slug in "[a-z0-9_-]{1,20}",
        path in "[a-z0-9/]{0,12}",
        version in prop::sample::select(VERSIONS),
    ) {
        let mut server = Server::new(version);
        let name = name.trim();
        let url = format!("https://app.example.com/{path}");
        let mut body = server.provider_body(name);
        body["redirect_uris"] = json!([{"matching_mode": "strict", "url": url}]);
        body["property_mappings"] = json!([server.mapping("openid"), server.mapping("profile")]);
        let provider = server.post("providers/oauth2/", &body);
        let application = json!({"name": name, "slug": slug, "provider": provider["pk"], "meta_launch_url": url});
        server.post("core/applications/", &application);

        let read = server.get(&format!("providers/oauth2/{}/", provider["pk"]));
        prop_assert_eq!(&read["name"], name);
        prop_assert_eq!(&read["redirect_uris"][0]["url"], &json!(url));
        prop_assert_eq!(&read["property_mappings"], &body["property_mappings"]);
        prop_assert_eq!(&read["assigned_application_slug"], &json!(slug));
        let read = server.get(&format!("core/applications/{slug}/"));
        prop_assert_eq!(&read["name"], name);
        prop_assert_eq!(&read["launch_url"], &json!(url));
        prop_assert_eq!(&read["provider_obj"]["name"], name);
    }

    #[test]
    fn two_applications_do_not_disturb_each_other(first in "[a-m]{3,8}", second in "[n-z]{3,8}") {
        let mut server = Server::new("2025.10.3");
        let (first_pk, first_provider) = server.application(&first);
        server.application(&second);
        let group = server.post("core/groups/", &json!({"name": "team"}));
        server.post("policies/bindings/", &json!({"group": group["pk"], "target": first_pk, "order": 0}));
        prop_assert!(!server.may_open(&first, "anna"));
        prop_assert!(server.may_open(&second, "anna"));
        let before = server.get(&format!("core/applications/{second}/"));
        server.patch(&format!("core/applications/{first}/"), &json!({"name": "Another", "group": "x"}));
        server.delete(&format!("core/applications/{first}/"));
        server.delete(&format!("providers/oauth2/{}/", first_provider["pk"]));
        prop_assert_eq!(server.get(&format!("core/applications/{second}/")), before);
    }
}

#[test]
fn the_transactional_call_makes_all_or_nothing() {
    let mut server = Server::new("2025.10.3");
    let group = server.post("core/groups/", &json!({"name": "team"}));
    let provider = server.provider_body("Provider for both");
    let call = |slug: &str, provider: &Value, group: &Value| {
        json!({
            "app": {"name": "Both", "slug": slug},
            "provider_model": "authentik_providers_oauth2.oauth2provider",
            "provider": provider,
            "policy_bindings": [{"group": group, "order": 0}],
        })
    };
    let put = |server: &mut Server, body: &Value| server.api("PUT", "core/transactional/applications/", Some(body));
    let nobody = json!("11111111-2222-3333-4444-555555555555");
    let mut broken = provider.clone();
    broken["authorization_flow"] = nobody.clone();
    for (body, part) in [
        (call("bad slug", &provider, &group["pk"]), "app"),
        (call("both", &broken, &group["pk"]), "provider"),
        (call("both", &provider, &nobody), "policy_bindings"),
    ] {
        let (status, errors) = put(&mut server, &body);
        assert_eq!(status, 400, "{errors}");
        assert!(errors[part].is_object() || errors[part].is_array(), "{errors}");
        assert_eq!(server.get("core/applications/?superuser_full_list=true")["pagination"]["count"], 0);
        assert_eq!(server.get("providers/all/")["pagination"]["count"], 0);
    }
    let body = call("both", &provider, &group["pk"]);
    assert_eq!(put(&mut server, &body), (200, json!({"applied": true, "logs": []})));
    assert_eq!(server.get("policies/bindings/")["results"].as_array().map(Vec::len), Some(1));
    let (status, errors) = put(&mut server, &body);
    assert_eq!(status, 400);
    assert!(errors["app"]["slug"].is_array(), "create-only: {errors}");
}

#[test]
fn a_secret_can_be_changed_and_an_unknown_field_is_dropped_without_a_word() {
    let mut server = Server::new("2025.10.3");
    let (_, provider) = server.application("app");
    let target = format!("providers/oauth2/{}/", provider["pk"]);
    let changed = server.patch(&target, &json!({"client_secret": "new", "no_such_field": 1}));
    assert_eq!(changed["client_secret"], "new");
    assert!(changed.get("no_such_field").is_none());
}

#[test]
fn names_are_unique_across_kinds_and_errors_name_their_fields() {
    let mut server = Server::new("2025.10.3");
    server.application("app");
    let body = server.provider_body("Provider for app");
    let (status, errors) = server.api("POST", "providers/oauth2/", Some(&body));
    assert_eq!((status, errors["name"].is_array()), (400, true), "{errors}");
    let saml = json!({
        "name": "Provider for app",
        "authorization_flow": body["authorization_flow"],
        "invalidation_flow": body["invalidation_flow"],
        "acs_url": "https://sp.example.com/acs",
    });
    let (status, errors) = server.api("POST", "providers/saml/", Some(&saml));
    assert_eq!((status, errors["name"].is_array()), (400, true), "{errors}");
    let (status, errors) = server.api("POST", "core/applications/", Some(&json!({"slug": "a b", "provider": 99})));
    assert_eq!(status, 400);
    for field in ["name", "slug", "provider"] {
        assert!(errors[field].is_array(), "{field}: {errors}");
    }
}

#[test]
fn lists_are_paged_and_cut_at_the_limit_of_newer_servers() {
    for (version, cut) in [("2025.10.3", 130), ("2026.2.2", 100)] {
        let mut server = Server::new(version);
        for number in 0..130 {
            server.post("core/groups/", &json!({"name": format!("team {number:03}")}));
        }
        let page = server.get("core/groups/?page_size=1000&search=team&ordering=name");
        assert_eq!(page["results"].as_array().map(Vec::len), Some(cut), "{version}");
        assert_eq!(page["pagination"]["count"], 130);
        let small = server.get("core/groups/?page_size=50&page=3&search=team&ordering=-name");
        assert_eq!(small["pagination"]["next"], 0);
        assert_eq!(small["pagination"]["start_index"], 101);
        assert_eq!(small["results"][29]["name"], "team 000");
        assert_eq!(server.api("GET", "core/groups/?page=9", None).0, 404);
    }
}

#[test]
fn what_is_not_played_is_501_and_never_a_success() {
    let mut server = Server::new("2025.10.3");
    for (method, target) in [
        ("GET", "sources/all/"),
        ("GET", "core/users/?path_startswith=a"),
        ("GET", "core/applications/?only_with_launch_url=true"),
        ("POST", "core/users/4/set_password/"),
        ("OPTIONS", "core/users/"),
    ] {
        let (status, body) = server.api(method, target, Some(&json!({})));
        assert_eq!(status, 501, "{method} {target}: {body}");
        assert!(body["detail"].is_string());
    }
}

#[test]
fn the_log_tells_what_was_asked() {
    let mut server = Server::new("2025.10.3");
    server.get("core/users/me/");
    server.api("GET", "core/groups/?name=x", None);
    let log: Vec<_> =
        server.sandbox.log().iter().map(|entry| (entry.method.as_str(), entry.target.as_str(), entry.status)).collect();
    assert_eq!(log, [("GET", "/api/v3/core/users/me/", 200), ("GET", "/api/v3/core/groups/?name=x", 200)]);
    server.sandbox.clear_log();
    assert!(server.sandbox.log().is_empty());
}

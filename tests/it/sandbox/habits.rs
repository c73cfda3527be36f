//! Where the versions differ, one by one.

use super::Server;
use serde_json::{Value, json};

const ALL: &[&str] = &[
    "2024.8.6",
    "2024.10.5",
    "2024.12.5",
    "2025.10.3",
    "2025.12.4",
    "2026.2.2",
    "2026.5.0-grants",
    "2026.5.0-rc1",
    "2026.5.1",
    "2026.8.5",
];

/// The versions from one on.
fn since(first: &str) -> &'static [&'static str] {
    let place = ALL.iter().position(|version| *version == first).expect("a listed version");
    &ALL[place..]
}

#[test]
fn the_version_is_reported() {
    for version in ALL {
        let mut server = Server::new(version);
        let expected = if *version == "2026.5.0-grants" { "2026.5.0-rc1" } else { version };
        assert_eq!(server.get("admin/version/")["version_current"], expected);
    }
}

#[test]
fn before_2024_12_the_transactional_call_drops_the_bindings_and_says_nothing() {
    for version in ALL {
        let mut server = Server::new(version);
        let group = server.post("core/groups/", &json!({"name": "team"}));
        let body = json!({
            "app": {"name": "App", "slug": "app"},
            "provider_model": "authentik_providers_oauth2.oauth2provider",
            "provider": server.provider_body("p"),
            "policy_bindings": [{"group": group["pk"], "order": 0}],
        });
        let (status, reply) = server.api("PUT", "core/transactional/applications/", Some(&body));
        assert_eq!((status, &reply["applied"]), (200, &json!(true)), "{version}: {reply}");
        let closed = since("2024.12.5").contains(version);
        assert_eq!(server.get("policies/bindings/")["pagination"]["count"], u8::from(closed), "{version}");
        assert_eq!(server.may_open("app", "anna"), !closed, "{version}");
    }
}

#[test]
fn fields_come_and_go() {
    for version in ALL {
        let mut server = Server::new(version);
        let (_, provider) = server.application("app");
        let knows = |object: &Value, field: &str| object.get(field).is_some();
        let later = |first: &str| since(first).contains(version);
        assert_eq!(knows(&provider, "invalidation_flow"), later("2024.12.5"), "{version}");
        assert_eq!(knows(&provider, "logout_uri"), later("2025.10.3"), "{version}");
        assert_eq!(knows(&provider, "jwks_sources"), !later("2024.12.5"), "{version}");
        let typed = knows(&provider["redirect_uris"][0], "redirect_uri_type");
        assert_eq!(typed, later("2026.5.0-rc1"), "{version}");
        let grants = later("2026.5.0-grants") && *version != "2026.5.0-rc1";
        assert_eq!(knows(&provider, "grant_types"), grants, "{version}");
        let group = server.post("core/groups/", &json!({"name": "team"}));
        assert_eq!(knows(&group, "parents"), later("2025.12.4"), "{version}");
        assert_eq!(knows(&group, "parent"), !later("2025.12.4"), "{version}");
        let certificates = server.get("crypto/certificatekeypairs/?has_key=true");
        assert_eq!(
            certificates["results"][0].get("key_type"),
            later("2025.12.4").then_some(&json!("rsa")),
            "{version}"
        );
        assert_eq!(knows(&certificates, "autocomplete"), later("2025.10.3"), "{version}");
        let application = server.get("core/applications/app/");
        assert_eq!(knows(&application, "meta_hide"), later("2026.8.5"), "{version}");
    }
}

#[test]
fn an_icon_is_set_by_a_call_of_its_own_up_to_2025_10() {
    for (version, by_call) in [("2024.8.6", true), ("2025.10.3", true), ("2025.12.4", false), ("2026.8.5", false)] {
        let mut server = Server::new(version);
        server.application("app");
        let icon = json!({"url": "https://example.com/icon.svg"});
        let (status, _) = server.api("POST", "core/applications/app/set_icon_url/", Some(&icon));
        assert_eq!(status, if by_call { 200 } else { 404 }, "{version}");
        let changed = server.patch("core/applications/app/", &json!({"meta_icon": "https://example.com/other.svg"}));
        let shown = if by_call { "https://example.com/icon.svg" } else { "https://example.com/other.svg" };
        assert_eq!(changed["meta_icon"], shown, "{version}");
    }
}

#[test]
fn details_of_certificates_are_left_out_where_that_can_be_asked_for() {
    for (version, obeys) in [("2025.10.3", true), ("2026.2.2", false)] {
        let mut server = Server::new(version);
        let list = server.get("crypto/certificatekeypairs/?include_details=false");
        assert_eq!(list["results"][0]["cert_expiry"].is_null(), obeys, "{version}");
    }
    let mut server = Server::new("2026.2.2");
    server
        .post("crypto/certificatekeypairs/generate/", &json!({"common_name": "e", "validity_days": 1, "alg": "ecdsa"}));
    assert_eq!(server.get("crypto/certificatekeypairs/?key_type=ec")["pagination"]["count"], 1);
    assert_eq!(server.get("crypto/certificatekeypairs/?key_type=rsa&key_type=ec")["pagination"]["count"], 2);
}

#[test]
fn paths_end_in_a_slash_and_tokens_are_checked() {
    let mut server = Server::new("2025.10.3");
    assert_eq!(server.browse("/api/v3/core/applications").status, 404);
    assert_eq!(server.browse("/api/v3/core/applications/").status, 403);
    assert_eq!(server.send("GET", "/api/v3/core/users/me/", Some("wrong"), None).status, 403);
    assert_eq!(server.browse("/api/v3/root/config/").status, 200);
    assert_eq!(server.browse("/nowhere/").status, 404);
}

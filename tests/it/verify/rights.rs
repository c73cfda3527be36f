//! A token that may read only some things.

use super::{integrated, told, verdict};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

/// A token of a service account with these rights.
fn token(server: &Server, rights: &[&str]) -> String {
    let account = server.post("core/users/service_account/", json!({"name": "robot"}));
    let role = server.post("rbac/roles/", json!({"name": "readers"}))["pk"].clone();
    let path = format!("rbac/permissions/assigned_by_roles/{}/assign/", role.as_str().expect("text"));
    server.post(&path, json!({ "permissions": rights }));
    server.post("core/groups/", json!({"name": "robots", "roles": [role], "users": [account["user_pk"]]}));
    server.post("core/tokens/", json!({"identifier": "robot", "intent": "api", "user": account["user_pk"]}));
    server.get("core/tokens/robot/view_key/")["key"].as_str().expect("text").to_owned()
}

fn with(server: &Server, rights: &[&str]) -> Akctl {
    Akctl::new().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", &token(server, rights))
}

#[test]
fn what_the_token_may_not_read_is_not_checked_and_the_rest_is() {
    let rights = ["authentik_core.view_application", "authentik_providers_oauth2.view_oauth2provider"];
    for version in VERSIONS {
        let server = integrated(version);
        let ran = with(&server, &rights).args(["verify", "portainer", "-o", "json"]).run();
        assert_eq!(ran.code, 0, "{version}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("not a superuser"), "{version}: {}", ran.stderr);
        for id in ["redirect-uris", "client-type", "issuer", "jwks", "authorize"] {
            assert_eq!(verdict(&ran, id), "ok", "{version}: {id}");
        }
        for id in ["scope-mappings", "signing-key", "access", "authorization-flow"] {
            told(&ran, id, "not-checked", &["may not read"]);
        }
    }
}

#[test]
fn a_provider_that_the_token_may_not_see_is_not_called_broken() {
    let server = integrated("2025.10.3");
    let ran = with(&server, &["authentik_core.view_application"]).args(["verify", "portainer", "-o", "json"]).run();
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    told(&ran, "provider", "not-checked", &["may not"]);
}

#[test]
fn without_any_right_an_application_is_not_there() {
    let server = integrated("2025.10.3");
    let ran = with(&server, &[]).args(["verify", "portainer"]).run();
    assert!([2, 5].contains(&ran.code), "{} {}", ran.code, ran.stderr);
}

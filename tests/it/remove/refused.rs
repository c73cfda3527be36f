//! What is somebody else's, or would pull something of somebody else's down, is refused.

use super::{held, portainer, remove};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

#[test]
fn an_application_that_akctl_did_not_make_is_refused() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &[]);
        let provider = server.provider_of("portainer");
        server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"name": "Provider for Portainer"}));
        server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
        let before = held(&server);
        let ran = remove(&server, "portainer").fails(
            4,
            &[
                "the application `portainer` was not made by akctl (its provider is `Provider for Portainer`)",
                "akctl adopt portainer --preset NAME",
                "nothing was removed",
            ],
        );
        assert_eq!(ran.stdout, "", "{version}");
        remove(&server, "bare").fails(4, &["it has no provider, so akctl cannot tell who made it"]);
        assert_eq!(held(&server), before, "{version}");
        let report = remove(&server, "portainer").args(["-o", "json"]).fails(4, &[]).json();
        assert_eq!(report["changes"], json!([]), "{version}");
        assert_eq!(report["conflicts"].as_array().map(Vec::len), Some(1), "{version}");
    }
}

#[test]
fn somebodys_provider_that_would_go_with_the_application_stands_in_the_way() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &[]);
        let scim = server.post("providers/scim/", json!({"name": "Push", "url": "https://a.example", "token": "t"}));
        server.patch("core/applications/portainer/", json!({"backchannel_providers": [scim["pk"]]}));
        let before = held(&server);
        remove(&server, "portainer").fails(
            4,
            &["has the back-channel provider `Push`, which akctl did not make", "take it off the application"],
        );
        assert_eq!(held(&server), before, "{version}");
        server.patch("core/applications/portainer/", json!({"backchannel_providers": []}));
        remove(&server, "portainer").ok();
    }
}

#[test]
fn a_provider_that_another_application_has_by_now_stays() {
    let server = Server::start("2026.8.5");
    portainer(&server, &["--teams"]);
    let provider = server.provider_of("portainer")["pk"].clone();
    server.patch("core/applications/portainer/", json!({"provider": null}));
    server.post("core/applications/", json!({"name": "Other", "slug": "other", "provider": provider}));
    remove(&server, "portainer").fails(4, &["it has no provider"]);
    server.api("DELETE", "core/applications/portainer/", &json!(null));
    let ran = remove(&server, "portainer").ok();
    assert!(
        ran.stdout.contains("it belongs to the application `other`; `akctl remove other` removes it"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("Nothing to do"), "{}", ran.stdout);
    // An application that got another slug takes what bears its old one with it.
    remove(&server, "other").ok();
    assert!(!server.everything().to_string().contains("(akctl)"));
}

#[test]
fn a_source_that_akctl_did_not_make_stays() {
    let server = Server::start("2026.8.5");
    server.post("sources/scim/", json!({"name": "Personnel", "slug": "personnel"}));
    let ran = remove(&server, "personnel").ok();
    assert!(ran.stdout.contains("akctl did not make it"), "{}", ran.stdout);
    assert_eq!(server.list("sources/scim/").len(), 1);
}

#[test]
fn without_a_terminal_and_without_yes_nothing_is_removed() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    let before = held(&server);
    Akctl::on(&server).args(["remove", "portainer"]).fails(4, &["--yes was not given", "--dry-run to see"]);
    assert_eq!(held(&server), before);
    Akctl::on(&server).args(["remove", "not a slug", "--yes"]).fails(2, &["may hold only"]);
    Akctl::on(&server).args(["remove"]).fails(2, &["SLUG"]);
}

/// The key of a token whose user has these rights and no others.
fn limited(server: &Server, permissions: &[&str]) -> String {
    let account = server.post("core/users/service_account/", json!({"name": "robot"}));
    let role = server.post("rbac/roles/", json!({"name": "robots"}));
    let pk = role["pk"].as_str().expect("an id");
    server.post(&format!("rbac/permissions/assigned_by_roles/{pk}/assign/"), json!({ "permissions": permissions }));
    server.post("core/groups/", json!({"name": "robots", "roles": [pk], "users": [account["user_pk"]]}));
    server.post("core/tokens/", json!({"identifier": "robot-api", "intent": "api", "user": account["user_pk"]}));
    server.get("core/tokens/robot-api/view_key/")["key"].as_str().expect("a key").to_owned()
}

#[test]
fn who_is_no_superuser_removes_what_the_rights_allow_and_nothing_shared() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams", "--require-mfa", "--bind-group", "Crew"]);
        let rights = [
            "authentik_core.view_application",
            "authentik_core.delete_application",
            "authentik_core.view_provider",
            "authentik_providers_oauth2.view_oauth2provider",
            "authentik_providers_oauth2.delete_oauth2provider",
            "authentik_providers_oauth2.view_scopemapping",
            "authentik_providers_oauth2.delete_scopemapping",
            "authentik_policies.view_policybinding",
            "authentik_flows.view_flow",
        ];
        let token = limited(&server, &rights);
        let report = remove(&server, "portainer").env("AUTHENTIK_TOKEN", &token).json();
        assert!(report["warnings"].to_string().contains("is not a superuser"), "{version}: {report}");
        assert_eq!(
            server.get("flows/instances/akctl-mfa-deny-consent/")["slug"],
            "akctl-mfa-deny-consent",
            "{version}"
        );
        assert_eq!(server.api("GET", "core/applications/portainer/", &json!(null)).0, 404, "{version}");
        let left = server.list("providers/all/");
        assert!(!left.iter().any(|provider| provider["name"] == "portainer (akctl)"), "{version}");
        // Somebody who sees everything takes away what is shared and left over.
        remove(&server, "portainer").ok();
        assert_eq!(server.api("GET", "flows/instances/akctl-mfa-deny-consent/", &json!(null)).0, 404, "{version}");
    }
}

#[test]
fn a_missing_right_ends_it_with_what_is_left() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    let rights = [
        "authentik_core.view_application",
        "authentik_core.delete_application",
        "authentik_core.view_provider",
        "authentik_policies.view_policybinding",
    ];
    let token = limited(&server, &rights);
    let words = ["removed: the application portainer", "left in authentik: the provider portainer (akctl)"];
    remove(&server, "portainer").env("AUTHENTIK_TOKEN", &token).fails(5, &words);
    remove(&server, "portainer").ok();
}

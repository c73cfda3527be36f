//! Who may open it; application and provider without each other.

use super::{breaks, integrated, told, verify};
use crate::support::Server;
use serde_json::{Value, json};

fn delete(server: &Server, path: &str) {
    let (status, reply) = server.api("DELETE", path, &Value::Null);
    assert_eq!(status, 204, "{path}: {reply}");
}

#[test]
fn an_application_without_binding_is_open_to_everyone() {
    breaks(&integrated("2025.10.3"), "access", "warning", &["no binding", "every user", "--bind-group"], |server| {
        let binding = server.bindings_of("portainer")[0]["pk"].as_str().expect("text").to_owned();
        delete(server, &format!("policies/bindings/{binding}/"));
    });
}

#[test]
fn bindings_that_are_switched_off_close_nothing() {
    breaks(&integrated("2026.8.5"), "access", "warning", &["switched on"], |server| {
        let binding = server.bindings_of("portainer")[0]["pk"].as_str().expect("text").to_owned();
        server.patch(&format!("policies/bindings/{binding}/"), json!({"enabled": false}));
    });
}

#[test]
fn a_group_without_members_lets_nobody_in() {
    for version in ["2024.8.6", "2025.10.3"] {
        breaks(&integrated(version), "access-nobody", "warning", &["Team", "--add-member"], |server| {
            let group = server.list("core/groups/?name=Team")[0]["pk"].as_str().expect("text").to_owned();
            server.patch(&format!("core/groups/{group}/"), json!({"users": []}));
        });
    }
}

#[test]
fn a_policy_beside_a_group_does_not_narrow_it_down() {
    breaks(&integrated("2025.10.3"), "access-mode", "warning", &["beside", "one policy"], |server| {
        let policy = server.post("policies/expression/", json!({"name": "office", "expression": "return True"}));
        let target = server.get("core/applications/portainer/")["pk"].clone();
        server.post("policies/bindings/", json!({"target": target, "policy": policy["pk"], "order": 5}));
    });
}

#[test]
fn several_bindings_that_must_all_match_mean_different_things_on_different_servers() {
    breaks(&integrated("2025.10.3"), "access-mode", "warning", &["must match"], |server| {
        let application = server.patch("core/applications/portainer/", json!({"policy_engine_mode": "all"}));
        let group = server.group("Others");
        server.post("policies/bindings/", json!({"target": application["pk"], "group": group["pk"], "order": 5}));
    });
}

#[test]
fn an_application_without_provider_is_seen() {
    breaks(&integrated("2025.10.3"), "provider", "failed", &["no provider", "404", "akctl integrate"], |server| {
        server.patch("core/applications/portainer/", json!({"provider": null}));
    });
}

#[test]
fn an_application_that_is_only_a_link_is_well() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "N", "slug": "n", "meta_launch_url": "https://n.company"}));
    told(&verify(&server, &["n"]), "provider", "ok", &["link"]);
    server.patch("core/applications/n/", json!({"meta_launch_url": ""}));
    told(&verify(&server, &["n"]), "provider", "failed", &["no provider"]);
}

#[test]
fn a_provider_without_application_is_seen_with_all_others() {
    let server = integrated("2025.10.3");
    assert_eq!(verify(&server, &["--all"]).json()["warnings"], 0);
    delete(&server, "core/applications/portainer/");
    let ran = verify(&server, &["--all"]);
    told(&ran, "provider", "warning", &["belongs to no application", "portainer (akctl)"]);
    assert_eq!(ran.json()["integrations"][0]["slug"], Value::Null);
    assert_eq!(ran.code, 0);
}

#[test]
fn a_reserved_slug_is_seen() {
    let server = integrated("2025.10.3");
    told(&verify(&server, &["portainer"]), "reserved-slug", "ok", &[]);
    server.patch("core/applications/portainer/", json!({"slug": "token"}));
    told(&verify(&server, &["token"]), "reserved-slug", "failed", &["keeps this path"]);
}

#[test]
fn a_provider_that_authentik_cannot_show_any_more_is_seen() {
    // Observed on authentik 2026.2 and 2026.5: it answers 405, and stores the entry.
    for words in [["portainer"], ["--all"]] {
        let server = integrated("2026.2.2");
        let pk = server.provider_of("portainer")["pk"].clone();
        server.api("PATCH", &format!("providers/oauth2/{pk}/"), &json!({"redirect_uris": [{"url": "https://a/"}]}));
        told(&verify(&server, &words), "provider", "failed", &["matching mode"]);
    }
}

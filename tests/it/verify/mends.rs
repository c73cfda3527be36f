//! The command that a finding names mends what it complains about.

use super::{flow, integrated, provider, strict, verify};
use crate::support::{Akctl, Server};
use serde_json::{Value, json};

/// Breaks one thing and does what is told; then all must be well.
fn mends(version: &str, id: &str, break_it: impl FnOnce(&Server)) {
    let server = integrated(version);
    break_it(&server);
    let report = verify(&server, &["portainer"]).json();
    let checks = report["integrations"][0]["checks"].as_array().expect("a list");
    let finding = checks.iter().find(|finding| finding["id"] == id).expect("it applies");
    let remedy = finding["remedy"].as_str().unwrap_or_else(|| panic!("nothing mends {finding}"));
    let command = remedy.split(", with the other flags").next().expect("a command");
    let words = command.strip_prefix("akctl ").unwrap_or_else(|| panic!("{remedy} is no command"));
    let words = words.replace("--bind-group GROUP", "--bind-group Team");
    Akctl::on(&server).args(words.split(' ')).args(["--yes"]).ok();
    let ran = verify(&server, &["portainer"]);
    assert_eq!(ran.code, 0, "{id} on {version}: {remedy}\n{}", ran.stdout);
    assert_eq!(ran.json()["warnings"], 0, "{id} on {version}: {remedy}\n{}", ran.stdout);
}

#[test]
fn what_is_told_mends_what_is_broken() {
    for version in ["2024.8.6", "2025.10.3", "2026.8.5"] {
        let set = |id: &str, body: Value| mends(version, id, |server| provider(server, "portainer", body));
        set("signing-key", json!({"signing_key": null}));
        set("jwks", json!({"signing_key": null}));
        set("scope-mappings", json!({"property_mappings": []}));
        set("redirect-uris", json!({"redirect_uris": []}));
        set("client-type", json!({"client_type": "public"}));
        mends(version, "redirect-uris", |server| {
            let entries = strict(server, &["https://portainer.company"]);
            provider(server, "portainer", json!({"redirect_uris": entries}));
        });
        mends(version, "provider", |server| {
            server.patch("core/applications/portainer/", json!({"provider": null}));
        });
        mends(version, "access", |server| {
            let binding = server.bindings_of("portainer")[0]["pk"].as_str().expect("text").to_owned();
            server.api("DELETE", &format!("policies/bindings/{binding}/"), &Value::Null);
        });
        if version != "2024.8.6" {
            mends(version, "invalidation-flow", |server| {
                let pk = flow(server, "default-invalidation-flow");
                provider(server, "portainer", json!({"invalidation_flow": pk}));
            });
        }
        if version == "2026.8.5" {
            set("grant-types", json!({"grant_types": []}));
        }
    }
}

#[test]
fn authentiks_own_mapping_beside_the_presets_is_taken_off_by_what_is_told() {
    let server = Server::start("2025.10.3");
    super::integrate(&server, "vaultwarden", &["--app-url", "https://vault.company"]);
    let mappings = server.list("propertymappings/provider/scope/");
    let email = mappings.iter().find(|one| one["managed"] == "goauthentik.io/providers/oauth2/scope-email");
    let pk = server.provider_of("vaultwarden")["pk"].clone();
    let mut all = server.provider_of("vaultwarden")["property_mappings"].as_array().cloned().expect("a list");
    all.retain(|one| mappings.iter().any(|known| known["pk"] == *one && known["managed"].is_string()));
    all.extend(email.map(|one| one["pk"].clone()));
    server.patch(&format!("providers/oauth2/{pk}/"), json!({"property_mappings": all}));
    let ran = verify(&server, &["vaultwarden"]);
    super::told(&ran, "email-verified", "failed", &["akctl integrate vaultwarden", "--exact"]);
    let words = ["--app-url", "https://vault.company", "--exact", "--bind-group", "Team", "--yes"];
    Akctl::integrate(&server, "vaultwarden").args(words).ok();
    super::told(&verify(&server, &["vaultwarden"]), "email-verified", "ok", &[]);
}

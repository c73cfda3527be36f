//! Scope mappings and the claims that they make.

use super::{breaks, integrated, provider, told, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

/// Adds a mapping of an administrator's own.
fn mapping(server: &Server, expression: &str) {
    let body = json!({"name": "hand-made", "scope_name": "profile", "expression": expression});
    let pk = server.post("propertymappings/provider/scope/", body)["pk"].clone();
    let mut mappings = server.provider_of("portainer")["property_mappings"].as_array().cloned().expect("a list");
    mappings.push(pk);
    provider(server, "portainer", json!({"property_mappings": mappings}));
}

#[test]
fn a_provider_without_mappings_gives_no_scope() {
    for version in VERSIONS {
        let words = ["no scope mapping at all", "without a word"];
        breaks(&integrated(version), "scope-mappings", "failed", &words, |server| {
            provider(server, "portainer", json!({"property_mappings": []}));
        });
    }
}

#[test]
fn one_missing_mapping_is_named() {
    breaks(&integrated("2025.10.3"), "scope-mappings", "failed", &["no mapping for profile"], |server| {
        let all = server.list("propertymappings/provider/scope/");
        let kept = all.iter().filter(|one| ["openid", "email"].contains(&one["scope_name"].as_str().expect("text")));
        let kept: Vec<Value> = kept.map(|one| one["pk"].clone()).collect();
        provider(server, "portainer", json!({"property_mappings": kept}));
    });
}

#[test]
fn a_mapping_that_returns_a_list_is_ignored_by_authentik() {
    breaks(&integrated("2025.10.3"), "mapping-code", "failed", &["hand-made", "dictionary"], |server| {
        mapping(server, "return [group.name for group in request.user.ak_groups.all()]");
    });
}

#[test]
fn deprecated_groups_are_seen_where_they_are_deprecated() {
    let old = "return {\"g\": [group.name for group in request.user.ak_groups.all()]}";
    breaks(&integrated("2026.8.5"), "deprecated-groups", "warning", &["ak_groups", "hand-made"], |server| {
        mapping(server, old);
    });
    let server = integrated("2025.10.3");
    mapping(&server, old);
    told(&verify(&server, &["portainer"]), "deprecated-groups", "ok", &[]);
}

#[test]
fn new_groups_are_seen_where_they_are_empty() {
    let new = "return {\"g\": [group.name for group in request.user.groups.all()]}";
    breaks(&integrated("2025.10.3"), "deprecated-groups", "failed", &["user.groups", "empty list"], |server| {
        mapping(server, new);
    });
    let server = integrated("2026.8.5");
    mapping(&server, new);
    told(&verify(&server, &["portainer"]), "deprecated-groups", "ok", &[]);
}

/// A preset of somebody's own, for an application that insists on a verified address.
const STRICT: &str = "
id: strict
name: Strict
summary: Insists on verified addresses
category: tools
protocol: oidc
tested: {by: source}
inputs:
  app_url: {type: url, prompt: Address}
authentik:
  application: {name: Strict, slug: strict, launch_url: '{{ app_url }}/'}
  provider:
    oauth2:
      client_type: confidential
      grant_types: [authorization_code]
      redirect_uris: [{strict: '{{ app_url }}/back'}]
      signing_key: rsa
      scopes: [openid, email, profile]
client: {steps: [Sign in.]}
verify: {verified_email: true}
";

#[test]
fn an_unverified_address_is_seen_where_the_preset_says_that_it_matters() {
    for version in VERSIONS {
        let server = Server::start(version);
        let akctl = || {
            let akctl = Akctl::on(&server);
            let folder = akctl.path("configuration");
            std::fs::create_dir_all(folder.join("presets")).expect("made");
            let path = folder.to_str().expect("Unicode").to_owned();
            akctl.file("configuration/presets/strict.yaml", STRICT).env("AKCTL_CONFIG_DIR", &path)
        };
        akctl().args(["integrate", "strict", "--app-url", "https://strict.company", "--yes"]).ok();
        let ran = akctl().args(["verify", "strict", "-o", "json"]).run();
        // The default changed with authentik 2025.10.
        if ["2024.8.6", "2024.12.5"].contains(&version) {
            told(&ran, "email-verified", "ok", &["true"]);
        } else {
            told(&ran, "email-verified", "failed", &["Strict lets nobody in", "2025.10"]);
        }
    }
}

#[test]
fn claims_that_no_cookie_holds_are_seen() {
    breaks(&integrated("2025.10.3"), "token-size", "warning", &["bytes", "cookie"], |server| {
        mapping(server, &format!("return {{\"text\": \"{}\"}}", "x".repeat(3_000)));
    });
}

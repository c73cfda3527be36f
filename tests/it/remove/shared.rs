//! What something else uses stays, with the reason.

use super::{held, portainer, remove, with_action};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const TEAMS: &str = "portainer: teams in portainer_teams (akctl)";

/// The notes of a change.
fn notes(report: &Value, name: &str) -> String {
    let changes = report["changes"].as_array().expect("changes");
    let found = changes.iter().find(|change| change["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {changes:#?}"))["notes"].to_string()
}

/// An application of somebody's own, with a provider of its own.
fn somebodys(server: &Server, slug: &str) -> Value {
    let flow = |slug: &str| server.get(&format!("flows/instances/{slug}/"))["pk"].clone();
    let body = json!({
        "name": format!("Provider for {slug}"),
        "authorization_flow": flow("default-provider-authorization-explicit-consent"),
        "invalidation_flow": flow("default-invalidation-flow"),
        "redirect_uris": [{"matching_mode": "strict", "url": "https://a.example/"}],
    });
    let provider = server.post("providers/oauth2/", body);
    let application = json!({"name": slug, "slug": slug, "provider": provider["pk"]});
    server.post("core/applications/", application);
    provider
}

#[test]
fn a_flow_stays_as_long_as_another_integration_uses_it() {
    for version in VERSIONS {
        let server = Server::start(version);
        let before = held(&server);
        portainer(&server, &["--require-mfa=enrol"]);
        portainer(&server, &["--require-mfa=enrol", "--slug", "second"]);
        let report = remove(&server, "portainer").json();
        let kept = notes(&report, "akctl-mfa-enrol-consent");
        assert!(kept.contains("stays: the provider `second (akctl)` uses it too"), "{version}: {kept}");
        let stages = with_action(&report, "delete").into_iter().filter(|what| what.starts_with("stage")).count();
        assert_eq!(stages, 0, "{version}");
        let provider = server.provider_of("second");
        assert_eq!(provider["name"], "second (akctl)", "{version}: a provider goes with its flow");
        remove(&server, "second").ok();
        assert_eq!(held(&server), before, "{version}");
    }
}

#[test]
fn flows_of_different_kinds_share_stages_and_each_keeps_its_own() {
    let server = Server::start("2026.2.2");
    portainer(&server, &["--require-mfa=deny"]);
    portainer(&server, &["--require-mfa=enrol", "--slug", "second"]);
    let report = remove(&server, "portainer").json();
    let gone = with_action(&report, "delete");
    assert!(gone.contains(&"stage Second factor, deny (akctl)".to_owned()), "{gone:?}");
    assert!(!gone.contains(&"stage Consent (akctl)".to_owned()), "the other flow has it: {gone:?}");
    let stages = server.list("flows/bindings/?page_size=100");
    let flow = server.get("flows/instances/akctl-mfa-enrol-consent/")["pk"].clone();
    assert_eq!(stages.iter().filter(|place| place["target"] == flow).count(), 2);
}

#[test]
fn a_flow_that_somebodys_provider_uses_otherwise_stays() {
    let server = Server::start("2025.12.4");
    portainer(&server, &["--require-mfa"]);
    let flow = server.get("flows/instances/akctl-mfa-deny-consent/")["pk"].clone();
    let other = somebodys(&server, "wiki");
    for field in ["authentication_flow", "authorization_flow", "invalidation_flow"] {
        let before = server.get(&format!("providers/oauth2/{}/", other["pk"]))[field].clone();
        server.patch(&format!("providers/oauth2/{}/", other["pk"]), json!({ field: flow }));
        let report = Akctl::on(&server).args(["remove", "portainer", "--dry-run"]).json();
        let kept = notes(&report, "akctl-mfa-deny-consent");
        assert!(kept.contains("the provider `Provider for wiki` uses it too"), "{field}: {kept}");
        server.patch(&format!("providers/oauth2/{}/", other["pk"]), json!({ field: before }));
    }
}

#[test]
fn a_mapping_that_a_person_attached_elsewhere_stays_and_is_named() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams"]);
        let mapping = server.list("propertymappings/provider/scope/?page_size=100");
        let mapping = mapping.iter().find(|mapping| mapping["name"] == TEAMS).expect("the mapping")["pk"].clone();
        let other = somebodys(&server, "wiki");
        server.patch(&format!("providers/oauth2/{}/", other["pk"]), json!({"property_mappings": [mapping]}));
        let report = remove(&server, "portainer").json();
        assert!(notes(&report, TEAMS).contains("the provider `Provider for wiki` uses it too"), "{version}");
        let provider = server.get(&format!("providers/oauth2/{}/", other["pk"]));
        assert_eq!(provider["property_mappings"], json!([mapping]), "{version}");
        // Now nobody else uses it, and it still bears the name.
        server.patch(&format!("providers/oauth2/{}/", other["pk"]), json!({"property_mappings": []}));
        let report = remove(&server, "portainer").json();
        assert_eq!(with_action(&report, "delete"), [format!("scope mapping {TEAMS}")], "{version}");
    }
}

#[test]
fn a_policy_that_protects_another_application_stays() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--allow-network", "10.0.0.0/8"]);
        somebodys(&server, "wiki");
        let policy = server.list("policies/expression/?page_size=100");
        let policy = policy.iter().find(|policy| policy["name"] == "portainer: access (akctl)").expect("the policy");
        let wiki = server.get("core/applications/wiki/")["pk"].clone();
        server.post("policies/bindings/", json!({"target": wiki, "policy": policy["pk"], "order": 0}));
        let report = remove(&server, "portainer").json();
        let kept = notes(&report, "portainer: access (akctl)");
        assert!(kept.contains("another application or flow, to which it is bound"), "{version}: {kept}");
        assert_eq!(server.bindings_of("wiki").len(), 1, "{version}: it is not opened");
    }
}

#[test]
fn a_certificate_that_signs_for_somebody_else_stays() {
    let server = Server::start("2026.8.5");
    let proxmox = ["--node", "https://pve.company:8006", "--yes"];
    Akctl::integrate(&server, "proxmox-ve").args(proxmox).ok();
    let key = server.provider_of("proxmox-ve")["signing_key"].clone();
    let other = somebodys(&server, "wiki");
    server.patch(&format!("providers/oauth2/{}/", other["pk"]), json!({"signing_key": key}));
    let report = remove(&server, "proxmox-ve").json();
    let kept = notes(&report, "proxmox-ve: signing key (akctl)");
    assert!(kept.contains("the provider `Provider for wiki` uses it too"), "{kept}");
    assert_eq!(server.get(&format!("providers/oauth2/{}/", other["pk"]))["signing_key"], key);
}

#[test]
fn what_akctl_only_attached_goes_and_the_application_stays() {
    for version in VERSIONS {
        let server = Server::start(version);
        somebodys(&server, "wiki");
        let before = held(&server);
        Akctl::integrate(&server, "scim")
            .file("token", "t0ken")
            .args(["--name", "wiki", "--scim-url", "https://wiki.company/scim/v2", "--scim-token-file", "token"])
            .args(["--adopt", "--yes"])
            .ok();
        let report = remove(&server, "wiki").json();
        assert_eq!(with_action(&report, "delete"), ["SCIM provider wiki: SCIM (akctl)"], "{version}");
        assert!(notes(&report, "wiki").contains("akctl did not make it"), "{version}");
        assert_eq!(held(&server), before, "{version}");
    }
}

#[test]
fn what_others_pushed_in_stays() {
    let server = Server::start("2026.8.5");
    let source =
        Akctl::integrate(&server, "scim-source").args(["--name", "Personnel", "--yes", "--show-secrets"]).json();
    assert_eq!(source["source"]["slug"], "personnel");
    let report = remove(&server, "personnel").json();
    assert_eq!(with_action(&report, "delete"), ["SCIM source personnel"]);
    let notes = notes(&report, "personnel");
    assert!(notes.contains("its token go with it") && notes.contains("came through it stay"), "{notes}");
}

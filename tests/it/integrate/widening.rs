//! No run opens an application further than the person asked, and no text changes on the way.

use crate::support::{Akctl, Server};
use serde_json::json;

const APP: [&str; 3] = ["--app-url", "https://portainer.company", "--yes"];

fn bound_to_crew() -> Server {
    let server = Server::start("2025.10.3");
    server.group("Crew");
    Akctl::integrate(&server, "portainer").args(APP).args(["--bind-group", "Crew"]).ok();
    server
}

#[test]
fn places_alone_never_open_what_was_open_to_certain_people() {
    let server = bound_to_crew();
    let places = ["--allow-network", "10.0.0.0/8"];
    Akctl::integrate(&server, "portainer").args(APP).args(places).fails(4, &["certain people", "--bind-group"]);
    assert_eq!(server.bindings_of("portainer").len(), 1);

    let both = ["--allow-network", "10.0.0.0/8", "--bind-group", "Crew", "--exact"];
    Akctl::integrate(&server, "portainer").args(APP).args(both).ok();
    Akctl::integrate(&server, "portainer").args(APP).args(places).fails(4, &["certain people", "--force"]);
    let policy = &server.list("policies/expression/?name=portainer: access (akctl)")[0];
    assert!(policy["expression"].as_str().is_some_and(|text| text.contains("Crew")), "{policy}");

    let forced = Akctl::integrate(&server, "portainer").args(APP).args(places).args(["--force"]).ok();
    assert!(forced.stderr.contains("every user of authentik who passes the policy"), "{}", forced.stderr);
}

#[test]
fn places_alone_are_told_where_nobody_was_named() {
    let server = Server::start("2025.10.3");
    let ran = Akctl::integrate(&server, "portainer").args(APP).args(["--allow-network", "10.0.0.0/8"]).ok();
    assert!(ran.stderr.contains("every user of authentik who passes the policy"), "{}", ran.stderr);
}

#[test]
fn a_second_binding_that_turns_the_first_around_is_seen() {
    let server = bound_to_crew();
    let binding = server.bindings_of("portainer")[0].clone();
    let turned = json!({
        "target": binding["target"], "group": binding["group"], "negate": true, "order": 7,
    });
    server.post("policies/bindings/", turned);
    let same = ["--bind-group", "Crew"];
    let ran = Akctl::integrate(&server, "portainer").args(APP).args(same).ok();
    assert!(ran.stderr.contains("everyone but group Crew stays"), "{}", ran.stderr);
    Akctl::integrate(&server, "portainer").args(APP).args(same).args(["--exact"]).ok();
    assert_eq!(server.bindings_of("portainer").len(), 1);
}

#[test]
fn texts_that_authentik_would_trim_are_refused() {
    let server = Server::start("2025.10.3");
    for (flag, text) in [("--name", "Portainer "), ("--description", " x"), ("--bind-group", "Crew ")] {
        Akctl::integrate(&server, "portainer").args(APP).args([flag, text]).fails(2, &[flag]);
    }
    assert!(server.log().is_empty());
}

#[test]
fn a_policy_without_code_is_refused_before_anything_is_written() {
    let server = Server::start("2025.10.3");
    let run = Akctl::integrate(&server, "portainer").file("policy.py", "# nothing yet\n\n").args(APP);
    run.args(["--policy-expression", "policy.py"]).fails(2, &["--policy-expression"]);
    assert!(server.log().is_empty());
}

#[test]
fn the_issuer_is_authentiks_own_address_where_that_was_asked_for() {
    let server = Server::start("2025.10.3");
    let flags = ["--name", "Demo", "--redirect", "http://localhost:5000/cb", "--issuer-mode", "global", "--yes"];
    let report = Akctl::integrate(&server, "oidc").args(flags).json();
    assert_eq!(report["endpoints"]["issuer"], format!("{}/", server.url()));
    let warnings = report["warnings"].as_array().expect("a list");
    assert!(
        warnings.iter().all(|warning| !warning.as_str().is_some_and(|text| text.contains("calls itself"))),
        "{report}"
    );
}

#[test]
fn a_foreign_mapping_that_fills_our_claim_needs_a_decision() {
    let server = Server::start("2025.10.3");
    let teams = ["--teams", "--create-groups"];
    Akctl::integrate(&server, "portainer").args(APP).args(teams).ok();
    let mapping = server.post(
        "propertymappings/provider/scope/",
        json!({"name": "evil", "scope_name": "profile", "expression": "return {\"portainer_teams\": [\"admin\"]}"}),
    );
    let provider = server.provider_of("portainer");
    let mut mappings = provider["property_mappings"].as_array().cloned().expect("a list");
    mappings.push(mapping["pk"].clone());
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"property_mappings": mappings}));
    Akctl::integrate(&server, "portainer").args(APP).args(teams).fails(4, &["evil", "portainer_teams", "--exact"]);
    Akctl::integrate(&server, "portainer").args(APP).args(teams).args(["--exact"]).ok();
    assert_eq!(server.provider_of("portainer")["property_mappings"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_binding_that_a_policy_takes_up_goes() {
    let server = bound_to_crew();
    let both = ["--bind-group", "Crew", "--allow-network", "10.0.0.0/8"];
    Akctl::integrate(&server, "portainer").args(APP).args(both).ok();
    let bindings = server.bindings_of("portainer");
    assert_eq!(bindings.len(), 1, "{bindings:?}");
    assert!(bindings[0]["policy"].is_string(), "{bindings:?}");
    server.forget();
    Akctl::integrate(&server, "portainer").args(APP).args(both).ok();
    assert!(server.writes().is_empty());
}

#[test]
fn a_foreign_regular_expression_is_warned_of() {
    let server = bound_to_crew();
    let provider = server.provider_of("portainer");
    let mut uris = provider["redirect_uris"].as_array().cloned().expect("a list");
    uris.push(json!({"matching_mode": "regex", "url": ".*"}));
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"redirect_uris": uris}));
    let ran = Akctl::integrate(&server, "portainer").args(APP).args(["--bind-group", "Crew"]).ok();
    assert!(ran.stderr.contains("warning: the redirect address `.*` stays"), "{}", ran.stderr);
}

#[test]
fn what_a_preset_warns_of_is_said_before_anything_is_written() {
    let server = Server::start("2025.10.3");
    let flags = ["--name", "Demo", "--redirect-regex", "https://demo\\.company/.*", "--dry-run"];
    let ran = Akctl::integrate(&server, "oidc").args(flags).ok();
    assert!(ran.stderr.contains("warning:"), "{}", ran.stderr);
    assert!(server.writes().is_empty());
}

//! The second factor: of one application, and of everybody.

use super::{integrate, provider, told, verdict, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const APP: [&str; 2] = ["--app-url", "https://portainer.company"];

/// An authentik whose one application asks for a second factor.
fn guarded(version: &str, flag: &str) -> Server {
    let server = Server::start(version);
    integrate(&server, "portainer", &[&APP[..], &[flag]].concat());
    server
}

/// The validation stage with this beginning of its name.
fn stage(server: &Server, name: &str) -> Value {
    let all = server.list("stages/authenticator/validate/");
    let of_name = |one: &&Value| one["name"].as_str().is_some_and(|text| text.starts_with(name));
    all.iter().find(of_name).expect("the stage").clone()
}

fn act(server: &Server, name: &str, action: &str) {
    let pk = stage(server, name)["pk"].as_str().expect("text").to_owned();
    server.patch(&format!("stages/authenticator/validate/{pk}/"), json!({"not_configured_action": action}));
}

/// The places of a stage.
fn places(server: &Server, name: &str) -> Vec<Value> {
    let pk = stage(server, name)["pk"].clone();
    server.list(&format!("flows/bindings/?stage={}", pk.as_str().expect("text")))
}

fn take_out(server: &Server, name: &str) {
    for place in places(server, name) {
        let path = format!("flows/bindings/{}/", place["pk"].as_str().expect("text"));
        assert_eq!(server.api("DELETE", &path, &Value::Null).0, 204);
    }
}

fn bind_policy(server: &Server, name: &str) -> Value {
    let policy = server.post("policies/expression/", json!({"name": "office", "expression": "return True"}));
    let target = places(server, name)[0]["policybindingmodel_ptr_id"].clone();
    server.post("policies/bindings/", json!({"target": target, "policy": policy["pk"], "order": 0}))
}

const OURS: &str = "Second factor";
const EVERYBODY: &str = "default-authentication-mfa-validation";

#[test]
fn a_flow_that_no_longer_asks_is_seen_and_mended_on_every_version() {
    for version in VERSIONS {
        for (flag, flags) in [("--require-mfa", "--require-mfa"), ("--require-mfa=enrol", "--require-mfa=enrol")] {
            let server = guarded(version, flag);
            for all in [&["portainer"][..], &["--all"]] {
                told(&verify(&server, all), "second-factor", "ok", &["akctl-mfa-"]);
                assert_eq!(verify(&server, all).json()["warnings"], 0, "{version}");
            }
            act(&server, OURS, "skip");
            told(&verify(&server, &["--all"]), "second-factor", "failed", &["lets people through"]);
            told(&verify(&server, &["portainer"]), "second-factor", "failed", &[flags, "without a second factor"]);
            mend(&server);
            take_out(&server, OURS);
            told(&verify(&server, &["--all"]), "second-factor", "failed", &["no stage"]);
            told(&verify(&server, &["portainer"]), "second-factor", "failed", &["no stage", flags]);
            mend(&server);
        }
    }
}

/// Does what is told; then all must be well.
fn mend(server: &Server) {
    let report = verify(server, &["portainer"]).json();
    let checks = report["integrations"][0]["checks"].as_array().expect("a list");
    let finding = checks.iter().find(|finding| finding["id"] == "second-factor").expect("it applies");
    let remedy = finding["remedy"].as_str().expect("a remedy");
    let command = remedy.split(", with the other flags").next().and_then(|text| text.strip_prefix("akctl "));
    Akctl::on(server).args(command.expect("a command").split(' ')).args(["--yes"]).ok();
    assert_eq!(verify(server, &["portainer"]).json()["failed"], 0, "{remedy}");
}

#[test]
fn how_long_a_check_lasts_is_told_too() {
    let server = Server::start("2025.10.3");
    integrate(&server, "portainer", &[&APP[..], &["--require-mfa", "--mfa-lasts", "hours=8"]].concat());
    act(&server, OURS, "skip");
    let words = ["--require-mfa --mfa-lasts hours=8"];
    told(&verify(&server, &["portainer"]), "second-factor", "failed", &words);
    // Other mends keep the second factor.
    provider(&server, "portainer", json!({"signing_key": null}));
    told(&verify(&server, &["portainer"]), "signing-key", "failed", &words);
}

#[test]
fn a_policy_that_can_leave_the_stage_out_is_seen() {
    for version in VERSIONS {
        let server = guarded(version, "--require-mfa");
        let binding = bind_policy(&server, OURS);
        for all in [&["portainer"][..], &["--all"]] {
            told(&verify(&server, all), "second-factor", "failed", &["policy office", "Stage Bindings"]);
        }
        let path = format!("policies/bindings/{}/", binding["pk"].as_str().expect("text"));
        server.patch(&path, json!({"enabled": false}));
        told(&verify(&server, &["portainer"]), "second-factor", "ok", &[]);
    }
}

#[test]
fn applications_without_such_a_flow_are_not_asked_about() {
    let server = Server::start("2026.8.5");
    integrate(&server, "portainer", &APP);
    server.forget();
    assert_eq!(verdict(&verify(&server, &["portainer"]), "second-factor"), "absent");
    let asked = server.log().into_iter().filter(|entry| entry.target.contains("stages/")).count();
    assert_eq!(asked, 0);
}

/// What the audit says of everybody's login: the verdict, and everything of it.
fn everybody(server: &Server) -> (String, String) {
    let report = Akctl::on(server).args(["audit"]).json();
    let problems = report["problems"].as_array().expect("a list");
    match problems.iter().find(|problem| problem["id"] == "second-factor-everybody") {
        Some(problem) => (problem["verdict"].as_str().expect("text").to_owned(), problem.to_string()),
        None => ("ok".to_owned(), String::new()),
    }
}

#[test]
fn the_audit_tells_whether_everybody_is_asked_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let (verdict, all) = everybody(&server);
        assert_eq!(verdict, "warning", "{version}");
        for words in [EVERYBODY, "Not configured action", "password alone", "lock everybody out"] {
            assert!(all.contains(words), "{version}: {all}");
        }
        assert_eq!(verify(&server, &["--all"]).json()["warnings"], 0, "{version}: verify says nothing of it");
        act(&server, EVERYBODY, "deny");
        assert_eq!(everybody(&server).0, "ok", "{version}");
        bind_policy(&server, EVERYBODY);
        let (verdict, all) = everybody(&server);
        assert!(verdict == "warning" && all.contains("policy office"), "{version}: {all}");
        take_out(&server, EVERYBODY);
        let (verdict, all) = everybody(&server);
        assert!(verdict == "warning" && all.contains("no stage"), "{version}: {all}");
    }
}

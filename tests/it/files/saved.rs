//! A plan that is saved is applied exactly, or not at all.

use super::{TWO, on};
use crate::support::{Akctl, Server};
use serde_json::json;
use std::fs;
use std::path::Path;

fn apply(server: &Server, home: &Path) -> Akctl {
    let plan = home.join("akctl.plan").display().to_string();
    Akctl::on(server).args(["apply", plan.as_str(), "--yes"])
}

#[test]
fn a_saved_plan_is_applied_whatever_became_of_the_file() {
    let server = Server::start("2025.10.3");
    let ran = on(&server, "plan", TWO).args(["--out", "akctl.plan"]).ok();
    fs::write(ran.home.path().join("akctl.yaml"), "version: 1\n").expect("written");
    apply(&server, ran.home.path()).ok();
    assert_eq!(server.provider_of("board")["name"], json!("board (akctl)"));
    apply(&server, ran.home.path()).fails(4, &["something has changed", "`wiki`", "`board`"]);
}

#[test]
fn a_server_that_changed_in_between_is_noticed_and_left_alone() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", TWO).args(["--yes"]).ok();
    let file = TWO.replace("board.company", "other.company");
    let ran = on(&server, "plan", &file).args(["--out", "akctl.plan"]).ok();
    // Not even what the plan would change, but what it saw: somebody added an address.
    let provider = server.provider_of("wiki");
    let mut uris = provider["redirect_uris"].as_array().cloned().expect("a list");
    uris.push(json!({"matching_mode": "strict", "url": "https://wiki.company/more"}));
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"redirect_uris": uris}));
    server.forget();
    let ran = apply(&server, ran.home.path()).fails(4, &["something has changed", "`wiki`"]);
    assert!(!ran.stderr.contains("`board`"), "{}", ran.stderr);
    assert!(server.writes().is_empty(), "{:?}", server.writes());
}

#[test]
fn a_plan_names_where_secrets_come_from_and_holds_none() {
    let server = Server::start("2025.10.3");
    let file = "version: 1\nintegrations:\n  - {preset: scim, name: Push, inputs: {scim_url: https://p.company/s, \
                scim_token: '${PUSH_TOKEN}'}}\n";
    let ran = on(&server, "plan", file).env("PUSH_TOKEN", "hunter2").args(["--out", "akctl.plan"]).ok();
    let text = fs::read_to_string(ran.home.path().join("akctl.plan")).expect("saved");
    assert!(text.contains("${PUSH_TOKEN}") && !text.contains("hunter2"), "{text}");
    apply(&server, ran.home.path()).fails(2, &["PUSH_TOKEN is not set"]);
    apply(&server, ran.home.path()).env("PUSH_TOKEN", "hunter2").ok();
}

#[test]
fn what_is_no_plan_or_is_for_another_authentik_is_refused() {
    let (server, other) = (Server::start("2025.10.3"), Server::start("2025.10.3"));
    let ran = on(&server, "plan", TWO).args(["--out", "akctl.plan"]).ok();
    apply(&other, ran.home.path()).fails(2, &["the plan is for", server.url()]);
    fs::write(ran.home.path().join("akctl.plan"), TWO).expect("written");
    apply(&server, ran.home.path()).fails(2, &["is not a plan"]);
}

const WITH_OUTPUT: &str = "version: 1\nintegrations:\n  - {preset: oidc, slug: wiki, name: Wiki, inputs: {redirect: \
                           [https://wiki.company/back]}, outputs: [{file: out/wiki.json}]}\n";

#[test]
fn paths_count_from_the_folder_of_the_file_wherever_the_plan_is_applied() {
    let server = Server::start("2025.10.3");
    let ran = on(&server, "plan", WITH_OUTPUT).args(["--out", "akctl.plan"]).ok();
    // From the home of this one, which is another folder.
    let elsewhere = apply(&server, ran.home.path()).ok();
    assert!(ran.home.path().join("out/wiki.json").is_file());
    assert!(!elsewhere.home.path().join("out").exists());
}

#[test]
fn a_plan_whose_outputs_were_changed_is_refused() {
    let server = Server::start("2025.10.3");
    let ran = on(&server, "plan", WITH_OUTPUT).args(["--out", "akctl.plan"]).ok();
    let path = ran.home.path().join("akctl.plan");
    let plan = fs::read_to_string(&path).expect("saved");
    let other = plan.replacen("out/wiki.json", "other.json", 1);
    assert_ne!(plan, other);
    fs::write(&path, other).expect("written");
    apply(&server, ran.home.path()).fails(4, &["something has changed", "`wiki`"]);
    fs::write(&path, plan).expect("written");
    let public = ["--public-url", "https://sso.company"];
    apply(&server, ran.home.path()).args(public).fails(2, &["public address", "--public-url"]);
    assert!(server.writes().is_empty());
}

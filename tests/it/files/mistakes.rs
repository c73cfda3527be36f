//! What is wrong with files is told at once, with its place, before anything is asked.

use super::{TWO, on};
use crate::support::{Akctl, Server};

const WRONG: &str = "\
version: 1
integrations:
  - preset: oicd
  - preset: portainer
    inputs: {app_url: nonsense, no_such: x}
    access: {networks: [10.0.0.0/99]}
  - {preset: oidc, slug: a, name: A, inputs: {redirect: ['https://${NOT_SET}/back']}}
  - {preset: oidc, slug: a, name: B, inputs: {redirect: [https://b.company/back]}}
  - preset: scim
    name: Push
    inputs:
      scim_url: https://push.company/scim/v2
      scim_token: hunter2
";

#[test]
fn every_mistake_comes_with_its_line_and_nothing_is_asked() {
    let server = Server::start("2025.10.3");
    let said = [
        "there are 7 mistakes",
        "akctl.yaml:3:13: error: integrations[0].preset: there is no preset `oicd`",
        "did you mean `oidc`?",
        "akctl.yaml:5:23: error: integrations[1].inputs.app_url",
        "akctl.yaml:5:42: error: integrations[1].inputs.no_such",
        "akctl.yaml:6:14: error: integrations[1].access.networks",
        "akctl.yaml:7:47: error: integrations[2].inputs.redirect: the variable NOT_SET is not set",
        "akctl.yaml:8:26: error: integrations[3].slug: the slug `a` is there already (akctl.yaml: integrations[2])",
        "akctl.yaml:13:19: error: integrations[4].inputs.scim_token: `scim_token`: a secret does not stand in the file",
    ];
    for verb in ["plan", "diff"] {
        let ran = on(&server, verb, WRONG).fails(2, &said);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter2"), "{}", ran.stderr);
    }
    assert!(server.log().is_empty(), "{:?}", server.log());
}

#[test]
fn the_value_of_a_variable_is_in_no_error() {
    let server = Server::start("2025.10.3");
    let file = "version: 1\nintegrations:\n  - {preset: portainer, inputs: {app_url: '${SECRET_WORD}'}}\n";
    let ran = on(&server, "plan", file).env("SECRET_WORD", "hunter2").fails(2, &["${SECRET_WORD}"]);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter2"), "{}", ran.stderr);
}

#[test]
fn a_file_for_another_authentik_is_refused() {
    let server = Server::start("2025.10.3");
    let file = TWO.replace("version: 1", "version: 1\nauthentik: https://other.company");
    on(&server, "apply", &file).args(["--yes"]).fails(2, &["akctl.yaml:2:12", "https://other.company", server.url()]);
    let file = TWO.replace("version: 1", &format!("version: 1\nauthentik: {}", server.url()));
    on(&server, "plan", &file).ok();
}

#[test]
fn a_folder_is_all_its_files_and_a_slug_may_be_in_one_only() {
    let server = Server::start("2025.10.3");
    let folder = |second: &str| {
        let akctl = Akctl::on(&server);
        std::fs::create_dir(akctl.path("all")).expect("made");
        akctl.file("all/b.yaml", second).file("all/a.yaml", TWO).args(["plan", "-f", "all"])
    };
    let other =
        "version: 1\nintegrations:\n  - {preset: oidc, name: Other, inputs: {redirect: [https://o.company/b]}}\n";
    let ran = folder(other).ok();
    assert!(ran.stdout.contains("3 to create"), "{}", ran.stdout);
    folder(TWO).fails(2, &["all/b.yaml:5:", "the slug `wiki` is there already (all/a.yaml: integrations[0])"]);
}

#[test]
fn an_unknown_slug_and_a_missing_file_are_told() {
    let server = Server::start("2025.10.3");
    on(&server, "plan", TWO).args(["--only", "wki"]).fails(2, &["--only wki", "did you mean `wiki`?"]);
    Akctl::on(&server).args(["plan"]).fails(2, &["-f FILE"]);
    Akctl::on(&server).args(["plan", "-f", "nowhere.yaml"]).fails(2, &["nowhere.yaml"]);
}

#[test]
fn a_secret_that_stands_in_the_file_by_mistake_is_not_shown() {
    let server = Server::start("2025.10.3");
    let entry = |rest: &str| format!("version: 1\nintegrations:\n  - {{preset: scim, name: A, {rest}}}\n");
    for rest in [
        "inputs: {scim_url: https://p.company/s, scim_tokn: CLEARTEXT}",
        "inputs: {scim_url: 5, scim_token: CLEARTEXT}",
        "nmae: B, inputs: {scim_url: https://p.company/s, scim_token: CLEARTEXT}",
        "inputs: {scim_url: https://p.company/s, scim_token: @CLEARTEXT}",
    ] {
        let ran = on(&server, "plan", &entry(rest)).fails(2, &["akctl.yaml:3:"]);
        assert!(!ran.stderr.contains("CLEARTEXT"), "{}", ran.stderr);
    }
    let ran = on(&server, "plan", &entry("inputs: {scim_url: https://p.company/s}"));
    ran.fails(2, &["`scim_token` is missing, and is a secret: write ${NAME}", "{file: PATH}"]);
}

#[test]
fn places_and_names_that_cannot_be_meant_are_told() {
    let server = Server::start("2025.10.3");
    let file = "version: 1\nintegrations:\n  - preset: oidc\n    name: 日本\n    inputs: {redirect: [https://a.company/b]}\n    \
                outputs: [{file: ~/a.json}]\n";
    on(&server, "plan", file).fails(2, &["no slug can be made of it", "`~` is no home folder here"]);
    let home = Akctl::on(&server);
    std::fs::create_dir(home.path("folder")).expect("made");
    let home = home.file("folder/.hidden.yaml", "[").file("folder/a.yml", "version: 1\n");
    let ran = home.args(["plan", "-f", "folder"]).ok();
    assert!(ran.stdout.contains("names no integration"), "{}", ran.stdout);
    Akctl::on(&server).args(["diff", "--only", "wiki"]).fails(2, &["--file"]);
}

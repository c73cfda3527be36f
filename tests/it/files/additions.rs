//! What adds to the application of another integration of the file: made after it, removed before it.

use super::{on, pairs, statuses};
use crate::support::akctl::Ran;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

const SCIM: &str = "  - {preset: scim, slug: wiki, name: Wiki, inputs: {scim_url: https://wiki.company/scim/v2, \
                    scim_token: '${PUSH_TOKEN}'}}\n";
const WIKI: &str = "  - {preset: oidc, slug: wiki, name: Wiki, inputs: {redirect: [https://wiki.company/back]}}\n";

/// A file with a name and these integrations, all for the group `Staff`.
fn file(integrations: &[&str]) -> String {
    let head = "version: 1\nname: demo\ndefaults: {access: {groups: [Staff], create_groups: true}}\n";
    format!("{head}integrations:\n{}", integrations.concat())
}

fn run(server: &Server, verb: &str, file: &str, words: &[&str]) -> Akctl {
    on(server, verb, file).env("PUSH_TOKEN", "hunter2").args(words.iter().copied())
}

fn quiet(ran: &Ran) {
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter2"), "{}", ran.stdout);
}

#[test]
fn it_is_made_after_the_application_and_goes_before_it() {
    for version in VERSIONS {
        let server = Server::start(version);
        // The order in the file does not matter.
        let both = file(&[SCIM, WIKI]);
        let planned = run(&server, "plan", &both, &[]).ok();
        quiet(&planned);
        assert!(planned.stdout.contains("2 to create."), "{version}: {}", planned.stdout);
        assert_eq!(planned.stdout.matches("create application wiki").count(), 1, "{version}: {}", planned.stdout);
        assert!(!planned.stdout.contains("open to every user"), "{version}: {}", planned.stdout);
        let report = run(&server, "apply", &both, &["--yes"]).json();
        assert_eq!(statuses(&report), pairs(&[("wiki", "created"), ("wiki", "created")]), "{version}");
        let application = server.get("core/applications/wiki/");
        let pushing = server.list("providers/scim/")[0]["pk"].clone();
        assert_eq!(application["backchannel_providers"], json!([pushing]), "{version}");
        assert_eq!(application["provider_obj"]["name"], json!("wiki (akctl)"), "{version}");
        assert_eq!(server.bindings_of("wiki").len(), 1, "{version}");
        let again = run(&server, "apply", &both, &["--yes"]).json();
        assert_eq!(statuses(&again), pairs(&[("wiki", "unchanged"), ("wiki", "unchanged")]), "{version}");
        let planned = run(&server, "destroy", &both, &["--dry-run"]).ok();
        assert_eq!(planned.stdout.matches("delete SCIM provider").count(), 1, "{version}: {}", planned.stdout);
        let gone = run(&server, "destroy", &both, &["--yes"]).json();
        assert_eq!(statuses(&gone), pairs(&[("wiki", "removed"), ("wiki", "removed")]), "{version}");
        assert_eq!(gone["integrations"][0]["changes"][0]["kind"], json!("SCIM provider"), "{version}: {gone:#}");
        assert!(server.list("core/applications/?superuser_full_list=true").is_empty(), "{version}");
        assert!(server.list("providers/all/").is_empty(), "{version}");
        assert!(server.list("core/groups/?name=akctl%20file%20demo").is_empty(), "{version}");
    }
}

#[test]
fn one_that_is_no_longer_named_is_pruned_and_the_application_stays() {
    let server = Server::start("2025.10.3");
    run(&server, "apply", &file(&[WIKI, SCIM]), &["--yes"]).ok();
    let report = run(&server, "apply", &file(&[WIKI]), &["--prune", "--yes"]).json();
    assert_eq!(statuses(&report), pairs(&[("wiki", "unchanged"), ("wiki", "removed")]));
    assert_eq!(server.get("core/applications/wiki/")["backchannel_providers"], json!([]));
    assert_eq!(server.provider_of("wiki")["name"], json!("wiki (akctl)"));
    run(&server, "apply", &file(&[WIKI, SCIM]), &["--yes"]).ok();
    // What it adds to cannot go while it stays.
    let ran = run(&server, "apply", &file(&[SCIM]), &["--prune", "--yes"]).fails(4, &["need a decision"]);
    assert!(ran.stdout.contains("still names what adds to that application"), "{}", ran.stdout);
    run(&server, "apply", &file(&[]), &["--prune", "--yes"]).ok();
    assert!(server.list("core/applications/?superuser_full_list=true").is_empty());
}

#[test]
fn destroying_it_alone_leaves_the_application() {
    let server = Server::start("2026.8.5");
    run(&server, "apply", &file(&[WIKI, SCIM]), &["--yes"]).ok();
    let ran = run(&server, "destroy", &file(&[SCIM]), &["--yes"]).ok();
    assert!(ran.stderr.contains("people sign in to it by other means"), "{}", ran.stderr);
    assert_eq!(server.provider_of("wiki")["name"], json!("wiki (akctl)"));
    assert!(server.list("providers/scim/").is_empty());
    let again = run(&server, "destroy", &file(&[SCIM]), &["--yes"]).json();
    assert_eq!(statuses(&again), pairs(&[("wiki", "unchanged")]));
}

#[test]
fn it_is_not_made_when_its_application_is_not() {
    let server = Server::start("2025.10.3");
    let file = file(&[WIKI, SCIM])
        .replace("name: Wiki, inputs: {redirect", "name: Wiki, options: {signing_key: No}, inputs: {redirect");
    let ran = run(&server, "apply", &file, &["--yes"]).fails(1, &["2 of 2 integrations failed"]);
    assert!(ran.stdout.contains("it adds to the application `wiki`, which is not there"), "{}", ran.stdout);
    assert!(server.list("core/applications/?superuser_full_list=true").is_empty());
    assert!(server.list("providers/all/").is_empty());
}

#[test]
fn two_of_them_for_one_application_are_refused() {
    let server = Server::start("2025.10.3");
    run(&server, "plan", &file(&[WIKI, SCIM, SCIM]), &[]).fails(2, &["the slug `wiki` is there already"]);
}

#[test]
fn a_saved_plan_has_both() {
    let server = Server::start("2025.10.3");
    let ran = run(&server, "plan", &file(&[WIKI, SCIM]), &["--out", "akctl.plan"]).ok();
    let plan = ran.home.path().join("akctl.plan").display().to_string();
    let apply = || Akctl::on(&server).env("PUSH_TOKEN", "hunter2").args(["apply", plan.as_str(), "--yes"]);
    let report = apply().json();
    assert_eq!(statuses(&report), pairs(&[("wiki", "created"), ("wiki", "created")]));
    apply().fails(4, &["`wiki`", "`wiki/scim`"]);
}

//! What earlier applies of a file made and it no longer names goes with `--prune`, and nothing else.

use super::{on, pairs, statuses};
use crate::integrate::world::{api, list};
use crate::support::hooked::Hooked;
use crate::support::{Akctl, Server, VERSIONS};
use akctl::sandbox::Sandbox;
use serde_json::{Value, json};
use std::sync::Arc;

/// A file with a name and these integrations.
fn file(slugs: &[&str]) -> String {
    let line = |slug: &&str| {
        format!("  - {{preset: oidc, slug: {slug}, name: {slug}, inputs: {{redirect: [https://{slug}.company/b]}}}}\n")
    };
    format!("version: 1\nname: demo\nintegrations:\n{}", slugs.iter().map(line).collect::<String>())
}

fn slugs(server: &Server) -> Vec<String> {
    let all = server.list("core/applications/?superuser_full_list=true&ordering=slug");
    all.iter().map(|application| application["slug"].as_str().expect("text").to_owned()).collect()
}

fn made(server: &Server) -> Value {
    server.list("core/groups/?name=akctl%20file%20demo")[0]["attributes"]["akctl"]["made"].clone()
}

#[test]
fn what_the_file_made_and_no_longer_names_goes() {
    for version in VERSIONS {
        let server = Server::start(version);
        on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
        assert_eq!(made(&server)["a"]["id"], server.provider_of("a")["pk"], "{version}");
        Akctl::integrate(&server, "oidc").args(["--name", "hand", "--redirect", "https://h.company/b", "--yes"]).ok();
        // Without --prune nothing goes, and a plan says what would.
        on(&server, "apply", &file(&["a"])).args(["--yes"]).ok();
        assert_eq!(slugs(&server), ["a", "b", "hand"], "{version}");
        let planned = on(&server, "plan", &file(&["a"])).args(["--prune", "-o", "json"]).ok();
        assert_eq!(statuses(&planned.json()), pairs(&[("a", "unchanged"), ("b", "remove")]), "{version}");
        let report = on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).json();
        assert_eq!(statuses(&report), pairs(&[("a", "unchanged"), ("b", "removed")]), "{version}");
        assert_eq!(slugs(&server), ["a", "hand"], "{version}");
        assert_eq!(made(&server).as_object().map(serde_json::Map::len), Some(1), "{version}");
        on(&server, "destroy", &file(&["a"])).args(["--yes"]).ok();
        assert!(server.list("core/groups/?name=akctl%20file%20demo").is_empty(), "{version}");
    }
}

#[test]
fn what_somebody_made_in_its_place_stays() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    Akctl::on(&server).args(["remove", "b", "--yes"]).ok();
    let by_hand = ["--name", "b", "--slug", "b", "--redirect", "https://x.company/b", "--yes"];
    Akctl::integrate(&server, "oidc").args(by_hand).ok();
    let ran = on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert!(ran.stderr.contains("`b` stays: authentik has another one there"), "{}", ran.stderr);
    assert_eq!(slugs(&server), ["a", "b"]);
    assert!(made(&server).get("b").is_none(), "it is not asked about again");
}

#[test]
fn what_was_there_before_the_file_named_it_stays() {
    let server = Server::start("2025.10.3");
    let by_hand = ["--name", "b", "--slug", "b", "--redirect", "https://b.company/b", "--yes"];
    Akctl::integrate(&server, "oidc").args(by_hand).ok();
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(slugs(&server), ["a", "b"]);
}

#[test]
fn an_application_whose_slug_was_changed_is_still_known() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    server.patch("core/applications/b/", json!({"slug": "c"}));
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(slugs(&server), ["a"]);
}

#[test]
fn what_cannot_be_known_is_refused() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    let group = server.list("core/groups/?name=akctl%20file%20demo")[0].clone();
    let path = format!("core/groups/{}/", group["pk"].as_str().expect("text"));
    // As a run leaves it that is killed before it learns what it made.
    let mut attributes = group["attributes"].clone();
    attributes["akctl"]["made"]["b"] = Value::Null;
    server.patch(&path, json!({"attributes": attributes}));
    let ran = on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).fails(4, &["need a decision"]);
    assert!(ran.stdout.contains("did not end well") && ran.stdout.contains("akctl remove b"), "{}", ran.stdout);
    assert_eq!(slugs(&server), ["a", "b"]);
    // Named again, it is as it must be, and whose it is nobody knows.
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).fails(4, &["need a decision"]);
    Akctl::on(&server).args(["remove", "b", "--yes"]).ok();
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(made(&server).as_object().map(serde_json::Map::len), Some(1), "it is not asked about again");
    server.api("DELETE", &path, &Value::Null);
    let ran = on(&server, "apply", &file(&[])).args(["--prune", "--yes"]).ok();
    assert!(ran.stderr.contains("no record"), "{}", ran.stderr);
    assert_eq!(slugs(&server), ["a"]);
    let nameless = file(&["a"]).replace("name: demo\n", "");
    on(&server, "apply", &nameless).args(["--prune", "--yes"]).fails(2, &["--prune", "name: NAME"]);
}

#[test]
fn what_an_apply_failed_to_make_and_somebody_made_then_stays() {
    let server = Server::start("2025.10.3");
    let closed = file(&["a", "b"]).replace("b.company/b]}", "b.company/b]}, access: {groups: [Missing]}");
    on(&server, "apply", &closed).args(["--yes"]).fails(1, &["1 of 2 integrations failed"]);
    assert!(made(&server).get("b").is_none(), "nothing of it is there: {}", made(&server));
    let by_hand = ["--name", "b", "--slug", "b", "--redirect", "https://b.company/b", "--yes"];
    Akctl::integrate(&server, "oidc").args(by_hand).ok();
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(slugs(&server), ["a", "b"]);
}

#[test]
fn an_application_that_was_adopted_stays() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "b", "slug": "b"}));
    on(&server, "apply", &file(&["a", "b"])).args(["--yes", "--adopt"]).ok();
    assert_eq!(server.provider_of("b")["name"], "b (akctl)");
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(slugs(&server), ["a", "b"]);
}

#[test]
fn a_provider_that_was_given_to_another_application_is_a_question() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    let provider = server.provider_of("b")["pk"].clone();
    server.api("DELETE", "core/applications/b/", &Value::Null);
    server.post("core/applications/", json!({"name": "Own", "slug": "own", "provider": provider}));
    let ran = on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).fails(4, &["need a decision"]);
    assert!(ran.stdout.contains("belongs to another application now, `own`"), "{}", ran.stdout);
    assert_eq!(slugs(&server), ["a", "own"]);
}

#[test]
fn the_group_that_remembers_stays_where_somebody_uses_it() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", &file(&["a"])).args(["--yes"]).ok();
    let group = server.list("core/groups/?name=akctl%20file%20demo")[0]["pk"].clone();
    let own = server.post("core/applications/", json!({"name": "Own", "slug": "own"}))["pk"].clone();
    server.post("policies/bindings/", json!({"target": own, "group": group, "order": 0}));
    on(&server, "destroy", &file(&["a"])).args(["--yes"]).ok();
    assert_eq!(server.list("policies/bindings/").len(), 1, "or everybody could open the application");
    assert_eq!(made(&server), json!({}));
}

/// The record of the file, and the path of its group.
fn record(sandbox: &mut Sandbox) -> Option<(String, Value)> {
    let group = list(sandbox, "core/groups/?name=akctl%20file%20demo").into_iter().next()?;
    Some((format!("core/groups/{}/", group["pk"].as_str().expect("text")), group["attributes"].clone()))
}

/// What another run notes in the meantime.
fn note_another(sandbox: &mut Sandbox) {
    let Some((path, mut attributes)) = record(sandbox) else { return };
    attributes["akctl"]["made"]["c"] = json!({"id": 4711, "application": null});
    api(sandbox, "PATCH", &path, &json!({"attributes": attributes}));
}

#[test]
fn what_two_runs_learn_is_remembered_of_both() {
    let first = Server::start("2025.10.3");
    on(&first, "apply", &file(&["a", "b"])).args(["--yes", "--only", "a"]).ok();
    let base = first.sandbox().clone();
    let run = |server: &Hooked| {
        let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
        akctl.file("akctl.yaml", &file(&["a", "b"])).args(["apply", "-f", "akctl.yaml", "--yes", "--only", "b"]).ok();
    };
    let counting = Hooked::of(base.clone());
    run(&counting);
    let count = counting.asked();
    let mut seen = 0;
    for at in 0..count {
        let server = Arc::new(Hooked::of(base.clone()));
        let inside = Arc::clone(&server);
        server.on(at, move || note_another(&mut inside.sandbox()));
        run(&server);
        let (_, attributes) = record(&mut server.sandbox()).expect("a record");
        let made = attributes["akctl"]["made"].as_object().expect("a map");
        assert!(made["b"]["id"].is_number(), "at {at}: {attributes}");
        seen += usize::from(made.contains_key("c"));
    }
    // Between the last look and the write, which are one request each, something can still be lost.
    assert!(seen + 2 >= count, "{seen} of {count}");
}

#[test]
fn files_with_a_name_and_without_are_not_one() {
    let server = Server::start("2025.10.3");
    let nameless = file(&["b"]).replace("name: demo\n", "");
    let both = |first: &str, second: &str| {
        on(&server, "apply", first).file("second.yaml", second).args(["-f", "second.yaml", "--yes"])
    };
    both(&file(&["a"]), &nameless).fails(2, &["this one has none", "name: demo"]);
    both(&nameless, &file(&["a"])).fails(2, &["the same name, or none"]);
    assert!(server.writes().is_empty());
}

#[test]
fn what_goes_with_the_last_one_that_uses_it_stands_in_the_plan() {
    let server = Server::start("2025.10.3");
    let closed = file(&["a", "b"]).replace("/b]}", "/b]}, access: {require_mfa: enrol}");
    on(&server, "apply", &closed).args(["--yes"]).ok();
    let planned = on(&server, "destroy", &closed).args(["--dry-run"]).json();
    let done = on(&server, "destroy", &closed).args(["--yes"]).json();
    let going = |report: &Value| -> Vec<String> {
        let changes = report["integrations"].as_array().expect("a list").iter().flat_map(|line| {
            line["changes"].as_array().expect("a list").iter().filter(|change| change["action"] == "delete")
        });
        changes.map(|change| format!("{} {}", change["kind"], change["name"])).collect()
    };
    assert_eq!(going(&planned), going(&done));
    assert!(going(&planned).iter().any(|what| what.contains("flow")), "{:?}", going(&planned));
}

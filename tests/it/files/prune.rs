//! What earlier applies of a file made and it no longer names goes with `--prune`, and nothing else.

use super::{on, pairs, statuses};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

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
        assert_eq!(made(&server)["a"], server.provider_of("a")["pk"], "{version}");
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
    assert!(ran.stdout.contains("cut off") && ran.stdout.contains("akctl remove b"), "{}", ran.stdout);
    assert_eq!(slugs(&server), ["a", "b"]);
    // Named again, it is known again.
    on(&server, "apply", &file(&["a", "b"])).args(["--yes"]).ok();
    on(&server, "apply", &file(&["a"])).args(["--prune", "--yes"]).ok();
    assert_eq!(slugs(&server), ["a"]);
    server.api("DELETE", &path, &Value::Null);
    let ran = on(&server, "apply", &file(&[])).args(["--prune", "--yes"]).ok();
    assert!(ran.stderr.contains("no record"), "{}", ran.stderr);
    assert_eq!(slugs(&server), ["a"]);
    let nameless = file(&["a"]).replace("name: demo\n", "");
    on(&server, "apply", &nameless).args(["--prune", "--yes"]).fails(2, &["--prune", "name: NAME"]);
}

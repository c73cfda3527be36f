//! `akctl list`.

use super::{integrate, integrated, provider};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn rows(server: &Server) -> Vec<Value> {
    Akctl::on(server).args(["list"]).json().as_array().cloned().expect("a list")
}

#[test]
fn it_shows_what_is_connected_on_every_version() {
    for version in VERSIONS {
        let server = integrated(version);
        integrate(&server, "proxmox-ve", &["--node", "https://a:8006", "--node", "https://b:8006"]);
        server.forget();
        let rows = rows(&server);
        assert!(server.writes().is_empty());
        let one = &rows[0];
        assert_eq!([&one["slug"], &one["preset"], &one["kind"]], ["portainer", "portainer", "oauth2"], "{version}");
        assert_eq!(one["redirect_uris"], json!(["https://portainer.company/"]));
        assert_eq!([&one["bindings"], &one["open"]], [&json!(1), &json!(false)]);
        let none = json!({"groups": 0, "users": 0, "policies": 0});
        let admits = json!({"groups": 1, "users": 0, "policies": 0});
        let access = json!({"all_must_match": false, "admits": admits, "admits_others": none, "off": 0});
        assert_eq!(one["access"], access, "{version}");
        assert_eq!(one["made_by_akctl"], true);
        assert_eq!(one["complaints"], json!([]), "{version}");
        assert_eq!(rows[1]["redirect_uris"].as_array().map(Vec::len), Some(2));
        // Before 2025.12 the kind of a key costs a quarter of a second each, and is not asked for.
        let is_fast = !["2024.8.6", "2024.12.5", "2025.10.3"].contains(&version);
        assert_eq!(one["signing_algorithm"] == "RS256", is_fast, "{version}");
        assert_eq!(one["certificate_end"].is_string(), is_fast, "{version}");
    }
}

#[test]
fn the_table_has_80_columns_and_marks_what_is_wrong() {
    let server = integrated("2026.8.5");
    Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]).ok();
    provider(&server, "portainer", json!({"signing_key": null}));
    server.post("core/applications/", json!({"name": "x".repeat(120), "slug": "nothing"}));
    let ran = Akctl::on(&server).args(["list"]).ok();
    let line = |start: &str| ran.stdout.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    assert!(line("!! portainer").contains("HS256"), "{}", ran.stdout);
    assert!(line("!  kestra").contains("everyone"), "{}", ran.stdout);
    assert!(line("!! nothing").contains("everyone"), "{}", ran.stdout);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80), "{}", ran.stdout);
}

#[test]
fn the_number_of_requests_does_not_grow_with_the_applications() {
    let requests = |applications: usize| {
        let server = Server::start("2025.10.3");
        for number in 0..applications {
            let redirect = format!("https://a{number}.company/");
            let words = ["--name", "A", "--redirect", redirect.as_str(), "--yes"];
            let slug = format!("a{number}");
            Akctl::integrate(&server, "oidc").args(words).args(["--slug", &slug]).ok();
        }
        server.forget();
        rows(&server);
        server.log().len()
    };
    assert_eq!(requests(1), requests(6));
}

#[test]
fn what_a_server_says_is_safe_for_a_terminal() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "a\u{1b}[31mred", "slug": "a"}));
    for words in [["list", "--color=never"], ["verify", "a"], ["verify", "--all"]] {
        let ran = Akctl::on(&server).args(words).run();
        assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{words:?}");
    }
}

#[test]
fn a_server_without_applications_has_an_empty_list() {
    let server = Server::start("2025.10.3");
    assert_eq!(rows(&server), Vec::<Value>::new());
    assert!(Akctl::on(&server).args(["list"]).ok().stdout.contains("no application"));
}

#[test]
fn a_provider_without_application_has_a_line_of_its_own() {
    let server = integrated("2025.10.3");
    server.api("DELETE", "core/applications/portainer/", &Value::Null);
    let rows = rows(&server);
    assert_eq!([&rows[0]["slug"], &rows[0]["name"]], [&Value::Null, &json!("portainer (akctl)")]);
    assert_eq!(rows[0]["complaints"], json!([{"id": "provider", "verdict": "warning"}]));
}

#[test]
fn it_says_in_words_who_may_open_it() {
    let server = integrated("2025.10.3");
    let access = || {
        let ran = Akctl::on(&server).args(["list"]).ok();
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        (words, ran.stdout)
    };
    assert!(access().0.contains("1 group"), "{}", access().1);
    let binding = server.bindings_of("portainer")[0]["pk"].as_str().expect("text").to_owned();
    let change = |body: Value| server.patch(&format!("policies/bindings/{binding}/"), body);
    change(json!({"negate": true}));
    assert!(access().0.contains("all but"), "{}", access().1);
    change(json!({"negate": false, "enabled": false}));
    let (words, table) = access();
    assert!(words.contains("everyone:"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

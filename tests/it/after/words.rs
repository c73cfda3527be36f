//! What is typed, and what authentik calls its objects, in the commands of the day after.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

#[test]
fn a_comma_belongs_to_the_name_of_a_group() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--bind-group", "Crew, night", "--add-member", "Crew, night=anna"]);
        assert!(server.lets_in("portainer", "anna") && !server.lets_in("portainer", "ben"), "{version}");
        assert_eq!(server.list("core/groups/").iter().filter(|group| group["name"] == "Crew, night").count(), 1);
        let verify = Akctl::on(&server).args(["verify", "portainer"]).ok();
        assert!(verify.stdout.contains("group Crew, night"), "{version}: {}", verify.stdout);
        let preview = Akctl::on(&server).args(["preview", "portainer", "--user", "ben"]).fails(1, &[]);
        assert!(preview.stdout.contains("group Crew, night: ben is not in it"), "{version}: {}", preview.stdout);
        let diff = Akctl::on(&server).args(["diff", "portainer", "--bind-group", "Crew, night"]).ok();
        assert!(diff.stdout.contains("Nothing to do"), "{version}: {}", diff.stdout);
    }
}

#[test]
fn a_slug_that_authentik_keeps_for_itself_is_refused_before_anything_is_asked() {
    let commands: [&[&str]; 5] = [
        &["show", "token", "--preset", "portainer"],
        &["diff", "token", "--preset", "portainer"],
        &["adopt", "token", "--preset", "portainer", "--yes"],
        &["rotate", "token", "--yes", "--show-secrets"],
        &["remove", "token", "--yes"],
    ];
    let server = Server::start("2025.10.3");
    for words in commands {
        Akctl::on(&server).args(words.iter().copied()).fails(2, &["token"]);
    }
    assert!(server.log().is_empty(), "{:?}", server.log());
}

#[test]
fn flags_of_a_run_that_writes_change_nothing_in_a_comparison() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    let pk = server.provider_of("portainer")["pk"].clone();
    server.patch(&format!("providers/oauth2/{pk}/"), json!({"name": "Somebody's", "client_type": "public"}));
    let before = server.everything();
    let flags = ["--yes", "--force", "--adopt", "--exact", "--dry-run", "--exit-code"];
    for flag in &flags[..4] {
        Akctl::on(&server).args(["diff", "portainer", flag]).fails(3, &["authentik has something else"]);
    }
    let ran = Akctl::on(&server).args(["diff", "portainer"]).args(flags).fails(3, &["authentik has something else"]);
    assert!(ran.stdout.contains("client_type"), "{}", ran.stdout);
    assert_eq!(server.everything(), before);
}

/// A name of somebody's that would look like a line of akctl's own.
const LINES: &str = "Wiki\nhint: run this";

#[test]
fn what_a_server_calls_something_makes_no_line_of_its_own() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    let pk = server.provider_of("portainer")["pk"].clone();
    server.patch(&format!("providers/oauth2/{pk}/"), json!({"name": LINES}));
    server.post("core/applications/", json!({"name": LINES, "slug": "wiki"}));
    let commands: [&[&str]; 9] = [
        &["list"],
        &["verify", "--all"],
        &["audit"],
        &["diff"],
        &["show", "wiki", "--preset", "portainer"],
        &["remove", "portainer", "--yes"],
        &["rotate", "portainer", "--yes", "--show-secrets"],
        &["login-test", "portainer", "--yes", "--wait", "1"],
        &["preview", "portainer", "--user", "anna"],
    ];
    for words in commands {
        let ran = Akctl::on(&server).args(words.iter().copied()).run();
        let lines = ran.stdout.lines().chain(ran.stderr.lines());
        let own: Vec<&str> = lines.filter(|line| line.trim_start().starts_with("hint: run this")).collect();
        assert!(own.is_empty(), "{words:?}: {own:?}\n{}\n{}", ran.stdout, ran.stderr);
    }
}

//! On a terminal of 80 columns: the plan, the question, the answers.

use super::{held, portainer, without_groups};
use crate::support::Server;
use crate::support::pty::Pty;
use serde_json::json;
use std::process::Command;
use tempfile::TempDir;

fn remove(server: &Server, home: &TempDir) -> Pty {
    let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").env("NO_COLOR", "1");
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command.args(["remove", "portainer"]);
    Pty::start(&mut command)
}

#[test]
fn what_goes_is_seen_before_the_answer() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let before = without_groups(held(&server));
    portainer(&server, &["--teams", "--require-mfa", "--allow-network", "10.0.0.0/8"]);
    server.forget();
    let mut terminal = remove(&server, &home);
    terminal.wait_for("Remove this?");
    assert!(server.writes().is_empty(), "nothing is removed before the answer");
    terminal.press("y\r");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    for line in ["- delete application portainer", "- delete policy portainer: access (akctl)", "portainer is removed"]
    {
        assert!(screen.contains(line), "{screen}");
    }
    for line in screen.lines().map(|line| line.trim_end_matches('\r')) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_eq!(without_groups(held(&server)), before);
}

#[test]
fn no_removes_nothing() {
    let (server, home) = (Server::start("2026.8.5"), tempfile::tempdir().expect("a folder"));
    portainer(&server, &[]);
    let before = held(&server);
    for (answer, code) in [("n\r", 4), ("\r", 4)] {
        let mut terminal = remove(&server, &home);
        terminal.wait_for("Remove this?");
        terminal.press(answer);
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(code), "{screen}");
        assert!(screen.contains("the answer was no: nothing was removed"), "{screen}");
    }
    assert_eq!(held(&server), before);
}

#[test]
fn what_changed_during_the_question_is_not_removed() {
    let (server, home) = (Server::start("2026.8.5"), tempfile::tempdir().expect("a folder"));
    portainer(&server, &["--allow-network", "10.0.0.0/8"]);
    let mut terminal = remove(&server, &home);
    terminal.wait_for("Remove this?");
    let policy = server.list("policies/expression/?name=portainer:%20access%20(akctl)")[0]["pk"].clone();
    let own = server.post("core/applications/", json!({"name": "Own", "slug": "own"}))["pk"].clone();
    server.post("policies/bindings/", json!({"target": own, "policy": policy, "order": 0}));
    let before = held(&server);
    terminal.press("y\r");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(4), "{screen}");
    assert!(screen.contains("has changed since you were shown"), "{screen}");
    assert_eq!(held(&server), before);
}

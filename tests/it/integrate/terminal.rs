//! On a terminal: the question, the answers, the secret.
#![cfg(unix)]

use crate::support::Server;
use crate::support::pty::Pty;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// `akctl integrate portainer` on a terminal; the flags follow.
fn portainer(server: &Server, home: &TempDir, flags: &[&str]) -> Pty {
    let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command.args(["integrate", "portainer", "--app-url", "https://portainer.company"]).args(flags);
    Pty::start(&mut command)
}

/// What a person reads: without the escapes that give colours and move the cursor.
fn plain(screen: &str) -> String {
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;?]*[A-Za-z]").expect("valid");
    escapes.replace_all(screen, "").replace('\r', "")
}

#[test]
fn yes_makes_the_changes_and_prints_the_secret() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let mut terminal = portainer(&server, &home, &[]);
    terminal.wait_for("Make these changes?");
    assert!(server.writes().is_empty(), "nothing is written before the answer");
    terminal.press("y\r");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let provider = server.provider_of("portainer");
    let (screen, secret) = (plain(&screen), provider["client_secret"].as_str().expect("text"));
    assert!(screen.contains(secret), "{screen}");
    assert!(screen.contains("open to every user"), "{screen}");
    assert!(!screen.contains(server.token()), "{screen}");
    // Prose keeps to the width; values that are copied are never broken.
    for line in screen.lines().filter(|line| line.starts_with("  - ") || line.starts_with("  1. ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn no_changes_nothing() {
    for answer in ["n\r", "\r"] {
        let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
        let before = server.everything();
        let mut terminal = portainer(&server, &home, &[]);
        terminal.wait_for("Make these changes?");
        terminal.press(answer);
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(4), "{screen}");
        assert!(screen.contains("nothing was changed"), "{screen}");
        assert!(server.writes().is_empty());
        assert_eq!(server.everything(), before);
    }
}

#[test]
fn ctrl_c_at_the_question_changes_nothing() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let mut terminal = portainer(&server, &home, &[]);
    terminal.wait_for("Make these changes?");
    let (code, screen) = terminal.press_until_the_end("\u{3}");
    assert_eq!(code, Some(130), "{screen}");
    assert!(server.writes().is_empty());
}

#[test]
fn colours_obey() {
    let server = Server::start("2025.10.3");
    for (flags, coloured) in [(&["--dry-run"][..], true), (&["--dry-run", "--color", "never"], false)] {
        let home = tempfile::tempdir().expect("a folder");
        let (code, screen) = portainer(&server, &home, flags).end();
        assert_eq!((code, screen.contains("\u{1b}[")), (Some(0), coloured), "{screen}");
    }
}

#[test]
fn an_end_at_the_last_step_takes_everything_back() {
    // While the only write is answered, and while what it made is read back.
    for (wait, signal) in [(200, "INT"), (200, "TERM"), (600, "INT")] {
        let home = tempfile::tempdir().expect("a folder");
        let server = Server::with_latency("2025.12.4", Some(Duration::from_millis(400)));
        let before = server.everything();
        let mut terminal = portainer(&server, &home, &[]);
        terminal.wait_for("Make these changes?");
        terminal.press("y\r");
        std::thread::sleep(Duration::from_millis(wait));
        terminal.signal(signal);
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(130), "{wait}, {signal}: {screen}");
        let said = plain(&screen);
        assert!(said.contains("interrupted") && said.contains("taken back"), "{wait}, {signal}: {said}");
        assert!(!said.contains("Client secret"), "{said}");
        assert_eq!(server.everything(), before, "{said}");
    }
}

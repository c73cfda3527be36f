//! On a real pseudo-terminal of 80 columns.
#![cfg(unix)]

use crate::support::Server;
use crate::support::pty::Pty;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// `akctl integrate` on a terminal; the words follow.
pub(super) fn integrate(server: &Server, home: &TempDir, words: &[&str]) -> Pty {
    owning(Command::new(env!("CARGO_BIN_EXE_akctl")), server, home, words)
}

/// The same through another program.
fn owning(mut command: Command, server: &Server, home: &TempDir, words: &[&str]) -> Pty {
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command.arg("integrate").args(words);
    Pty::start(&mut command)
}

/// What a person reads: without the escapes that give colours and move the cursor.
fn plain(screen: &str) -> String {
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;?]*[A-Za-z]").expect("valid");
    escapes.replace_all(screen, "").into_owned()
}

#[test]
fn one_whole_run_by_keyboard_and_the_command_that_needs_no_questions() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let mut terminal = integrate(&server, &home, &[]);
    terminal.wait_for("Which application");
    for (wait, keys) in [
        ("type to search", "tainer"),
        ("> tainer", "\r"),
        ("For example: https://portainer.company\r\n", "http//x\r"),
        ("is not a web address", "\u{15}https://portainer.comp\u{7f}\u{7f}\u{7f}\u{7f}company\r"),
        ("Enter takes: preferred_username", "\u{1b}[B"),
        ("> email", "\r"),
        ("Yes?", "n\r"),
        ("Anything else", "y\r"),
        ("That is all", "bind-g"),
        ("> --bind-group", "\r"),
        ("authentik Admins", "admins\r"),
        ("That is all", "\r"),
        ("Make these changes?", "y\r"),
    ] {
        terminal.wait_for(wait);
        assert!(server.writes().is_empty(), "nothing is written before the answer");
        terminal.forget();
        terminal.press(keys);
    }
    terminal.wait_for("--yes\r\n");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let screen = plain(&screen).replace('\r', "");
    assert!(
        screen.ends_with(
            "\nThe same without questions:\n  akctl integrate portainer \\\n    --app-url https://portainer.company \\\n    \
             --user-identifier email \\\n    --bind-group 'authentik Admins' \\\n    --yes\n"
        ),
        "{screen}"
    );
    assert_eq!(server.bindings_of("portainer").len(), 1);
    assert!(!screen.contains(server.token()), "{screen}");
}

/// Ctrl-C at the question that this waits for.
fn stopped(server: &Server, words: &[&str], steps: &[(&str, &str)]) {
    let home = tempfile::tempdir().expect("a folder");
    ends(integrate(server, &home, words), server, steps);
}

fn ends(mut terminal: Pty, server: &Server, steps: &[(&str, &str)]) {
    for (wait, keys) in steps {
        terminal.wait_for(wait);
        terminal.forget();
        terminal.press(keys);
    }
    terminal.wait_for("interrupted");
    let (modes, (code, screen)) = (terminal.modes(), terminal.end());
    assert_eq!(code, Some(130), "{screen}");
    assert_eq!(modes, Pty::new_modes(), "echo, lines and signals are back");
    assert!(screen.rfind("\u{1b}[?25l") <= screen.rfind("\u{1b}[?25h"), "the cursor is back: {screen:?}");
    assert!(server.writes().is_empty() && !screen.contains("s3cr3t"), "{screen}");
}

#[test]
fn ctrl_c_gives_the_terminal_back_as_it_was() {
    let server = Server::start("2025.10.3");
    stopped(&server, &[], &[("type to search", "port\u{3}")]);
    stopped(&server, &["portainer"], &[("For example", "https://x\u{3}")]);
    let steps = [("For example", "https://x.company\r"), ("type to search", "\r"), ("Yes?", "\u{3}")];
    stopped(&server, &["portainer"], &steps);
    stopped(
        &server,
        &["scim", "--name", "Wiki", "--scim-url", "https://x.company"],
        &[("nothing shows", "s3cr3t\u{3}")],
    );
}

#[test]
fn ctrl_c_ends_the_waiting_for_a_slow_server_too() {
    // Ctrl-C becomes a signal only on a terminal that the command owns.
    let mut command = Command::new("setsid");
    if Command::new("setsid").arg("--version").output().is_err() {
        return; // This machine has no such program.
    }
    command.args(["--ctty", env!("CARGO_BIN_EXE_akctl")]);
    let server = Server::with_latency("2025.10.3", Some(Duration::from_secs(2)));
    let steps = [
        ("For example", "https://x.company\r"),
        ("type to search", "\r"),
        ("Yes?", "\r"),
        ("Anything else", "y\r"),
        ("That is all", "bind-g"),
        ("> --bind-group", "\r"),
        ("(--bind-group)", "\u{3}"),
    ];
    let home = tempfile::tempdir().expect("a folder");
    ends(owning(command, &server, &home, &["portainer"]), &server, &steps);
}

#[test]
fn a_screen_of_80_columns_is_wide_enough() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    server
        .group("A group with a name that is much longer than any terminal of eighty columns is wide ".repeat(3).trim());
    let mut terminal = integrate(&server, &home, &["portainer"]);
    for (wait, keys) in [
        ("For example", format!("https://{}.company\r", "a-very-long-name.".repeat(7))),
        ("type to search", "\r".to_owned()),
        ("Yes?", "y\r".to_owned()),
        ("Take these?", "n\r".to_owned()),
        ("type to search", "\u{1b}[B\u{1b}[B".to_owned()),
    ] {
        terminal.wait_for(wait);
        terminal.press(&keys);
        terminal.forget();
    }
    terminal.wait_for("A group with");
    terminal.press("\u{3}");
    let (_, screen) = terminal.end();
    for line in plain(&screen).split(['\n', '\r']) {
        assert!(line.chars().count() <= 80, "{line:?}");
    }
}

#[test]
fn a_signal_at_a_question_gives_the_terminal_back_too() {
    let server = Server::start("2025.10.3");
    let questions: [(&[&str], &str); 3] = [
        (&[], "type to search"),
        (&["portainer"], "For example"),
        (&["portainer", "--app-url", "https://x.company", "--set", "teams=no"], "Make these"),
    ];
    for (words, last) in questions {
        for signal in ["TERM", "HUP", "INT"] {
            let home = tempfile::tempdir().expect("a folder");
            let mut terminal = integrate(&server, &home, words);
            terminal.wait_for(last);
            // Until the question waits for a key.
            std::thread::sleep(Duration::from_millis(200));
            terminal.signal(signal);
            terminal.wait_for("interrupted");
            let (modes, (code, screen)) = (terminal.modes(), terminal.end());
            assert_eq!(code, Some(130), "{signal}: {screen}");
            assert_eq!(modes, Pty::new_modes(), "{signal}: echo, lines and signals are back");
            assert!(
                screen.rfind("\u{1b}[?25l") <= screen.rfind("\u{1b}[?25h"),
                "{signal}: the cursor is back: {screen:?}"
            );
        }
    }
    assert!(server.writes().is_empty());
}

#[test]
fn what_would_fail_whatever_is_answered_fails_before_the_first_question() {
    let server = Server::start("2025.10.3");
    for words in [&["portainer"][..], &[]] {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", "wrong");
        let (code, screen) = Pty::start(command.arg("integrate").args(words)).end();
        assert!(code != Some(0) && !screen.contains("Nothing is changed before"), "{screen}");
        assert!(screen.contains("token") && !screen.contains("Which application"), "{screen}");
        assert!(!screen.contains("The same without questions"), "{screen}");

        for flag in ["--signing-key", "--authorization-flow"] {
            let words: Vec<&str> = words.iter().copied().chain([flag, "nosuch"]).collect();
            let (code, screen) = integrate(&server, &home, &words).end();
            assert_eq!(code, Some(2), "{screen}");
            assert!(screen.contains("called `nosuch`") && !screen.contains("without questions"), "{screen}");
        }
    }
}

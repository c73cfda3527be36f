//! `docs/plan.svg` and `docs/terminal.svg`: pictures of real runs on a terminal of 80 columns. This
//! test is the script that makes them: it runs the binary against an authentik in memory, and draws
//! what then stands on the screen.

mod screen;
mod svg;

use crate::support::pty::Pty;
use crate::support::{Akctl, Server};
use regex::{Captures, Regex};
use rustix_openpty::rustix::termios::LocalModes;
use screen::Row;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where the documents have a real authentik.
const EXAMPLE_URL: &str = "https://authentik.company";

/// A home in which somebody has signed in, so that no flag of the pictures is about the connection.
fn signed_in(server: &Server) -> TempDir {
    let login = Akctl::new().file("token", server.token());
    let login = login.args(["login", "--url", server.url(), "--public-url", EXAMPLE_URL]);
    login.args(["--token-file", "token", "--store", "file"]).ok().home
}

/// `akctl` with these words on a terminal.
fn akctl(home: &TempDir, words: &[&str]) -> Pty {
    let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
    Pty::start(command.args(words))
}

/// Waits until keys are read as keys: what is pressed before would be echoed into the picture.
fn wait_for_a_reader(terminal: &Pty) {
    let end = Instant::now() + Duration::from_secs(60);
    while terminal.modes().intersects(LocalModes::ECHO) {
        assert!(Instant::now() < end, "nobody reads the keys");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What stands on the terminal after a run that went well, below the command itself. What the server
/// draws by lot is told in words, as in the README.
fn shown(words: &[&str], terminal: Pty) -> Vec<Row> {
    let (code, output) = terminal.end();
    assert_eq!(code, Some(0), "{output}");
    let random = Regex::new("[A-Za-z0-9]{40,}").expect("an expression");
    let in_words = |word: &Captures| format!("<{} random letters and digits>", word[0].len());
    let output = random.replace_all(&output, in_words);
    screen::rows(&format!("\u{1b}[2m$\u{1b}[0m akctl {}\r\n{output}", words.join(" ")))
}

/// Parts of a screen, each from the row that begins with the one text to the one before the row that
/// begins with the other, with a sign between them that something was left out.
fn parts(rows: &[Row], parts: &[(&str, &str)]) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    let mut rest = rows;
    for (from, before) in parts {
        let find = |rows: &[Row], text: &str| {
            let found = rows.iter().position(|row| row.text().starts_with(text));
            found.unwrap_or_else(|| panic!("no row begins with {text:?}:\n{}", screen::text(rows)))
        };
        let begin = find(rest, from);
        if !kept.is_empty() && begin > 0 {
            kept.extend(screen::rows("\u{1b}[2m  \u{2026}\u{1b}[0m"));
        }
        let end = if before.is_empty() { rest.len() } else { begin + find(&rest[begin..], before) };
        kept.extend_from_slice(&rest[begin..end]);
        while kept.last().is_some_and(Row::is_empty) {
            kept.pop();
        }
        rest = &rest[end..];
    }
    kept
}

/// Compares a picture with the one in `docs`, or renews that.
fn compare(name: &str, title: &str, rows: &[Row]) {
    let picture = svg::draw(title, rows);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("AKCTL_RENEW").is_some() {
        fs::write(&path, &picture).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == picture,
        "docs/{name} does not show what the program prints. Renew it with `AKCTL_RENEW=1 cargo test picture`, \
         look at it and commit it. It is now:\n{}",
        screen::text(rows)
    );
}

#[test]
fn the_picture_of_a_plan_shows_what_the_program_prints() {
    let server = Server::start("2025.10.3");
    let words = ["integrate", "portainer", "--app-url", "https://portainer.company", "--dry-run"];
    let home = signed_in(&server);
    let rows = shown(&words, akctl(&home, &words));
    compare("plan.svg", "The plan of an integration in a terminal", &rows);
}

#[test]
fn the_picture_of_the_wizard_shows_what_the_program_prints() {
    let server = Server::start("2025.10.3");
    let home = signed_in(&server);
    let mut terminal = akctl(&home, &["integrate"]);
    for (wait, keys) in [
        ("type to search", "portainer"),
        ("> portainer", "\r"),
        ("For example: https://portainer.company", "https://portainer.company\r"),
        ("Enter takes: preferred_username", "\r"),
        ("Yes?", "n\r"),
        ("Anything else", "y\r"),
        ("That is all", "bind-g"),
        ("> --bind-group", "\r"),
        ("authentik Admins", "admins\r"),
        ("That is all", "\r"),
        ("Make these changes?", "y\r"),
    ] {
        terminal.wait_for(wait);
        wait_for_a_reader(&terminal);
        terminal.forget();
        terminal.press(keys);
    }
    let rows = shown(&["integrate"], terminal);
    let provider = server.provider_of("portainer");
    for drawn in ["client_id", "client_secret"] {
        let drawn = provider[drawn].as_str().expect("text");
        assert!(!screen::text(&rows).contains(&drawn[..20]), "{}", screen::text(&rows));
    }
    // What follows the secret are addresses that 80 columns break in two, and the preset's advice.
    let shown = [
        ("$ akctl", "Claim that becomes"),
        ("3 to create", "    Authorization URL"),
        ("The same without questions", ""),
    ];
    compare(
        "terminal.svg",
        "The wizard in a terminal: questions, settings, and the command without questions",
        &parts(&rows, &shown),
    );
}

//! No text of a preset moves a cursor, hides text or turns it around, wherever it stands in the file and
//! wherever akctl shows it.

use super::{full, own};
use crate::support::{Akctl, Server};
use serde_yaml::Value;

/// What nobody must see as it is: a title, a clean screen, hidden text, text that is turned around.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[8m\u{9b}2J\u{202e}\u{200b}\u{e0041}\r";

/// The same as a template makes it.
const MADE: &str = r#"{{ "\x1b]0;owned\x07\x1b[2J\u202e" }}"#;

/// All that is left after akctl's own colours is harmless.
#[track_caller]
fn harmless(what: &str, said: &str) {
    let colours =
        regex::Regex::new("\u{1b}\\[(0|1|2|4|22|24|3[1-6])?(;(0|1|2|4|22|24|3[1-6]))*m").expect("an expression");
    let plain = colours.replace_all(said, "");
    let moves = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!plain.contains(moves), "{what}:\n{plain:?}");
}

/// Counts the texts of a preset and bends the one of number `at`. Of its keys, which are many and are all
/// read alike, those of five letters count.
fn bend(value: &mut Value, at: usize, evil: &str, passed: &mut usize) {
    let mut turn = |text: &mut String| {
        if *passed == at {
            text.push_str(evil);
        }
        *passed += 1;
    };
    match value {
        Value::String(text) => turn(text),
        Value::Sequence(items) => items.iter_mut().for_each(|item| bend(item, at, evil, passed)),
        Value::Mapping(entries) => {
            let bent = std::mem::take(entries).into_iter().map(|(mut key, mut value)| {
                if key.as_str().is_some_and(|key| key.len() == 5) {
                    bend(&mut key, at, evil, passed);
                }
                bend(&mut value, at, evil, passed);
                (key, value)
            });
            *entries = bent.collect();
        }
        _ => {}
    }
}

/// Only escapes: what stands in the file as it is, is easily seen.
fn escaped(yaml: &str) -> String {
    let written = |c: char| match c {
        '\n' | ' '..='~' => c.to_string(),
        _ => format!("\\U{:08x}", u32::from(c)),
    };
    yaml.chars().map(written).collect()
}

/// The preset with each of its texts bent in turn.
fn bent(text: &str, evil: &str) -> Vec<String> {
    let preset: Value = serde_yaml::from_str(text).expect("YAML");
    let mut count = 0;
    bend(&mut preset.clone(), usize::MAX, evil, &mut count);
    let one = |at| {
        let mut preset = preset.clone();
        bend(&mut preset, at, evil, &mut 0);
        escaped(&serde_yaml::to_string(&preset).expect("YAML"))
    };
    (0..count).map(one).collect()
}

/// Runs a command with colours always, so that nothing is taken out of what it prints.
fn run(text: &str, words: &[&str]) -> (i32, String) {
    let akctl = own(Akctl::new(), "full", text).file("full.yaml", text);
    let ran = akctl.args(words.iter().copied()).args(["--color", "always"]).run();
    let page = std::fs::read_to_string(ran.home.path().join("pages/akctl-integrate-full.1")).unwrap_or_default();
    assert_ne!(ran.code, 101, "{}", ran.stderr);
    (ran.code, format!("{}{}{page}", ran.stdout, ran.stderr))
}

const CHECK: [&str; 3] = ["presets", "check", "full.yaml"];

const SHOWN: [&[&str]; 4] =
    [&["presets", "list"], &["presets", "show", "full"], &["integrate", "full", "--help"], &CHECK];

/// These take longer, and are tried with some of the texts only.
const USED: [&[&str]; 3] = [
    &["integrate", "full", "--create-groups", "--sandbox", "--yes"],
    &["integrate", "full", "--create-groups", "--sandbox", "--yes", "-o", "env"],
    &["man", "pages"],
];

/// Tries all of them on two threads.
fn each(texts: &[String], tried: impl Fn(usize, &str) + Sync) {
    let tried = &tried;
    std::thread::scope(|scope| {
        for half in 0..2 {
            let mine = texts.iter().enumerate().filter(move |(at, _)| at % 2 == half);
            scope.spawn(move || mine.for_each(|(at, text)| tried(at, text)));
        }
    });
}

#[test]
fn nothing_that_is_written_moves_the_cursor() {
    for (kind, text) in full::presets() {
        assert_eq!(run(&text, &CHECK).0, 0, "{}", run(&text, &CHECK).1);
        let texts = bent(&text, EVIL);
        each(&texts, |at, text| {
            let (code, said) = run(text, &CHECK);
            assert_eq!(code, 2, "{kind}: {said}");
            // All commands for what a list shows; for what is behind it each of them in turn.
            let all = std::env::var_os("AKCTL_ALL").is_some();
            let is_of_a_list = kind == "oauth2" && at < 16;
            let shown = SHOWN.iter().enumerate().filter(|(number, _)| all || is_of_a_list || at % 8 == *number);
            for words in shown.map(|(_, words)| words).chain(USED.iter().filter(|_| all || at % 32 == 0)) {
                harmless(&format!("{kind}, {words:?} of\n{text}"), &run(text, words).1);
            }
        });
    }
}

#[test]
fn nothing_that_a_template_makes_moves_the_cursor() {
    let (_, text) = full::presets().remove(0);
    let texts = bent(&text, MADE);
    let refused = std::sync::atomic::AtomicUsize::new(0);
    each(&texts, |at, text| {
        let (code, said) = run(text, &CHECK);
        harmless(text, &said);
        if said.contains("it makes the character U+001B by itself") {
            assert_eq!(code, 2, "{said}");
            refused.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        for words in USED[..2].iter().filter(|_| at % 8 == 0) {
            harmless(&format!("{words:?} of\n{text}"), &run(text, words).1);
        }
    });
    // The other texts are no templates, and stay as they are written.
    let refused = refused.into_inner();
    assert!(refused > texts.len() / 3, "{refused} of {}", texts.len());
}

#[test]
fn values_that_a_person_gives_are_escaped() {
    let (_, text) = full::presets().remove(0);
    let server = Server::start("2026.8.5");
    let name = format!("evil{EVIL}");
    let akctl = own(Akctl::on(&server), "full", &text);
    let ran =
        akctl.args(["integrate", "full", "--yes", "--color", "always", "--role", &format!("{name}=writer")]).run();
    harmless("a group", &format!("{}{}", ran.stdout, ran.stderr));
}

/// On a terminal nothing is taken out either.
#[cfg(unix)]
#[test]
fn a_terminal_shows_nothing_of_it() {
    use crate::support::pty::Pty;
    let (_, text) = full::presets().remove(0);
    let evil = "\\e]0;owned\\a\\e[2J\\u202e";
    for (piece, other) in [
        ("summary: Everything that", format!("summary: \"{evil}\" # ")),
        ("help: More about it", format!("help: \"{evil}\"")),
        ("prompt: Address of it", format!("prompt: \"{evil}\"")),
    ] {
        let bent = text.replacen(piece, &other, 1);
        for words in SHOWN {
            let home = tempfile::tempdir().expect("a folder");
            let folder = home.path().join(".config/akctl/presets");
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join("full.yaml"), &bent).expect("written");
            std::fs::write(home.path().join("full.yaml"), &bent).expect("written");
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
            command.args(words).env_clear().env("HOME", home.path()).env("TERM", "xterm").current_dir(home.path());
            let (_, seen) = Pty::start(&mut command).end();
            assert!(!seen.is_empty());
            harmless(&format!("{words:?} of {other}"), &seen.replace("\r\n", "\n"));
        }
    }
}

//! Values that the application shows only in the middle of the work.

use super::script::Answer::{CtrlC, Enter, Text};
use super::script::Script;
use super::terminal::integrate;
use crate::support::Server;
use akctl::preset::catalogue::Catalogue;
use akctl::wizard::later;

/// The command line after the question, where something was answered.
fn asked(typed: &str, script: &Script) -> Option<String> {
    let preset = Catalogue::new(None).find("saml").expect("a preset").load().expect("right");
    let words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
    later::ask(&preset, script, &words).expect("answered").map(|words| words.join(" "))
}

#[test]
fn a_value_takes_the_place_of_the_word() {
    let script = Script::new([Text("nowhere"), Text("https://l.company/acs"), Enter]);
    let typed = "integrate saml --name later --set acs=later --entity-id later";
    let known = "integrate saml --name later --set acs=https://l.company/acs --entity-id later";
    assert_eq!(asked(typed, &script).as_deref(), Some(known));
    script.is_used_up();
    script.has_said(&["(--acs)", "\"nowhere\" is not an address", "Enter alone if it is not known yet."]);

    let script = Script::new([Text("https://l.company/acs"), Text("-x")]);
    let known = "integrate saml --acs=https://l.company/acs --entity-id=-x";
    assert_eq!(asked("integrate saml --acs=later --entity-id later", &script).as_deref(), Some(known));
}

#[test]
fn nothing_is_asked_where_nothing_was_left() {
    assert_eq!(asked("integrate saml --name later --acs https://l.company/acs", &Script::new([])), None);
    assert_eq!(asked("integrate saml --acs later", &Script::new([Enter])), None);
}

#[test]
fn ctrl_c_at_the_question_ends_it() {
    let preset = Catalogue::new(None).find("saml").expect("a preset").load().expect("right");
    let words = ["--acs".to_owned(), "later".to_owned()];
    assert!(later::ask(&preset, &Script::new([CtrlC]), &words).is_err());
}

#[cfg(unix)]
#[test]
fn both_runs_are_one_on_a_terminal() {
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let words = ["saml", "--name", "Ledger", "--acs", "later"];
    let mut terminal = integrate(&server, &home, &words);
    for (wait, keys) in [
        ("(--metadata)", "\r"),
        ("(--entity-id)", "ledger\r"),
        ("(--app-url)", "\r"),
        ("Anything else", "\r"),
        ("Make these changes?", "y\r"),
        ("Enter alone if it is not known yet", "https://ledger.company/acs\r"),
        ("Make these changes?", "y\r"),
    ] {
        terminal.wait_for(wait);
        terminal.forget();
        terminal.press(keys);
    }
    terminal.wait_for("--yes\r\n");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("--acs https://ledger.company/acs"), "{screen}");
    let made = server.list("providers/saml/");
    let made = made.iter().find(|provider| provider["name"] == "ledger (akctl)").expect("it");
    assert_eq!(made["acs_url"], "https://ledger.company/acs");
}

//! Nothing that a server or a preset says moves a cursor, hides text or turns it around.

use super::*;
use crate::model::resource::{Address, Kind};
use crate::plan::{Action, Change, FieldChange, Plan};
use crate::render::settings::{Document, Setting};
use crate::render::{plan, text};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Every place of a report that holds text from outside.
fn settings_with(text: &str) -> String {
    let own = || text.to_owned();
    let setting = |value| Setting { section: Some(own()), key: own(), value, secret: false };
    let client = Settings {
        place: Some(own()),
        settings: vec![setting(Some(own())), setting(None)],
        files: vec![Document { name: own(), content: Some(own()), secret: false }],
        commands: vec![own()],
        steps: vec![own()],
        notes: vec![own()],
    };
    text::settings(&report_of(client, &known(), Secrecy::Show), text)
}

/// Every place of a plan that holds text from outside.
fn plan_with(text: &str) -> String {
    let value = |action, value: Value| {
        let field = FieldChange { field: "f".to_owned(), before: value.clone(), after: value, breaks_identity: false };
        let notes = vec![text.to_owned()];
        let address = Address::new(Kind::Group, text);
        Change { address, action, fields: vec![field], notes, write: BTreeMap::new() }
    };
    let changes = vec![
        value(Action::Create, json!(text)),
        value(Action::Update, json!([text, {"a": text}])),
        value(Action::Update, json!({ text: text })),
        value(Action::Delete, Value::Null),
    ];
    plan::text(&Plan { changes, ..Plan::default() })
}

fn harmless(text: &str) -> bool {
    let hides = |c| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().all(|c| c == '\n' || !c.is_control() && !hides(c))
}

fn check(evil: &str) {
    // The same text without anything strange in it: all other escapes are our colours.
    let good: String = evil.chars().map(|c| if c == '\n' || !c.is_control() { c } else { 'x' }).collect();
    for show in [settings_with, plan_with] {
        let (bad, good) = (show(evil), show(&good));
        let escapes = |text: &str| text.matches('\u{1b}').count();
        assert_eq!(escapes(&bad), escapes(&good), "{bad:?}");
        assert!(harmless(&bad.replace('\u{1b}', "")), "{bad:?}");
    }
}

#[test]
fn known_tricks_stay_visible_text() {
    for evil in [
        "\u{1b}[2J\u{1b}[31mred",
        "a\rb",
        "\u{9b}31m",
        "\u{1b}]0;title\u{7}",
        "user\u{202e}nimda",
        "zero\u{200b}width",
        "soft\u{ad}hyphen",
        "arabic\u{61c}mark",
        "tag\u{e0041}",
        "a\u{8}\u{7f}b",
        "a\tb\u{0}c\u{2028}d",
    ] {
        check(evil);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_from_outside_reaches_a_terminal_raw(evil in "\\PC{0,5}[\\x00-\\x1f\\x7f-\\u{9f}\\u{ad}\\u{200b}-\\u{206f}]{1,8}.{0,5}") {
        check(&evil);
    }
}

//! Laws that hold for every text: a preset from a stranger may be wrong, but it cannot make akctl
//! panic, and a record that was written by its form is read as it was.

use super::check::check;
use super::format::{Condition, Template};
use super::parse::parse;
use super::parse::tests::WIKI;
use super::position::Places;
use super::problem::Problems;
use super::record;
use super::template::{Context, evaluate, mentions, render};
use proptest::prelude::*;

/// Reads, checks and shows; whatever comes out is harmless on a terminal.
fn try_all(text: &str) {
    let shown = match parse("any.yaml", text) {
        Ok(preset) => Problems::locate("any.yaml", text, check(&preset, "any")).to_string(),
        Err(problems) => problems.to_string(),
    };
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
}

#[test]
fn deep_and_self_containing_files_are_refused_quickly() {
    for text in ["[".repeat(4_000), "{a: ".repeat(2_000), "- ".repeat(4_000), "a: &a [*a, *a]".to_owned()] {
        try_all(&text);
        let _ = Places::read(&text);
    }
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nid: *e\n";
    try_all(bomb);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn bent_presets_never_panic(
        at in 0..WIKI.len(),
        length in 0..60_usize,
        piece in prop_oneof![
            "[\\PC\\n\\t]{0,12}",
            Just("{{ item.x[0] }}".to_owned()),
            Just("{% for a in role %}".to_owned()),
            Just(": &a [*a, !!x {? a : b}]\n".to_owned()),
        ],
    ) {
        let end = (at + length).min(WIKI.len());
        try_all(&format!("{}{piece}{}", &WIKI[..at], &WIKI[end..]));
    }

    #[test]
    fn arbitrary_templates_never_panic(text in "(\\{\\{|\\}\\}|\\{%|%\\}|[a-z_. |()'\\[\\]~*0-9]){0,30}") {
        let context = Context::new();
        let _ = render(&Template(text.clone()), &context);
        let _ = evaluate(&Condition(text.clone()), &context);
        let _ = mentions(&text, "client_secret");
    }

    #[test]
    fn what_a_form_writes_it_reads(
        group in "[A-Za-zäöü東京\"'()][A-Za-zäöü東京\"'() ]{0,8}[a-z]",
        value in "[a-z]{1,8}",
        team in "[A-Za-z][A-Za-z ]{0,8}[a-z]",
    ) {
        let input = serde_yaml::from_str(
            "{type: record, prompt: x, form: '{group}={value}:{team}', fields: {group: {type: group}, \
             value: {type: text, pattern: '[a-z]+'}, team: {type: text}}}",
        ).expect("an input");
        let read = record::read(&input, &format!("{group}={value}:{team}")).expect("a record");
        prop_assert_eq!([&read["group"], &read["value"], &read["team"]], [&group, &value, &team]);
    }
}

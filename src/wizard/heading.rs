//! What stands above the questions.

use crate::answers::{self, FlagSpec, Question};
use crate::model::text::printable;
use crate::preset::format::{Field, Preset};
use crate::render::style::{Role, paint};
use crate::render::text::wrapped;

/// Above all of them.
pub(super) fn welcome(preset: &Preset) -> String {
    let mut text = String::new();
    wrapped(&mut text, "", &format!("{}: {}", preset.name, preset.summary));
    wrapped(&mut text, "", "Nothing is changed before you have seen the plan and said yes. Ctrl-C ends it.");
    text
}

/// Above the question for an input: what it is, its flag, what else to say, an example.
pub(super) fn input(flag: &FlagSpec, question: &Question) -> String {
    let mut text = title(&flag.help, &format!("--{}", flag.flag));
    if let Some(help) = &question.input.help {
        wrapped(&mut text, "  ", help);
    }
    if let Some(example) = &flag.example {
        wrapped(&mut text, "  ", &format!("For example: {example}"));
    }
    if let Some(place) = &question.input.later {
        wrapped(&mut text, "  ", &answers::not_yet(place));
    }
    if !question.defaults.is_empty() {
        wrapped(&mut text, "  ", &format!("Enter takes: {}", question.defaults.join(", ")));
    } else if question.input.optional {
        wrapped(&mut text, "  ", "Enter leaves it out.");
    }
    text
}

/// Above the question for a value that the application shows by now.
pub(super) fn later(flag: &FlagSpec, place: &str) -> String {
    let mut text = title(&flag.help, &format!("--{}", flag.flag));
    wrapped(&mut text, "  ", place);
    wrapped(&mut text, "  ", "Enter alone if it is not known yet.");
    text
}

/// Above the question for a flag that every integration has.
pub(super) fn option(flag: &str, help: &str) -> String {
    title(help, flag)
}

/// Above the question for a field of a record.
pub(super) fn field(name: &str, field: &Field) -> String {
    let mut text = String::new();
    wrapped(&mut text, "  ", field.prompt.as_deref().unwrap_or(name));
    text
}

/// A short line between questions.
pub(super) fn note(text: &str) -> String {
    let mut lines = String::new();
    wrapped(&mut lines, "  ", text);
    lines
}

/// Why an answer will not do.
pub(super) fn complaint(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        wrapped(&mut lines, "  ", line.trim());
    }
    paint(Role::Warning, &lines)
}

/// Which groups are named and are not there.
pub(super) fn missing_groups(groups: &[String]) -> String {
    let mut text = String::from("\n");
    let names: Vec<_> = groups.iter().map(|group| printable(group)).collect();
    let groups = if names.len() == 1 { "group" } else { "groups" };
    wrapped(&mut text, "", &format!("authentik does not have the {groups} {} yet.", names.join(", ")));
    text
}

fn title(help: &str, flag: &str) -> String {
    let mut lines = String::new();
    wrapped(&mut lines, "", &format!("{help} ({flag})"));
    format!("\n{}\n", paint(Role::Heading, lines.trim_end()))
}

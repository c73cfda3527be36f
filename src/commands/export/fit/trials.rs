//! What is tried.

use crate::answers::traces::{Inputs, Suggestion};
use crate::preset::format::{Condition, InputKind, Literal, Preset};
use std::collections::btree_map::Entry;

/// Everything that may have been given together, as far as it does not contradict itself, and applies.
pub(super) fn together(preset: &Preset, suggestions: &[Suggestion]) -> Suggestion {
    let mut all = Suggestion::default();
    let is_conditional = |one: &&Suggestion| one.inputs.keys().any(|name| when(preset, name).is_some());
    let certain = || suggestions.iter().filter(|one| one.unknown.is_empty());
    // What depends on others comes after them.
    for one in certain().filter(|one| !is_conditional(one)).chain(certain().filter(is_conditional)) {
        let contradicts =
            one.inputs.iter().any(|(name, value)| all.inputs.get(name).is_some_and(|known| known != value));
        let applies = one.inputs.keys().all(|name| when(preset, name).is_none_or(|when| holds(when, &all.inputs)));
        if !contradicts && applies {
            all.inputs.extend(one.inputs.clone());
        }
    }
    all
}

fn when<'a>(preset: &'a Preset, input: &str) -> Option<&'a Condition> {
    preset.inputs.get(input)?.when.as_ref()
}

/// Whether a condition is true for sure: of inputs that were given, or the word of a choice.
fn holds(when: &Condition, given: &Inputs) -> bool {
    when.as_str().split(" and ").all(|part| match part.split_once("==") {
        Some((name, word)) => given.get(name.trim()) == Some(&quoted(word)),
        None => given.contains_key(part.trim()),
    })
}

/// A word in quotation marks.
fn quoted(word: &str) -> Literal {
    Literal::Text(word.trim().trim_matches(['\'', '"']).to_owned())
}

/// Every value of every input that takes one of a few.
pub(super) fn words(preset: &Preset) -> impl Iterator<Item = Suggestion> {
    preset.inputs.iter().filter(|(_, input)| !input.many).flat_map(|(name, input)| {
        let values: Vec<Literal> = match input.kind {
            InputKind::Flag => vec![Literal::Flag(true)],
            InputKind::Choice => input.of.iter().cloned().map(Literal::Text).collect(),
            _ => Vec::new(),
        };
        values
            .into_iter()
            .map(move |value| Suggestion { inputs: Inputs::from([(name.to_owned(), value)]), unknown: Vec::new() })
    })
}

/// With the inputs without which those that are given would not apply.
pub(super) fn enabled(preset: &Preset, given: &Suggestion) -> Suggestion {
    let mut all = given.clone();
    let mut left: Vec<String> = given.inputs.keys().cloned().collect();
    while let Some(name) = left.pop() {
        let Some(when) = when(preset, &name) else { continue };
        for (other, value) in enabling(preset, when) {
            if let Entry::Vacant(place) = all.inputs.entry(other) {
                left.push(place.key().clone());
                place.insert(value);
            }
        }
    }
    all
}

/// What makes a condition true that is a switch or the word of a choice, or several of them.
fn enabling(preset: &Preset, when: &Condition) -> Vec<(String, Literal)> {
    let one = |part: &str| {
        let (name, value) = match part.split_once("==") {
            Some((name, word)) => (name.trim(), quoted(word)),
            None => (part.trim(), Literal::Flag(true)),
        };
        let kind = preset.inputs.get(name)?.kind;
        let fits =
            matches!((kind, &value), (InputKind::Flag, Literal::Flag(_)) | (InputKind::Choice, Literal::Text(_)));
        fits.then(|| (name.to_owned(), value))
    };
    when.as_str().split(" and ").filter_map(one).collect()
}

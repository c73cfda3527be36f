//! One question after the other: what there is to ask, and whether an answer is right, while others are
//! still missing. The reading and the rules are those of [`collect`](super::collect()).

use super::collect::{Collecting, names_in};
use super::flags::{resolved, written};
use super::given::Given;
use crate::preset::format::{Input, Preset};
use std::collections::BTreeSet;

/// An input that applies, with what is known by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'a> {
    /// The input's name.
    pub name: &'a str,
    /// The input.
    pub input: &'a Input,
    /// What is taken where nothing is given, as it would be given.
    pub defaults: Vec<String>,
    /// Whether there must be a value, and is none.
    pub is_missing: bool,
    /// Whether something was given for it.
    pub is_given: bool,
}

/// The inputs that apply, as far as that is certain, in the preset's order.
#[must_use]
pub fn questions<'a>(preset: &'a Preset, given: &Given) -> Vec<Question<'a>> {
    let mut collecting = Collecting::of(preset, given);
    let mut questions = Vec::new();
    for (name, input) in preset.inputs.iter() {
        let is_given = collecting.values.contains_key(name);
        let default = input.default.as_ref().and_then(|default| resolved(default, &collecting.answers.context()));
        let applies = collecting.applies(input).unwrap_or(false);
        collecting.answer(name, input);
        if applies {
            let defaults = default.map(|default| written(input, &default)).unwrap_or_default();
            questions.push(Question {
                name,
                input,
                defaults: defaults.into_iter().filter(|default| !default.is_empty()).collect(),
                is_missing: collecting.missing.contains(name),
                is_given,
            });
        }
    }
    questions
}

/// What is wrong with what was given for one input, alone or beside those that are `known`.
#[must_use]
pub fn complaint(preset: &Preset, given: &Given, name: &str, known: &BTreeSet<String>) -> Option<String> {
    let mut collecting = Collecting::of(preset, given);
    for (other, input) in preset.inputs.iter() {
        let before = collecting.complaints.len();
        collecting.answer(other, input);
        if other == name && collecting.complaints.len() > before {
            return collecting.complaints.pop().map(|complaint| complaint.message);
        }
    }
    collecting.complaints.clear();
    let is_known = |part: &String| {
        let input = part.split('.').next().unwrap_or_default();
        input == name || known.contains(input) || preset.inputs.get(input).is_none()
    };
    for check in &preset.checks {
        let names = names_in(check);
        if names.iter().any(|part| part.split('.').next() == Some(name)) && names.iter().all(is_known) {
            collecting.check(check);
        }
    }
    collecting.complaints.into_iter().next().map(|complaint| complaint.message)
}

/// The input to change first, where something is wrong: the one that it is about, or the first on which
/// a broken rule rests.
#[must_use]
pub fn to_change(preset: &Preset, given: &Given) -> Option<String> {
    let mut collecting = Collecting::of(preset, given);
    for (name, input) in preset.inputs.iter() {
        collecting.answer(name, input);
    }
    if let Some(complaint) = collecting.complaints.first() {
        return complaint.input.clone();
    }
    let broken = preset.checks.iter().find(|check| {
        collecting.check(check);
        !collecting.complaints.is_empty()
    })?;
    let names = names_in(broken);
    let is_named = |name: &&str| names.iter().any(|part| part.split('.').next() == Some(name));
    preset.inputs.names().find(is_named).map(str::to_owned)
}

/// How many complaints there are besides that something is missing.
#[must_use]
pub fn mistakes(preset: &Preset, given: &Given) -> usize {
    let mut collecting = Collecting::of(preset, given);
    for (name, input) in preset.inputs.iter() {
        collecting.answer(name, input);
    }
    collecting.complaints.len().saturating_sub(collecting.missing.len())
}

/// Whether something must be given that is not: an input, or one of several of which none was given.
#[must_use]
pub fn is_incomplete(preset: &Preset, given: &Given) -> bool {
    let mut collecting = Collecting::of(preset, given);
    let were_given: BTreeSet<String> = collecting.values.keys().cloned().collect();
    for (name, input) in preset.inputs.iter() {
        collecting.answer(name, input);
    }
    if !collecting.missing.is_empty() {
        return true;
    }
    collecting.complaints.clear();
    let is_of_others = |part: &String| part.split('.').next().is_some_and(|input| were_given.contains(input));
    for check in preset.checks.iter().filter(|check| !names_in(check).iter().any(is_of_others)) {
        collecting.check(check);
    }
    !collecting.complaints.is_empty()
}

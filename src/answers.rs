//! Answers: what a person gave for the inputs of a preset, read and found right.
//!
//! Pure functions of values: who reads flags and files hands their texts in as [`Given`].

mod asking;
mod collect;
mod documents;
mod flags;
mod given;
mod inverse;
mod recover;
#[cfg(test)]
mod tests;
pub mod traces;

pub use crate::preset::format::flag_name;
pub use crate::preset::value::Answer;
pub use asking::{Question, complaint, is_incomplete, mistakes, questions, to_change};
pub use collect::{Complaint, collect, collect_each, wanted};
pub use documents::{Documents, Wanted};
pub use flags::{FlagSpec, flags, not_yet};
pub use given::{Entry, Given, InputsFile};
pub use recover::{Made, has_no_default, recover};

use crate::model::Secret;
use crate::preset::template::Context;
use std::collections::BTreeMap;

/// An answer for every input of a preset. An input that does not apply has an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    answers: BTreeMap<String, Answer>,
    /// The secrets that were given, by the input's name. No template sees them.
    secrets: BTreeMap<String, Secret>,
}

impl Answers {
    /// The answer to an input.
    #[must_use]
    pub fn get(&self, input: &str) -> Option<&Answer> {
        self.answers.get(input)
    }

    /// All answers, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(name, answer)| (name.as_str(), answer))
    }

    /// The secrets that were given, by the input's name.
    #[must_use]
    pub fn secrets(&self) -> &BTreeMap<String, Secret> {
        &self.secrets
    }

    /// The answers as variables of templates.
    #[must_use]
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        for (name, answer) in &self.answers {
            context.set(name, answer);
        }
        context
    }
}

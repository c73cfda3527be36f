//! Answers: what a person gave for the inputs of a preset, read and found right.
//!
//! Pure functions of values: who reads flags and files hands their texts in as [`Given`].

mod collect;
mod flags;
#[cfg(test)]
mod tests;

pub use crate::preset::format::flag_name;
pub use crate::preset::value::Answer;
pub use collect::{Given, InputsFile, collect};
pub use flags::{FlagSpec, flags};

use crate::preset::template::Context;
use std::collections::BTreeMap;

/// An answer for every input of a preset. An input that does not apply has an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// The answer to an input.
    #[must_use]
    pub fn get(&self, input: &str) -> Option<&Answer> {
        self.0.get(input)
    }

    /// All answers, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(name, answer)| (name.as_str(), answer))
    }

    /// The answers as variables of templates.
    #[must_use]
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        for (name, answer) in &self.0 {
            context.set(name, answer);
        }
        context
    }
}

//! What is wrong with a metadata document, said so that a person can mend it or fetch another one.

use crate::error::{self, Failure};
use crate::model::text::printable;
use std::fmt;

/// The longest piece of a document that is quoted, in characters.
const LONGEST: usize = 120;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line in the document, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong: a sentence without a final full stop, safe for a terminal.
    pub message: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Problem {
    /// Something that is wrong with the document as a whole.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into(), advice: None }
    }

    pub(super) fn at(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    pub(super) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything that is wrong with one document, in the order of the document; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// The failure (wrong input) of a command. `source` says which document it is: `--metadata
    /// sp.xml`.
    #[must_use]
    pub fn into_failure(self, source: &str) -> Failure {
        let mut all = error::Problems::default();
        for problem in self.0 {
            let what = format!("{}: {problem}", printable(source));
            match problem.advice {
                Some(advice) => all.add_with_hint(what, advice),
                None => all.add(what),
            }
        }
        match all.finish(()) {
            Err(failure) => failure,
            Ok(()) => Failure::usage(format!("{}: it cannot be used", printable(source))),
        }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Problem::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Problems {}

/// A piece of a foreign document as it may stand in a sentence: one line, printable, not too long.
pub(super) fn quoted(text: &str) -> String {
    let text = text.trim();
    let cut: String = text.chars().take(LONGEST).collect();
    let end = if cut.len() < text.len() { "…" } else { "" };
    format!("{}{end}", printable(&cut))
}

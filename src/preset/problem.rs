//! What is wrong with a file, shown so that the person finds it.

use super::position::{Path, Place, Places};
use crate::error::Failure;
use crate::model::text::printable;
use std::fmt;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The preset cannot be used.
    Error,
    /// It can be used, but somebody should look at it.
    Warning,
}

impl Severity {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub path: Path,
    /// Where that is written, where it is known.
    pub place: Option<Place>,
    /// What is wrong, in a sentence without a final full stop.
    pub message: String,
    /// What would be right.
    pub advice: Option<String>,
    /// Whether its line must not be shown: there is a secret in it.
    pub hides_line: bool,
}

impl Problem {
    /// An error at a path; its place is found when it becomes part of [`Problems`].
    pub fn error(path: Path, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, path, place: None, message: message.into(), advice: None, hides_line: false }
    }

    /// A warning at a path.
    pub fn warning(path: Path, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, message) }
    }

    /// Adds what would be right, where there is something to say.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<Option<String>>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Keeps the line in which it is from being shown.
    #[must_use]
    pub fn without_line(self) -> Self {
        Self { hides_line: true, ..self }
    }

    /// Adds where it is written.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }
}

/// Advice that names what was probably meant.
pub(crate) fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let nearest = crate::model::text::nearest(wrong, known);
    nearest.first().map(|name| format!("did you mean `{name}`?"))
}

/// Everything that is wrong with one file, in the order of the file. Its text is what a person
/// reads: file, line, column, path, the line itself with a caret, and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    file: String,
    list: Vec<Problem>,
    /// The line of each problem, as it is in the file.
    lines: Vec<Option<String>>,
}

impl Problems {
    /// Finds the places of problems in the file's text and puts them in order.
    #[must_use]
    pub fn locate(file: &str, text: &str, mut list: Vec<Problem>) -> Self {
        if list.iter().any(|problem| problem.place.is_none()) {
            let places = Places::read(text);
            for problem in list.iter_mut().filter(|problem| problem.place.is_none()) {
                problem.place = places.of(&problem.path);
            }
        }
        list.sort_by_key(|problem| problem.place);
        let line = |problem: &Problem| {
            let text = if problem.hides_line { "" } else { text };
            text.lines().nth(problem.place?.line.checked_sub(1)?).map(str::to_owned)
        };
        let lines = list.iter().map(line).collect();
        Self { file: file.to_owned(), list, lines }
    }

    /// Without the lines that these problems and these texts of lines have: they may hold what nobody may see.
    #[must_use]
    pub fn without_lines(mut self, hides: impl Fn(&Problem, &str) -> bool) -> Self {
        for (problem, line) in self.list.iter().zip(&mut self.lines) {
            *line = line.take().filter(|line| !hides(problem, line));
        }
        self
    }

    /// The file that they are in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Only those that make the preset unusable.
    #[must_use]
    pub fn without_warnings(self) -> Self {
        let Self { file, list, lines } = self;
        let kept = list.into_iter().zip(lines).filter(|(problem, _)| problem.severity == Severity::Error);
        let (list, lines) = kept.unzip();
        Self { file, list, lines }
    }

    /// How many of them make the preset unusable.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// The longest piece of a line that is shown, in characters.
const LONGEST_SHOWN: usize = 160;

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (problem, line)) in self.list.iter().zip(&self.lines).enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            show(f, &self.file, problem, line.as_deref())?;
        }
        Ok(())
    }
}

fn show(f: &mut fmt::Formatter<'_>, file: &str, problem: &Problem, line: Option<&str>) -> fmt::Result {
    write!(f, "{}", printable(file))?;
    if let Some(place) = problem.place {
        write!(f, ":{}:{}", place.line, place.column)?;
    }
    write!(f, ": {}: ", problem.severity.as_str())?;
    if !problem.path.as_str().is_empty() {
        write!(f, "{}: ", printable(problem.path.as_str()))?;
    }
    write!(f, "{}", printable(&problem.message))?;
    if let (Some(place), Some(line)) = (problem.place, line) {
        let number = place.line.to_string();
        let before: String = line.chars().take(place.column - 1).collect();
        let shown: String = line.chars().take(LONGEST_SHOWN).collect();
        write!(f, "\n  {number} | {}", printable(&shown))?;
        if place.column <= LONGEST_SHOWN {
            let caret = printable(&before).chars().count() + 1;
            write!(f, "\n  {} | {:>caret$}", " ".repeat(number.len()), "^")?;
        }
    }
    match &problem.advice {
        Some(advice) => write!(f, "\n  {}", printable(advice)),
        None => Ok(()),
    }
}

impl std::error::Error for Problems {}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let count = match problems.errors() {
            1 => "there is an error in it".to_owned(),
            count => format!("there are {count} errors in it"),
        };
        Self::usage(format!("the preset {} cannot be used: {count}", printable(&problems.file))).caused_by(problems)
    }
}

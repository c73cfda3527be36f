//! Questions to a person, apart from how they are asked: a terminal asks them, a test answers them.

use crate::error::Failure;
use crate::model::Secret;

/// Asks a person. Whoever stops it ([`Kind::Interrupted`](crate::error::Kind::Interrupted)) finds the
/// terminal as it was.
pub trait Prompter {
    /// What stands above a question, or between two.
    fn say(&self, text: &str);

    /// There is no question for a while: the terminal is as it was, and Ctrl-C a signal, until
    /// something is said or asked again.
    fn rest(&self) {}

    /// One line of text. It begins as `initial`, which the person may change. It may be empty; then
    /// `default` is shown in its place, and the answer is empty all the same.
    fn text(&self, initial: &str, default: &str) -> Result<String, Failure>;

    /// One line of text that is not shown; it may be empty.
    fn secret(&self) -> Result<Secret, Failure>;

    /// Yes or no.
    fn confirm(&self, question: &str, default: bool) -> Result<bool, Failure>;

    /// The number of one of several items, of which there must be one, and what was typed to find it;
    /// `default` is marked first.
    fn pick(&self, items: &[Item], default: usize) -> Result<(usize, String), Failure>;

    /// The number alone.
    fn choose(&self, items: &[Item], default: usize) -> Result<usize, Failure> {
        Ok(self.pick(items, default)?.0)
    }
}

/// Something to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// What is chosen.
    pub label: String,
    /// What is said about it.
    pub about: String,
    /// Other words under which it is found.
    pub words: Vec<String>,
    /// Whether it stands for what is typed: it comes last, and fits everything.
    pub is_typed: bool,
}

impl Item {
    /// An item with something said about it.
    #[must_use]
    pub fn new(label: impl Into<String>, about: impl Into<String>) -> Self {
        Self { label: label.into(), about: about.into(), words: Vec::new(), is_typed: false }
    }

    /// An item for what is typed and is none of the others.
    #[must_use]
    pub fn typed(about: impl Into<String>) -> Self {
        Self { is_typed: true, ..Self::new("", about) }
    }

    /// An item that speaks for itself.
    #[must_use]
    pub fn plain(label: impl Into<String>) -> Self {
        Self::new(label, "")
    }
}

//! What is happening now, how many of how many, and how long already: one line on a terminal, nothing
//! elsewhere.

use super::Around;
use crate::model::text::printable;
use std::cell::Cell;
use std::io::IsTerminal;
use std::time::Instant;

/// The longest name that is shown, in characters: the line must not wrap.
const LONGEST: usize = 40;

/// A line that is written over and over.
pub(in crate::commands) struct Progress<'a> {
    around: &'a Around<'a>,
    what: &'static str,
    total: usize,
    done: Cell<usize>,
    begun: Instant,
    is_shown: bool,
}

impl<'a> Progress<'a> {
    /// Begins a piece of work of so many parts.
    pub(in crate::commands) fn begin(around: &'a Around<'a>, what: &'static str, total: usize) -> Self {
        let is_shown = std::io::stderr().is_terminal() && total > 0;
        let progress = Self { around, what, total, done: Cell::new(0), begun: Instant::now(), is_shown };
        progress.show("");
        progress
    }

    /// One part is done.
    pub(in crate::commands) fn done(&self, name: &str) {
        self.done.set(self.done.get() + 1);
        self.show(name);
    }

    fn show(&self, name: &str) {
        if !self.is_shown {
            return;
        }
        let name: String = printable(name).chars().take(LONGEST).collect();
        let seconds = self.begun.elapsed().as_secs();
        let line = format!("\r\x1b[2K{} {}/{} {seconds} s {name}", self.what, self.done.get(), self.total);
        self.around.context.ui.say(&line);
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.is_shown {
            self.around.context.ui.say("\r\x1b[2K");
        }
    }
}

//! What is happening now, how many of how many, and how long already: one line on a terminal, nothing
//! elsewhere.

use super::Around;
use crate::model::text::printable;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// The longest name that is shown, in characters: the line must not wrap.
const LONGEST: usize = 40;

/// How often the line is written again while nothing else happens.
const BEAT: Duration = Duration::from_millis(500);

/// A line that is written over and over.
pub(in crate::commands) struct Progress<'a> {
    around: &'a Around<'a>,
    what: &'static str,
    /// How many parts there are; nought, if nobody counts.
    total: usize,
    done: Cell<usize>,
    /// What is under way, in the order in which it was begun.
    under_way: RefCell<Vec<String>>,
    begun: Instant,
}

/// A part that is under way until this is dropped.
pub(in crate::commands) struct Part<'a>(&'a Progress<'a>, String);

impl Drop for Part<'_> {
    fn drop(&mut self) {
        let Self(progress, name) = self;
        progress.done.set(progress.done.get() + 1);
        progress.under_way.borrow_mut().retain(|other| other != name);
        progress.show();
    }
}

impl<'a> Progress<'a> {
    /// Begins a piece of work of so many parts.
    pub(in crate::commands) fn begin(around: &'a Around<'a>, what: &'static str, total: usize) -> Self {
        let (done, under_way) = (Cell::new(0), RefCell::default());
        Self { around, what, total, done, under_way, begun: Instant::now() }
    }

    /// One part is begun.
    pub(in crate::commands) fn part(&self, name: &str) -> Part<'_> {
        self.under_way.borrow_mut().push(name.to_owned());
        self.show();
        Part(self, name.to_owned())
    }

    /// Shows the line, and how the time goes by, while `work` is done.
    pub(in crate::commands) fn during<'s, T: 's>(
        &'s self,
        work: impl Future<Output = T> + 's,
    ) -> impl Future<Output = T> + 's {
        let mut work = Box::pin(work);
        async move {
            self.show();
            loop {
                tokio::select! {
                    biased;
                    done = &mut work => return done,
                    () = tokio::time::sleep(BEAT) => self.show(),
                }
            }
        }
    }

    fn show(&self) {
        self.around.context.ui.status_line(&self.line(self.begun.elapsed()));
    }

    /// `applying 3/10, 4 s: wiki and 7 more`.
    fn line(&self, passed: Duration) -> String {
        let count = if self.total > 0 { format!(" {}/{}", self.done.get(), self.total) } else { String::new() };
        let under_way = self.under_way.borrow();
        let now = match under_way.as_slice() {
            [] => String::new(),
            [first, others @ ..] => {
                let name: String = printable(first).chars().take(LONGEST).collect();
                let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
                format!(": {name}{more}")
            }
        };
        format!("{}{count}, {} s{now}", self.what, passed.as_secs())
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.around.context.ui.status_line("");
    }
}

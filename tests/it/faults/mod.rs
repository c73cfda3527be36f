//! Every request of a run fails in every way that requests fail in, and somebody stops akctl at every
//! one of them: afterwards authentik holds what it held before, or the whole integration, or the error
//! names what is left and the next run finishes.
#![allow(clippy::print_stdout)] // Tests that count say what they counted.

mod files;
mod interrupts;
mod judge;
mod presets;
mod scenarios;
#[cfg(unix)]
mod signals;
mod state;
mod together;
pub(crate) mod trouble;

/// Whether all runs are made that can be, and not a sample of them.
fn all() -> bool {
    std::env::var_os("AKCTL_ALL_FAULTS").is_some()
}

/// What many disturbed runs came to.
#[derive(Default)]
struct Tally {
    runs: usize,
    /// The runs that could have been made, where one in so many is.
    possible: usize,
    violations: Vec<String>,
}

impl Tally {
    /// Begins to count at another place, so that several tests do not make the same runs.
    fn from(begin: usize) -> Self {
        Self { possible: begin, ..Self::default() }
    }

    /// Whether the next run is among those that are made: one in `sample`, or all.
    fn takes(&mut self, sample: usize) -> bool {
        self.possible += 1;
        let is_taken = all() || self.possible.is_multiple_of(sample);
        self.runs += usize::from(is_taken);
        is_taken
    }

    fn add(&mut self, place: &str, wrong: Vec<String>) {
        for what in wrong {
            println!("{place}: {what}");
            self.violations.push(format!("{place}: {what}"));
        }
    }

    /// Fails if there was a violation.
    #[track_caller]
    fn end(self, name: &str) {
        let Self { runs, violations, .. } = self;
        println!("{name}: {runs} runs, {} violations", violations.len());
        assert!(runs > 0, "{name}: nothing was tried");
        assert!(violations.is_empty(), "{name}, {} of {runs} runs:\n{}", violations.len(), violations.join("\n"));
    }
}

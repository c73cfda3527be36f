//! The two output streams and the questions: data goes to stdout, all talk to stderr.

pub mod filter;
mod hold;
mod line;
pub mod prompter;
pub mod terminal;

use crate::error::Failure;
use crate::render::style::{Role, paint};
use crate::render::text::wrapped;
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;

/// Whether colours are used.
#[allow(clippy::doc_markdown)] // The help that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// Where a terminal shows them and NO_COLOR does not forbid them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    fn choice(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }
}

/// What a person sees and is asked.
#[derive(Debug, Clone)]
pub struct Ui {
    color: Color,
    /// Talk that is kept back because nobody wants it, until somebody must be asked: whoever answers
    /// must have seen what the question is about. None where talk is wanted.
    kept: Option<Rc<RefCell<String>>>,
    /// Whether stdout is a terminal: then a person reads what is printed there.
    pub stdout_is_terminal: bool,
    /// Whether a person can be asked: both stdin and stderr are terminals.
    pub can_ask: bool,
}

impl Ui {
    /// The streams of this process.
    #[must_use]
    pub fn new(color: Color) -> Self {
        Self {
            color,
            kept: None,
            stdout_is_terminal: io::stdout().is_terminal(),
            can_ask: io::stdin().is_terminal() && io::stderr().is_terminal(),
        }
    }

    /// The same streams, with talk kept back unless it is an error or an alarm.
    #[must_use]
    pub fn quiet(self, quiet: bool) -> Self {
        Self { kept: quiet.then(Rc::default), ..self }
    }

    /// Whether colours show on stderr.
    fn stderr_has_colours(&self) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
        }
    }

    /// Data, to stdout.
    pub fn data(&self, text: &str) -> io::Result<()> {
        let mut stream = anstream::AutoStream::new(io::stdout().lock(), self.color.choice());
        stream.write_all(text.as_bytes())?;
        stream.flush()
    }

    /// Talk, to stderr.
    pub fn say(&self, text: &str) {
        match &self.kept {
            Some(kept) => kept.borrow_mut().push_str(text),
            None => self.insist(text),
        }
    }

    /// What is said also to who wants no talk, such as an error. Nobody can be told that stderr is
    /// broken.
    pub fn insist(&self, text: &str) {
        let mut stream = anstream::AutoStream::new(io::stderr().lock(), self.color.choice());
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Writes over the line on which the terminal's cursor stands; an empty text takes it away. Nothing
    /// happens where stderr is no terminal, or nobody wants talk.
    pub fn status_line(&self, text: &str) {
        if self.kept.is_none() && io::stderr().is_terminal() {
            // No colour, so it does not matter whether colours are wanted.
            let mut stream = io::stderr().lock();
            let _ = write!(stream, "\r\x1b[2K{text}").and_then(|()| stream.flush());
        }
    }

    /// A warning, to stderr; broken between words where a person reads it.
    pub fn warn(&self, text: &str) {
        self.say(&warning(text));
    }

    /// A warning also for who wants no talk: something is unsafe.
    pub fn alarm(&self, text: &str) {
        self.insist(&warning(text));
    }

    /// A question whose answer is no unless the person says yes.
    pub fn confirm(&self, question: &str) -> Result<bool, Failure> {
        if let Some(kept) = &self.kept {
            self.insist(&std::mem::take(&mut *kept.borrow_mut()));
        }
        crate::interrupt::guard();
        let asked = dialoguer::Confirm::new().with_prompt(question).default(false).wait_for_newline(true);
        asked.interact().map_err(|dialoguer::Error::IO(error)| self.unanswered(error))
    }

    /// Why a question has no answer.
    fn unanswered(&self, error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::Interrupted => {
                // The question hides the cursor while it waits.
                let _ = dialoguer::console::Term::stderr().show_cursor();
                self.say("\n");
                Failure::new(crate::error::Kind::Interrupted, "interrupted: nothing was changed")
            }
            _ => Failure::failed("the question could not be asked").caused_by(error),
        }
    }
}

fn warning(text: &str) -> String {
    let painted = paint(Role::Warning, "warning:");
    if !io::stderr().is_terminal() {
        return format!("{painted} {text}\n");
    }
    let mut lines = String::new();
    wrapped(&mut lines, "warning: ", text);
    format!("{painted}{}", lines.trim_start_matches("warning:"))
}

//! The two output streams and the one question: data goes to stdout, all talk to stderr.

use crate::error::Failure;
use crate::render::style::{Role, paint};
use crate::render::text::wrapped;
use std::io::{self, IsTerminal, Write};

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
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    color: Color,
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
            stdout_is_terminal: io::stdout().is_terminal(),
            can_ask: io::stdin().is_terminal() && io::stderr().is_terminal(),
        }
    }

    /// Data, to stdout.
    pub fn data(&self, text: &str) -> io::Result<()> {
        let mut stream = anstream::AutoStream::new(io::stdout().lock(), self.color.choice());
        stream.write_all(text.as_bytes())?;
        stream.flush()
    }

    /// Talk, to stderr. Nobody can be told that stderr is broken.
    pub fn say(&self, text: &str) {
        let mut stream = anstream::AutoStream::new(io::stderr().lock(), self.color.choice());
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// A warning, to stderr; broken between words where a person reads it.
    pub fn warn(&self, text: &str) {
        let painted = paint(Role::Warning, "warning:");
        if !io::stderr().is_terminal() {
            return self.say(&format!("{painted} {text}\n"));
        }
        let mut lines = String::new();
        wrapped(&mut lines, "warning: ", text);
        self.say(&format!("{painted}{}", lines.trim_start_matches("warning:")));
    }

    /// A question whose answer is a line of text; an empty line takes what stands there `otherwise`.
    pub fn question(&self, question: &str, otherwise: Option<&str>) -> Result<String, Failure> {
        let asked = dialoguer::Input::<String>::new().with_prompt(question);
        let asked = match otherwise {
            Some(otherwise) => asked.default(otherwise.to_owned()),
            None => asked,
        };
        asked.interact_text().map_err(|dialoguer::Error::IO(error)| self.unanswered(error))
    }

    /// A question whose answer is no unless the person says yes.
    pub fn confirm(&self, question: &str) -> Result<bool, Failure> {
        let asked = dialoguer::Confirm::new().with_prompt(question).default(false).wait_for_newline(true);
        asked.interact().map_err(|dialoguer::Error::IO(error)| self.unanswered(error))
    }

    /// Why a question has no answer.
    fn unanswered(self, error: io::Error) -> Failure {
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

//! What a command that did not succeed tells its caller: a kind, which decides the exit code,
//! one sentence of what failed, and hints of what to do next.
//!
//! Modules have error types of their own; at the border each becomes a [`Failure`].

use std::fmt;

/// Why a command ended without success. The kind decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something failed on the way, or a check failed.
    Failed,
    /// Wrong usage or wrong input; nothing was written.
    Usage,
    /// There are changes to make, and the person asked to be told by the exit code.
    Pending,
    /// A decision is needed that akctl must not take alone, or the answer was "no".
    Decision,
    /// Not signed in, or signed in without the right.
    NotAllowed,
    /// The person stopped it.
    Interrupted,
}

impl Kind {
    /// The exit code that pipelines rely on.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Pending => 3,
            Self::Decision => 4,
            Self::NotAllowed => 5,
            Self::Interrupted => 130,
        }
    }
}

/// An error as a person meets it: what failed, why, and what to do next.
#[derive(Debug)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence, with the value that was wrong. No final full stop.
    pub message: String,
    /// What to do next, each a sentence of its own.
    pub hints: Vec<String>,
    /// Whether something that was made on the way is still there, or may be; the hints name it.
    pub leaves_something: bool,
    source: Option<anyhow::Error>,
}

impl Failure {
    /// A failure of this kind that says `message`.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), leaves_something: false, source: None }
    }

    /// Wrong usage or wrong input (exit code 2).
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Something failed on the way (exit code 1).
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what to do next, where there is something to say.
    #[must_use]
    pub fn hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }

    /// Message and cause in one sentence, to stand in a list of things that are wrong.
    #[must_use]
    pub fn told(&self) -> String {
        match &self.source {
            Some(source) => format!("{}: {source:#}", self.message),
            None => self.message.clone(),
        }
    }

    /// Adds the cause, which is printed below the message.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// Wrong inputs, collected so that a person can mend them all at once.
#[derive(Debug, Default)]
pub struct Problems {
    what: Vec<String>,
    hints: Vec<String>,
}

impl Problems {
    /// One more thing that is wrong: a sentence without a final full stop.
    pub fn add(&mut self, what: impl Into<String>) {
        self.what.push(what.into());
    }

    /// One more thing that is wrong, and what to do about it.
    pub fn add_with_hint(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.add(what);
        self.hints.push(hint.into());
    }

    /// The value if nothing is wrong; else one failure that names everything.
    pub fn finish<T>(self, value: T) -> Result<T, Failure> {
        let message = match self.what.as_slice() {
            [] => return Ok(value),
            [only] => only.clone(),
            several => format!("{} things are wrong:\n  - {}", several.len(), several.join("\n  - ")),
        };
        Err(Failure::usage(message).hints(self.hints))
    }
}

/// Both values, or one failure that tells what is wrong with either: people mend them together.
pub fn together<A, B>(first: Result<A, Failure>, second: Result<B, Failure>) -> Result<(A, B), Failure> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => Err(failure),
        (Err(mut first), Err(second)) => {
            first.message = format!("{}\n{}", first.message, second.message);
            Err(first.hints(second.hints))
        }
    }
}

impl From<crate::model::slug::NotASlug> for Failure {
    fn from(error: crate::model::slug::NotASlug) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<crate::preset::template::RenderError> for Failure {
    fn from(error: crate::preset::template::RenderError) -> Self {
        Self::failed(format!("the preset cannot be filled in: {error}"))
    }
}

/// Output that cannot be written.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed("the output could not be written").caused_by(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn std::error::Error + 'static))
    }
}

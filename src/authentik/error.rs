//! Why a call of authentik's API did not bring what it should: what was asked, what came back in
//! the server's own words, and what to do next.

use super::retry::retry_after;
use super::transport::{Method, Response, TransportError};
use super::words::{self, short};
use std::fmt;
use std::time::{Duration, SystemTime};

pub use super::words::{FieldError, Form};

/// What was asked of whom. It holds neither the query nor anything that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The method.
    pub method: Method,
    /// The server: `https://auth.company`.
    pub server: String,
    /// The path below it, without its query.
    pub path: String,
    /// Whether a token went with it.
    pub with_token: bool,
    /// What that token is called, where it is known: `the token of the profile ...`.
    pub token_name: Option<String>,
}

/// An answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The form in which it came.
    pub form: Form,
    /// Complaints about single fields.
    pub fields: Vec<FieldError>,
    /// A sentence about the whole.
    pub detail: Option<String>,
    /// Where the server sends a browser; redirects are never followed.
    pub location: Option<String>,
    /// How long the server wants to be left alone.
    pub retry_after: Option<Duration>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No answer came.
    NoAnswer(TransportError),
    /// An answer came, and it is not a success.
    Refused(Box<Refusal>),
    /// The status is a success and the body is not what it should be.
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the body; holds nothing of it.
        why: String,
        /// Whether it is a web page.
        is_page: bool,
    },
}

/// A call of authentik that failed. Holds no header, no body that was sent and no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// What was asked.
    pub asked: Asked,
    /// What went wrong.
    pub problem: Problem,
}

impl ApiError {
    /// No answer came.
    #[must_use]
    pub fn no_answer(asked: Asked, error: TransportError) -> Self {
        Self { asked, problem: Problem::NoAnswer(error) }
    }

    /// An answer came that is not a success; `now` turns a `Retry-After` date into a time.
    #[must_use]
    pub fn refused(asked: Asked, response: &Response, now: SystemTime) -> Self {
        let words::Words { fields, detail, form } = words::read(response);
        let refusal = Refusal {
            status: response.status,
            form,
            fields,
            detail,
            location: response.header("location").map(short),
            retry_after: retry_after(response, now),
        };
        Self { asked, problem: Problem::Refused(Box::new(refusal)) }
    }

    /// A success whose body is not what it should be; `why` must not quote the body.
    #[must_use]
    pub fn unreadable(asked: Asked, response: &Response, why: impl Into<String>) -> Self {
        let is_page = words::is_page(response);
        Self { asked, problem: Problem::Unreadable { status: response.status, why: why.into(), is_page } }
    }

    /// The HTTP status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match &self.problem {
            Problem::NoAnswer(_) => None,
            Problem::Refused(refusal) => Some(refusal.status),
            Problem::Unreadable { status, .. } => Some(*status),
        }
    }

    /// The server's complaints about single fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        self.refusal().map_or(&[], |refusal| &refusal.fields)
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.problem {
            Problem::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether authentik itself says that there is no such object. A web page with status 404 is
    /// something else: a wrong address, or not authentik at all.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status == 404 && refusal.form == Form::Json)
    }

    /// Whether the token is wrong or lacks a right: 403, or 401 from what stands before authentik.
    /// authentik 2024.8 to 2026.5 answers 403 for a wrong and for a missing token.
    #[must_use]
    pub fn is_not_allowed(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }

    /// Whether an object of the same name may exist already: the caller looks, because the texts
    /// change between versions. authentik answers a taken name with 400 and a field error, and
    /// authentik 2024.8 a taken certificate name with an empty 405.
    #[must_use]
    pub fn may_be_taken(&self) -> bool {
        self.asked.method != Method::Get
            && self.refusal().is_some_and(|refusal| match refusal.status {
                400 => !refusal.fields.is_empty(),
                405 => refusal.form == Form::Empty,
                409 => true,
                _ => false,
            })
    }

    /// Whether the server may have done the work although it has not said so: a connection that
    /// broke, a time-out, a failure inside the server, an answer that cannot be read, and
    /// authentik's empty 405, which it also gives after storing (authentik 2026.2, 2026.5).
    /// Callers look before they create again.
    #[must_use]
    pub fn maybe_done(&self) -> bool {
        self.asked.method != Method::Get
            && match &self.problem {
                Problem::NoAnswer(error) => !error.never_sent(),
                Problem::Refused(refusal) => match refusal.status {
                    405 => refusal.form == Form::Empty,
                    408 => true,
                    status => status >= 500,
                },
                Problem::Unreadable { .. } => true,
            }
    }

    /// Says by which flag a person gave a field: `[("app.slug", "--slug")]`. The longest path that
    /// fits wins, and a path covers what lies below it.
    #[must_use]
    pub fn rename_fields(mut self, names: &[(&str, &str)]) -> Self {
        if let Problem::Refused(refusal) = &mut self.problem {
            for field in &mut refusal.fields {
                let fitting = names.iter().filter(|(path, _)| covers(path, &field.path));
                let best = fitting.max_by_key(|(path, _)| path.len());
                field.given_as = best.map(|(_, flag)| (*flag).to_owned()).or_else(|| field.given_as.take());
            }
        }
        self
    }
}

/// Whether `path` is `inner` or stands above it.
fn covers(path: &str, inner: &str) -> bool {
    inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The server's sentences stand inside one of ours, which has no final full stop.
fn without_full_stop(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, problem } = self;
        match problem {
            Problem::NoAnswer(error) => write!(f, "{asked} at {}: {error}", asked.server),
            Problem::Refused(refusal) => write!(f, "{asked}: {} {}", asked.server, refusal),
            Problem::Unreadable { status, is_page: true, .. } => {
                write!(f, "{asked}: {} answered with a web page ({status}), not with JSON", asked.server)
            }
            Problem::Unreadable { status, why, .. } => {
                write!(f, "{asked}: the answer of {} ({status}) cannot be read: {why}", asked.server)
            }
        }
    }
}

impl std::error::Error for ApiError {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, form, fields, detail, location, retry_after: _ } = self;
        if let (300..=399, Some(location)) = (status, location) {
            return write!(f, "redirects to {location} ({status})");
        }
        let verb = if *status >= 500 { "failed" } else { "refused it" };
        let how = match form {
            Form::Page => " with a web page",
            Form::Empty => " without saying why",
            Form::Json | Form::Text => "",
        };
        write!(f, "{verb}{how} ({status})")?;
        let mut said: Vec<String> = fields.iter().map(FieldError::to_string).collect();
        said.extend(detail.as_deref().map(|detail| without_full_stop(detail).to_owned()));
        if said.is_empty() {
            return Ok(());
        }
        write!(f, ": {}", short(&said.join("; ")))
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = without_full_stop(&self.message);
        match (&self.given_as, self.path.as_str()) {
            (Some(flag), _) => write!(f, "{flag}: {message}"),
            (None, "") => f.write_str(message),
            (None, path) => write!(f, "{path}: {message}"),
        }
    }
}

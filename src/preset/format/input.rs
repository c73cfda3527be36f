//! Inputs: what a preset asks a person for.

use super::{Condition, Literal, Ordered};
use crate::model::later;
use serde::Deserialize;

/// One thing that a person must or may give. It is a flag of `akctl integrate PRESET` (its name
/// with hyphens for underscores), a key of `--set` and of an inputs file, and a variable of the
/// templates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: InputKind,
    /// The question, and the line of help beside the flag.
    pub prompt: String,
    /// What else to say about it.
    #[serde(default)]
    pub help: Option<String>,
    /// A value that would be right, shown where the input is missing.
    #[serde(default)]
    pub example: Option<Literal>,
    /// The value where none is given. Text may be a template over earlier inputs.
    #[serde(default)]
    pub default: Option<Literal>,
    /// Whether it may stay away although it has no default; it is then empty.
    #[serde(default)]
    pub optional: bool,
    /// Whether it is asked for at all: an expression over earlier inputs. Where it is false, the
    /// input is empty, whatever its default says.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Whether it takes several values.
    #[serde(default)]
    pub many: bool,
    /// The values of a choice.
    #[serde(default)]
    pub of: Vec<String>,
    /// Where the application shows the value, if it does so only once it knows authentik: one line. The
    /// word `later` then stands for it in a first run.
    #[serde(default)]
    pub later: Option<String>,
    /// A regular expression that the whole of a text must match.
    #[serde(default)]
    pub pattern: Option<String>,
    /// What the pattern takes, in plain words that go behind "it must be".
    #[serde(default)]
    pub pattern_help: Option<String>,
    /// How a record is written on the command line: `"{group}={role}"`.
    #[serde(default)]
    pub form: Option<String>,
    /// The fields of a record.
    #[serde(default)]
    pub fields: Ordered<Field>,
    /// The fields by which the records of a list must differ; all of them, if absent.
    #[serde(default)]
    pub unique: Vec<String>,
}

/// One field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What kind of value it takes: a text, a group or a choice.
    #[serde(rename = "type")]
    pub kind: InputKind,
    /// The question.
    #[serde(default)]
    pub prompt: Option<String>,
    /// The values of a choice.
    #[serde(default)]
    pub of: Vec<String>,
    /// A regular expression that the whole of a text must match.
    #[serde(default)]
    pub pattern: Option<String>,
    /// What the pattern takes, in plain words that go behind "it must be".
    #[serde(default)]
    pub pattern_help: Option<String>,
}

/// What kind of value an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputKind {
    /// An address of an application, kept without a final slash.
    Url,
    /// Scheme, host and port of an application, as a browser writes them.
    Origin,
    /// Any address to come back to, also of an application's own scheme, kept letter by letter.
    Uri,
    /// The name or number of a host.
    Host,
    /// A time as authentik writes it: `minutes=5`.
    Duration,
    /// Any text of one line.
    Text,
    /// One of the values in `of`.
    Choice,
    /// Yes or no; no, unless it is given.
    Flag,
    /// The name of a group in authentik.
    Group,
    /// Several named fields that belong together.
    Record,
    /// A secret, read from a file or standard input. Templates see only whether it was given.
    Secret,
    /// A certificate, read from a file: PEM.
    Certificate,
    /// The SAML metadata of an application, read from a file or an address. Templates see what is
    /// in it, field by field.
    #[serde(rename = "saml_metadata")]
    SamlMetadata,
}

impl InputKind {
    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Origin => "origin",
            Self::Uri => "uri",
            Self::Host => "host",
            Self::Duration => "duration",
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Flag => "flag",
            Self::Group => "group",
            Self::Record => "record",
            Self::Secret => "secret",
            Self::Certificate => "certificate",
            Self::SamlMetadata => "saml_metadata",
        }
    }
}

impl Input {
    /// What stands for its value as long as that is not known; none if it must be known.
    #[must_use]
    pub fn stand_in(&self) -> Option<&'static str> {
        self.later.as_ref()?;
        match self.kind {
            InputKind::Url | InputKind::Origin | InputKind::Uri => Some(later::ADDRESS),
            InputKind::Host | InputKind::Text => Some(later::NAME),
            _ => None,
        }
    }

    /// Whether its value is what is in a file, and not what is given.
    #[must_use]
    pub fn is_read(&self) -> bool {
        matches!(self.kind, InputKind::Secret | InputKind::Certificate | InputKind::SamlMetadata)
    }

    /// The name of its flag, without hyphens in front: `app-url` for `app_url`, `token-file` for a
    /// secret `token`.
    #[must_use]
    pub fn flag(&self, name: &str) -> String {
        let flag = flag_name(name);
        if self.kind == InputKind::Secret { format!("{flag}-file") } else { flag }
    }
}

/// The name of an input's flag, without hyphens in front: `app-url` for `app_url`.
#[must_use]
pub fn flag_name(input: &str) -> String {
    input.replace('_', "-")
}

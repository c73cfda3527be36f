//! What to enter in the application.

use super::{Command, Condition, Data, Line, Template};
use serde::Deserialize;

/// The application's side of a preset.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The menu path to the form: `Settings > Authentication`.
    #[serde(default, rename = "where")]
    pub place: Option<String>,
    /// The form to fill in, in its own order.
    #[serde(default)]
    pub settings: Vec<Section>,
    /// Configuration files in the application's own format.
    #[serde(default)]
    pub files: Vec<File>,
    /// Command lines to run where the application is.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// What to do, in order.
    #[serde(default)]
    pub steps: Vec<Line>,
    /// What to know.
    #[serde(default)]
    pub notes: Vec<Line>,
}

/// Fields of the application's form that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading under which they stand; the same one may follow itself.
    #[serde(default)]
    pub section: Option<String>,
    /// Whether they are there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list input for each item of which all of them are there once, in turn.
    #[serde(default)]
    pub each: Option<String>,
    /// The fields.
    pub fields: Vec<Setting>,
}

/// One field of the application's form. It is a secret if its value's template names
/// `client_secret` ([`template::mentions`](crate::preset::template::mentions)).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its label in the form.
    pub label: Template,
    /// What to enter.
    pub value: Template,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// A configuration file; exactly one of `content` and `data` is there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name, without folders.
    pub name: String,
    /// How it is written; needed with `data`.
    #[serde(default)]
    pub format: Option<FileFormat>,
    /// What is in it, as text.
    #[serde(default)]
    pub content: Option<Template>,
    /// What is in it, as data that is written by the rules of its format.
    #[serde(default)]
    pub data: Option<Data>,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Lines of `NAME=value`.
    Env,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// INI.
    Ini,
    /// TOML.
    Toml,
    /// The language of Terraform.
    Hcl,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Anything else.
    Text,
}

impl FileFormat {
    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Ini => "ini",
            Self::Toml => "toml",
            Self::Hcl => "hcl",
            Self::Python => "python",
            Self::Ruby => "ruby",
            Self::Text => "text",
        }
    }

    /// Whether data can be written in this format.
    #[must_use]
    pub fn takes_data(self) -> bool {
        !matches!(self, Self::Hcl | Self::Text)
    }
}

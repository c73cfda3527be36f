//! What to enter in the application.

use super::{Condition, Line, Template};
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
    pub commands: Vec<Line>,
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

/// A configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name, without folders.
    pub name: String,
    /// How it is written; only for showing it.
    #[serde(default)]
    pub format: Option<FileFormat>,
    /// What is in it.
    pub content: Template,
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
    /// Anything else.
    Text,
}

//! The format of a file of integrations, as it is written.

use crate::preset::format::{Literal, Ordered};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only version of the format.
pub const VERSION: u64 = 1;

/// A file without its integrations taken apart: each is read on its own, so that a mistake in one
/// does not hide those in others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `version: 1` and `integrations`")]
pub struct Head {
    /// The format's version.
    pub version: serde_yaml::Value,
    /// The file's own name, under which authentik remembers what applies of it made.
    #[serde(default)]
    pub name: Option<String>,
    /// The only authentik that it is for.
    #[serde(default)]
    pub authentik: Option<String>,
    /// What counts for every integration that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The integrations; nothing stands for none.
    #[serde(default)]
    pub integrations: Option<Vec<serde_yaml::Value>>,
}

/// What counts where an integration says nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `access` or `options`")]
pub struct Defaults {
    /// Who may use it.
    #[serde(default)]
    pub access: Access,
    /// What authentik has of it.
    #[serde(default)]
    pub options: Choices,
}

/// One integration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map such as {preset: oidc, name: Wiki}")]
pub struct Entry {
    /// The preset's name.
    pub preset: String,
    /// The application's slug; the preset's own, if absent.
    #[serde(default)]
    pub slug: Option<String>,
    /// The application's name; the preset's own, if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The preset's inputs.
    #[serde(default)]
    pub inputs: Ordered<Literal>,
    /// Who may use it.
    #[serde(default)]
    pub access: Access,
    /// What authentik has of it.
    #[serde(default)]
    pub options: Choices,
    /// Where its settings go, secrets included.
    #[serde(default)]
    pub outputs: Vec<Output>,
}

/// Who may use an application. What is absent is taken from the defaults.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map such as {groups: [Staff]}")]
pub struct Access {
    /// Groups whose members may open it.
    #[serde(default)]
    pub groups: Option<Vec<String>>,
    /// Users who may open it.
    #[serde(default)]
    pub users: Option<Vec<String>>,
    /// Networks from which alone it may be opened.
    #[serde(default)]
    pub networks: Option<Vec<String>>,
    /// The body of a Python function that must return true as well.
    #[serde(default)]
    pub policy_expression: Option<String>,
    /// Whether everybody is asked for a second factor.
    #[serde(default)]
    pub require_mfa: Option<RequireMfa>,
    /// How long one check of it lasts.
    #[serde(default)]
    pub mfa_lasts: Option<String>,
    /// Whether groups that are missing are created.
    #[serde(default)]
    pub create_groups: Option<bool>,
    /// People to put into groups, by the group.
    #[serde(default)]
    pub members: Option<BTreeMap<String, Vec<String>>>,
}

/// A word about a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequireMfa {
    /// Nobody is asked.
    No,
    /// Who has no device is refused.
    Deny,
    /// Who has no device is led through setting one up.
    Enrol,
}

impl<'de> Deserialize<'de> for RequireMfa {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Literal::deserialize(deserializer)? {
            Literal::Flag(false) => Ok(Self::No),
            Literal::Flag(true) => Ok(Self::Deny),
            Literal::Text(word) if word == "deny" => Ok(Self::Deny),
            Literal::Text(word) if word == "enrol" => Ok(Self::Enrol),
            _ => Err(D::Error::custom("it must be deny, enrol, true or false")),
        }
    }
}

/// What authentik has of an application. What is absent is taken from the defaults.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map such as {tile_group: Documents}")]
pub struct Choices {
    /// The flow in which people sign in who are not yet.
    #[serde(default)]
    pub authentication_flow: Option<String>,
    /// The flow that people go through when they sign in.
    #[serde(default)]
    pub authorization_flow: Option<String>,
    /// The flow that people go through when they sign out.
    #[serde(default)]
    pub invalidation_flow: Option<String>,
    /// The name of the certificate-key pair that signs.
    #[serde(default)]
    pub signing_key: Option<String>,
    /// The name of the outpost that serves it, where its provider takes one.
    #[serde(default)]
    pub outpost: Option<String>,
    /// The heading under which the tile stands.
    #[serde(default)]
    pub tile_group: Option<String>,
    /// The address of an icon.
    #[serde(default)]
    pub icon: Option<String>,
    /// Who makes the application.
    #[serde(default)]
    pub publisher: Option<String>,
    /// A line about it.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether lists become equal to what is asked for.
    #[serde(default)]
    pub exact: Option<bool>,
}

/// One place to which the settings of an integration go: exactly one of `dir`, `file` and `command`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map such as {file: wiki.json}")]
pub struct Output {
    /// A folder for settings, variables and the preset's own files.
    #[serde(default)]
    pub dir: Option<String>,
    /// A file.
    #[serde(default)]
    pub file: Option<String>,
    /// A command and its arguments, which gets them on its standard input. No shell is between.
    #[serde(default)]
    pub command: Option<Vec<String>>,
    /// In what format; a folder has its own.
    #[serde(default)]
    pub format: Option<Format>,
}

/// In what format settings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// As `-o json` prints them.
    #[default]
    Json,
    /// As `-o yaml` prints them.
    Yaml,
    /// As `-o env` prints them.
    Env,
    /// As people read them.
    Text,
}

/// Where an output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A folder.
    Folder(&'a str),
    /// A file.
    File(&'a str),
    /// A program with its arguments.
    Command(&'a str, &'a [String]),
}

impl Output {
    /// Where it goes; the error is a sentence.
    pub fn target(&self) -> Result<Target<'_>, &'static str> {
        let path = self.dir.as_deref().or(self.file.as_deref()).unwrap_or_default();
        if path == "~" || path.starts_with("~/") {
            return Err("`~` is no home folder here: write the path from the root, or from the folder of this file");
        }
        match (&self.dir, &self.file, &self.command) {
            (Some(_), None, None) if self.format.is_some() => {
                Err("a folder has formats of its own: leave `format` away")
            }
            (Some(dir), None, None) if !dir.is_empty() => Ok(Target::Folder(dir)),
            (None, Some(file), None) if !file.is_empty() => Ok(Target::File(file)),
            (None, None, Some(words)) => match words.split_first() {
                Some((program, arguments)) if !program.is_empty() => Ok(Target::Command(program, arguments)),
                _ => Err("the command names no program"),
            },
            _ => Err("an output is one of `dir`, `file` and `command`"),
        }
    }
}

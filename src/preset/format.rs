//! A preset file as it is written: nothing is resolved, no template is rendered yet.
//!
//! Every map refuses keys that it does not know. Where one of several keys must be given (the kind
//! of a provider, the matching of a redirect address) each is an optional field and
//! [`check`](crate::preset::check) sees to it that exactly one is there; that way an error has a
//! place in the file, which it would lose with tagged enums.

mod authentik;
mod client;
mod command;
mod data;
mod input;
mod proxy;
mod saml;
mod scim;
mod text;
mod verify;
mod words;

pub use authentik::{
    AlternativeName, Application, Authentik, Binding, Certificate, Claim, Group, GroupNames, GroupValues, Oauth2,
    Provider, RedirectType, RedirectUri, ScopeMapping, UserField,
};
pub use client::{Client, File, FileFormat, Section, Setting};
pub use command::{Command, Words};
pub use data::{Data, Embedding, Gate, Number};
pub use input::{Field, Input, InputKind, flag_name};
pub use proxy::{BasicAuth, Proxy};
pub use saml::{Saml, SamlMapping};
pub use scim::{Backchannel, Scim, ScimSource, Source};
pub use text::{Condition, Line, Literal, Ordered, Template};
pub use verify::Verify;
pub use words::{
    ClientType, GrantType, IssuerMode, LogoutMethod, NameId, ProxyMode, ReverseProxy, SamlAlgorithm, SamlBinding,
    SamlLogoutMethod, ScimCompatibility, SigningKey, SubMode, Vocabulary, Word,
};

use serde::Deserialize;

/// One preset: an application's needs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The word that people type: lower-case letters, digits and hyphens; the file's name.
    pub id: String,
    /// The application's name as people write it.
    pub name: String,
    /// Other words under which it is found.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// One line: what the application is.
    pub summary: String,
    /// The shelf on which it is listed: `containers`, `monitoring`, ...
    pub category: String,
    /// How people sign in, or are pushed.
    pub protocol: Protocol,
    /// The pages that the preset rests on.
    #[serde(default)]
    pub docs: Vec<String>,
    /// What it was checked for.
    pub tested: Tested,
    /// What a person must or may give, in the order in which it is asked.
    #[serde(default)]
    pub inputs: Ordered<Input>,
    /// Rules between inputs.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What must exist in authentik.
    pub authentik: Authentik,
    /// What to enter in the application.
    pub client: Client,
    /// What a check of the living integration must expect.
    #[serde(default)]
    pub verify: Verify,
    /// What the person must know before it is done.
    #[serde(default)]
    pub warnings: Vec<Line>,
}

/// How people sign in to the application, or how they are pushed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// `OpenID` Connect, or plain `OAuth2`.
    Oidc,
    /// SAML 2.0.
    Saml,
    /// SCIM, in either direction.
    Scim,
    /// An outpost of authentik before the application.
    Proxy,
}

impl Protocol {
    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::Saml => "saml",
            Self::Scim => "scim",
            Self::Proxy => "proxy",
        }
    }
}

/// Which versions a preset was checked for, and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tested {
    /// Version of authentik.
    #[serde(default)]
    pub authentik: Option<String>,
    /// Version of the application.
    #[serde(default)]
    pub application: Option<String>,
    /// On what the claim rests.
    pub by: TestedBy,
}

/// On what the claim that a preset works rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TestedBy {
    /// A guide says so for these versions.
    Guide,
    /// Somebody signed in to the application with it.
    Run,
    /// The application's source was read.
    Source,
    /// Nothing: it was only written down.
    Nobody,
}

impl TestedBy {
    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Run => "run",
            Self::Source => "source",
            Self::Nobody => "nobody",
        }
    }
}

/// A rule between inputs, tried when all the inputs that it names are right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Whether the rule counts; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What must be true.
    pub that: Condition,
    /// What the person reads if it is not: which value is wrong, and which flag mends it.
    pub message: Template,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_preset_is_of_this_format() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("text");
            let preset: Preset = serde_yaml::from_str(&text).expect("a preset");
            assert!(!preset.inputs.is_empty());
            for (name, input) in preset.inputs.iter() {
                let fields = input.fields.iter().map(|(_, field)| (&field.pattern, &field.pattern_help));
                for (pattern, help) in fields.chain([(&input.pattern, &input.pattern_help)]) {
                    assert_eq!(pattern.is_some(), help.is_some(), "{}: {name}: {pattern:?}", preset.id);
                }
            }
        }
    }
}

//! What to enter in the application: the preset's client side, filled in.

use super::data;
use crate::error::Failure;
use crate::model::shell::quoted;
use crate::model::x509::Certificate;
use crate::model::{Secret, Version};
use crate::preset::format::{Client, Command, Condition, File, FileFormat, Line, Template, Words};
use crate::preset::template::{
    AUTHENTIK_VERSION, CLIENT_SECRET, Context, JWKS_DOCUMENT, METADATA_DOCUMENT, SOURCE_TOKEN, evaluate, mentions,
    mentions_secret, render, render_lines,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// What stands in a line of text where a secret belongs and is not to be seen.
const HIDDEN: &str = "(hidden)";
/// What stands where something is known only after the integration exists.
const NOT_YET: &str = "(known after the integration is made)";

/// The variable that holds the client's id.
const CLIENT_ID: &str = "client_id";

/// Whether secrets may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Somebody asked for them.
    Show,
    /// Nobody did.
    Hide,
}

/// One field of the application's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The heading under which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its label.
    pub key: String,
    /// What to enter; none if it is hidden or not known yet.
    pub value: Option<String>,
    /// Whether it is a secret.
    pub secret: bool,
}

/// A configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// What is in it; none if it holds a secret that is hidden, or is not known yet.
    pub content: Option<String>,
    /// Whether it holds a secret.
    pub secret: bool,
}

/// Everything to enter in the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The menu path to the form.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The form, in its order.
    pub settings: Vec<Setting>,
    /// Configuration files.
    pub files: Vec<Document>,
    /// Command lines.
    pub commands: Vec<String>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// What to know.
    pub notes: Vec<String>,
}

/// What the server decided, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// The client's id.
    pub client_id: Option<String>,
    /// The client's secret.
    pub client_secret: Option<Secret>,
    /// Whether it is a public client, which has no secret that could be hidden.
    pub is_public: bool,
    /// Whether the source is there, so that it has a token.
    pub has_source: bool,
    /// The token of the source, where it was asked for.
    pub source_token: Option<Secret>,
}

/// What authentik publishes about the integration, as far as it was read.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The keys with which the provider signs, as JSON.
    pub jwks: Option<String>,
    /// The SAML metadata, as XML.
    pub metadata: Option<String>,
    /// The certificate that signs.
    pub certificate: Option<Certificate>,
}

/// The values that the client side's templates see.
pub struct Values<'a> {
    /// The inputs by name, with `slug`, `name`, `authentik_url` and `endpoints`.
    pub context: &'a Context,
    /// The scopes that the application asks for.
    pub scopes: &'a [String],
    /// What the server decided.
    pub credentials: &'a Credentials,
    /// What the server publishes.
    pub published: &'a Published,
    /// The server's version.
    pub version: &'a Version,
}

/// Fills in the client side of a preset.
pub fn settings(client: &Client, values: &Values, secrecy: Secrecy) -> Result<Settings, Failure> {
    let filler = Filler::new(values, secrecy);
    let mut settings = Vec::new();
    for section in &client.settings {
        for context in filler.context.repeated(section.when.as_ref(), section.each.as_deref())? {
            for field in &section.fields {
                if holds(field.when.as_ref(), &context)? {
                    settings.push(Setting {
                        section: section.section.clone(),
                        key: render(&field.label, &context)?,
                        value: filler.value(&field.value, &context)?,
                        secret: mentions_secret(field.value.as_str()),
                    });
                }
            }
        }
    }
    Ok(Settings {
        place: client.place.clone(),
        settings,
        files: filler.files(&client.files)?,
        commands: filler.commands(&client.commands)?,
        steps: filler.lines(&client.steps)?,
        notes: filler.lines(&client.notes)?,
    })
}

/// The lines of a preset that hold for these inputs: its warnings.
pub fn warnings(lines: &[Line], values: &Values) -> Result<Vec<String>, Failure> {
    Filler::new(values, Secrecy::Hide).lines(lines)
}

struct Filler {
    context: Context,
    /// The names that are not known, or not to be seen.
    absent: BTreeSet<&'static str>,
}

impl Filler {
    fn new(values: &Values, secrecy: Secrecy) -> Self {
        let Values { context, scopes, credentials, published, version } = values;
        let Credentials { client_id, client_secret, is_public, has_source, source_token } = credentials;
        let secret = |secret: &Option<Secret>| {
            secret.as_ref().filter(|_| secrecy == Secrecy::Show).map(|secret| secret.expose().to_owned())
        };
        let certificate = published.certificate.as_ref();
        let late = [
            (CLIENT_ID, client_id.clone(), NOT_YET),
            (CLIENT_SECRET, secret(client_secret), if client_id.is_some() { HIDDEN } else { NOT_YET }),
            (SOURCE_TOKEN, secret(source_token), if *has_source { HIDDEN } else { NOT_YET }),
            (JWKS_DOCUMENT, published.jwks.clone(), NOT_YET),
            (METADATA_DOCUMENT, published.metadata.clone(), NOT_YET),
            ("certificate_pem", certificate.map(|certificate| certificate.pem.clone()), NOT_YET),
            ("certificate_sha256", certificate.map(|certificate| certificate.sha256.clone()), NOT_YET),
            ("certificate_sha1", certificate.map(|certificate| certificate.sha1.clone()), NOT_YET),
        ];
        let mut context = (*context).clone();
        context.set("scopes", scopes);
        context.set(AUTHENTIK_VERSION, version.to_string());
        let mut absent = BTreeSet::new();
        for (name, value, otherwise) in late {
            let nothing = *is_public && name == CLIENT_SECRET;
            if value.is_none() && !nothing {
                absent.insert(name);
            }
            context.set(name, value.as_deref().unwrap_or(if nothing { "" } else { otherwise }));
        }
        Self { context, absent }
    }

    /// Whether a text can be filled in wholly.
    fn knows(&self, template: &Template) -> bool {
        !self.absent.iter().any(|name| mentions(template.as_str(), name))
    }

    fn value(&self, template: &Template, context: &Context) -> Result<Option<String>, Failure> {
        if self.knows(template) { Ok(Some(render(template, context)?)) } else { Ok(None) }
    }

    fn files(&self, files: &[File]) -> Result<Vec<Document>, Failure> {
        let mut documents = Vec::new();
        for file in files {
            if holds(file.when.as_ref(), &self.context)? {
                documents.push(self.file(file)?);
            }
        }
        Ok(documents)
    }

    fn file(&self, file: &File) -> Result<Document, Failure> {
        let mut used: Vec<&Template> = file.content.iter().collect();
        if let Some(data) = &file.data {
            used.extend(data::templates(data, &self.context)?);
        }
        let content = match (&file.content, &file.data) {
            _ if !used.iter().all(|template| self.knows(template)) => None,
            (Some(content), _) => Some(render(content, &self.context)?),
            (None, Some(data)) => Some(data::document(data, file.format.unwrap_or(FileFormat::Text), &self.context)?),
            (None, None) => None,
        };
        let secret = used.iter().any(|template| mentions_secret(template.as_str()));
        Ok(Document { name: file.name.clone(), content, secret })
    }

    /// Commands, each below a comment that says what it does, on as many lines as that has.
    fn commands(&self, commands: &[Command]) -> Result<Vec<String>, Failure> {
        let mut texts = Vec::new();
        for Command { about, when, each, words } in commands {
            for context in self.context.repeated(when.as_ref(), each.as_deref())? {
                if let Some(about) = about {
                    let about = render(about, &context)?;
                    // Whoever pastes it must not run a line of what only explains.
                    texts.push(about.lines().map(|line| format!("# {line}")).collect::<Vec<_>>().join("\n"));
                }
                texts.push(match words {
                    Words::Text(text) => render(text, &context)?,
                    Words::Run(arguments) => {
                        let words = render_lines(arguments, &context)?;
                        words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
                    }
                });
            }
        }
        Ok(texts)
    }

    /// Lines of prose; one that renders to nothing is not there.
    fn lines(&self, lines: &[Line]) -> Result<Vec<String>, Failure> {
        let mut texts = Vec::new();
        for line in lines {
            for context in self.context.repeated(line.when.as_ref(), line.each.as_deref())? {
                let text = render(&line.text, &context)?;
                if !text.trim().is_empty() {
                    texts.push(text);
                }
            }
        }
        Ok(texts)
    }
}

fn holds(when: Option<&Condition>, context: &Context) -> Result<bool, Failure> {
    Ok(when.map_or(Ok(true), |when| evaluate(when, context))?)
}

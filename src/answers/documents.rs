//! Inputs whose value is what is in a file: secrets, certificates, SAML metadata.

use super::Answer;
use crate::model::{Secret, x509};
use crate::preset::format::InputKind;
use crate::preset::value::metadata_fields;
use crate::saml::{self, Binding, ServiceProvider};
use std::collections::BTreeMap;

/// A file or an address whose content an input takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The flag or the place that names it, for messages.
    pub origin: String,
    /// The file, or the address; `-` is standard input.
    pub location: String,
    /// Whether it may be an address.
    pub may_be_address: bool,
}

/// What was read, by its location: the content, or why it could not be read.
pub type Documents = BTreeMap<String, Result<Vec<u8>, String>>;

/// What a document came to.
pub(super) enum Read {
    Answer(Answer),
    Secret(Secret),
}

/// Reads a document for an input of a kind. The error is a sentence without the input's name.
pub(super) fn read(kind: InputKind, location: &str, documents: &Documents) -> Result<Read, String> {
    let content = match documents.get(location) {
        Some(Ok(content)) => content,
        Some(Err(reason)) => return Err(reason.clone()),
        None => return Err(format!("{location} was not read")),
    };
    match kind {
        InputKind::Secret => secret(content).map(Read::Secret),
        InputKind::SamlMetadata => {
            let provider = saml::read(content).map_err(|problems| format!("{location}: {}", told(&problems)))?;
            Ok(Read::Answer(Answer::Record(fields(&provider))))
        }
        _ => {
            // The binary form begins with a sequence of more than 127 bytes.
            let read = match content.as_slice() {
                der @ [0x30, 0x81..=0x84, ..] => x509::Certificate::from_der(der),
                text => x509::Certificate::read(&String::from_utf8_lossy(text)),
            };
            let certificate = read.map_err(|reason| format!("{location}: {reason}"))?;
            Ok(Read::Answer(Answer::Text(certificate.pem)))
        }
    }
}

/// A secret: one line of text. Nothing of it stands in the error.
pub(super) fn secret(content: &[u8]) -> Result<Secret, String> {
    let text = std::str::from_utf8(content).map_err(|_| "what was read is no text".to_owned())?.trim();
    if text.is_empty() {
        return Err("what was read is empty".to_owned());
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("it must hold the secret and nothing else: there is a space or a line end in it".to_owned());
    }
    Ok(Secret::new(text.to_owned()))
}

fn told(problems: &saml::Problems) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// What the metadata say, as templates know it.
fn fields(provider: &ServiceProvider) -> BTreeMap<String, String> {
    let word = |binding: &Binding| match binding {
        Binding::Post => "post".to_owned(),
        Binding::Redirect => "redirect".to_owned(),
        Binding::Other(_) => String::new(),
    };
    let logout = provider.chosen_logout();
    let pem = |certificates: &[x509::Certificate]| certificates.first().map(|certificate| certificate.pem.clone());
    // Requests that are not signed are refused once there is a certificate to verify them with.
    let signs = provider.authn_requests_signed == Some(true);
    metadata_fields(|field| match field {
        "entity_id" => provider.entity_id.clone(),
        "acs" => provider.chosen.url.clone(),
        "binding" => word(&provider.chosen.binding),
        "logout" => logout.map(|logout| logout.url.clone()).unwrap_or_default(),
        "logout_binding" => logout.map(|logout| word(&logout.binding)).unwrap_or_default(),
        "name_id" => provider.name_id_formats.first().cloned().unwrap_or_default(),
        "encryption_certificate" => pem(&provider.encryption_certificates).unwrap_or_default(),
        "verification_certificate" if signs => pem(&provider.signing_certificates).unwrap_or_default(),
        _ => String::new(),
    })
}

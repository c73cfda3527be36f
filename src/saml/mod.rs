//! SAML metadata of service providers: what an application says about itself.
//!
//! The document comes from a stranger. It may not declare a document type, so it has no entities
//! and cannot name other files; its size and the number of its parts are bounded; nothing is ever
//! fetched. A signature over it is not verified: who hands it over vouches for it.

mod document;
mod endpoints;
pub mod identity_provider;
mod metadata;
mod problem;

pub use metadata::read;
pub use problem::{Problem, Problems};

use crate::model::day;
use crate::model::x509::Certificate;
use std::fmt;

/// The largest document that is read, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// How a message travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// A form that the browser posts.
    Post,
    /// A query that the browser is sent with.
    Redirect,
    /// Another one, by its URI. Text of the document.
    Other(String),
}

/// What the names of the bindings of SAML 2.0 begin with.
const BINDINGS: &str = "urn:oasis:names:tc:SAML:2.0:bindings:";

impl Binding {
    fn of(uri: &str) -> Self {
        match uri.strip_prefix(BINDINGS) {
            Some("HTTP-POST") => Self::Post,
            Some("HTTP-Redirect") => Self::Redirect,
            _ => Self::Other(uri.to_owned()),
        }
    }

    /// Whether authentik can use it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Post => "HTTP-POST",
            Self::Redirect => "HTTP-Redirect",
            Self::Other(uri) => uri.strip_prefix(BINDINGS).unwrap_or(uri),
        })
    }
}

/// An assertion consumer service: where the browser brings the assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acs {
    /// The address, as the document writes it.
    pub url: String,
    /// How the assertion travels.
    pub binding: Binding,
    /// The number by which requests may name it.
    pub index: Option<u16>,
    /// What the document says of it as the default; often nothing.
    pub is_default: Option<bool>,
}

/// A single logout service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logout {
    /// The address of requests, as the document writes it.
    pub url: String,
    /// The address of responses, where it is another one.
    pub response_url: Option<String>,
    /// How the message travels.
    pub binding: Binding,
}

/// A service provider: the application that people sign in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceProvider {
    /// Its entity id, which assertions name as their audience.
    pub entity_id: String,
    /// All its assertion consumer services, in the order of the document.
    pub acs: Vec<Acs>,
    /// The one to use: by the rules of SAML, among the bindings that authentik can use.
    pub chosen: Acs,
    /// Its single logout services with an address that can be used, in the order of the document.
    pub logout: Vec<Logout>,
    /// The formats of `NameID` that it takes, in the order of the document.
    pub name_id_formats: Vec<String>,
    /// The certificates with which it signs.
    pub signing_certificates: Vec<Certificate>,
    /// The certificates to encrypt for it.
    pub encryption_certificates: Vec<Certificate>,
    /// Whether it wants assertions signed, where it says so.
    pub wants_assertions_signed: Option<bool>,
    /// Whether it signs its requests, where it says so.
    pub authn_requests_signed: Option<bool>,
    /// Until when the document may be used: `2027-11-22T05:00:02Z`, the earliest that it names.
    pub valid_until: Option<String>,
    /// What somebody should look at: sentences without a final full stop, safe for a terminal.
    pub warnings: Vec<String>,
}

impl ServiceProvider {
    /// The first logout address that authentik can use.
    #[must_use]
    pub fn chosen_logout(&self) -> Option<&Logout> {
        self.logout.iter().find(|logout| logout.binding.is_usable())
    }

    /// What has ended on that day, counted from 1970-01-01: the document itself, or certificates.
    #[must_use]
    pub fn ended(&self, today: i64) -> Vec<String> {
        let is_over = |text: &str| day::of(text).is_some_and(|day| day < today);
        let mut ended = Vec::new();
        if let Some(until) = self.valid_until.as_deref().filter(|until| is_over(until)) {
            ended.push(format!(
                "the metadata was valid until {}: get a newer document from the application",
                problem::quoted(until)
            ));
        }
        let mut seen = Vec::new();
        for certificate in self.signing_certificates.iter().chain(&self.encryption_certificates) {
            let Certificate { subject, not_after, sha256, .. } = certificate;
            if is_over(not_after) && !seen.contains(&sha256) {
                seen.push(sha256);
                ended
                    .push(format!("the application's certificate `{}` ended on {not_after}", problem::quoted(subject)));
            }
        }
        ended
    }
}

#[cfg(test)]
mod tests;

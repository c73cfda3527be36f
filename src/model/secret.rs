//! Text that must not reach a screen, a file or a log unless somebody asked for it.

use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// A secret: a token, a client secret, a password. It cannot be printed or serialised by
/// accident; its memory is overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// The text itself. Every call is a place where a secret leaves its shelter.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Two secrets are equal if their texts are; the comparison tells nobody more than that.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

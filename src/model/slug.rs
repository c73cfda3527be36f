//! Slugs: the short names that stand in an application's addresses.

use std::fmt;
use std::str::FromStr;

/// Paths below `/application/o/` that authentik keeps for itself: an application with such a slug
/// has no discovery document (authentik 2024.8 to 2026.8, routes of the OAuth2 provider).
const RESERVED: [&str; 6] = ["authorize", "token", "device", "userinfo", "introspect", "revoke"];

/// The longest slug that authentik stores.
const LONGEST: usize = 50;

/// An application's slug: letters, digits, underscores and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text cannot be a slug.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotASlug {
    /// A character that authentik refuses, or no character at all.
    #[error("the slug {0:?} may hold only the letters a to z and A to Z, digits, `-` and `_`")]
    Characters(String),
    /// Longer than authentik stores.
    #[error("the slug `{0}` is longer than {LONGEST} characters")]
    Length(String),
    /// A path that authentik keeps for itself.
    #[error("the slug `{0}` is a path that authentik keeps for itself: no login works with it")]
    Reserved(String),
}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || !text.chars().all(fits) {
            return Err(NotASlug::Characters(text.to_owned()));
        }
        if text.len() > LONGEST {
            return Err(NotASlug::Length(text.to_owned()));
        }
        if RESERVED.contains(&text) {
            return Err(NotASlug::Reserved(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_authentik_takes() {
        for text in ["portal", "a", "A_b-9"] {
            assert_eq!(text.parse::<Slug>().expect("a slug").as_str(), text);
        }
    }

    #[test]
    fn refuses_other_characters_long_texts_and_reserved_paths() {
        for text in ["", "bad slug!", "ü", "a/b", "a\n"] {
            assert!(matches!(text.parse::<Slug>(), Err(NotASlug::Characters(_))), "{text:?}");
        }
        assert!(matches!("a".repeat(51).parse::<Slug>(), Err(NotASlug::Length(_))));
        assert!(matches!("token".parse::<Slug>(), Err(NotASlug::Reserved(_))));
    }
}

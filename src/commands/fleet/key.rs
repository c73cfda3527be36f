//! By what an integration is known among those of a run, and of a file over time.

use crate::preset::format::{Preset, Protocol};
use std::fmt;

/// What follows the slug of an integration that only adds to the application of that slug. No slug
/// holds it.
const ADDITION: &str = "/scim";

/// The slug of the application; where a preset only adds to an application, which another entry may
/// make, the slug with a word behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands) struct Key(String);

impl Key {
    /// The key of an integration.
    pub(in crate::commands) fn of(preset: &Preset, slug: &str) -> Self {
        let only_adds = preset.protocol == Protocol::Scim && preset.authentik.backchannel.is_some();
        Self(if only_adds { format!("{slug}{ADDITION}") } else { slug.to_owned() })
    }

    /// As it was written before.
    pub(in crate::commands) fn written(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The slug of the application.
    pub(in crate::commands) fn slug(&self) -> &str {
        self.0.strip_suffix(ADDITION).unwrap_or(&self.0)
    }

    /// Whether it adds to an application, which another integration may make.
    pub(in crate::commands) fn is_addition(&self) -> bool {
        self.0.ends_with(ADDITION)
    }

    /// The key of what adds to the application of this one.
    pub(in crate::commands) fn addition(&self) -> Self {
        Self(format!("{}{ADDITION}", self.slug()))
    }

    /// The same for another slug.
    pub(in crate::commands) fn with_slug(&self, slug: &str) -> Self {
        Self(if self.is_addition() { format!("{slug}{ADDITION}") } else { slug.to_owned() })
    }

    /// As it is written.
    pub(in crate::commands) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

//! Where a value came from.

use crate::profiles::ProfileName;
use serde::{Serialize, Serializer};
use std::fmt;

/// Where one value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// This flag.
    Flag(&'static str),
    /// This variable of the environment.
    Environment(&'static str),
    /// This profile.
    Profile(ProfileName),
    /// A person gave it when asked.
    Answer,
    /// Nobody named one: it is the address in use.
    SameAsUrl,
    /// It belongs to the authentik in memory.
    Sandbox,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Environment(name) => f.write_str(name),
            Self::Profile(name) => write!(f, "profile {name}"),
            Self::Answer => f.write_str("your answer"),
            Self::SameAsUrl => f.write_str("same as the address"),
            Self::Sandbox => f.write_str("--sandbox"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where the values of a connection came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// The profile whose address it is, where it is one's.
    #[serde(skip)]
    pub profile: Option<ProfileName>,
    /// The address.
    pub url: Origin,
    /// The public address.
    pub public_url: Origin,
    /// The token.
    pub token: Origin,
    /// The file of authorities, where there is one.
    pub ca_file: Option<Origin>,
}

impl Origins {
    /// Those of an authentik in memory.
    #[must_use]
    pub fn sandbox(public_url: Origin) -> Self {
        Self { profile: None, url: Origin::Sandbox, public_url, token: Origin::Sandbox, ca_file: None }
    }
}

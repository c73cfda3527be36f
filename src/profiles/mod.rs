//! Saved connections: a small file with addresses, and stores that keep the tokens.
//!
//! The file never holds a token. A token is kept together with the address that it was stored for, so
//! that changing the address in the file does not carry the token to another server.

mod file;
pub mod keyring;
mod lock;
mod name;
mod once;
pub mod store;

pub use file::Profiles;
pub use name::ProfileName;

use crate::env::{self, Environment};
use crate::model::ServerUrl;
use etcetera::BaseStrategy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::StoreKind;

/// The folder of akctl's configuration; none if the person has no home.
#[must_use]
pub fn folder(environment: &Environment) -> Option<PathBuf> {
    if let Some(folder) = environment.get(env::AKCTL_CONFIG_DIR) {
        return Some(PathBuf::from(folder));
    }
    etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("akctl"))
}

/// A saved connection to one authentik.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a profile, which has a `url`")]
pub struct Profile {
    /// The address that the API is reached by.
    #[serde(serialize_with = "as_text", deserialize_with = "address")]
    pub url: ServerUrl,
    /// The address that people and applications use, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "as_optional_text", deserialize_with = "optional_address")]
    pub public_url: Option<ServerUrl>,
    /// A PEM file with certificate authorities to trust besides the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// Where the token is kept; none after signing out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreKind>,
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the keys `current` and `profiles`")]
pub struct Content {
    /// The profile that is used where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<ProfileName>,
    /// All profiles.
    #[serde(default, deserialize_with = "once::profiles")]
    pub profiles: BTreeMap<ProfileName, Profile>,
}

fn as_text<S: Serializer>(url: &ServerUrl, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&url.to_string())
}

#[allow(clippy::ref_option)] // The signature is serde's.
fn as_optional_text<S: Serializer>(url: &Option<ServerUrl>, serializer: S) -> Result<S::Ok, S::Error> {
    url.as_ref().map(ToString::to_string).serialize(serializer)
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ServerUrl, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

fn optional_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ServerUrl>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

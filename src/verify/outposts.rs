//! Outposts, decoded tolerantly from the API's JSON.

use super::objects::{id, text};
use super::picture::Look;
use crate::compile::browser_host;
use serde_json::Value;

/// An outpost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outpost {
    /// Primary key.
    pub pk: String,
    /// Its name.
    pub name: String,
    /// The primary keys of the providers that it serves.
    pub providers: Vec<String>,
    /// Where it sends browsers for signing in; none if its settings do not show.
    pub host: Option<String>,
    /// What runs of it.
    pub health: Look<Vec<Health>>,
}

/// One running instance of an outpost (authentik 2024.8 to 2026.8: `OutpostHealth`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Its version.
    pub version: String,
    /// The version that it should have: the server's.
    pub version_should: String,
    /// Whether authentik calls it outdated.
    pub is_outdated: bool,
}

impl Outpost {
    /// An outpost as the API returns it; how it is was not asked yet.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        let providers = object.get("providers").and_then(Value::as_array).into_iter().flatten();
        let pk = |pk: &Value| pk.as_str().map_or_else(|| pk.to_string(), str::to_owned);
        Self {
            pk: id(object, "pk").unwrap_or_default(),
            name: text(object, "name").to_owned(),
            providers: providers.map(pk).collect(),
            host: browser_host(object.get("config")).map(str::to_owned),
            health: Err("nobody asked how it is".to_owned()),
        }
    }
}

impl Health {
    /// An entry as the API returns it.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        Self {
            version: text(object, "version").to_owned(),
            version_should: text(object, "version_should").to_owned(),
            is_outdated: object.get("version_outdated").and_then(Value::as_bool).unwrap_or_default(),
        }
    }
}

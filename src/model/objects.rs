//! The fields of authentik's objects that akctl uses, decoded tolerantly: unknown fields are
//! passed over, unknown values are kept as text, what is missing or null takes a default.
//!
//! Providers and applications stay JSON: the planner compares whatever fields a preset sets.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// A flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Flow {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name that administrators see.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The slug, unique.
    #[serde(default, deserialize_with = "or_default")]
    pub slug: String,
    /// What it is for: `authorization`, `invalidation`, `authentication`, ...
    #[serde(default, deserialize_with = "or_default")]
    pub designation: String,
    /// What people read above it.
    #[serde(default, deserialize_with = "or_default")]
    pub title: String,
    /// Who may go through it: `none`, `require_authenticated`, ...
    #[serde(default, deserialize_with = "or_default")]
    pub authentication: String,
}

/// A property mapping of a SAML or SCIM provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PropertyMapping {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name, unique among mappings; administrators can change it.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The stable id of one of authentik's own: `goauthentik.io/providers/saml/email`.
    #[serde(default)]
    pub managed: Option<String>,
}

/// A scope mapping.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScopeMapping {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name, unique among mappings; administrators can change it.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The stable id of one of authentik's own: `goauthentik.io/providers/oauth2/scope-email`.
    #[serde(default)]
    pub managed: Option<String>,
    /// The scope on which it is evaluated.
    #[serde(default, deserialize_with = "or_default")]
    pub scope_name: String,
    /// The Python expression.
    #[serde(default, deserialize_with = "or_default")]
    pub expression: String,
    /// What the consent page says about it.
    #[serde(default)]
    pub description: Option<String>,
}

/// An expression policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExpressionPolicy {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name, unique among policies.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The Python expression.
    #[serde(default, deserialize_with = "or_default")]
    pub expression: String,
}

/// A certificate, perhaps with its private key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Certificate {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name, unique.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Whether the private key is there.
    #[serde(default, rename = "private_key_available", deserialize_with = "or_default")]
    pub key_available: bool,
    /// The kind of key: `rsa`, `ec`, `dsa`, `ed25519`, `ed448`. Named `private_key_type` up to
    /// authentik 2025.10; null there if the list was asked for without details.
    #[serde(default, alias = "private_key_type")]
    pub key_type: Option<String>,
    /// The end of its validity: `2027-11-22T05:00:02Z`. Null like `key_type`.
    #[serde(default, rename = "cert_expiry")]
    pub expiry: Option<String>,
    /// The SHA-256 fingerprint, hexadecimal with colons. Null like `key_type`.
    #[serde(default)]
    pub fingerprint_sha256: Option<String>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// Primary key, a UUID.
    #[serde(deserialize_with = "key")]
    pub pk: String,
    /// The name, unique.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Primary keys of its direct members.
    #[serde(default, deserialize_with = "or_default")]
    pub users: Vec<i64>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Primary key.
    pub pk: i64,
    /// The name to sign in with, unique.
    #[serde(default, deserialize_with = "or_default")]
    pub username: String,
    /// Whether the user may do everything.
    #[serde(default, deserialize_with = "or_default")]
    pub is_superuser: bool,
}

/// What `GET admin/version/` answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ServerVersion {
    /// The version that runs: `2025.10.3`.
    pub version_current: String,
}

/// Decodes a value. The error names no value of the body, because that may be a secret.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    // A list must not pass for an object whose fields come in that order.
    let object = value.is_object().then_some(value);
    object.and_then(|object| serde_json::from_value(object).ok()).ok_or_else(|| {
        let name = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
        format!("it does not have the shape of a {name}")
    })
}

/// Takes null for the default.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A primary key as text, whether it is a UUID or a number.
fn key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("no primary key")),
    }
}

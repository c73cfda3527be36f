//! What akctl reads from an authentik before it decides: the facts that compiling rests on.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Flow {
    /// The primary key.
    pub pk: String,
    /// The short name by which flows are found.
    pub slug: String,
    /// The name for people.
    #[serde(default)]
    pub name: String,
    /// What the flow is for: `authorization`, `invalidation`, `authentication`, ...
    #[serde(default)]
    pub designation: String,
}

/// A scope mapping.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScopeMapping {
    /// The primary key.
    pub pk: String,
    /// The unique name.
    pub name: String,
    /// The stable id of a mapping that authentik brought along.
    #[serde(default)]
    pub managed: Option<String>,
    /// The scope that a client asks for.
    #[serde(default)]
    pub scope_name: String,
    /// The Python expression.
    #[serde(default)]
    pub expression: String,
    /// What the consent page says.
    #[serde(default)]
    pub description: Option<String>,
}

/// A certificate-key pair.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Certificate {
    /// The primary key.
    pub pk: String,
    /// The unique name.
    pub name: String,
    /// Whether authentik holds its private key.
    #[serde(default, rename = "private_key_available")]
    pub has_key: bool,
    /// `rsa`, `ec`, `dsa`, ...; authentik 2025.12 renamed `private_key_type` to `key_type`.
    #[serde(default, alias = "private_key_type")]
    pub key_type: Option<String>,
    /// The end of its validity, as authentik writes times.
    #[serde(default)]
    pub cert_expiry: Option<String>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// The primary key.
    pub pk: String,
    /// The unique name.
    pub name: String,
    /// The primary keys of its own members.
    #[serde(default)]
    pub users: Vec<i64>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// The primary key.
    pub pk: i64,
    /// The unique name.
    pub username: String,
}

/// What one authentik has of the things that an integration may refer to.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// All flows.
    pub flows: Vec<Flow>,
    /// All scope mappings.
    pub scope_mappings: Vec<ScopeMapping>,
    /// The certificates of the names that were asked for.
    pub certificates: Vec<Certificate>,
    /// Names of certificates with a key, asked for only if the wanted one is missing.
    pub other_certificates: Vec<Certificate>,
    /// The groups of the names that were asked for; absent ones have no entry.
    pub groups: BTreeMap<String, Group>,
    /// The users of the names that were asked for.
    pub users: BTreeMap<String, User>,
}

impl Facts {
    /// Whether the certificate that is to sign cannot be used as it is, so that it is worth asking
    /// which others there are.
    #[must_use]
    pub fn lacks_certificate(&self, wanted: Option<&str>) -> bool {
        let usable = |certificate: &Certificate| certificate.has_key && certificate.key_type.as_deref() == Some("rsa");
        wanted.is_some_and(|name| !self.certificates.iter().any(|found| found.name == name && usable(found)))
    }
}

/// What an integration needs to know before anything can be decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The application's slug.
    pub slug: String,
    /// The name that akctl gives the provider.
    pub provider: String,
    /// The name of the certificate that signs.
    pub certificate: Option<String>,
    /// The names of the groups that matter.
    pub groups: Vec<String>,
    /// Whether the groups' members matter.
    pub members: bool,
    /// The names of the users that matter.
    pub users: Vec<String>,
}

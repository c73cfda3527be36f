//! SCIM: pushing people to an application, and letting others push them into authentik.

use super::{Condition, Line, ScimCompatibility, Template, Word};
use serde::Deserialize;

/// What serves an application besides signing in; exactly one kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backchannel {
    /// People are pushed to the application with SCIM.
    #[serde(default)]
    pub scim: Option<Scim>,
}

/// A provider that pushes users and groups to an application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scim {
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The base address of the application's SCIM service; it often ends in `/v2`.
    pub url: Template,
    /// The secret input that holds the application's token.
    pub token: String,
    /// Names of groups that limit what is pushed; one at most up to authentik 2025.12.
    #[serde(default)]
    pub groups: Vec<Line>,
    /// Whether authentik's service accounts stay out.
    #[serde(default)]
    pub exclude_service_accounts: Option<Word<bool>>,
    /// Whether the application's TLS certificate is verified (authentik 2024.10).
    #[serde(default)]
    pub verify_certificates: Option<Word<bool>>,
    /// Habits of a certain application (authentik 2025.4).
    #[serde(default)]
    pub compatibility: Option<Word<ScimCompatibility>>,
}

/// What lets others push users into authentik; exactly one kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name, unless the person gives another; if it is absent, the person must give one.
    #[serde(default)]
    pub name: Option<String>,
    /// Its slug, unless the person gives another: a template over the inputs and the `name`.
    pub slug: Template,
    /// Others push with SCIM.
    #[serde(default)]
    pub scim: Option<ScimSource>,
}

/// A source that takes users and groups by SCIM.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimSource {
    /// The folder in which its users stand; `goauthentik.io/sources/SLUG`, if absent.
    #[serde(default)]
    pub user_path: Option<Template>,
}

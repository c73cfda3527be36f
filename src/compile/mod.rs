//! Turns a preset, its answers and the person's wishes into what must exist in authentik. Pure:
//! first everything that needs no server ([`prepare`]), then what rests on facts ([`desired`]).

pub mod access;
mod certificate;
mod effect;
mod flows;
mod mappings;
mod named;
mod oauth2;
mod prepare;
mod proxy;
mod resolve;
mod saml;
mod scim;
mod second_factor;
mod settle;
#[cfg(test)]
mod tests;

pub use certificate::{OwnCertificate, ending};
pub use mappings::{GroupValues, Mapping, rivals};
pub use named::{nameless, slug};
pub use oauth2::Settled;
pub use prepare::{Front, Prepared, prepare};
pub use proxy::{ProxySettled, browser_host, is_same_address, outpost_warnings};
pub use resolve::desired;
pub use scim::{Push, Source};
pub use second_factor::{RequireMfa, WithoutDevice};

use crate::model::{Secret, Slug};
use std::collections::BTreeMap;

/// The certificate that a fresh authentik signs with (authentik 2024.8 to 2026.8).
pub const DEFAULT_CERTIFICATE: &str = "authentik Self-signed Certificate";
/// The flow that asks people for their consent (all versions).
pub const DEFAULT_AUTHORIZATION_FLOW: &str = "default-provider-authorization-explicit-consent";
/// The flow that lets people through without asking (all versions).
pub const IMPLICIT_CONSENT_FLOW: &str = "default-provider-authorization-implicit-consent";
/// The flow that ends a session with one application (authentik 2024.10 and later). Not
/// `default-invalidation-flow`, which signs people out of everything.
pub const DEFAULT_INVALIDATION_FLOW: &str = "default-provider-invalidation-flow";

/// What a person may ask for with every preset. What is not given is left to the preset, and
/// what the preset leaves open is left alone.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The application's slug.
    pub slug: Option<Slug>,
    /// The application's name.
    pub name: Option<String>,
    /// The slug of the flow in which people sign in who are not yet.
    pub authentication_flow: Option<String>,
    /// The slug of the authorization flow.
    pub authorization_flow: Option<String>,
    /// The slug of the invalidation flow.
    pub invalidation_flow: Option<String>,
    /// The name of the certificate-key pair that signs.
    pub signing_key: Option<String>,
    /// The name of the outpost that serves a proxy provider; the embedded one, if absent.
    pub outpost: Option<String>,
    /// The heading under which the application's tile stands.
    pub tile_group: Option<String>,
    /// The address of the application's icon.
    pub icon: Option<String>,
    /// Who makes the application.
    pub publisher: Option<String>,
    /// A line below the application's name.
    pub description: Option<String>,
    /// Groups whose members may open the application.
    pub bind_groups: Vec<String>,
    /// Users who may open the application.
    pub bind_users: Vec<String>,
    /// Networks from which alone it may be opened.
    pub networks: Vec<String>,
    /// Body of a Python function that must return true.
    pub policy_expression: Option<String>,
    /// A second factor for everybody who opens the application.
    pub require_mfa: Option<RequireMfa>,
    /// The secret inputs that were given, by name.
    pub secrets: BTreeMap<String, Secret>,
    /// Whether secrets may be missing: what is there is only looked at.
    pub without_secrets: bool,
    /// Whether groups that are missing may be created.
    pub create_groups: bool,
    /// People to put into groups: group and user name.
    pub members: Vec<(String, String)>,
}

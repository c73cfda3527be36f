//! SAML: a provider for applications that speak it, and attributes of our own.

use super::{Certificate, Condition, GroupNames, GroupValues, Line, NameId, SamlAlgorithm, SamlBinding};
use super::{SamlLogoutMethod, SigningKey, Template, Word};
use serde::Deserialize;

/// A provider for SAML 2.0.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saml {
    /// Where authentik sends the signed answer: the assertion consumer service.
    pub acs_url: Template,
    /// For whom the assertion is meant: the application's entity id.
    pub audience: Template,
    /// How the answer travels; by POST, if absent.
    #[serde(default)]
    pub binding: Option<Word<SamlBinding>>,
    /// What stands in the `NameID`; what the application asks for, if absent.
    #[serde(default)]
    pub name_id: Option<Word<NameId>>,
    /// The attributes of authentik's default mappings; our own mappings are added by themselves.
    pub attributes: Vec<Line>,
    /// Slug of the flow in which people sign in who are not yet; authentik's own choice, if absent.
    #[serde(default)]
    pub authentication_flow: Option<Template>,
    /// Slug of the authorization flow; akctl's own choice, if absent.
    #[serde(default)]
    pub authorization_flow: Option<Template>,
    /// Slug of the invalidation flow; akctl's own choice, if absent.
    #[serde(default)]
    pub invalidation_flow: Option<Template>,
    /// What signs.
    #[serde(default)]
    pub signing_key: Option<SigningKey>,
    /// A certificate-key pair of its own that signs, in place of authentik's default one; the
    /// person can still name another.
    #[serde(default)]
    pub certificate: Option<Certificate>,
    /// Whether the assertion is signed; it is, if absent.
    #[serde(default)]
    pub sign_assertion: Option<Word<bool>>,
    /// Whether the whole answer is signed; it is not, if absent.
    #[serde(default)]
    pub sign_response: Option<Word<bool>>,
    /// With what is signed.
    #[serde(default)]
    pub algorithm: Option<Word<SamlAlgorithm>>,
    /// The application's certificate with which assertions are encrypted, as PEM.
    #[serde(default)]
    pub encryption_certificate: Option<Template>,
    /// The application's certificate with which its requests are verified, as PEM. Requests that are
    /// not signed are refused then.
    #[serde(default)]
    pub verification_certificate: Option<Template>,
    /// The relay state of a login that begins in authentik.
    #[serde(default)]
    pub relay_state: Option<Template>,
    /// From when on an assertion is good: `minutes=-5`.
    #[serde(default)]
    pub assertion_valid_not_before: Option<Template>,
    /// Until when an assertion is good: `minutes=5`.
    #[serde(default)]
    pub assertion_valid_not_on_or_after: Option<Template>,
    /// Until when the session at the application is good: `minutes=86400`.
    #[serde(default)]
    pub session_valid_not_on_or_after: Option<Template>,
    /// Where authentik tells the application that somebody signed out (authentik 2025.10).
    #[serde(default)]
    pub logout_url: Option<Template>,
    /// How that travels; as a redirect, if absent.
    #[serde(default)]
    pub logout_binding: Option<Word<SamlBinding>>,
    /// Who tells it: the browser or authentik itself.
    #[serde(default)]
    pub logout_method: Option<Word<SamlLogoutMethod>>,
}

/// An attribute of our own. Exactly one of `group_values` and `group_names` says what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamlMapping {
    /// A word for it inside this preset: lower-case letters, digits and underscores.
    pub key: String,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Its name in authentik, to which akctl adds its mark.
    pub name: Template,
    /// The attribute's name in the assertion.
    pub attribute: Template,
    /// Another name for people.
    #[serde(default)]
    pub friendly_name: Option<Template>,
    /// One value for each of certain groups that the user is in.
    #[serde(default)]
    pub group_values: Option<GroupValues>,
    /// The names of groups that the user is in.
    #[serde(default)]
    pub group_names: Option<GroupNames>,
}

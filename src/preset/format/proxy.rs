//! Signing in before the application is reached: an outpost of authentik asks, or the reverse proxy
//! asks the outpost.

use super::{Line, ProxyMode, Template, Word};
use serde::Deserialize;

/// A proxy provider. It is never left without an outpost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// Who asks the outpost.
    pub mode: Word<ProxyMode>,
    /// The address that people open: scheme, host and port. With `forward_domain` it is the one at
    /// which people sign in for the whole domain.
    pub external_host: Template,
    /// The address at which the outpost reaches the application; only with `mode: proxy`.
    #[serde(default)]
    pub internal_host: Option<Template>,
    /// The domain for which a session holds; only with `forward_domain`, which is of no use without it.
    #[serde(default)]
    pub cookie_domain: Option<Template>,
    /// Regular expressions of paths that need no signing in.
    #[serde(default)]
    pub skip_paths: Vec<Line>,
    /// A name and a password that the outpost sends to the application.
    #[serde(default)]
    pub basic_auth: Option<BasicAuth>,
    /// Whether requests with a header `Authorization` of authentik's own are let in by it.
    #[serde(default)]
    pub intercept_header_auth: Option<Word<bool>>,
    /// Whether the outpost looks at the application's TLS certificate; only with `mode: proxy`.
    #[serde(default)]
    pub internal_host_ssl_validation: Option<Word<bool>>,
    /// How long a session at the outpost is good: `hours=24`.
    #[serde(default)]
    pub access_token_validity: Option<Template>,
    /// Slug of the flow in which people sign in who are not yet; authentik's own choice, if absent.
    #[serde(default)]
    pub authentication_flow: Option<Template>,
    /// Slug of the authorization flow; akctl's own choice, if absent.
    #[serde(default)]
    pub authorization_flow: Option<Template>,
    /// Slug of the invalidation flow; akctl's own choice, if absent.
    #[serde(default)]
    pub invalidation_flow: Option<Template>,
    /// The address at which the reverse proxy reaches the outpost; authentik's own, if absent.
    #[serde(default)]
    pub outpost_url: Option<Template>,
    /// The reverse proxies for which a configuration is printed; all that are known, if absent.
    #[serde(default)]
    pub reverse_proxies: Vec<Line>,
}

/// A name and a password that stand in attributes of the user, or of a group that the user is in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasicAuth {
    /// The attribute that holds the name; the user's mail address, if nobody has it.
    pub user_attribute: Template,
    /// The attribute that holds the password.
    pub password_attribute: Template,
}

//! The addresses that authentik serves an `OAuth2` application under.

use super::{ServerUrl, Slug};
use serde::Serialize;

/// The addresses of one application, below authentik's public address. Their form is the same on
/// all versions (authentik 2024.8 to 2026.8): only `authorize`, `token` and `userinfo` are shared
/// by all applications, and only the issuer and the addresses below it hold the slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoints {
    /// What stands in the claim `iss`, with its final slash. Strict clients compare it letter by
    /// letter. For a provider with the issuer mode `global` it is authentik's own address.
    pub issuer: String,
    /// The discovery document.
    pub discovery: String,
    /// Where people are sent to sign in.
    pub authorization: String,
    /// Where a code becomes a token.
    pub token: String,
    /// Where a token becomes claims.
    pub userinfo: String,
    /// The keys that sign.
    pub jwks: String,
    /// Where people sign out.
    pub end_session: String,
}

impl Endpoints {
    /// The addresses of the application with this slug.
    #[must_use]
    pub fn of(public: &ServerUrl, slug: &Slug) -> Self {
        let shared = |name: &str| public.join(&format!("/application/o/{name}/"));
        let own = |name: &str| public.join(&format!("/application/o/{slug}/{name}"));
        Self {
            issuer: own(""),
            discovery: own(".well-known/openid-configuration"),
            authorization: shared("authorize"),
            token: shared("token"),
            userinfo: shared("userinfo"),
            jwks: own("jwks/"),
            end_session: own("end-session/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_the_form_that_authentik_serves() {
        let public: ServerUrl = "https://company/auth/".parse().expect("an address");
        let endpoints = Endpoints::of(&public, &"wiki".parse().expect("a slug"));
        assert_eq!(endpoints.issuer, "https://company/auth/application/o/wiki/");
        assert_eq!(endpoints.discovery, "https://company/auth/application/o/wiki/.well-known/openid-configuration");
        assert_eq!(endpoints.authorization, "https://company/auth/application/o/authorize/");
        assert_eq!(endpoints.end_session, "https://company/auth/application/o/wiki/end-session/");
    }
}

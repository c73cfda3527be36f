//! All checks, in one table each for the server and for an integration. Ids are a promise:
//! docs/verify.md explains each.

mod access;
mod application;
mod keys;
mod later;
mod others;
mod outposts;
mod outside;
mod redirects;
mod saml;
mod scim;
mod scopes;
mod second_factor;
mod server;
mod settings;
#[cfg(test)]
mod tests;

pub(super) use access::name as bound;
pub(super) use keys::mend_key as keys_of;

use super::check::{Check, Said};
use super::picture::{Picture, Server};
use super::provider::Provider;
use super::world::World;

/// The checks of the server itself.
pub const SERVER: &[Check<Server>] = &[
    Check { id: "server-version", title: "authentik's version", run: server::version },
    Check { id: "public-address", title: "the public address", run: server::address },
    Check { id: "tls", title: "TLS certificate of the public address", run: server::tls },
    Check { id: "https", title: "https", run: server::https },
    Check { id: "clock", title: "authentik's clock", run: server::clock },
];

/// What only an audit tells: what may well be meant so.
pub const AUDIT: &[Check<World>] = &[Check {
    id: "second-factor-everybody",
    title: "second factor at everybody's login",
    run: second_factor::of_everybody,
}];

/// The checks of one integration.
pub const INTEGRATION: &[Check<Picture>] = &[
    Check { id: "provider", title: "application and provider", run: access::provider },
    Check { id: "reserved-slug", title: "slug", run: access::reserved_slug },
    Check { id: "launch-url", title: "address of the tile", run: settings::launch_url },
    Check { id: "still-needed", title: "values that were left for later", run: later::still_needed },
    Check { id: "access", title: "who may open it", run: access::access },
    Check { id: "access-nobody", title: "somebody may open it", run: access::nobody },
    Check { id: "access-mode", title: "how bindings are joined", run: access::mode },
    Check { id: "client-type", title: "client type", run: settings::client_type },
    Check { id: "signing-key", title: "signing key", run: keys::signing_key },
    Check { id: "key-type", title: "kind of the signing key", run: keys::key_type },
    Check { id: "encryption-key", title: "encryption of tokens", run: keys::encryption_key },
    Check { id: "certificate", title: "end of the certificates", run: keys::certificate },
    Check { id: "scope-mappings", title: "scope mappings", run: scopes::scope_mappings },
    Check { id: "mapping-code", title: "code of the scope mappings", run: scopes::mapping_code },
    Check { id: "deprecated-groups", title: "groups in scope mappings", run: scopes::deprecated_groups },
    Check { id: "email-verified", title: "verified e-mail address", run: scopes::email_verified },
    Check { id: "token-size", title: "size of the claims", run: scopes::token_size },
    Check { id: "grant-types", title: "grants", run: settings::grant_types },
    Check { id: "sub-mode", title: "claim sub", run: settings::sub_mode },
    Check { id: "issuer-mode", title: "issuer mode", run: settings::issuer_mode },
    Check { id: "id-token-claims", title: "claims in the ID token", run: settings::id_token_claims },
    Check { id: "redirect-uris", title: "redirect addresses", run: redirects::redirect_uris },
    Check { id: "redirect-regex", title: "redirect expressions", run: redirects::redirect_regex },
    Check { id: "redirect-https", title: "redirect addresses without encryption", run: redirects::redirect_https },
    Check { id: "redirect-loopback", title: "redirect addresses left over", run: redirects::loopback },
    Check { id: "post-logout", title: "addresses after signing out", run: redirects::post_logout },
    Check { id: "authorization-flow", title: "authorization flow and consent", run: settings::authorization_flow },
    Check { id: "second-factor", title: "second factor", run: second_factor::of_application },
    Check { id: "invalidation-flow", title: "invalidation flow", run: settings::invalidation_flow },
    Check { id: "discovery", title: "discovery document", run: outside::discovery },
    Check { id: "issuer", title: "issuer", run: outside::issuer },
    Check { id: "endpoints", title: "addresses in the discovery document", run: outside::endpoints },
    Check { id: "jwks", title: "published keys", run: outside::jwks },
    Check { id: "authorize", title: "authorize request", run: outside::authorize },
    Check { id: "client-secret", title: "client secret", run: outside::client_secret },
    Check { id: "noted", title: "mistakes that authentik noted", run: outside::noted },
    Check { id: "asked-scopes", title: "scopes of the last login", run: scopes::asked },
    Check { id: "app-login", title: "the application's login address", run: application::login },
    Check { id: "app-authentik", title: "where the application sends people", run: application::authentik },
    Check { id: "app-client-id", title: "client ID that the application sends", run: application::client_id },
    Check { id: "app-redirect", title: "redirect address that the application sends", run: application::redirect },
    Check { id: "app-scope", title: "scopes that the application asks for", run: application::scope },
    Check { id: "app-response-type", title: "what the application asks for", run: application::response_type },
    Check { id: "saml-signing", title: "signature of SAML answers", run: saml::signing },
    Check { id: "saml-acs", title: "address for SAML answers", run: saml::acs },
    Check { id: "saml-audience", title: "SAML audience", run: saml::audience },
    Check { id: "saml-issuer", title: "issuer of SAML answers", run: saml::issuer },
    Check { id: "saml-binding", title: "how SAML answers travel", run: saml::binding },
    Check { id: "saml-name-id", title: "SAML NameID", run: saml::name_id },
    Check { id: "saml-metadata", title: "authentik's SAML metadata", run: saml::metadata },
    Check { id: "saml-endpoints", title: "addresses in the SAML metadata", run: saml::endpoints },
    Check { id: "property-mappings", title: "property mappings", run: saml::property_mappings },
    Check { id: "outpost", title: "outpost", run: others::outpost },
    Check { id: "outpost-host", title: "where the outpost sends people", run: outposts::host },
    Check { id: "outpost-health", title: "whether the outpost runs", run: outposts::health },
    Check { id: "outpost-ping", title: "outpost at the protected address", run: others::outpost_ping },
    Check { id: "external-host", title: "address of the protected application", run: others::external_host },
    Check { id: "proxy-mode", title: "what the proxy's mode needs", run: outposts::mode },
    Check { id: "scim", title: "provisioning", run: scim::provisioned },
    Check { id: "scim-sync", title: "the last push", run: scim::pushed },
];

/// Runs a check on the `OAuth2` provider of an application, if it has one.
fn oauth2(picture: &Picture, check: impl Fn(&Picture, &Provider) -> Said) -> Option<Said> {
    picture.oauth2().map(|provider| check(picture, provider))
}

/// Where a provider is changed by hand.
fn provider_page(provider: &Provider) -> String {
    format!("the provider `{}` (Applications > Providers) in authentik's admin interface", provider.name)
}

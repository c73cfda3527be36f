//! The addresses that authentik serves an integration under.

use super::{ServerUrl, Slug};
use serde::Serialize;

/// The addresses of one integration, below authentik's public address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Endpoints {
    /// Of an `OAuth2` application.
    Oidc(OidcEndpoints),
    /// Of a SAML application.
    Saml(SamlEndpoints),
    /// Of an application behind a proxy provider.
    Proxy(ProxyEndpoints),
    /// Of a SCIM source.
    ScimSource(ScimSourceEndpoints),
    /// None: nothing comes to authentik.
    None(NoEndpoints),
}

/// The addresses of an `OAuth2` application. Their form is the same on all versions (authentik
/// 2024.8 to 2026.8): only `authorize`, `token` and `userinfo` are shared by all applications, and
/// only the issuer and the addresses below it hold the slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OidcEndpoints {
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

/// The addresses of a SAML application (authentik 2024.8 to 2026.8: `url_sso_post` and its like).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SamlEndpoints {
    /// authentik's entity id towards this application. It is the metadata's address, so that it is
    /// another one for each application.
    pub entity_id: String,
    /// The metadata document.
    pub metadata: String,
    /// Where people are sent to sign in, with the request in the address.
    pub sso_redirect: String,
    /// Where people are sent to sign in, with the request in a form.
    pub sso_post: String,
    /// Where a login begins that the application did not ask for.
    pub sso_init: String,
    /// Where people sign out, with the request in the address.
    pub slo_redirect: String,
    /// Where people sign out, with the request in a form.
    pub slo_post: String,
}

/// The addresses of the outpost before an application. Every outpost serves them below
/// `/outpost.goauthentik.io/`, at each host that it protects (all versions).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProxyEndpoints {
    /// The outpost's own address, as the reverse proxy reaches it, without a final slash.
    pub outpost: String,
    /// Where nginx asks whether somebody is signed in.
    pub nginx: String,
    /// Where Traefik asks it.
    pub traefik: String,
    /// Where Caddy asks it.
    pub caddy: String,
    /// Where the outpost tells that it is there.
    pub ping: String,
}

/// The address of a SCIM source (all versions: `root_url`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScimSourceEndpoints {
    /// The base address, to which `/Users` and `/Groups` are appended. It has no final slash, and
    /// neither have the addresses below it.
    pub scim: String,
}

/// No address at all: an empty map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoEndpoints {}

/// The names of all addresses, by kind, as templates know them.
pub const ENDPOINT_NAMES: [(&str, &[&str]); 4] = [
    ("oauth2", &["issuer", "discovery", "authorization", "token", "userinfo", "jwks", "end_session"]),
    ("saml", &["entity_id", "metadata", "sso_redirect", "sso_post", "sso_init", "slo_redirect", "slo_post"]),
    ("source", &["scim"]),
    ("proxy", &["outpost", "nginx", "traefik", "caddy", "ping"]),
];

impl OidcEndpoints {
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

impl Endpoints {
    /// The addresses of the `OAuth2` application with this slug.
    #[must_use]
    pub fn oidc(public: &ServerUrl, slug: &Slug) -> Self {
        Self::Oidc(OidcEndpoints::of(public, slug))
    }

    /// The addresses of the SAML application with this slug.
    #[must_use]
    pub fn saml(public: &ServerUrl, slug: &Slug) -> Self {
        let own = |name: &str| public.join(&format!("/application/saml/{slug}/{name}/"));
        Self::Saml(SamlEndpoints {
            entity_id: own("metadata"),
            metadata: own("metadata"),
            sso_redirect: own("sso/binding/redirect"),
            sso_post: own("sso/binding/post"),
            sso_init: own("sso/binding/init"),
            slo_redirect: own("slo/binding/redirect"),
            slo_post: own("slo/binding/post"),
        })
    }

    /// The addresses of an outpost that the reverse proxy reaches at this address.
    #[must_use]
    pub fn proxy(outpost: &str) -> Self {
        let outpost = outpost.trim_end_matches('/');
        let below = |name: &str| format!("{outpost}/outpost.goauthentik.io/{name}");
        Self::Proxy(ProxyEndpoints {
            outpost: outpost.to_owned(),
            nginx: below("auth/nginx"),
            traefik: below("auth/traefik"),
            caddy: below("auth/caddy"),
            ping: below("ping"),
        })
    }

    /// The address of the SCIM source with this slug.
    #[must_use]
    pub fn scim_source(public: &ServerUrl, slug: &Slug) -> Self {
        Self::ScimSource(ScimSourceEndpoints { scim: public.join(&format!("/source/scim/{slug}/v2")) })
    }

    /// No address.
    #[must_use]
    pub fn none() -> Self {
        Self::None(NoEndpoints {})
    }

    /// What authentik calls itself towards the application: the issuer, or the entity id.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        match self {
            Self::Oidc(endpoints) => Some(&endpoints.issuer),
            Self::Saml(endpoints) => Some(&endpoints.entity_id),
            Self::Proxy(_) | Self::ScimSource(_) | Self::None(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_the_form_that_authentik_serves() {
        let public: ServerUrl = "https://company/auth/".parse().expect("an address");
        let slug = "wiki".parse().expect("a slug");
        let Endpoints::Oidc(endpoints) = Endpoints::oidc(&public, &slug) else { panic!("of OAuth2") };
        assert_eq!(endpoints.issuer, "https://company/auth/application/o/wiki/");
        assert_eq!(endpoints.discovery, "https://company/auth/application/o/wiki/.well-known/openid-configuration");
        assert_eq!(endpoints.authorization, "https://company/auth/application/o/authorize/");
        assert_eq!(endpoints.end_session, "https://company/auth/application/o/wiki/end-session/");
        let Endpoints::Saml(endpoints) = Endpoints::saml(&public, &slug) else { panic!("of SAML") };
        assert_eq!(endpoints.metadata, "https://company/auth/application/saml/wiki/metadata/");
        assert_eq!(endpoints.slo_post, "https://company/auth/application/saml/wiki/slo/binding/post/");
    }

    #[test]
    fn templates_know_each_address_by_its_name() {
        let public: ServerUrl = "https://company".parse().expect("an address");
        let slug = "wiki".parse().expect("a slug");
        let all = [
            Endpoints::oidc(&public, &slug),
            Endpoints::saml(&public, &slug),
            Endpoints::scim_source(&public, &slug),
            Endpoints::proxy("http://outpost.company:9000"),
        ];
        for (endpoints, (_, names)) in all.iter().zip(ENDPOINT_NAMES) {
            let json = serde_json::to_value(endpoints).expect("JSON");
            let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
            let mut names = names.to_vec();
            names.sort_unstable();
            assert_eq!(keys, names);
        }
    }
}

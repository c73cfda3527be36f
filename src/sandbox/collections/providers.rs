//! Providers.

mod saml;
mod scim;

use super::field::{Field, Kind, OnDelete, Preset, Shown};
use super::make::{
    choice, choices, duration, flag, int, many, one, one_required, random, redirects, shown, text, text_or, web,
};
use super::{Collection, Family};
use crate::sandbox::habits::GRANT_TYPES;
use crate::sandbox::version::{Played, Span};

const SINCE_2024_12: Span = Span::since(Played::V2024_12);
const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2025_12: Span = Span::since(Played::V2025_12);

/// Every provider's own fields.
const NAMED: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required().unique("provider with this name already exists."),
    many("property_mappings", Family::Mapping),
    shown("component", Shown::Component),
    shown("verbose_name", Shown::VerboseName),
    shown("verbose_name_plural", Shown::VerboseNamePlural),
    shown("meta_model_name", Shown::Model),
];

const INVALIDATION: Field =
    Field { kind: Kind::One(Family::Flow, OnDelete::Clear), ..one_required("invalidation_flow", Family::Flow) };

/// Providers that people sign in through. Deleting their authorization flow takes them along
/// (recorded); of the other two flows they are only left without (authentik's source: `on_delete`).
const SIGNED_IN: &[Field] = &[
    one("authentication_flow", Family::Flow, OnDelete::Clear),
    one_required("authorization_flow", Family::Flow),
    INVALIDATION.on(SINCE_2024_12),
    shown("assigned_application_slug", Shown::OfApplication("slug")),
    shown("assigned_application_name", Shown::OfApplication("name")),
    shown("assigned_backchannel_application_slug", Shown::OfBackchannelApplication("slug")).on(SINCE_2025_12),
    shown("assigned_backchannel_application_name", Shown::OfBackchannelApplication("name")).on(SINCE_2025_12),
];

const FEDERATION: &[Field] = &[
    many("jwks_sources", Family::Absent).on(Span::before(Played::V2024_12)),
    many("jwt_federation_sources", Family::Absent).on(SINCE_2024_12),
    many("jwt_federation_providers", Family::Provider).on(SINCE_2024_12),
];

/// The grants that a provider can be allowed.
pub const GRANTS: &[&str] = &[
    "authorization_code",
    "implicit",
    "hybrid",
    "refresh_token",
    "client_credentials",
    "password",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
];

const SUB_MODES: &[&str] = &["hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"];

const OAUTH2: &[Field] = &[
    choice("client_type", &["confidential", "public"]),
    random("client_id", 40).filled().at_most(255).unique("OAuth2/OpenID Provider with this Client ID already exists."),
    random("client_secret", 128).at_most(255),
    duration("access_code_validity", "minutes=1"),
    duration("access_token_validity", "hours=1"),
    duration("refresh_token_validity", "days=30"),
    duration("refresh_token_threshold", "seconds=0").on(SINCE_2025_10),
    flag("include_claims_in_id_token", true),
    one("signing_key", Family::Certificate, OnDelete::Clear),
    one("encryption_key", Family::Certificate, OnDelete::Clear).on(SINCE_2024_12),
    redirects("redirect_uris"),
    web("logout_uri").on(SINCE_2025_10),
    choice("logout_method", &["backchannel", "frontchannel"]).on(SINCE_2025_10),
    choice("sub_mode", SUB_MODES),
    choice("issuer_mode", &["per_provider", "global"]),
    choices("grant_types", GRANTS, Preset::List).on(GRANT_TYPES),
];

const PROXY: &[Field] = &[
    shown("client_id", Shown::Stored),
    web("internal_host"),
    web("external_host").required(),
    flag("internal_host_ssl_validation", true),
    one("certificate", Family::Certificate, OnDelete::Clear),
    text("skip_path_regex"),
    flag("basic_auth_enabled", false),
    text("basic_auth_password_attribute"),
    text("basic_auth_user_attribute"),
    choice("mode", &["proxy", "forward_single", "forward_domain"]),
    flag("intercept_header_auth", true),
    shown("redirect_uris", Shown::ProxyRedirects),
    text("cookie_domain"),
    duration("access_token_validity", "hours=1"),
    duration("refresh_token_validity", "days=30"),
    shown("outpost_set", Shown::OutpostSet),
];

const LDAP: &[Field] = &[
    text_or("base_dn", "DC=ldap,DC=goauthentik,DC=io").filled(),
    one("certificate", Family::Certificate, OnDelete::Clear),
    text("tls_server_name"),
    int("uid_start_number", 2000),
    int("gid_start_number", 4000),
    shown("outpost_set", Shown::OutpostSet),
    choice("search_mode", &["direct", "cached"]),
    choice("bind_mode", &["direct", "cached"]),
    flag("mfa_support", true),
];

const PROVIDER: Collection = Collection {
    path: "",
    family: Family::Provider,
    model: "",
    class: "",
    verbose: ["", ""],
    component: "",
    key: "pk",
    numbered: true,
    creatable: true,
    fields: &[],
    filters: &["name"],
    search: &["name"],
    ordering: &["name"],
    together: &[],
};

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "providers/oauth2",
        model: "authentik_providers_oauth2.oauth2provider",
        class: "OAuth2Provider",
        verbose: ["OAuth2/OpenID Provider", "OAuth2/OpenID Providers"],
        component: "ak-provider-oauth2-form",
        fields: &[NAMED, SIGNED_IN, OAUTH2, FEDERATION],
        filters: &[
            "name",
            "authorization_flow",
            "client_type",
            "client_id",
            "include_claims_in_id_token",
            "issuer_mode",
            "property_mappings",
            "signing_key",
            "sub_mode",
            "access_code_validity",
            "access_token_validity",
            "refresh_token_validity",
        ],
        ..PROVIDER
    },
    Collection {
        path: "providers/saml",
        model: "authentik_providers_saml.samlprovider",
        class: "SAMLProvider",
        verbose: ["SAML Provider", "SAML Providers"],
        component: "ak-provider-saml-form",
        fields: &[NAMED, SIGNED_IN, saml::FIELDS],
        filters: &["name", "acs_url", "audience", "issuer", "signing_kp", "authorization_flow", "property_mappings"],
        ..PROVIDER
    },
    Collection {
        path: "providers/scim",
        model: "authentik_providers_scim.scimprovider",
        class: "SCIMProvider",
        verbose: ["SCIM Provider", "SCIM Providers"],
        component: "ak-provider-scim-form",
        fields: &[NAMED, scim::FIELDS],
        filters: &["name", "url", "exclude_users_service_account", "filter_group"],
        ..PROVIDER
    },
    Collection {
        path: "providers/proxy",
        model: "authentik_providers_proxy.proxyprovider",
        class: "ProxyProvider",
        verbose: ["Proxy Provider", "Proxy Providers"],
        component: "ak-provider-proxy-form",
        fields: &[NAMED, SIGNED_IN, PROXY, FEDERATION],
        filters: &["name__iexact", "external_host__iexact", "mode__iexact", "cookie_domain__iexact"],
        ..PROVIDER
    },
    Collection {
        path: "providers/ldap",
        model: "authentik_providers_ldap.ldapprovider",
        class: "LDAPProvider",
        verbose: ["LDAP Provider", "LDAP Providers"],
        component: "ak-provider-ldap-form",
        fields: &[NAMED, SIGNED_IN, LDAP],
        filters: &["name__iexact", "base_dn__iexact"],
        ..PROVIDER
    },
];

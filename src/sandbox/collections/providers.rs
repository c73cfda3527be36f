//! Providers.

use super::field::{Field, OnDelete, Preset, Shown};
use super::make::{
    choice, choices, duration, flag, int, many, map, one, one_required, random, redirects, shown, text, text_or, time,
    web,
};
use super::{Collection, Family};
use crate::sandbox::habits::GRANT_TYPES;
use crate::sandbox::version::{Played, Span};

const SINCE_2024_12: Span = Span::since(Played::V2024_12);
const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2025_12: Span = Span::since(Played::V2025_12);
const BEFORE_2026_8: Span = Span::before(Played::V2026_8);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

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

/// Providers that people sign in through. Deleting a flow takes them along, whichever of their
/// flows it is.
const SIGNED_IN: &[Field] = &[
    one("authentication_flow", Family::Flow, OnDelete::Cascade),
    one_required("authorization_flow", Family::Flow),
    one_required("invalidation_flow", Family::Flow).on(SINCE_2024_12),
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

const DIGESTS: &[&str] = &[
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2000/09/xmldsig#sha1",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];

const SIGNATURES: &[&str] = &[
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
    "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
];

const NAME_ID_POLICIES: &[&str] = &[
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:WindowsDomainQualifiedName",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
];

const SAML: &[Field] = &[
    web("acs_url").required(),
    web("sls_url").on(SINCE_2025_10),
    text("audience"),
    text_or("issuer", "authentik").filled().on(Span::before(Played::V2026_8)),
    text("issuer_override").on(SINCE_2026_8),
    duration("assertion_valid_not_before", "minutes=-5"),
    duration("assertion_valid_not_on_or_after", "minutes=5"),
    duration("session_valid_not_on_or_after", "minutes=86400"),
    one("name_id_mapping", Family::Mapping, OnDelete::Clear),
    one("authn_context_class_ref_mapping", Family::Mapping, OnDelete::Clear).on(SINCE_2025_10),
    choice("digest_algorithm", DIGESTS),
    choice("signature_algorithm", SIGNATURES),
    one("signing_kp", Family::Certificate, OnDelete::Clear),
    one("verification_kp", Family::Certificate, OnDelete::Clear),
    one("encryption_kp", Family::Certificate, OnDelete::Clear),
    flag("sign_assertion", true),
    flag("sign_response", false),
    flag("sign_logout_request", false).on(SINCE_2025_10),
    flag("sign_logout_response", false).on(Span::since(Played::Grants)),
    choice("sp_binding", &["redirect", "post"]),
    choice("sls_binding", &["redirect", "post"]).on(SINCE_2025_10),
    choice("logout_method", &["frontchannel_iframe", "frontchannel_native", "backchannel"]).on(SINCE_2025_10),
    text("default_relay_state"),
    choice("default_name_id_policy", NAME_ID_POLICIES).on(SINCE_2025_10),
    shown("url_download_metadata", Shown::SamlMetadataUrl),
    shown("url_sso_post", Shown::SamlUrl("sso/binding/post/")),
    shown("url_sso_redirect", Shown::SamlUrl("sso/binding/redirect/")),
    shown("url_sso_init", Shown::SamlUrl("sso/binding/init/")),
    shown("url_slo_post", Shown::SamlUrl("slo/binding/post/")),
    shown("url_slo_redirect", Shown::SamlUrl("slo/binding/redirect/")),
    shown("url_issuer", Shown::SamlUrl("metadata/")).on(SINCE_2026_8),
    shown("url_unified", Shown::SamlUrl("")).on(SINCE_2026_8),
    shown("url_unified_init", Shown::SamlUrl("init/")).on(SINCE_2026_8),
];

const SCIM: &[Field] = &[
    many("property_mappings_group", Family::Mapping),
    shown("assigned_backchannel_application_slug", Shown::OfBackchannelApplication("slug")).on(SINCE_2025_12),
    shown("assigned_backchannel_application_name", Shown::OfBackchannelApplication("name")).on(SINCE_2025_12),
    text("url").required(),
    flag("verify_certificates", true).on(SINCE_2024_12),
    text("token").required().on(Span::before(Played::V2025_10)),
    text("token").on(SINCE_2025_10.and(Span::before(Played::V2026_8))),
    choice("auth_mode", &["token", "oauth"]).on(SINCE_2025_10.and(BEFORE_2026_8)),
    choice("auth_mode", &["token", "oauth", "oauth_interactive"]).on(SINCE_2026_8),
    one("auth_oauth", Family::Absent, OnDelete::Clear).on(SINCE_2025_10),
    map("auth_oauth_params").on(SINCE_2025_10),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc"]).on(SINCE_2025_10.and(Span::before(Played::Rc1))),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc", "webex"])
        .on(Span::since(Played::Rc1).and(BEFORE_2026_8)),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc", "webex", "gitlab", "vcenter"]).on(SINCE_2026_8),
    duration("service_provider_config_cache_timeout", "hours=1").on(SINCE_2025_12),
    flag("exclude_users_service_account", false),
    one("filter_group", Family::Group, OnDelete::Clear).on(Span::before(Played::V2026_2)),
    many("group_filters", Family::Group).on(Span::since(Played::V2026_2)),
    int("sync_page_size", 100).on(SINCE_2025_12),
    duration("sync_page_timeout", "minutes=30").on(SINCE_2025_12),
    flag("dry_run", false).on(SINCE_2025_10),
    flag("discovery_enabled", true).on(SINCE_2026_8),
    time("auth_oauth_token_last_updated").on(SINCE_2026_8),
    time("auth_oauth_token_expires").on(SINCE_2026_8),
    shown("auth_oauth_url_callback", Shown::Null).on(SINCE_2026_8),
    shown("auth_oauth_url_start", Shown::Null).on(SINCE_2026_8),
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
        fields: &[NAMED, SIGNED_IN, SAML],
        filters: &["name", "acs_url", "audience", "issuer", "signing_kp", "authorization_flow", "property_mappings"],
        ..PROVIDER
    },
    Collection {
        path: "providers/scim",
        model: "authentik_providers_scim.scimprovider",
        class: "SCIMProvider",
        verbose: ["SCIM Provider", "SCIM Providers"],
        component: "ak-provider-scim-form",
        fields: &[NAMED, SCIM],
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

//! The table of fields, kind by kind.

use super::{Field, Refers, plain, refers};
use crate::model::resource::Kind;

const AUTHENTICATION: Field = refers("authentication_flow", Refers::Flow).or_null();
const AUTHORIZATION: Field = refers("authorization_flow", Refers::Flow);
const INVALIDATION: Field = refers("invalidation_flow", Refers::Flow);
const MAPPINGS: Field = refers("property_mappings", Refers::Mapping);
const TRUSTED_PROVIDERS: Field = refers("jwt_federation_providers", Refers::Provider).usually("[]");
const TRUSTED_SOURCES: Field = refers("jwt_federation_sources", Refers::Source).usually("[]");
/// Up to authentik 2024.10. Terraform's provider takes it, and does nothing with it.
const OLD_SOURCES: Field = refers("jwks_sources", Refers::Source).without_argument().usually("[]");

const SCOPE_MAPPING: &[Field] = &[plain("name"), plain("scope_name"), plain("description"), plain("expression")];
const SAML_MAPPING: &[Field] = &[plain("name"), plain("saml_name"), plain("friendly_name"), plain("expression")];
const POLICY: &[Field] = &[plain("name"), plain("expression"), plain("execution_logging").usually("false")];

const OAUTH2: &[Field] = &[
    plain("name"),
    plain("client_id"),
    plain("client_type"),
    AUTHENTICATION,
    AUTHORIZATION,
    INVALIDATION,
    refers("signing_key", Refers::Certificate).or_null(),
    refers("encryption_key", Refers::Certificate).or_null(),
    MAPPINGS,
    plain("redirect_uris").argument("allowed_redirect_uris"),
    // The provider's own comment: the API refuses an empty list.
    plain("grant_types").unless_empty(),
    plain("sub_mode"),
    plain("issuer_mode"),
    plain("include_claims_in_id_token"),
    plain("access_code_validity"),
    plain("access_token_validity"),
    plain("refresh_token_validity"),
    plain("refresh_token_threshold").usually("\"seconds=0\""),
    // In authentik 2025.8 alone.
    plain("backchannel_logout_uri"),
    plain("logout_uri"),
    plain("logout_method").usually("\"backchannel\""),
    TRUSTED_PROVIDERS,
    TRUSTED_SOURCES,
    OLD_SOURCES,
];

const SAML: &[Field] = &[
    plain("name"),
    plain("acs_url"),
    plain("audience"),
    // One of the two: authentik 2026.8 and the provider of its line know the second alone.
    plain("issuer"),
    plain("issuer_override"),
    plain("sp_binding"),
    AUTHENTICATION,
    AUTHORIZATION,
    INVALIDATION,
    refers("signing_kp", Refers::Certificate).or_null(),
    refers("verification_kp", Refers::Certificate).or_null(),
    refers("encryption_kp", Refers::Certificate).or_null(),
    plain("sign_assertion"),
    plain("sign_response"),
    MAPPINGS,
    refers("name_id_mapping", Refers::Mapping).or_null(),
    refers("authn_context_class_ref_mapping", Refers::Mapping).or_null(),
    plain("default_name_id_policy")
        .without_argument()
        .usually("\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\""),
    plain("digest_algorithm"),
    plain("signature_algorithm"),
    plain("assertion_valid_not_before"),
    plain("assertion_valid_not_on_or_after"),
    plain("session_valid_not_on_or_after"),
    plain("default_relay_state"),
    plain("sls_url"),
    plain("sls_binding").usually("\"redirect\""),
    plain("logout_method").usually("\"frontchannel_iframe\""),
    plain("sign_logout_request").usually("false"),
    plain("sign_logout_response").usually("false"),
];

const PROXY: &[Field] = &[
    plain("name"),
    plain("mode"),
    plain("external_host"),
    plain("internal_host"),
    plain("internal_host_ssl_validation"),
    plain("cookie_domain"),
    plain("skip_path_regex"),
    plain("basic_auth_enabled"),
    plain("basic_auth_user_attribute").argument("basic_auth_username_attribute"),
    plain("basic_auth_password_attribute"),
    plain("intercept_header_auth"),
    AUTHENTICATION,
    AUTHORIZATION,
    INVALIDATION,
    MAPPINGS,
    refers("certificate", Refers::Certificate).or_null().without_argument(),
    plain("access_token_validity"),
    plain("refresh_token_validity").usually("\"days=30\""),
    TRUSTED_PROVIDERS,
    TRUSTED_SOURCES,
    OLD_SOURCES,
];

const SCIM: &[Field] = &[
    plain("name"),
    plain("url"),
    MAPPINGS,
    refers("property_mappings_group", Refers::Mapping),
    plain("compatibility_mode"),
    plain("exclude_users_service_account"),
    plain("verify_certificates").without_argument().usually("true"),
    // One of the two: authentik 2026.2 and later have the second.
    refers("filter_group", Refers::Group).or_null(),
    refers("group_filters", Refers::Group).usually("[]"),
    plain("dry_run").usually("false"),
    plain("discovery_enabled").without_argument().usually("true"),
    plain("sync_page_size").usually("100"),
    plain("sync_page_timeout").usually("\"minutes=30\""),
    plain("service_provider_config_cache_timeout").usually("\"hours=1\""),
    plain("auth_mode").usually("\"token\""),
    refers("auth_oauth", Refers::Source),
    refers("auth_oauth_params", Refers::Secret).usually("{}"),
];

const APPLICATION: &[Field] = &[
    plain("name"),
    plain("slug"),
    refers("provider", Refers::Own).argument("protocol_provider"),
    refers("backchannel_providers", Refers::Own).unless_empty(),
    plain("group"),
    plain("meta_launch_url"),
    // Only blueprints know `icon`, all versions (authentik's serializer of applications).
    refers("meta_icon", Refers::Icon).attribute("icon"),
    plain("meta_description"),
    plain("meta_publisher"),
    plain("meta_hide").usually("false"),
    plain("open_in_new_tab"),
    plain("policy_engine_mode"),
];

const BINDING: &[Field] = &[
    refers("target", Refers::Own),
    refers("group", Refers::BoundGroup),
    refers("user", Refers::BoundUser),
    refers("policy", Refers::Own),
    plain("order"),
    plain("enabled"),
    plain("negate"),
    plain("failure_result"),
    plain("timeout").usually("30"),
    // Authentik 2026.8. A day that is over elsewhere would say nothing.
    plain("expires").without_argument().without_attribute(),
];

/// The fields that exports have of a kind; those that are not there are null in the reply, or not in it.
#[must_use]
pub fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::ScopeMapping => SCOPE_MAPPING,
        Kind::SamlMapping => SAML_MAPPING,
        Kind::ExpressionPolicy => POLICY,
        Kind::OAuth2Provider => OAUTH2,
        Kind::SamlProvider => SAML,
        Kind::ProxyProvider => PROXY,
        Kind::ScimProvider => SCIM,
        Kind::Application => APPLICATION,
        Kind::Binding => BINDING,
        // What an outpost serves is attached to it, one provider at a time (the provider's
        // `authentik_outpost_provider_attachment`); a blueprint would replace the whole list.
        Kind::Outpost => const { &[refers("outpost", Refers::Own), refers("protocol_provider", Refers::Own)] },
        _ => &[],
    }
}

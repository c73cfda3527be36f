//! What authentik itself puts into fields of which nobody said anything (authentik 2024.8 to 2026.8).

use super::resource::Kind;
use serde_json::{Value, json};

/// Whether a field of an object, which akctl may set or not, holds something that somebody chose.
#[must_use]
pub fn is_chosen(kind: Kind, field: &str, value: &Value) -> bool {
    let known = fields(kind).iter().find(|(name, _)| *name == field);
    known.is_some_and(|(_, default)| !is_nothing(value) && *value != default.value())
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
}

/// What stands in a field without a choice.
#[derive(Debug, Clone, Copy)]
enum Default {
    Nothing,
    Text(&'static str),
    Switch(bool),
    Number(i64),
}

impl Default {
    fn value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => json!(text),
            Self::Switch(on) => json!(on),
            Self::Number(number) => json!(number),
        }
    }
}

/// The fields that a person may have chosen, with what stands there without a choice.
fn fields(kind: Kind) -> &'static [(&'static str, Default)] {
    match kind {
        Kind::Application => APPLICATION,
        Kind::OAuth2Provider => OAUTH2,
        Kind::SamlProvider => SAML,
        Kind::ProxyProvider => PROXY,
        Kind::ScimProvider => SCIM,
        Kind::ScimSource => SOURCE,
        _ => &[],
    }
}

const APPLICATION: &[(&str, Default)] = &[
    ("meta_launch_url", Default::Nothing),
    ("meta_icon", Default::Nothing),
    ("meta_description", Default::Nothing),
    ("meta_publisher", Default::Nothing),
    ("group", Default::Nothing),
    ("open_in_new_tab", Default::Switch(false)),
    ("policy_engine_mode", Default::Text("any")),
    ("meta_hide", Default::Switch(false)),
];

const OAUTH2: &[(&str, Default)] = &[
    ("access_code_validity", Default::Text("minutes=1")),
    ("access_token_validity", Default::Text("hours=1")),
    ("refresh_token_validity", Default::Text("days=30")),
    ("refresh_token_threshold", Default::Text("seconds=0")),
    ("include_claims_in_id_token", Default::Switch(true)),
    ("logout_uri", Default::Nothing),
    ("logout_method", Default::Text("backchannel")),
    ("sub_mode", Default::Text("hashed_user_id")),
    ("jwks_sources", Default::Nothing),
    ("jwt_federation_sources", Default::Nothing),
    ("jwt_federation_providers", Default::Nothing),
];

const SAML: &[(&str, Default)] = &[
    ("sls_url", Default::Nothing),
    ("sls_binding", Default::Text("redirect")),
    ("logout_method", Default::Text("frontchannel_iframe")),
    ("assertion_valid_not_before", Default::Text("minutes=-5")),
    ("assertion_valid_not_on_or_after", Default::Text("minutes=5")),
    ("session_valid_not_on_or_after", Default::Text("minutes=86400")),
    ("name_id_mapping", Default::Nothing),
    ("authn_context_class_ref_mapping", Default::Nothing),
    ("sign_logout_request", Default::Switch(false)),
    ("sign_logout_response", Default::Switch(false)),
    ("default_relay_state", Default::Nothing),
    ("default_name_id_policy", Default::Text("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")),
];

const PROXY: &[(&str, Default)] = &[
    ("internal_host", Default::Nothing),
    ("internal_host_ssl_validation", Default::Switch(true)),
    ("certificate", Default::Nothing),
    ("skip_path_regex", Default::Nothing),
    ("basic_auth_enabled", Default::Switch(false)),
    ("basic_auth_user_attribute", Default::Nothing),
    ("basic_auth_password_attribute", Default::Nothing),
    ("intercept_header_auth", Default::Switch(true)),
    ("cookie_domain", Default::Nothing),
    ("access_token_validity", Default::Text("hours=1")),
    ("refresh_token_validity", Default::Text("days=30")),
    ("jwks_sources", Default::Nothing),
    ("jwt_federation_sources", Default::Nothing),
    ("jwt_federation_providers", Default::Nothing),
];

const SCIM: &[(&str, Default)] = &[
    ("verify_certificates", Default::Switch(true)),
    ("auth_mode", Default::Text("token")),
    ("auth_oauth", Default::Nothing),
    ("compatibility_mode", Default::Text("default")),
    ("exclude_users_service_account", Default::Switch(false)),
    ("service_provider_config_cache_timeout", Default::Text("hours=1")),
    ("sync_page_size", Default::Number(100)),
    ("sync_page_timeout", Default::Text("minutes=30")),
    ("dry_run", Default::Switch(false)),
    ("discovery_enabled", Default::Switch(true)),
];

const SOURCE: &[(&str, Default)] = &[
    ("user_path_template", Default::Text("goauthentik.io/sources/%(slug)s")),
    ("user_property_mappings", Default::Nothing),
    ("group_property_mappings", Default::Nothing),
];

/// The fields of a kind that somebody may have chosen.
pub fn choosable(kind: Kind) -> impl Iterator<Item = &'static str> {
    fields(kind).iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authentik_puts_there_is_no_choice() {
        let table = [
            (Kind::OAuth2Provider, "access_code_validity", json!("minutes=1"), false),
            (Kind::OAuth2Provider, "access_code_validity", json!("minutes=2"), true),
            (Kind::OAuth2Provider, "logout_uri", json!(""), false),
            (Kind::OAuth2Provider, "logout_uri", json!("https://a.example"), true),
            (Kind::OAuth2Provider, "client_id", json!("x"), false),
            (Kind::Application, "policy_engine_mode", json!("all"), true),
            (Kind::ScimProvider, "sync_page_size", json!(100), false),
            (Kind::ProxyProvider, "jwks_sources", json!([]), false),
        ];
        for (kind, field, value, chosen) in table {
            assert_eq!(is_chosen(kind, field, &value), chosen, "{field} {value}");
        }
    }
}

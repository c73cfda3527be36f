//! A blueprint has only attributes that authentik's models have, and nothing that is not found passes for
//! nothing being wanted.

use super::super::on;
use crate::support::{Akctl, Server};

/// The attributes of a model in a blueprint.
const MODELS: [(&str, &str); 9] = [
    // goauthentik/authentik, blueprints/schema.json of 2025.12.0-rc1.
    (
        "authentik_providers_oauth2.oauth2provider",
        "name authentication_flow authorization_flow invalidation_flow property_mappings client_type client_id \
         access_code_validity access_token_validity refresh_token_validity refresh_token_threshold \
         include_claims_in_id_token signing_key encryption_key redirect_uris logout_uri logout_method sub_mode \
         issuer_mode jwt_federation_sources jwt_federation_providers",
    ),
    ("authentik_providers_oauth2.scopemapping", "managed name expression scope_name description"),
    (
        "authentik_providers_saml.samlprovider",
        "name authentication_flow authorization_flow invalidation_flow property_mappings acs_url sls_url audience \
         issuer assertion_valid_not_before assertion_valid_not_on_or_after session_valid_not_on_or_after \
         name_id_mapping authn_context_class_ref_mapping digest_algorithm signature_algorithm signing_kp \
         verification_kp encryption_kp sign_assertion sign_response sign_logout_request sp_binding sls_binding \
         logout_method default_relay_state default_name_id_policy",
    ),
    ("authentik_providers_saml.samlpropertymapping", "managed name expression saml_name friendly_name"),
    (
        "authentik_providers_proxy.proxyprovider",
        "name authentication_flow authorization_flow invalidation_flow property_mappings internal_host external_host \
         internal_host_ssl_validation certificate skip_path_regex basic_auth_enabled basic_auth_password_attribute \
         basic_auth_user_attribute mode intercept_header_auth cookie_domain jwt_federation_sources \
         jwt_federation_providers access_token_validity refresh_token_validity",
    ),
    (
        "authentik_providers_scim.scimprovider",
        "name property_mappings property_mappings_group url verify_certificates auth_mode auth_oauth auth_oauth_params \
         compatibility_mode service_provider_config_cache_timeout exclude_users_service_account filter_group \
         sync_page_size sync_page_timeout dry_run",
    ),
    // The serializers of the same version, with `icon` of blueprints alone.
    (
        "authentik_core.application",
        "name slug provider backchannel_providers open_in_new_tab meta_launch_url icon meta_description \
         meta_publisher policy_engine_mode group",
    ),
    ("authentik_policies.policybinding", "policy group user target negate enabled order timeout failure_result"),
    ("authentik_policies_expression.expressionpolicy", "name execution_logging expression"),
];

const FILE: &str = "\
version: 1
defaults: {access: {create_groups: true}}
integrations:
  - preset: oidc
    slug: wiki
    name: Wiki
    inputs:
      redirect: [https://wiki.company/back]
      groups_claim: roles
      refresh_token_threshold: days=1
      logout_url: https://wiki.company/out
    access: {users: [akadmin], networks: [10.0.0.0/8]}
    options: {icon: 'https://wiki.company/icon.png'}
  - preset: saml
    slug: payroll
    name: Payroll
    inputs: {acs: https://p.company/acs, entity_id: https://p.company, logout_url: https://p.company/out}
    access: {groups: [Staff]}
  - {preset: proxy, slug: board, name: Board, inputs: {app_url: https://board.company}}
  - preset: scim
    slug: wiki
    name: Wiki
    inputs: {scim_url: https://wiki.company/scim/v2, scim_token: '${TOKEN}', scim_group: [Staff]}
";

fn blueprint(version: &str) -> (String, serde_yaml::Value) {
    let server = Server::start(version);
    on(&server, "apply", FILE).env("TOKEN", "hunter2").args(["--yes"]).ok();
    let text = Akctl::on(&server).args(["export", "--format", "blueprint"]).ok().stdout;
    let whole = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    (text, whole)
}

#[test]
fn a_blueprint_has_attributes_that_the_models_have() {
    let (text, whole) = blueprint("2025.12.4");
    let mut models = Vec::new();
    for entry in whole["entries"].as_sequence().expect("a list") {
        let model = entry["model"].as_str().expect("text");
        let (_, known) = MODELS.iter().find(|(name, _)| *name == model).unwrap_or_else(|| panic!("{model}"));
        models.push(model);
        for part in ["identifiers", "attrs"] {
            for (name, _) in entry[part].as_mapping().expect("a map") {
                let name = name.as_str().expect("text");
                assert!(known.split_whitespace().any(|one| one == name), "{model} has no {name}:\n{text}");
            }
        }
        let keys = ["model", "id", "conditions", "identifiers", "attrs"];
        let strange = entry.as_mapping().expect("a map").keys().find(|key| !keys.iter().any(|known| *key == known));
        assert!(strange.is_none(), "{strange:?}");
    }
    for (model, _) in MODELS {
        assert!(models.contains(&model), "no {model} was looked at");
    }
    assert!(text.contains("icon: \"https://wiki.company/icon.png\"") && !text.contains("meta_icon"), "{text}");
}

#[test]
fn an_entry_that_could_lose_its_key_or_its_group_asks_for_it() {
    for (version, group) in [("2025.12.4", true), ("2026.8.5", false)] {
        let (text, whole) = blueprint(version);
        let entries = whole["entries"].as_sequence().expect("a list");
        let asks = |model: &str| {
            let entry = entries.iter().find(|entry| entry["model"].as_str() == Some(model)).expect("an entry");
            serde_yaml::to_string(&entry["conditions"]).expect("YAML")
        };
        for model in ["authentik_providers_oauth2.oauth2provider", "authentik_providers_saml.samlprovider"] {
            assert!(asks(model).contains("authentik_crypto.certificatekeypair"), "{version}: {text}");
        }
        // A list in which nothing is found is refused.
        assert_eq!(asks("authentik_providers_scim.scimprovider").contains("Staff"), group, "{version}: {text}");
        // Passing over a binding would open the application to everybody; one of nobody is refused.
        assert!(!asks("authentik_policies.policybinding").contains("Find"), "{version}: {text}");
    }
}

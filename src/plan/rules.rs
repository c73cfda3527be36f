//! How the fields of each kind are compared: the server's habits, as data.

use crate::model::resource::Kind;

/// How two values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    /// They must be the same.
    Same,
    /// Nothing, null and the empty text are the same: authentik writes either.
    EmptyIsNothing,
    /// A set of values or ids whose order means nothing.
    Set,
    /// A list of ids to which people add their own.
    Ids,
    /// A list of ids that belongs to others: ours must be in it, and nothing else in it is our business.
    Joins,
    /// A list of redirect entries to which people add their own.
    Redirects,
    /// Set when the object is made, and afterwards nobody's business.
    OnCreation,
    /// Text that authentik trims at both ends when it is saved.
    Trimmed,
}

/// The rule of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// How it is compared.
    pub compare: Compare,
    /// Whether a change makes the application take its users for other ones.
    pub breaks_identity: bool,
}

const SAME: Rule = Rule { compare: Compare::Same, breaks_identity: false };

const fn rule_of(compare: Compare) -> Rule {
    Rule { compare, breaks_identity: false }
}

const IDENTITY: Rule = Rule { compare: Compare::Same, breaks_identity: true };

/// Every field that is not simply compared.
const RULES: [(Kind, &str, Rule); 34] = [
    (Kind::Application, "backchannel_providers", rule_of(Compare::Ids)),
    (Kind::Application, "group", rule_of(Compare::EmptyIsNothing)),
    (Kind::Application, "meta_description", rule_of(Compare::EmptyIsNothing)),
    (Kind::Application, "meta_icon", rule_of(Compare::EmptyIsNothing)),
    (Kind::Application, "meta_launch_url", rule_of(Compare::EmptyIsNothing)),
    (Kind::Application, "meta_publisher", rule_of(Compare::EmptyIsNothing)),
    (Kind::Application, "slug", IDENTITY),
    (Kind::OAuth2Provider, "client_id", IDENTITY),
    (Kind::OAuth2Provider, "client_type", IDENTITY),
    (Kind::OAuth2Provider, "grant_types", rule_of(Compare::Set)),
    (Kind::OAuth2Provider, "issuer_mode", IDENTITY),
    (Kind::OAuth2Provider, "jwt_federation_providers", rule_of(Compare::Ids)),
    (Kind::OAuth2Provider, "property_mappings", rule_of(Compare::Ids)),
    (Kind::OAuth2Provider, "redirect_uris", rule_of(Compare::Redirects)),
    (Kind::OAuth2Provider, "sub_mode", IDENTITY),
    (Kind::SamlProvider, "issuer", IDENTITY),
    (Kind::SamlProvider, "issuer_override", IDENTITY),
    (Kind::SamlProvider, "name_id_mapping", IDENTITY),
    (Kind::SamlProvider, "property_mappings", rule_of(Compare::Ids)),
    (Kind::ProxyProvider, "cookie_domain", rule_of(Compare::EmptyIsNothing)),
    (Kind::ProxyProvider, "internal_host", rule_of(Compare::EmptyIsNothing)),
    (Kind::ProxyProvider, "skip_path_regex", rule_of(Compare::Trimmed)),
    (Kind::Outpost, "providers", rule_of(Compare::Joins)),
    (Kind::SamlMapping, "expression", rule_of(Compare::Trimmed)),
    (Kind::SamlMapping, "friendly_name", rule_of(Compare::EmptyIsNothing)),
    (Kind::ScimProvider, "group_filters", rule_of(Compare::Set)),
    (Kind::ScimProvider, "property_mappings", rule_of(Compare::Ids)),
    (Kind::ScimProvider, "property_mappings_group", rule_of(Compare::Ids)),
    (Kind::ValidateStage, "configuration_stages", rule_of(Compare::Ids)),
    (Kind::ValidateStage, "device_classes", rule_of(Compare::Set)),
    (Kind::Binding, "order", rule_of(Compare::OnCreation)),
    (Kind::ExpressionPolicy, "expression", rule_of(Compare::Trimmed)),
    (Kind::ScopeMapping, "description", rule_of(Compare::EmptyIsNothing)),
    (Kind::ScopeMapping, "expression", rule_of(Compare::Trimmed)),
];

/// The rule of a field.
pub(super) fn rule(kind: Kind, field: &str) -> Rule {
    RULES.iter().find(|(of, name, _)| *of == kind && *name == field).map_or(SAME, |(_, _, rule)| *rule)
}

/// Fields that a server takes only together: who sends the first must send the others too
/// (authentik 2024.8 to 2026.8: a SAML key without a word on what it signs is refused).
const TOGETHER: [(Kind, &str, &[&str]); 2] = [
    (Kind::SamlProvider, "signing_kp", &["sign_assertion", "sign_response"]),
    (Kind::SamlProvider, "logout_method", &["sls_binding"]),
];

/// The fields that must be sent with this one.
pub(super) fn together(kind: Kind, field: &str) -> &'static [&'static str] {
    TOGETHER.iter().find(|(of, name, _)| *of == kind && *name == field).map_or(&[], |(_, _, others)| others)
}

//! The objects of integrations as Terraform's provider and blueprints know them: references by what
//! people can read, in place of ids.

use crate::model::resource::Kind;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a property mapping is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// Scopes of `OAuth2` providers.
    Scope,
    /// Attributes of SAML providers.
    Saml,
    /// What SCIM providers push.
    Scim,
}

/// A value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Plain JSON.
    Value(Value),
    /// A flow, by its slug.
    Flow(String),
    /// A certificate-key pair, by its name.
    Certificate(String),
    /// A mapping of authentik's own, by its stable id.
    Managed(Mapping, String),
    /// A mapping of somebody else, by its name.
    Named(Mapping, String),
    /// A group, by its name.
    Group(String),
    /// A user, by the name to sign in with.
    User(String),
    /// Another object of the same export, by its label.
    Own(Kind, String),
    /// Several.
    List(Vec<Part>),
}

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Its kind.
    pub kind: Kind,
    /// What it is called within the export: letters, digits and underscores.
    pub label: String,
    /// The id by which Terraform's provider imports it.
    pub id: String,
    /// Its fields by their names in authentik's API.
    pub fields: Vec<(&'static str, Part)>,
}

/// What is known of the objects to which others refer, by their ids.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Slugs of flows.
    pub flows: BTreeMap<String, String>,
    /// Names of certificates.
    pub certificates: BTreeMap<String, String>,
    /// Mappings: what for, the name, the stable id of those of authentik's own.
    pub mappings: BTreeMap<String, (Mapping, String, Option<String>)>,
    /// Names of groups.
    pub groups: BTreeMap<String, String>,
    /// Labels of the objects of the export.
    pub own: BTreeMap<String, (Kind, String)>,
}

/// The fields that an export has of a kind. No secret is among them.
#[must_use]
pub fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::ScopeMapping => &["name", "scope_name", "description", "expression"],
        Kind::SamlMapping => &["name", "saml_name", "friendly_name", "expression"],
        Kind::ExpressionPolicy => &["name", "expression"],
        Kind::OAuth2Provider => &[
            "name",
            "client_id",
            "client_type",
            "authentication_flow",
            "authorization_flow",
            "invalidation_flow",
            "signing_key",
            "encryption_key",
            "property_mappings",
            "redirect_uris",
            "grant_types",
            "sub_mode",
            "issuer_mode",
            "include_claims_in_id_token",
            "access_code_validity",
            "access_token_validity",
            "refresh_token_validity",
        ],
        Kind::SamlProvider => &[
            "name",
            "acs_url",
            "audience",
            "issuer",
            "sp_binding",
            "authentication_flow",
            "authorization_flow",
            "invalidation_flow",
            "signing_kp",
            "verification_kp",
            "encryption_kp",
            "sign_assertion",
            "sign_response",
            "property_mappings",
            "name_id_mapping",
            "digest_algorithm",
            "signature_algorithm",
            "assertion_valid_not_before",
            "assertion_valid_not_on_or_after",
            "session_valid_not_on_or_after",
            "default_relay_state",
        ],
        Kind::ProxyProvider => &[
            "name",
            "mode",
            "external_host",
            "internal_host",
            "internal_host_ssl_validation",
            "cookie_domain",
            "skip_path_regex",
            "basic_auth_enabled",
            "basic_auth_user_attribute",
            "basic_auth_password_attribute",
            "intercept_header_auth",
            "authentication_flow",
            "authorization_flow",
            "invalidation_flow",
            "access_token_validity",
        ],
        Kind::ScimProvider => &[
            "name",
            "url",
            "property_mappings",
            "property_mappings_group",
            "compatibility_mode",
            "exclude_users_service_account",
            "verify_certificates",
            "filter_group",
            "group_filters",
        ],
        Kind::Application => &[
            "name",
            "slug",
            "provider",
            "backchannel_providers",
            "group",
            "meta_launch_url",
            "meta_description",
            "meta_publisher",
            "open_in_new_tab",
            "policy_engine_mode",
        ],
        Kind::Binding => &["target", "group", "user", "policy", "order", "enabled", "negate", "failure_result"],
        _ => &[],
    }
}

impl Known {
    /// An object as the API shows it, with references in place of ids. What is null or empty is left out.
    #[must_use]
    pub fn object(&self, kind: Kind, label: &str, found: &Value) -> Object {
        let id_field = if kind == Kind::Application { "slug" } else { "pk" };
        let is_set = |value: &&Value| !value.is_null() && value.as_str() != Some("");
        let says_nothing =
            |name: &str, value: &Value| name == "backchannel_providers" && *value == Value::Array(Vec::new());
        let fields = fields(kind).iter().filter_map(|name| {
            let value = found.get(*name).filter(is_set).filter(|value| !says_nothing(name, value))?;
            Some((*name, self.part(kind, name, value, found)))
        });
        Object { kind, label: label.to_owned(), id: plain(found.get(id_field)), fields: fields.collect() }
    }

    fn part(&self, kind: Kind, name: &str, value: &Value, found: &Value) -> Part {
        let key = plain(Some(value));
        if let Some((kind, label)) = self.own.get(&key).filter(|(own, _)| refers(kind, name, *own)) {
            return Part::Own(*kind, label.clone());
        }
        let text = |object: &str, field: &str| {
            found.get(object).and_then(|object| object.get(field)).and_then(Value::as_str).map(str::to_owned)
        };
        let known = match name {
            "authentication_flow" | "authorization_flow" | "invalidation_flow" => {
                self.flows.get(&key).cloned().map(Part::Flow)
            }
            "signing_key" | "encryption_key" | "signing_kp" | "verification_kp" | "encryption_kp" => {
                self.certificates.get(&key).cloned().map(Part::Certificate)
            }
            "name_id_mapping" => self.mapping(&key),
            "property_mappings" | "property_mappings_group" => return list(value, |id| self.mapping(id)),
            "group_filters" => return list(value, |id| self.groups.get(id).cloned().map(Part::Group)),
            "backchannel_providers" => return list(value, |id| self.own(id)),
            "filter_group" => self.groups.get(&key).cloned().map(Part::Group),
            "group" if kind == Kind::Binding => text("group_obj", "name").map(Part::Group),
            "user" => text("user_obj", "username").map(Part::User),
            _ => None,
        };
        known.unwrap_or_else(|| Part::Value(value.clone()))
    }

    fn own(&self, id: &str) -> Option<Part> {
        self.own.get(id).map(|(kind, label)| Part::Own(*kind, label.clone()))
    }

    fn mapping(&self, id: &str) -> Option<Part> {
        self.own(id).or_else(|| {
            let (what, name, managed) = self.mappings.get(id)?;
            Some(match managed {
                Some(managed) => Part::Managed(*what, managed.clone()),
                None => Part::Named(*what, name.clone()),
            })
        })
    }
}

/// A list of references; what nobody knows stays an id.
fn list(ids: &Value, known: impl Fn(&str) -> Option<Part>) -> Part {
    let ids = ids.as_array().into_iter().flatten();
    Part::List(ids.map(|id| known(&plain(Some(id))).unwrap_or_else(|| Part::Value(id.clone()))).collect())
}

/// Whether a field of a kind refers to objects of another kind.
fn refers(kind: Kind, field: &str, own: Kind) -> bool {
    match (kind, field) {
        (Kind::Application, "provider") => own.is_front(),
        (Kind::Binding, "target") => own == Kind::Application,
        (Kind::Binding, "policy") => own == Kind::ExpressionPolicy,
        _ => false,
    }
}

/// An id as text.
fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// A label made of a name: letters, digits and underscores, and no digit first.
#[must_use]
pub fn label(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let plain = plain.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("x_{plain}") }
}

//! The objects of integrations as Terraform's provider and blueprints know them: references by what
//! people can read, in place of ids.

use super::fields::{Field, Refers, fields, is_address};
use crate::model::resource::Kind;
use serde_json::Value;
use std::collections::BTreeMap;

/// The mappings that authentik gives to every proxy provider whatever it is told (its source:
/// `ProxyProvider.set_oauth_defaults`).
const OF_EVERY_PROXY: [&str; 5] = [
    "goauthentik.io/providers/oauth2/scope-openid",
    "goauthentik.io/providers/oauth2/scope-email",
    "goauthentik.io/providers/oauth2/scope-profile",
    "goauthentik.io/providers/oauth2/scope-entitlements",
    "goauthentik.io/providers/proxy/scope-proxy",
];

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
    /// A provider of another application, by its name.
    Provider(String),
    /// An outpost, by its name.
    Outpost(String),
    /// Another object of the same export, by its label.
    Own(Kind, String),
    /// What nobody who asks may see the name of, by its id.
    Id(Value),
    /// There is a value that is not written.
    Unsaid,
    /// Several.
    List(Vec<Part>),
}

impl Part {
    /// Whether it is an id, or holds one.
    #[must_use]
    pub fn has_id(&self) -> bool {
        match self {
            Self::Id(_) => true,
            Self::List(parts) => parts.iter().any(Self::has_id),
            _ => false,
        }
    }
}

/// A field with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The field.
    pub field: &'static Field,
    /// Its value.
    pub part: Part,
    /// Whether it says what is so anyway.
    pub is_default: bool,
}

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Its kind. An outpost stands for what attaches a provider to it.
    pub kind: Kind,
    /// What it is called within the export: letters, digits and underscores.
    pub label: String,
    /// The id by which Terraform's provider imports it.
    pub id: String,
    /// Its fields.
    pub fields: Vec<Filled>,
}

impl Object {
    /// The value of a field, by its name in authentik's API.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.fields.iter().find(|filled| filled.field.name == name).map(|filled| &filled.part)
    }

    /// That a provider is on an outpost; ids and names are those of the API.
    #[must_use]
    pub fn attachment(label: String, (id, name): (&str, &str), (provider, own): (&str, &str)) -> Self {
        let parts = [Part::Outpost(name.to_owned()), Part::Own(Kind::ProxyProvider, own.to_owned())];
        let fields = fields(Kind::Outpost).iter().zip(parts);
        let fields = fields.map(|(field, part)| Filled { field, part, is_default: false }).collect();
        Self { kind: Kind::Outpost, label, id: format!("{id}:{provider}"), fields }
    }
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
    /// Names of providers that sign tokens.
    pub providers: BTreeMap<String, String>,
    /// Labels of the objects of the export.
    pub own: BTreeMap<String, (Kind, String)>,
}

impl Known {
    /// An object as the API shows it, with references in place of ids. What is null or empty is left out.
    #[must_use]
    pub fn object(&self, kind: Kind, label: &str, found: &Value) -> Object {
        let id_field = if kind == Kind::Application { "slug" } else { "pk" };
        let filled = fields(kind).iter().filter_map(|field| {
            let value = found.get(field.name).filter(|value| self.says_something(kind, field, value))?;
            let default = field.default.and_then(|default| serde_json::from_str::<Value>(default).ok());
            let part = self.part(field, value, found);
            Some(Filled { field, part, is_default: default.as_ref() == Some(value) })
        });
        Object { kind, label: label.to_owned(), id: plain(found.get(id_field)), fields: filled.collect() }
    }

    fn says_something(&self, kind: Kind, field: &Field, value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(items) if items.is_empty() => !field.is_left_out_empty,
            Value::Array(items) if kind == Kind::ProxyProvider && field.name == "property_mappings" => {
                let managed = |id: &Value| self.mappings.get(id.as_str()?)?.2.as_deref();
                !items.iter().all(|id| managed(id).is_some_and(|id| OF_EVERY_PROXY.contains(&id)))
            }
            _ => true,
        }
    }

    fn part(&self, field: &Field, value: &Value, found: &Value) -> Part {
        match (field.refers, value) {
            (Refers::Nothing, _) => Part::Value(value.clone()),
            (Refers::Icon, Value::String(icon)) if is_address(icon) => Part::Value(value.clone()),
            (Refers::Icon | Refers::Secret, _) => Part::Unsaid,
            (_, Value::Array(ids)) => Part::List(ids.iter().map(|id| self.reference(field, id, found)).collect()),
            _ => self.reference(field, value, found),
        }
    }

    /// What an id refers to; what nobody knows stays an id.
    fn reference(&self, field: &Field, value: &Value, found: &Value) -> Part {
        let id = plain(Some(value));
        let text = |object: &str, name: &str| found.get(object)?.get(name)?.as_str().map(str::to_owned);
        let own = || self.own.get(&id).map(|(kind, label)| Part::Own(*kind, label.clone()));
        let known = match field.refers {
            Refers::Flow => self.flows.get(&id).cloned().map(Part::Flow),
            Refers::Certificate => self.certificates.get(&id).cloned().map(Part::Certificate),
            Refers::Mapping => own().or_else(|| self.mapping(&id)),
            Refers::Group => self.groups.get(&id).cloned().map(Part::Group),
            Refers::BoundGroup => text("group_obj", "name").map(Part::Group),
            Refers::BoundUser => text("user_obj", "username").map(Part::User),
            Refers::Own => own(),
            Refers::Provider => own().or_else(|| self.providers.get(&id).cloned().map(Part::Provider)),
            Refers::Nothing | Refers::Source | Refers::Icon | Refers::Secret => None,
        };
        known.unwrap_or_else(|| Part::Id(value.clone()))
    }

    fn mapping(&self, id: &str) -> Option<Part> {
        let (what, name, managed) = self.mappings.get(id)?;
        Some(match managed {
            Some(managed) => Part::Managed(*what, managed.clone()),
            None => Part::Named(*what, name.clone()),
        })
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

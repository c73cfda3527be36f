//! The objects of authentik that checks look at, decoded tolerantly from the API's JSON.

use super::picture::Look;
use super::provider::Kind;
use serde_json::Value;

/// The text of a field; empty if it is absent or no text.
pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// An id as text, whether it is a UUID or a number; none if it is null or absent.
pub(super) fn id(object: &Value, field: &str) -> Option<String> {
    match object.get(field)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A scope mapping or another property mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Primary key.
    pub pk: String,
    /// Its name.
    pub name: String,
    /// The stable id of one of authentik's own.
    pub managed: Option<String>,
    /// The scope on which it is evaluated.
    pub scope: String,
    /// The Python expression.
    pub expression: String,
}

impl Mapping {
    /// A mapping as the API returns it.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        Self {
            pk: id(object, "pk").unwrap_or_default(),
            name: text(object, "name").to_owned(),
            managed: id(object, "managed"),
            scope: text(object, "scope_name").to_owned(),
            expression: text(object, "expression").to_owned(),
        }
    }
}

/// Whom a binding binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// A group, with the number of its members where that was asked: direct ones, and none if it has
    /// groups below it, whose members count too.
    Group {
        /// Its name.
        name: String,
        /// How many members it has.
        members: Look<Option<usize>>,
    },
    /// A user.
    User {
        /// The name to sign in with.
        name: String,
        /// Whether the user can sign in.
        is_active: bool,
    },
    /// A policy.
    Policy {
        /// Its name.
        name: String,
    },
}

/// A binding of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The application's primary key.
    pub target: String,
    /// The primary key of what is bound.
    pub bound_pk: String,
    /// What is bound.
    pub bound: Bound,
    /// Whether it counts at all.
    pub is_on: bool,
    /// Whether it means the contrary.
    pub is_negated: bool,
}

impl Binding {
    /// A binding as the API returns it.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        let name = |part: &str, field: &str, other: &str| {
            object.get(part).map(|part| text(part, field)).filter(|name| !name.is_empty()).unwrap_or(other).to_owned()
        };
        let (bound_pk, bound) = if let Some(pk) = id(object, "group") {
            let members = Err("not asked".to_owned());
            let bound = Bound::Group { name: name("group_obj", "name", &pk), members };
            (pk, bound)
        } else if let Some(pk) = id(object, "user") {
            let active = object.get("user_obj").and_then(|user| user.get("is_active")).and_then(Value::as_bool);
            let bound = Bound::User { name: name("user_obj", "username", &pk), is_active: active.unwrap_or(true) };
            (pk, bound)
        } else {
            let pk = id(object, "policy").unwrap_or_default();
            let bound = Bound::Policy { name: name("policy_obj", "name", &pk) };
            (pk, bound)
        };
        Self {
            target: id(object, "target").unwrap_or_default(),
            bound_pk,
            bound,
            is_on: object.get("enabled").and_then(Value::as_bool).unwrap_or(true),
            is_negated: object.get("negate").and_then(Value::as_bool).unwrap_or(false),
        }
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Primary key.
    pub pk: String,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where its tile was told to lead; empty if authentik guesses.
    pub launch_url: String,
    /// Its provider's primary key and model.
    pub provider: Option<(String, Kind)>,
    /// The primary keys of its providers in the back channel.
    pub backchannel: Vec<String>,
    /// How bindings are joined: `any` or `all`.
    pub engine_mode: String,
}

impl Application {
    /// An application as the API returns it.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        let model = object.get("provider_obj").map(|provider| text(provider, "meta_model_name")).unwrap_or_default();
        let backchannel = object.get("backchannel_providers").and_then(Value::as_array);
        Self {
            pk: id(object, "pk").unwrap_or_default(),
            slug: text(object, "slug").to_owned(),
            name: text(object, "name").to_owned(),
            launch_url: text(object, "meta_launch_url").to_owned(),
            provider: id(object, "provider").map(|pk| (pk, Kind::of(model))),
            backchannel: backchannel.into_iter().flatten().map(Value::to_string).collect(),
            engine_mode: text(object, "policy_engine_mode").to_owned(),
        }
    }
}

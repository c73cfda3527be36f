//! Bindings: of people and policies to an application, and of stages to a flow.

use super::found;
use super::source::Source;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::model::resource::{Desired, Field, Found, Kind, Observed, OtherBinding, Reference};
use serde_json::Value;
use std::collections::BTreeMap;

/// The stages of a flow, with their places in it.
pub(crate) async fn stage_bindings<'a>(
    source: impl Into<Source<'a>>,
    flow: Option<&Found>,
) -> Result<Vec<Value>, ApiError> {
    let Some(id) = flow.and_then(|flow| flow.text("pk")) else { return Ok(Vec::new()) };
    source.into().list(endpoints::collection(Kind::StageBinding), &[("target", id), ("ordering", "order")]).await
}

/// Finds the wanted stages among those that the flow has.
pub(super) fn sort_stages(there: &[Value], desired: &Desired, observed: &mut Observed) {
    for wanted in desired.of(Kind::StageBinding) {
        let stage = wanted.fields.get("stage").and_then(|field| field.references().next());
        let id = match stage {
            Some(Reference::Planned(address)) => observed.found.get(address).map(|stage| stage.id.clone()),
            Some(Reference::Existing { id, .. }) => Some(id.clone()),
            None => None,
        };
        let same = |object: &&Value| id.is_some() && object.get("stage") == id.as_ref();
        if let Some(object) = there.iter().find(same) {
            observed.found.insert(wanted.address.clone(), found(object.clone()));
        }
    }
}

/// All bindings of an application.
pub(crate) async fn bindings<'a>(
    source: impl Into<Source<'a>>,
    application: Option<&Found>,
) -> Result<Vec<Value>, ApiError> {
    let Some(id) = application.and_then(|application| application.text("pk")) else { return Ok(Vec::new()) };
    source.into().list("policies/bindings/", &[("target", id), ("ordering", "order")]).await
}

/// Tells the wanted bindings from those that somebody else made.
pub(super) fn sort_bindings(bindings: Vec<Value>, desired: &Desired, observed: &mut Observed) {
    for object in bindings {
        let wanted = desired.of(Kind::Binding).find(|resource| binds_same(&resource.fields, &object, observed));
        match wanted.map(|resource| resource.address.clone()) {
            Some(address) if !observed.found.contains_key(&address) => {
                observed.found.insert(address, found(object));
            }
            // The server takes the same group twice; a second binding that says the same decides
            // nothing more.
            Some(_) if is_on(&object) && !is_negated(&object) => {}
            _ => observed.other_bindings.push(OtherBinding {
                what: binding_name(&object),
                enabled: is_on(&object) && (binds_policy(&object) || !is_negated(&object)),
                id: object.get("pk").cloned().unwrap_or(Value::Null),
            }),
        }
    }
}

/// The fields of a binding that say what it binds; exactly one of them is set.
pub(crate) const BOUND: [&str; 3] = ["group", "user", "policy"];

/// Whether a binding of the server binds what is wanted.
fn binds_same(wanted: &BTreeMap<String, Field>, object: &Value, observed: &Observed) -> bool {
    BOUND.iter().any(|part| {
        let id = match wanted.get(*part) {
            Some(Field::Reference(Reference::Existing { id, .. })) => Some(id),
            Some(Field::Reference(Reference::Planned(address))) => observed.found.get(address).map(|found| &found.id),
            _ => None,
        };
        id.is_some_and(|id| object.get(*part) == Some(id))
    })
}

fn is_on(binding: &Value) -> bool {
    binding.get("enabled").and_then(Value::as_bool).unwrap_or(true)
}

fn is_negated(binding: &Value) -> bool {
    binding.get("negate").and_then(Value::as_bool).unwrap_or(false)
}

fn binds_policy(binding: &Value) -> bool {
    binding.get("policy").is_some_and(|id| !id.is_null())
}

/// What a binding does, for people.
pub(super) fn binding_name(object: &Value) -> String {
    let whom = bound_name(object);
    let whom = if is_negated(object) { format!("everyone but {whom}") } else { whom };
    if is_on(object) { whom } else { format!("{whom} (switched off)") }
}

fn bound_name(object: &Value) -> String {
    let name = |part: &str, field: &str| {
        object.get(part).and_then(|part| part.get(field)).and_then(Value::as_str).map(str::to_owned)
    };
    let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or("?").to_owned();
    if object.get("group").is_some_and(|id| !id.is_null()) {
        format!("group {}", name("group_obj", "name").unwrap_or_else(|| text("group")))
    } else if binds_policy(object) {
        format!("policy {}", name("policy_obj", "name").unwrap_or_else(|| text("policy")))
    } else {
        let id = object.get("user").map(Value::to_string).unwrap_or_default();
        format!("user {}", name("user_obj", "username").unwrap_or(id))
    }
}

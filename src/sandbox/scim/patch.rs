//! Changes in parts: what the sender said last, with some operations done to it.

use super::{Kind, unforeseen};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::value;
use serde_json::{Map, Value};

/// What was sent for an object, after the operations. Servers before 2025.8 have no such changes
/// of users; of groups it is not known since when.
pub(super) fn apply(sandbox: &Sandbox, kind: Kind, link: &Object, body: &Object) -> Result<Object, Reply> {
    if !sandbox.has(Habit::ScimExternalId) {
        return Err(Reply::not_played("PATCH of a SCIM source"));
    }
    let mut data = value(link, "attributes").as_object().cloned().unwrap_or_default();
    if kind == Kind::Group
        && let Some(group) = sandbox.store.get(Family::Group, &value(link, "group"))
    {
        data.insert("members".to_owned(), super::groups::members(sandbox, group));
    }
    for operation in body.get("Operations").and_then(Value::as_array).into_iter().flatten() {
        let op = operation["op"].as_str().unwrap_or_default().to_lowercase();
        if !["add", "remove", "replace"].contains(&op.as_str()) {
            return Err(unforeseen());
        }
        match operation["path"].as_str() {
            Some(path) => one(&mut data, &op, path, &operation["value"])?,
            None => {
                for (path, value) in operation["value"].as_object().into_iter().flatten() {
                    one(&mut data, &op, path, value)?;
                }
            }
        }
    }
    Ok(data)
}

/// One operation on `attribute` or `attribute.part`; paths with a filter or with the address of a
/// schema are not played.
fn one(data: &mut Object, op: &str, path: &str, value: &Value) -> Result<(), Reply> {
    if path.contains(['[', ':', ' ']) {
        return Err(Reply::not_played(&format!("the SCIM path {path}")));
    }
    if path == "members" {
        return members(data, op, value);
    }
    let (holder, name) = match path.split_once('.') {
        Some((attribute, part)) => {
            let inner = data.entry(attribute).or_insert_with(|| Value::Object(Map::new()));
            (inner.as_object_mut().ok_or_else(unforeseen)?, part)
        }
        None => (data, path),
    };
    match (op, holder.get_mut(name)) {
        ("remove", _) => drop(holder.remove(name)),
        ("add", Some(Value::Array(items))) if !path.contains('.') => items.push(value.clone()),
        ("add", Some(_)) if !path.contains('.') => return Err(unforeseen()),
        _ => drop(holder.insert(name.to_owned(), value.clone())),
    }
    Ok(())
}

/// Members come and go one by one.
fn members(data: &mut Object, op: &str, value: &Value) -> Result<(), Reply> {
    let named: Vec<Value> = match value {
        Value::Array(members) => members.clone(),
        other => vec![other.clone()],
    };
    let held = data.entry("members").or_insert_with(|| Value::Array(Vec::new()));
    let held = held.as_array_mut().ok_or_else(unforeseen)?;
    let is = |one: &Value, other: &Value| one["value"] == other["value"];
    match op {
        "add" => held.extend(named),
        "remove" => held.retain(|member| !named.iter().any(|gone| is(member, gone))),
        _ => return Err(Reply::not_played("replacing the members of a group")),
    }
    Ok(())
}

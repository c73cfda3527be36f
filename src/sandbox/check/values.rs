//! Values as the framework below authentik takes them.

use super::{BLANK, Errors};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family, Field};
use serde_json::{Value, json};

/// Text as the framework below authentik takes it: trimmed, numbers written out.
pub(super) fn text(field: &Field, value: &Value) -> Result<String, Value> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err(json!(["Not a valid string."])),
    };
    if text.is_empty() && !field.blank {
        return Err(json!([BLANK]));
    }
    if text.chars().count() > field.longest {
        return Err(json!([format!("Ensure this field has no more than {} characters.", field.longest)]));
    }
    if text.contains('\0') {
        return Err(json!(["Null characters are not allowed."]));
    }
    Ok(text)
}

pub(super) fn is_url(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    matches!(scheme, "http" | "https" | "blank") && !host.is_empty() && !address.chars().any(char::is_whitespace)
}

pub(super) fn is_duration(span: &str) -> bool {
    const UNITS: &[&str] = &["microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"];
    let part = |part: &str| {
        let (unit, amount) = part.split_once('=').unwrap_or_default();
        UNITS.contains(&unit.trim().to_lowercase().as_str()) && amount.trim().parse::<f64>().is_ok()
    };
    !span.is_empty() && span.split(';').filter(|piece| !piece.is_empty()).all(part)
}

pub(super) fn truth(value: &Value) -> Result<Value, Value> {
    match value {
        Value::Bool(truth) => Ok(json!(truth)),
        Value::String(text) if matches!(text.to_lowercase().as_str(), "true" | "1" | "yes" | "on") => Ok(json!(true)),
        Value::String(text) if matches!(text.to_lowercase().as_str(), "false" | "0" | "no" | "off") => Ok(json!(false)),
        Value::Number(number) if number.as_i64() == Some(1) => Ok(json!(true)),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(json!(false)),
        _ => Err(json!(["Must be a valid boolean."])),
    }
}

pub(super) fn whole(value: &Value) -> Result<Value, Value> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    match number.map(i32::try_from) {
        Some(Ok(number)) => Ok(json!(number)),
        Some(Err(_)) => Err(json!(["Ensure this value is less than or equal to 2147483647."])),
        None => Err(json!(["A valid integer is required."])),
    }
}

pub(super) fn word(words: &[&str], value: &Value) -> Result<Value, Value> {
    match value.as_str() {
        Some(text) if words.contains(&text) => Ok(value.clone()),
        Some(text) => Err(json!([format!("\"{text}\" is not a valid choice.")])),
        None => Err(json!([format!("\"{value}\" is not a valid choice.")])),
    }
}

pub(super) fn expected_list(value: &Value) -> String {
    let kind = match value {
        Value::String(_) => "str",
        Value::Object(_) => "dict",
        Value::Bool(_) => "bool",
        _ => "int",
    };
    format!("Expected a list of items but got type \"{kind}\".")
}

pub(super) fn some_words(words: &[&str], value: &Value) -> Result<Value, Value> {
    let Some(items) = value.as_array() else { return Err(json!([expected_list(value)])) };
    let mut errors = Errors::new();
    for (place, item) in items.iter().enumerate() {
        if let Err(problem) = word(words, item) {
            errors.insert(place.to_string(), problem);
        }
    }
    if errors.is_empty() { Ok(value.clone()) } else { Err(Value::Object(errors)) }
}

/// One reference. Ids that are numbers may also come as text.
pub(super) fn one(sandbox: &Sandbox, family: Family, value: &Value) -> Result<Value, Value> {
    let numbered = Collection::of(family).any(|collection| collection.numbered);
    let id = match value {
        Value::String(text) if numbered => text.parse::<i64>().map_or_else(|_| value.clone(), Value::from),
        Value::String(text) if uuid::Uuid::parse_str(text).is_err() => {
            return Err(json!([format!("“{text}” is not a valid UUID.")]));
        }
        Value::String(text) => json!(text.to_lowercase()),
        Value::Number(_) if numbered => value.clone(),
        _ => return Err(json!(["Incorrect type. Expected pk value."])),
    };
    let known = match family {
        Family::Bindable => sandbox.store.bindable(&id),
        _ => sandbox.store.get(family, &id).is_some(),
    };
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if known { Ok(id) } else { Err(json!([format!("Invalid pk \"{shown}\" - object does not exist.")])) }
}

pub(super) fn many(sandbox: &Sandbox, family: Family, value: &Value) -> Result<Value, Value> {
    let Some(items) = value.as_array() else { return Err(json!([expected_list(value)])) };
    let mut ids: Vec<Value> = Vec::new();
    for item in items {
        let id = one(sandbox, family, item)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(Value::Array(ids))
}

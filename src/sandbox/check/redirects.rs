//! Redirect entries.

use super::values::{expected_list, word};
use super::{BLANK, Errors, Mode, REQUIRED};
use crate::sandbox::Sandbox;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Object;
use crate::sandbox::oidc::address;
use serde_json::{Value, json};

/// Redirect addresses. In a change nothing of an entry is required, as on the real servers: an
/// entry without `matching_mode` is stored, and everything that reads it fails from then on.
pub(super) fn redirects(sandbox: &Sandbox, value: &Value, mode: Mode) -> Result<Value, Value> {
    let Some(items) = value.as_array() else {
        return Err(json!({ "non_field_errors": [expected_list(value)] }));
    };
    let typed = sandbox.has(Habit::RedirectUriType);
    let checked: Vec<_> = items.iter().map(|item| redirect(item, mode, typed)).collect();
    if checked.iter().any(Result::is_err) {
        let problems = checked.into_iter().map(|entry| entry.err().unwrap_or_else(|| json!({})));
        return Err(Value::Array(problems.collect()));
    }
    let entries: Vec<Value> = checked.into_iter().filter_map(Result::ok).collect();
    for entry in &entries {
        let pattern = entry["url"].as_str().unwrap_or_default();
        if entry["matching_mode"] == "regex" && !address::is_pattern(pattern) {
            return Err(json!([format!("Invalid Regex Pattern: {pattern}")]));
        }
    }
    Ok(Value::Array(entries))
}

pub(super) fn redirect(item: &Value, mode: Mode, typed: bool) -> Result<Value, Value> {
    let Some(sent) = item.as_object() else {
        return Err(json!({"non_field_errors": ["Invalid data. Expected a dictionary."]}));
    };
    let (mut entry, mut errors) = (Object::new(), Errors::new());
    let words: &[(&str, Option<&[&str]>)] = &[("matching_mode", Some(&["strict", "regex"])), ("url", None)];
    for (name, choices) in words {
        let outcome = match (sent.get(*name), choices) {
            (None, _) if mode == Mode::Change => continue,
            (None, _) => Err(json!([REQUIRED])),
            (Some(value), Some(choices)) => word(choices, value),
            (Some(Value::String(url)), None) if !url.trim().is_empty() => Ok(json!(url.trim())),
            (Some(_), None) => Err(json!([BLANK])),
        };
        match outcome {
            Ok(value) => entry.insert((*name).to_owned(), value),
            Err(problem) => errors.insert((*name).to_owned(), problem),
        };
    }
    match sent.get("redirect_uri_type").map(|value| word(&["authorization", "logout"], value)) {
        Some(Ok(value)) if typed => drop(entry.insert("redirect_uri_type".to_owned(), value)),
        Some(Err(problem)) if typed => drop(errors.insert("redirect_uri_type".to_owned(), problem)),
        None if typed && mode != Mode::Change => {
            drop(entry.insert("redirect_uri_type".to_owned(), json!("authorization")));
        }
        _ => {}
    }
    if errors.is_empty() { Ok(Value::Object(entry)) } else { Err(Value::Object(errors)) }
}

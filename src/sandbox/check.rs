//! Takes what a request sends for an object, or says per field why not.

use super::Sandbox;
use super::collections::{Collection, Family, Field, Kind, Preset};
use super::expression;
use super::message::Object;
use super::oidc::address;
use super::version::Habit;
use rand::RngExt;
use serde_json::{Value, json};

/// How much of an object a request must send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everything that is required, and defaults for the rest.
    Create,
    /// Everything that is required.
    Replace,
    /// Anything.
    Change,
}

/// Errors by field.
pub type Errors = Object;

const REQUIRED: &str = "This field is required.";
const NULL: &str = "This field may not be null.";
const BLANK: &str = "This field may not be blank.";

/// Checks the fields that a version knows; what it does not know is dropped without a word.
pub fn check(sandbox: &Sandbox, collection: &Collection, body: &Object, mode: Mode) -> Result<Object, Errors> {
    let (mut accepted, mut errors) = (Object::new(), Errors::new());
    for field in collection.fields(sandbox.played()) {
        if matches!(field.kind, Kind::Shown(_)) {
            continue;
        }
        let outcome = match body.get(field.name) {
            None if mode == Mode::Change => continue,
            None if field.required => Err(json!([REQUIRED])),
            None if mode == Mode::Replace => continue,
            None => Ok(preset(field.preset)),
            Some(Value::Null) if field.nullable => Ok(Value::Null),
            Some(Value::Null) => Err(json!([NULL])),
            Some(value) => accept(sandbox, field, value, mode),
        };
        match outcome {
            Ok(value) => accepted.insert(field.name.to_owned(), value),
            Err(problem) => errors.insert(field.name.to_owned(), problem),
        };
    }
    if errors.is_empty() { Ok(accepted) } else { Err(errors) }
}

/// Checks what must differ from object to object. `own` is the object that is being changed.
pub fn check_unique(
    sandbox: &Sandbox,
    collection: &Collection,
    row: &Object,
    own: Option<&Value>,
) -> Result<(), Errors> {
    let mut errors = Errors::new();
    let others =
        || sandbox.store.family(collection.family).map(|(_, other)| other).filter(|other| other.get("pk") != own);
    for field in collection.fields(sandbox.played()) {
        let (Some(message), Some(value)) = (field.unique, row.get(field.name)) else { continue };
        if !value.is_null() && others().any(|other| other.get(field.name) == Some(value)) {
            errors.insert(field.name.to_owned(), json!([message]));
        }
    }
    let together = collection.together;
    let complete =
        !together.is_empty() && together.iter().all(|name| row.get(*name).is_some_and(|value| !value.is_null()));
    if complete && others().any(|other| together.iter().all(|name| other.get(*name) == row.get(*name))) {
        let message = format!("The fields {} must make a unique set.", together.join(", "));
        errors.insert("non_field_errors".to_owned(), json!([message]));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Random letters and digits.
#[must_use]
pub fn random(length: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut generator = rand::rng();
    (0..length).map(|_| char::from(LETTERS[generator.random_range(0..LETTERS.len())])).collect()
}

fn preset(preset: Preset) -> Value {
    match preset {
        Preset::Null => Value::Null,
        Preset::Text(text) => json!(text),
        Preset::Bool(truth) => json!(truth),
        Preset::Int(number) => json!(number),
        Preset::List => json!([]),
        Preset::Words(words) => json!(words),
        Preset::Map => json!({}),
        Preset::Random(length) => json!(random(length)),
    }
}

fn accept(sandbox: &Sandbox, field: &Field, value: &Value, mode: Mode) -> Result<Value, Value> {
    match field.kind {
        Kind::Text => text(field, value).map(Value::from),
        Kind::Python(name) => {
            let code = text(field, value)?;
            expression::check(&code).map_err(|problem| json!([problem.message(name)]))?;
            Ok(json!(code))
        }
        Kind::Slug => {
            let slug = text(field, value)?;
            let plain = slug.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
            let message = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
            if plain { Ok(json!(slug)) } else { Err(json!([message])) }
        }
        Kind::Url => {
            let address = text(field, value)?;
            if address.is_empty() || is_url(&address) { Ok(json!(address)) } else { Err(json!(["Enter a valid URL."])) }
        }
        Kind::Duration => {
            let span = text(field, value)?;
            let message = format!("{span} is not in the correct format of 'hours=3;minutes=1'.");
            if is_duration(&span) { Ok(json!(span)) } else { Err(json!([message])) }
        }
        Kind::Bool => truth(value),
        Kind::Int => whole(value),
        Kind::Number if value.is_number() => Ok(value.clone()),
        Kind::Number => Err(json!(["A valid number is required."])),
        Kind::Map if value.is_object() => Ok(value.clone()),
        Kind::Map => Err(json!(["Value must be a dictionary, and not have any duplicate keys."])),
        Kind::Time if value.is_string() => Ok(value.clone()),
        Kind::Time => Err(json!(["Datetime has wrong format."])),
        Kind::Choice(words) => word(words, value),
        Kind::Choices(words) => some_words(words, value),
        Kind::One(family, _) => one(sandbox, family, value),
        Kind::Many(family) => many(sandbox, family, value),
        Kind::RedirectUris => redirects(sandbox, value, mode),
        Kind::Shown(_) => Ok(Value::Null),
    }
}

/// Text as the framework below authentik takes it: trimmed, numbers written out.
fn text(field: &Field, value: &Value) -> Result<String, Value> {
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

fn is_url(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    matches!(scheme, "http" | "https" | "blank") && !host.is_empty() && !address.chars().any(char::is_whitespace)
}

fn is_duration(span: &str) -> bool {
    const UNITS: &[&str] = &["microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"];
    let part = |part: &str| {
        let (unit, amount) = part.split_once('=').unwrap_or_default();
        UNITS.contains(&unit.trim().to_lowercase().as_str()) && amount.trim().parse::<f64>().is_ok()
    };
    !span.is_empty() && span.split(';').filter(|piece| !piece.is_empty()).all(part)
}

fn truth(value: &Value) -> Result<Value, Value> {
    match value {
        Value::Bool(truth) => Ok(json!(truth)),
        Value::String(text) if matches!(text.to_lowercase().as_str(), "true" | "1" | "yes" | "on") => Ok(json!(true)),
        Value::String(text) if matches!(text.to_lowercase().as_str(), "false" | "0" | "no" | "off") => Ok(json!(false)),
        Value::Number(number) if number.as_i64() == Some(1) => Ok(json!(true)),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(json!(false)),
        _ => Err(json!(["Must be a valid boolean."])),
    }
}

fn whole(value: &Value) -> Result<Value, Value> {
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

fn word(words: &[&str], value: &Value) -> Result<Value, Value> {
    match value.as_str() {
        Some(text) if words.contains(&text) => Ok(value.clone()),
        Some(text) => Err(json!([format!("\"{text}\" is not a valid choice.")])),
        None => Err(json!([format!("\"{value}\" is not a valid choice.")])),
    }
}

fn expected_list(value: &Value) -> String {
    let kind = match value {
        Value::String(_) => "str",
        Value::Object(_) => "dict",
        Value::Bool(_) => "bool",
        _ => "int",
    };
    format!("Expected a list of items but got type \"{kind}\".")
}

fn some_words(words: &[&str], value: &Value) -> Result<Value, Value> {
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
fn one(sandbox: &Sandbox, family: Family, value: &Value) -> Result<Value, Value> {
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

fn many(sandbox: &Sandbox, family: Family, value: &Value) -> Result<Value, Value> {
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

/// Redirect addresses. In a change nothing of an entry is required, as on the real servers: an
/// entry without `matching_mode` is stored, and everything that reads it fails from then on.
fn redirects(sandbox: &Sandbox, value: &Value, mode: Mode) -> Result<Value, Value> {
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

fn redirect(item: &Value, mode: Mode, typed: bool) -> Result<Value, Value> {
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

//! Compares one field: what must be, against what the server has.

use super::later;
use super::rules::{Compare, Rule};
use crate::model::resource::{Field, Observed, Reference};
use crate::model::x509::Certificate;
use serde_json::Value;

/// What a comparison found.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// The difference, if there is one.
    pub difference: Option<Difference>,
    /// What somebody else added and stays.
    pub stays: Vec<String>,
}

/// A difference, as it is shown and as it is sent.
#[derive(Debug)]
pub(super) struct Difference {
    pub before: Value,
    pub after: Value,
    pub write: Field,
}

/// What stands in place of a secret.
const HIDDEN: &str = "(hidden)";

/// Compares by the field's rule.
pub(super) fn compare(rule: Rule, wanted: &Field, before: &Value, observed: &Observed, exact: bool) -> Verdict {
    match (rule.compare, wanted) {
        (Compare::Ids, Field::References(references)) => ids(references, before, observed, exact),
        (Compare::Set, Field::References(references)) => ids(references, before, observed, true),
        (Compare::Joins, Field::References(references)) => {
            Verdict { stays: Vec::new(), ..ids(references, before, observed, false) }
        }
        (Compare::Redirects, Field::Value(Value::Array(entries))) => redirects(entries, before, exact),
        _ => Verdict { difference: plain(rule.compare, wanted, before, observed), stays: Vec::new() },
    }
}

fn plain(how: Compare, wanted: &Field, before: &Value, observed: &Observed) -> Option<Difference> {
    let same = match (how, wanted) {
        (Compare::OnCreation, _) => true,
        (_, Field::Secret(secret)) => before.as_str() == Some(secret.expose()),
        (_, Field::Reference(Reference::Existing { id, .. })) => id == before,
        (_, Field::Reference(Reference::Planned(address))) => {
            observed.found.get(address).is_some_and(|found| &found.id == before)
        }
        (_, Field::References(_)) => false,
        (Compare::EmptyIsNothing, Field::Value(value)) => value == before || is_empty(value) && is_empty(before),
        (Compare::Set, Field::Value(value)) => sorted(value) == sorted(before),
        (Compare::Trimmed, Field::Value(value)) => {
            value.as_str().map(str::trim).is_some_and(|text| Some(text) == before.as_str().map(str::trim))
        }
        (_, Field::Value(value)) => value == before,
    };
    if same {
        return None;
    }
    Some(Difference { before: named(before, wanted, observed), after: shown(wanted), write: wanted.clone() })
}

/// Ids of which ours must be there; others stay unless the list must be exact.
fn ids(wanted: &[Reference], before: &Value, observed: &Observed, exact: bool) -> Verdict {
    let id_of = |reference: &Reference| match reference {
        Reference::Existing { id, .. } => Some(id.clone()),
        Reference::Planned(address) => observed.found.get(address).map(|found| found.id.clone()),
    };
    let there: Vec<Value> = before.as_array().cloned().unwrap_or_default();
    let wanted_ids: Vec<Option<Value>> = wanted.iter().map(id_of).collect();
    let others: Vec<&Value> = there.iter().filter(|id| !wanted_ids.iter().flatten().any(|ours| ours == *id)).collect();
    let complete = wanted_ids.iter().all(|id| id.as_ref().is_some_and(|id| there.contains(id)));
    if complete && (others.is_empty() || !exact) {
        return Verdict { difference: None, stays: others.iter().map(|id| name_of(id, observed)).collect() };
    }
    let mut after: Vec<Reference> = wanted.to_vec();
    let mut stays = Vec::new();
    if !exact {
        for id in others {
            let name = name_of(id, observed);
            stays.push(name.clone());
            after.push(Reference::Existing { id: id.clone(), name });
        }
    }
    let write = Field::References(after);
    let before = there.iter().map(|id| Value::from(name_of(id, observed))).collect();
    Verdict { difference: Some(Difference { before, after: shown(&write), write }), stays }
}

/// Redirect entries of which ours must be there. Entries are always sent complete: authentik
/// 2026.2 and 2026.5 store an entry without `matching_mode` and fail on it from then on.
fn redirects(wanted: &[Value], before: &Value, exact: bool) -> Verdict {
    let there: Vec<Value> = before.as_array().cloned().unwrap_or_default();
    let has = |list: &[Value], entry: &Value| list.iter().any(|other| redirect_key(other) == redirect_key(entry));
    let others: Vec<&Value> = there.iter().filter(|entry| !has(wanted, entry)).collect();
    let missing: Vec<&Value> = wanted.iter().filter(|entry| !has(&there, entry)).collect();
    let (replaced, others): (Vec<&Value>, Vec<&Value>) =
        others.into_iter().partition(|entry| later::is_replaced(entry, wanted));
    let stays = if exact { Vec::new() } else { others.iter().map(|entry| redirect_text(entry)).collect() };
    if missing.is_empty() && replaced.is_empty() && (others.is_empty() || !exact) {
        return Verdict { difference: None, stays };
    }
    let after: Vec<Value> = if exact {
        wanted.to_vec()
    } else {
        let left = there.iter().filter(|entry| !later::is_replaced(entry, wanted));
        left.cloned().map(complete).chain(missing.into_iter().cloned()).collect()
    };
    let texts = |entries: &[Value]| entries.iter().map(|entry| Value::from(redirect_text(entry))).collect();
    let (before, shown_after) = (texts(&there), texts(&after));
    let write = Field::Value(Value::Array(after));
    Verdict { difference: Some(Difference { before, after: shown_after, write }), stays }
}

/// What makes two redirect entries the same. Servers from 2026.5 on add the type; without it an
/// entry is one for authorization.
fn redirect_key(entry: &Value) -> (&str, &str, &str) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    (
        text("matching_mode").unwrap_or("strict"),
        text("url").unwrap_or_default(),
        text("redirect_uri_type").unwrap_or("authorization"),
    )
}

/// An entry with the mode that [`redirect_key`] takes it to have.
fn complete(mut entry: Value) -> Value {
    let mode = redirect_key(&entry).0.to_owned();
    if let Some(fields) = entry.as_object_mut() {
        fields.insert("matching_mode".to_owned(), Value::from(mode));
    }
    entry
}

fn redirect_text(entry: &Value) -> String {
    let (mode, url, purpose) = redirect_key(entry);
    if purpose == "authorization" { format!("{mode} {url}") } else { format!("{mode} {url} ({purpose})") }
}

/// A wanted field as people see it.
pub(super) fn shown(field: &Field) -> Value {
    match field {
        Field::Secret(_) => Value::from(HIDDEN),
        Field::Reference(reference) => Value::from(reference.name()),
        Field::References(references) => references.iter().map(|reference| Value::from(reference.name())).collect(),
        Field::Value(Value::Array(entries)) if entries.iter().any(|entry| entry.get("matching_mode").is_some()) => {
            entries.iter().map(|entry| Value::from(redirect_text(entry))).collect()
        }
        Field::Value(Value::String(text)) if text.starts_with("-----BEGIN CERTIFICATE") => certificate(text),
        Field::Value(value) => value.clone(),
    }
}

/// A certificate as people compare it.
fn certificate(pem: &str) -> Value {
    match Certificate::read(pem) {
        Ok(read) => Value::from(format!("SHA-256 {} until {}", read.sha256, read.not_after)),
        Err(_) => Value::from(pem),
    }
}

/// What the server has, with names in place of ids and nothing of a secret.
fn named(before: &Value, wanted: &Field, observed: &Observed) -> Value {
    match (wanted, before) {
        (_, Value::Null) => Value::Null,
        (Field::Secret(_), _) => Value::from(HIDDEN),
        (Field::Reference(_), id) => Value::from(name_of(id, observed)),
        // A reference that goes: `signing_key`, `encryption_key`.
        (Field::Value(Value::Null), Value::String(_)) => Value::from(name_of(before, observed)),
        (_, value) => value.clone(),
    }
}

fn name_of(id: &Value, observed: &Observed) -> String {
    let key = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    observed.names.get(&key).cloned().unwrap_or(key)
}

/// Whether a field sets nothing, so that a creation need not show it.
pub(super) fn is_nothing(field: &Field) -> bool {
    match field {
        Field::Value(value) => is_empty(value),
        Field::References(references) => references.is_empty(),
        Field::Secret(_) | Field::Reference(_) => false,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut texts: Vec<String> = items.iter().map(Value::to_string).collect();
            texts.sort();
            texts.into_iter().map(Value::from).collect()
        }
        other => other.clone(),
    }
}

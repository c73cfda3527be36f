//! Lists of what came in, and what can be asked of them.

use super::{Call, Kind, error, links, reply, unforeseen};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::value;
use serde_json::{Value, json};

/// `GET` of all users or groups of a source.
pub(super) fn list(sandbox: &Sandbox, call: Call<'_>, kind: Kind) -> Result<Reply, Reply> {
    let mut found = links::of(sandbox, call, kind);
    if let Some(filter) = call.request.one("filter").filter(|filter| !filter.is_empty()) {
        let (attribute, wanted) = parse(&filter)?;
        let name = known(sandbox, kind, &attribute)?;
        found.retain(|link| plain(&read(sandbox, kind, link, name)).eq_ignore_ascii_case(&wanted));
    }
    let size = if sandbox.has(Habit::PageLimit) { 20 } else { 100 };
    let start: usize = call.request.one("startIndex").and_then(|text| text.parse().ok()).unwrap_or(1);
    // Not the page on which that index is, but authentik's own reckoning.
    let page = (start / size).max(1);
    let count = found.len();
    if page > count.div_ceil(size).max(1) {
        return Err(unforeseen());
    }
    let first = (page - 1) * size;
    let shown: Vec<Value> =
        found.into_iter().skip(first).take(size).map(|link| kind.show(sandbox, call, link)).collect();
    let body = json!({
        "totalResults": count,
        "itemsPerPage": size,
        "startIndex": if count == 0 { 0 } else { first + 1 },
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "Resources": shown,
    });
    Ok(reply(200, &body))
}

/// One comparison, `attribute eq value`; the rest of SCIM's language is not played.
fn parse(filter: &str) -> Result<(String, String), Reply> {
    let not_played = || Reply::not_played(&format!("the SCIM filter {filter}"));
    let mut parts = filter.trim().splitn(3, ' ');
    let (Some(attribute), Some(operator), Some(wanted)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(not_played());
    };
    if !operator.eq_ignore_ascii_case("eq") {
        return Err(not_played());
    }
    match serde_json::from_str(wanted.trim()) {
        Ok(Value::String(text)) => Ok((attribute.to_owned(), text)),
        Ok(Value::Bool(truth)) => Ok((attribute.to_owned(), truth.to_string())),
        _ => Err(not_played()),
    }
}

/// The attribute as authentik maps it; others are refused.
fn known(sandbox: &Sandbox, kind: Kind, attribute: &str) -> Result<&'static str, Reply> {
    match (kind, attribute) {
        (_, "id") => Ok(kind.id()),
        (Kind::User, "userName") | (Kind::Group, "displayName") => Ok(kind.naming().0),
        (Kind::User, "active") => Ok("is_active"),
        (_, "externalId") if sandbox.has(Habit::ScimExternalId) => Ok("external_id"),
        _ if sandbox.has(Habit::ScimExternalId) => {
            Err(error(sandbox, 400, "Unsupported filter attribute.", Some("invalidFilter")))
        }
        _ => Err(Reply::not_played(&format!("the SCIM filter on {attribute}"))),
    }
}

fn read(sandbox: &Sandbox, kind: Kind, link: &Object, name: &str) -> Value {
    if name == "external_id" {
        return value(link, name);
    }
    let family = if kind == Kind::User { Family::User } else { Family::Group };
    sandbox.store.get(family, &value(link, kind.field())).map_or(Value::Null, |object| value(object, name))
}

fn plain(held: &Value) -> String {
    held.as_str().map_or_else(|| held.to_string(), str::to_owned)
}

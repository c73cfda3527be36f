//! What those see who push people into authentik: the SCIM side of a SCIM source.
//!
//! Nothing of this was recorded; it is from authentik's source (`sources/scim/views/v2`). Paths have
//! no slash at their end.

mod about;
mod filter;
mod groups;
mod links;
mod patch;
mod schemas;
mod users;

use super::Sandbox;
use super::collections::{Collection, Family};
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::store::{text, value};
use links::Kind;
use serde_json::{Value, json};

/// One request to a source.
#[derive(Debug, Clone, Copy)]
struct Call<'a> {
    request: &'a Request,
    source: &'a Object,
}

/// Answers what is below `/source/scim/SLUG/v2/`.
pub fn answer(sandbox: &mut Sandbox, request: &Request, slug: &str, rest: &[&str]) -> Result<Reply, Reply> {
    let (room, id) = match rest {
        [] => return Err(Reply::not_played("the root of a SCIM source")),
        [room @ ("Users" | "Groups" | "Schemas" | "ResourceTypes" | "ServiceProviderConfig")] => (*room, None),
        [room @ ("Users" | "Groups" | "Schemas" | "ResourceTypes"), id] if !id.is_empty() => (*room, Some(*id)),
        _ => return Err(Reply::page(404, "Not Found")),
    };
    let source = authenticated(sandbox, request, slug)?.clone();
    let call = Call { request, source: &source };
    match (room, request.method.as_str()) {
        ("Users", _) => object(sandbox, call, Kind::User, id),
        ("Groups", _) => object(sandbox, call, Kind::Group, id),
        ("Schemas", "GET") => about::schemas(sandbox, call, id),
        ("ResourceTypes", "GET") => about::resource_types(sandbox, call, id),
        ("ServiceProviderConfig", "GET") => Ok(about::config(sandbox)),
        _ => Err(not_allowed(request)),
    }
}

/// The source whose token the request carries. Every other token, and none, is a 403; whether the
/// source is enabled is not asked.
fn authenticated<'a>(sandbox: &'a Sandbox, request: &Request, slug: &str) -> Result<&'a Object, Reply> {
    let key = request.authorization.as_deref().and_then(|header| header.strip_prefix("Bearer ")).unwrap_or_default();
    let own = |source: &&Object| {
        let token = sandbox.store.get(Family::Token, &value(source, "_token"));
        token.is_some_and(|token| text(token, "intent") == "api" && !key.is_empty() && text(token, "_key") == key)
    };
    let source = Collection::at("sources/scim").and_then(|sources| sandbox.store.by_key(sources, slug)).filter(own);
    source.ok_or_else(|| reply(403, &json!({"detail": "Authentication credentials were not provided."})))
}

fn object(sandbox: &mut Sandbox, call: Call<'_>, kind: Kind, id: Option<&str>) -> Result<Reply, Reply> {
    let shown = |sandbox: &Sandbox, link: &Object, status: u16| {
        let shown = kind.show(sandbox, call, link);
        Ok(reply(status, &shown))
    };
    match (call.request.method.as_str(), id) {
        ("GET", None) => filter::list(sandbox, call, kind),
        ("POST", None) => {
            let data = body(call.request)?;
            links::conflict(sandbox, call, kind, &data)?;
            let link = kind.update(sandbox, call, None, data)?;
            shown(sandbox, &link, 201)
        }
        ("GET", Some(id)) => shown(sandbox, links::find(sandbox, call, kind, id)?, 200),
        ("PUT", Some(id)) => {
            let link = links::find(sandbox, call, kind, id)?.clone();
            let link = kind.update(sandbox, call, Some(&link), body(call.request)?)?;
            shown(sandbox, &link, 200)
        }
        ("PATCH", Some(id)) => {
            let link = links::find(sandbox, call, kind, id)?.clone();
            let mut data = patch::apply(sandbox, kind, &link, &body(call.request)?)?;
            if kind == Kind::Group {
                groups::set_members(sandbox, &link, data.remove("members"));
            }
            let link = kind.update(sandbox, call, Some(&link), data)?;
            shown(sandbox, &link, 200)
        }
        ("DELETE", Some(id)) => {
            let target = value(links::find(sandbox, call, kind, id)?, kind.field());
            if let Some(collection) = kind.targets() {
                sandbox.store.remove(collection, &target);
            }
            Ok(Reply::nothing())
        }
        _ => Err(not_allowed(call.request)),
    }
}

/// A reply as SCIM clients expect it.
fn reply(status: u16, body: &Value) -> Reply {
    let headers = vec![("content-type".to_owned(), "application/scim+json".to_owned())];
    Reply { status, headers, body: body.to_string().into_bytes() }
}

fn not_allowed(request: &Request) -> Reply {
    reply(405, &json!({"detail": format!("Method \"{}\" not allowed.", request.method)}))
}

/// An error; servers that know the sender's ids (2025.8) tell it in SCIM's own form.
fn error(sandbox: &Sandbox, status: u16, detail: &str, kind: Option<&str>) -> Reply {
    if !sandbox.has(Habit::ScimExternalId) {
        return match status {
            404 => reply(404, &json!({"detail": "Not found."})),
            _ => Reply { body: Vec::new(), ..reply(status, &Value::Null) },
        };
    }
    let schema = "urn:ietf:params:scim:api:messages:2.0:Error";
    let mut body = json!({"schemas": [schema], "detail": detail, "status": status});
    if let Some(kind) = kind {
        body["scimType"] = json!(kind);
    }
    reply(status, &body)
}

/// What authentik does not foresee in a body ends in its database.
fn unforeseen() -> Reply {
    Reply::page(500, "Server Error")
}

/// The body: JSON, called so or called SCIM.
fn body(request: &Request) -> Result<Object, Reply> {
    let kind = request.content_type.as_deref().unwrap_or("application/octet-stream");
    if !kind.starts_with("application/scim+json") && !kind.starts_with("application/json") {
        return Err(reply(415, &json!({"detail": format!("Unsupported media type \"{kind}\" in request.")})));
    }
    match serde_json::from_slice(&request.body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(unforeseen()),
        Err(error) => Err(reply(400, &json!({"detail": format!("JSON parse error - {error}")}))),
    }
}

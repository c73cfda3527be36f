//! From a path to what answers it.

use super::actions::{self, server};
use super::collections::Collection;
use super::message::{Reply, Request};
use super::rights::Caller;
use super::{Sandbox, crud, oidc, outpost, saml, scim};

/// Methods that something answers, for a 405.
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Answers a request.
pub fn route(sandbox: &mut Sandbox, request: &Request) -> Reply {
    let outcome = match request.path.strip_prefix("/api/v3/") {
        Some(path) => api(sandbox, request, path),
        None => others(sandbox, request).unwrap_or_else(|| oidc::public(sandbox, request)),
    };
    outcome.unwrap_or_else(|reply| reply)
}

/// What is neither the API nor OpenID Connect.
fn others(sandbox: &mut Sandbox, request: &Request) -> Option<Result<Reply, Reply>> {
    let path: Vec<&str> = request.path.strip_prefix('/')?.split('/').collect();
    match path.as_slice() {
        ["application", "saml", slug, rest @ ..] => Some(saml::public(sandbox, request, slug, rest)),
        ["outpost.goauthentik.io", rest @ ..] => Some(outpost::public(sandbox, request, rest)),
        ["source", "scim", slug, "v2", rest @ ..] => Some(scim::answer(sandbox, request, slug, rest)),
        _ => None,
    }
}

fn api(sandbox: &mut Sandbox, request: &Request, path: &str) -> Result<Reply, Reply> {
    let Some(path) = path.strip_suffix('/') else { return Err(Reply::page(404, "Not Found")) };
    let decoded: Vec<String> = path.split('/').map(decode).collect();
    let path: Vec<&str> = decoded.iter().map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["root", "config"]) => return Ok(server::config(sandbox)),
        ("GET", ["core", "brands", "current"]) => return Ok(server::brand(sandbox)),
        ("GET", ["providers", "saml", key, "metadata"]) => return saml::metadata::api(sandbox, request, key),
        _ => {}
    }
    let caller = Caller::find(sandbox, request)?;
    if let Some(handled) = actions::special(sandbox, &caller, request, &path) {
        return handled;
    }
    generic(sandbox, &caller, request, &path)
}

fn generic(sandbox: &mut Sandbox, caller: &Caller, request: &Request, path: &[&str]) -> Result<Reply, Reply> {
    let method = request.method.as_str();
    let at = |path: &[&str]| Collection::at(&path.join("/")).filter(|collection| collection.is_reachable());
    if let Some(collection) = at(path) {
        return match method {
            "GET" => crud::list(sandbox, caller, collection, request),
            "POST" => crud::create(sandbox, caller, collection, request),
            _ => Err(refuse(method, request)),
        };
    }
    let above = path.split_last().and_then(|(key, above)| Some((*key, at(above)?)));
    let Some((key, collection)) = above else { return Err(Reply::not_played(&format!("{method} {}", request.path))) };
    match method {
        "GET" => crud::read(sandbox, caller, collection, key, request),
        "PUT" | "PATCH" => crud::change(sandbox, caller, collection, key, request),
        "DELETE" => crud::delete(sandbox, caller, collection, key),
        _ => Err(refuse(method, request)),
    }
}

fn refuse(method: &str, request: &Request) -> Reply {
    let known = METHODS.contains(&method) && !["HEAD", "OPTIONS"].contains(&method);
    if known { Reply::method_not_allowed(method) } else { Reply::not_played(&format!("{method} {}", request.path)) }
}

/// A path segment, decoded. A plus sign stays one.
fn decode(segment: &str) -> String {
    let kept = segment.replace('+', "%2B");
    let mut pairs = url::form_urlencoded::parse(kept.as_bytes());
    pairs.next().map(|(key, _)| key.into_owned()).unwrap_or_default()
}

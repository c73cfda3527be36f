//! The side that applications and browsers see: login, discovery, keys, authorize, token,
//! userinfo, end of session.

pub mod address;
pub mod asked;
pub mod authorize;
mod claims;
mod cors;
pub mod device;
pub mod discovery;
mod end_session;
mod introspect;
pub mod issued;
mod jwt;
mod noted;
pub mod respond;
pub mod token;

use super::Sandbox;
use super::collections::Collection;
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::signin::flow;
use super::store::{text, value};
use crate::sandbox::collections::Family;
use serde_json::{Value, json};

/// Answers what is not below `/api/`.
pub fn public(sandbox: &mut Sandbox, request: &Request) -> Result<Reply, Reply> {
    let add = |reply: Reply, sandbox: &Sandbox| cors::allow(sandbox, request, reply);
    match answer(sandbox, request) {
        Ok(reply) => Ok(add(reply, sandbox)),
        Err(reply) => Err(add(reply, sandbox)),
    }
}

fn answer(sandbox: &mut Sandbox, request: &Request) -> Result<Reply, Reply> {
    let path: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["application", "o", "authorize", ""]) => authorize::authorize(sandbox, request),
        ("POST", ["application", "o", "device", ""]) => device::begin(sandbox, request),
        ("GET" | "POST", ["device"]) => device::page(sandbox, request),
        ("POST", ["application", "o", "token", ""]) => token::token(sandbox, request),
        ("GET" | "POST", ["application", "o", "userinfo", ""]) => token::userinfo(sandbox, request),
        ("POST", ["application", "o", "introspect", ""]) => introspect::introspect(sandbox, request),
        ("OPTIONS", ["application", "o", "token" | "userinfo", ""]) => Ok(Reply::json(200, &json!({}))),
        (
            "OPTIONS",
            ["application", "o", slug, ".well-known", "openid-configuration"] | ["application", "o", slug, "jwks", ""],
        ) => {
            provider_of(sandbox, slug)?;
            Ok(cors::methods())
        }
        ("GET", ["application", "o", slug, ".well-known", "openid-configuration"]) => {
            let provider = provider_of(sandbox, slug)?;
            Ok(Reply::json(200, &discovery::discovery(sandbox, request, provider, slug)))
        }
        ("GET", ["application", "o", slug, "jwks", ""]) => {
            let provider = provider_of(sandbox, slug)?;
            Ok(Reply::json(200, &discovery::jwks(sandbox, provider)))
        }
        ("GET", ["application", "o", slug, "end-session", ""]) => end_session::end_session(sandbox, request, slug),
        ("GET" | "POST", ["if", "flow", slug, ""]) => flow::page(sandbox, request, slug),
        // authentik redirects once more, to the page of the flow.
        ("GET" | "POST", ["flows", "-", "default", "authentication", ""]) => flow::page(sandbox, request, flow::LOGIN),
        (_, ["application" | "if" | "flows" | "source" | "ws" | "-", ..]) => Err(Reply::not_played(&request.path)),
        _ => Err(Reply::page(404, "Not Found")),
    }
}

/// The `OAuth2` provider of an application.
fn provider_of<'a>(sandbox: &'a Sandbox, slug: &str) -> Result<&'a Object, Reply> {
    let applications = Collection::at("core/applications");
    let application = applications.and_then(|applications| sandbox.store.by_key(applications, slug));
    let found = application.and_then(|row| sandbox.store.find(Family::Provider, &value(row, "provider")));
    let found = found.filter(|(collection, _)| collection.path == "providers/oauth2");
    found.map(|(_, provider)| provider).ok_or_else(|| Reply::page(404, "Not Found"))
}

/// The application of a provider.
pub(super) fn application_of<'a>(sandbox: &'a Sandbox, provider: &Value) -> Option<&'a Object> {
    let mut applications = sandbox.store.family(Family::Application).map(|(_, application)| application);
    applications.find(|application| !provider.is_null() && application.get("provider") == Some(provider))
}

/// The address of the login that comes back to this request.
pub fn login(sandbox: &Sandbox, request: &Request) -> String {
    let here =
        if request.query.is_empty() { request.path.clone() } else { format!("{}?{}", request.path, request.query) };
    if !sandbox.has(Habit::LoginByFlowAddress) {
        return format!("/flows/-/default/authentication/?next={}", quoted(&here, "/"));
    }
    let query = if request.query.is_empty() { String::new() } else { format!("{}&", request.query) };
    format!("/if/flow/default-authentication-flow/?{query}next={}", quoted(&here, ""))
}

/// Percent-encoding that spares letters, digits, `-._~` and what is told.
fn quoted(text: &str, spared: &str) -> String {
    let mut quoted = String::new();
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || "-._~".contains(letter) || spared.contains(letter) {
            quoted.push(letter);
        } else {
            quoted.push('%');
            quoted.extend(
                [byte >> 4, byte & 15]
                    .iter()
                    .filter_map(|half| char::from_digit(u32::from(*half), 16))
                    .map(|digit| digit.to_ascii_uppercase()),
            );
        }
    }
    quoted
}

/// The `OAuth2` provider with that client id.
fn by_client_id<'a>(sandbox: &'a Sandbox, client_id: &str) -> Option<&'a Object> {
    let providers =
        sandbox.store.family(Family::Provider).filter(|(collection, _)| collection.path == "providers/oauth2");
    let mut providers = providers.map(|(_, provider)| provider);
    providers.find(|provider| !client_id.is_empty() && text(provider, "client_id") == client_id)
}

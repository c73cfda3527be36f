//! The side that applications and browsers see: discovery, keys, authorize, token, end of session.

pub mod address;
pub mod authorize;
pub mod discovery;
pub mod token;

use super::Sandbox;
use super::collections::Collection;
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::store::{text, value};
use crate::sandbox::collections::Family;

/// Answers what is not below `/api/`.
pub fn public(sandbox: &mut Sandbox, request: &Request) -> Result<Reply, Reply> {
    let path: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["application", "o", "authorize", ""]) => authorize::authorize(sandbox, request),
        ("POST", ["application", "o", "token", ""]) => token::token(sandbox, request),
        ("GET" | "POST", ["application", "o", "userinfo", ""]) => Ok(userinfo()),
        ("GET", ["application", "o", slug, ".well-known", "openid-configuration"]) => {
            let provider = provider_of(sandbox, slug)?;
            Ok(Reply::json(200, &discovery::discovery(sandbox, request, provider, slug)))
        }
        ("GET", ["application", "o", slug, "jwks", ""]) => {
            let provider = provider_of(sandbox, slug)?;
            Ok(Reply::json(200, &discovery::jwks(sandbox, provider)))
        }
        ("GET", ["application", "o", slug, "end-session", ""]) => end_session(sandbox, request, slug),
        (_, ["application" | "if" | "flows" | "source" | "outpost.goauthentik.io" | "ws" | "-", ..]) => {
            Err(Reply::not_played(&request.path))
        }
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

/// No access token is ever given out, so none is right.
fn userinfo() -> Reply {
    let mut reply = Reply::page(401, "");
    reply.body.clear();
    let text = "error=\"invalid_token\", error_description=\"The access token provided is expired, revoked, malformed, or \
                invalid for other reasons\"";
    reply.headers.push(("www-authenticate".to_owned(), text.to_owned()));
    reply
}

/// Nobody is signed in to a sandbox, so the login comes first. An address to go to that is not
/// registered for it is refused where such addresses are known.
fn end_session(sandbox: &Sandbox, request: &Request, slug: &str) -> Result<Reply, Reply> {
    let provider = provider_of(sandbox, slug)?;
    let wanted = request.one("post_logout_redirect_uri").filter(|_| sandbox.has(Habit::RedirectUriType));
    if let Some(wanted) = wanted
        && !address::allowed(provider, &wanted, "logout")?
    {
        return Err(Reply::page(400, "Bad Request"));
    }
    if sandbox.has(Habit::SessionEndPage) {
        return Ok(Reply::redirect(&format!("/if/session-end/{slug}/")));
    }
    Ok(Reply::redirect(&login(sandbox, request)))
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

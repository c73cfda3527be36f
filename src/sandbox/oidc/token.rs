//! The token endpoint.

use super::issued::{self, Grant, Refresh};
use super::{address, by_client_id, device, jwt, noted};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Form, Object, Reply, Request};
use crate::sandbox::store::{list, text};
use crate::sandbox::{Sandbox, moment, rules};
use serde_json::json;

/// An error: its word, and its text.
pub(super) type Refused = (&'static str, &'static str);

pub(super) const CLIENT: Refused = (
    "invalid_client",
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported \
     authentication method)",
);
pub(super) const GRANT: Refused = (
    "invalid_grant",
    "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection \
     URI used in the authorization request, or was issued to another client",
);
const UNSUPPORTED: Refused =
    ("unsupported_grant_type", "The authorization grant type is not supported by the authorization server");
const SCOPE: Refused = (
    "invalid_scope",
    "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner",
);

/// `POST /application/o/token/`: client, grant, secret, redirect address, code, in this order.
pub fn token(sandbox: &mut Sandbox, request: &Request) -> Result<Reply, Reply> {
    let form = request.form();
    let refuse = |sandbox: &Sandbox, error| Err(refusal(sandbox, error));
    let basic = request.authorization.as_deref().and_then(rules::basic);
    let (client_id, secret) =
        basic.unwrap_or_else(|| (form.get("client_id").to_owned(), form.get("client_secret").to_owned()));
    let Some(provider) = by_client_id(sandbox, &client_id).cloned() else { return refuse(sandbox, CLIENT) };
    let grant = form.get("grant_type");
    if !["authorization_code", "refresh_token", "client_credentials", "password", device::GRANT_TYPE].contains(&grant) {
        return if grant.starts_with("urn:") { Err(Reply::not_played(grant)) } else { refuse(sandbox, UNSUPPORTED) };
    }
    if sandbox.has(Habit::GrantTypes) && !list(&provider, "grant_types").contains(&json!(grant)) {
        return refuse(sandbox, GRANT);
    }
    if text(&provider, "client_type") == "confidential" && secret != text(&provider, "client_secret") {
        return refuse(sandbox, CLIENT);
    }
    let found = match grant {
        "authorization_code" => by_code(sandbox, &provider, &form)?,
        "refresh_token" => by_refresh_token(sandbox, &provider, &form)?,
        device::GRANT_TYPE => device::by_device_code(sandbox, &provider, &form),
        // These would succeed.
        _ => return Err(Reply::not_played(grant)),
    };
    match found {
        Ok(grant) => answer(sandbox, request, &provider, &grant),
        Err(error) => refuse(sandbox, error),
    }
}

/// What a code stands for. It is used up by it; a try with a wrong verifier leaves it.
fn by_code(sandbox: &mut Sandbox, provider: &Object, form: &Form) -> Result<Result<Grant, Refused>, Reply> {
    if !address::allowed(provider, form.get("redirect_uri"), "authorization")? {
        noted::wrong_redirect(sandbox, provider, form.get("redirect_uri"));
        return Ok(Err(CLIENT));
    }
    let now = sandbox.now();
    let verifier = form.get("code_verifier");
    let found = sandbox.issued.codes.get(form.get("code")).filter(|code| {
        let is_bound =
            Some(&code.grant.provider) == provider.get("pk") && code.redirect_uri == form.get("redirect_uri");
        let proves = match &code.challenge {
            Some(challenge) if challenge.is_digest => jwt::digest(verifier) == challenge.text,
            Some(challenge) => verifier == challenge.text,
            // A verifier without a challenge is a challenge that somebody took out on the way.
            None => verifier.is_empty(),
        };
        is_bound && proves && code.until > now
    });
    let Some(grant) = found.map(|code| code.grant.clone()) else { return Ok(Err(GRANT)) };
    sandbox.issued.codes.remove(form.get("code"));
    Ok(Ok(grant))
}

/// What a refresh token stands for. It is used up by it, and the answer has a new one.
fn by_refresh_token(sandbox: &mut Sandbox, provider: &Object, form: &Form) -> Result<Result<Grant, Refused>, Reply> {
    let now = sandbox.now();
    let fits =
        |token: &&mut Refresh| Some(&token.grant.provider) == provider.get("pk") && token.until > now && !token.is_used;
    let Some(token) = sandbox.issued.refresh.get_mut(form.get("refresh_token")).filter(fits) else {
        return Ok(Err(GRANT));
    };
    if form.get("scope").split_whitespace().any(|scope| !token.grant.has(scope)) {
        return Ok(Err(SCOPE));
    }
    let is_signed_in = sandbox.browsers.is_signed_in(&token.grant.session, &token.grant.user);
    if !is_signed_in || moment::span(text(provider, "refresh_token_threshold")) > 0 {
        return Err(Reply::not_played("a refresh token after its session, or with a threshold"));
    }
    token.is_used = true;
    // A nonce belongs to the login that it came with.
    Ok(Ok(Grant { nonce: None, ..token.grant.clone() }))
}

/// The tokens. Without `openid` there is no ID token, without `offline_access` no refresh token.
fn answer(sandbox: &mut Sandbox, request: &Request, provider: &Object, grant: &Grant) -> Result<Reply, Reply> {
    let Some((_, user)) = grant.parties(sandbox) else { return Err(refusal(sandbox, GRANT)) };
    let (access, claims) = issued::access(sandbox, request, (provider, &user), grant)?;
    let mut body = json!({
        "access_token": access,
        "token_type": "Bearer",
        "scope": grant.scopes.join(" "),
        "expires_in": moment::span(text(provider, "access_token_validity")),
    });
    if grant.has("openid") {
        body["id_token"] = json!(jwt::encode(sandbox, provider, &claims)?);
    }
    if grant.has("offline_access") {
        body["refresh_token"] = json!(issued::refresh(sandbox, provider, grant.clone()));
    }
    let mut reply = Reply::json(200, &body);
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    reply.headers.push(("pragma".to_owned(), "no-cache".to_owned()));
    Ok(reply)
}

pub(super) fn refusal(sandbox: &Sandbox, (error, text): Refused) -> Reply {
    let mut body = json!({"error": error, "error_description": text});
    if sandbox.has(Habit::TokenRequestId) {
        body["request_id"] = json!(uuid::Uuid::new_v4().simple().to_string());
    }
    Reply::json(400, &body)
}

/// `/application/o/userinfo/`: what the scopes of an access token let a client know.
pub fn userinfo(sandbox: &Sandbox, request: &Request) -> Result<Reply, Reply> {
    let token = request.authorization.as_deref().and_then(|header| header.strip_prefix("Bearer ")).unwrap_or_default();
    let known = sandbox.issued.access.get(token.trim()).filter(|access| {
        // A session that ends takes its access tokens along.
        access.until > sandbox.now() && sandbox.browsers.is_signed_in(&access.grant.session, &access.grant.user)
    });
    let Some((access, (provider, user))) = known.and_then(|access| Some((access, access.grant.parties(sandbox)?)))
    else {
        return Ok(no_token(
            401,
            "invalid_token",
            "The access token provided is expired, revoked, malformed, or invalid for other reasons",
        ));
    };
    if !access.grant.has("openid") {
        let text = "The request requires higher privileges than provided by the access token";
        return Ok(no_token(403, "insufficient_scope", text));
    }
    Ok(Reply::json(200, &super::claims::userinfo(sandbox, (&provider, &user), &access.grant)?))
}

fn no_token(status: u16, error: &str, text: &str) -> Reply {
    let mut reply = Reply::page(status, "");
    reply.body.clear();
    let text = format!("error=\"{error}\", error_description=\"{text}\"");
    reply.headers.push(("www-authenticate".to_owned(), text));
    reply
}

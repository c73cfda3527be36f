//! The token endpoint. No code is ever given out, so every way through it ends in an error.

use super::{address, by_client_id};
use crate::sandbox::Sandbox;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Reply, Request};
use crate::sandbox::rules;
use crate::sandbox::store::{list, text};
use serde_json::json;
use std::collections::BTreeMap;

const CLIENT: (&str, &str) = (
    "invalid_client",
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported \
     authentication method)",
);
const GRANT: (&str, &str) = (
    "invalid_grant",
    "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI \
     used in the authorization request, or was issued to another client",
);
const UNSUPPORTED: (&str, &str) =
    ("unsupported_grant_type", "The authorization grant type is not supported by the authorization server");

/// `POST /application/o/token/`: client, grant, secret, redirect address, code, in this order.
pub fn token(sandbox: &Sandbox, request: &Request) -> Result<Reply, Reply> {
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let refuse = |error| Err(refusal(sandbox, error));
    let basic = request.authorization.as_deref().and_then(rules::basic);
    let (client_id, secret) =
        basic.unwrap_or_else(|| (field("client_id").to_owned(), field("client_secret").to_owned()));
    let Some(provider) = by_client_id(sandbox, &client_id) else { return refuse(CLIENT) };
    let grant = field("grant_type");
    if !["authorization_code", "refresh_token", "client_credentials", "password"].contains(&grant) {
        return if grant.starts_with("urn:") { Err(Reply::not_played(grant)) } else { refuse(UNSUPPORTED) };
    }
    if sandbox.has(Habit::GrantTypes) && !list(provider, "grant_types").contains(&json!(grant)) {
        return refuse(GRANT);
    }
    if text(provider, "client_type") == "confidential" && secret != text(provider, "client_secret") {
        return refuse(CLIENT);
    }
    match grant {
        "authorization_code" => {
            let known = address::allowed(provider, field("redirect_uri"), "authorization")?;
            refuse(if known { GRANT } else { CLIENT })
        }
        "refresh_token" => refuse(GRANT),
        // These would succeed.
        _ => Err(Reply::not_played(grant)),
    }
}

fn refusal(sandbox: &Sandbox, (error, text): (&str, &str)) -> Reply {
    let mut body = json!({"error": error, "error_description": text});
    if sandbox.has(Habit::TokenRequestId) {
        body["request_id"] = json!(uuid::Uuid::new_v4().simple().to_string());
    }
    Reply::json(400, &body)
}

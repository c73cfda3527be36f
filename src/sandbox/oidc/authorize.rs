//! The authorize endpoint, for somebody who is not signed in.

use super::{address, by_client_id, login, quoted};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::store::{list, value};
use serde_json::json;

/// What a response type needs: the grant, and whether errors go into the fragment.
const RESPONSE_TYPES: &[(&str, &str)] = &[
    ("code", "authorization_code"),
    ("id_token", "implicit"),
    ("id_token token", "implicit"),
    ("code token", "hybrid"),
    ("code id_token", "hybrid"),
    ("code id_token token", "hybrid"),
];

/// `GET /application/o/authorize/`: wrong client or address is a page for people, everything else
/// goes back to the client's address, and what is right goes on to the login.
pub fn authorize(sandbox: &mut Sandbox, request: &Request) -> Result<Reply, Reply> {
    let bad = || Reply::page(400, "Bad Request");
    let one = |name: &str| request.one(name).unwrap_or_default();
    let provider = by_client_id(sandbox, &one("client_id")).ok_or_else(bad)?.clone();
    let redirect_uri = one("redirect_uri");
    if redirect_uri.is_empty() {
        return Err(bad());
    }
    if list(&provider, "redirect_uris").is_empty() {
        pin(sandbox, &provider, &redirect_uri);
    } else if !address::allowed(&provider, &redirect_uri, "authorization")? {
        return Err(bad());
    }
    let response_type = one("response_type");
    let back = |error: &str, text: &str, fragment: bool| {
        let joint = if fragment {
            '#'
        } else if redirect_uri.contains('?') {
            '&'
        } else {
            '?'
        };
        let state = request.one("state").map(|state| format!("&state={}", quoted(&state, ""))).unwrap_or_default();
        Ok(Reply::redirect(&format!(
            "{redirect_uri}{joint}error={error}&error_description={}{state}",
            quoted(text, "")
        )))
    };
    let Some((_, grant)) = RESPONSE_TYPES.iter().find(|(name, _)| *name == response_type) else {
        let text = "The authorization server does not support obtaining an authorization code using this method";
        return back("unsupported_response_type", text, false);
    };
    let fragment = *grant != "authorization_code";
    let is_allowed = !sandbox.has(Habit::GrantTypes) || list(&provider, "grant_types").contains(&json!(grant));
    let lacks_nonce = response_type.contains("id_token") && one("nonce").is_empty();
    if !is_allowed || lacks_nonce {
        return back("invalid_request", "The request is otherwise malformed", fragment);
    }
    if let Some(other) = ["request", "prompt", "response_mode", "max_age"].iter().find(|other| !one(other).is_empty()) {
        return Err(Reply::not_played(&format!("authorize with `{other}`")));
    }
    if !has_application(sandbox, &provider) {
        return Err(Reply::page(404, "Not Found"));
    }
    Ok(Reply::redirect(&login(sandbox, request)))
}

/// A provider without addresses keeps the first that anybody uses.
fn pin(sandbox: &mut Sandbox, provider: &Object, address: &str) {
    let mut entry = json!({"matching_mode": "strict", "url": address});
    if sandbox.has(Habit::RedirectUriType) {
        entry["redirect_uri_type"] = json!("authorization");
    }
    let row = Collection::at("providers/oauth2")
        .and_then(|providers| sandbox.store.get_mut(providers, &value(provider, "pk")));
    if let Some(row) = row {
        row.insert("redirect_uris".to_owned(), json!([entry]));
    }
}

fn has_application(sandbox: &Sandbox, provider: &Object) -> bool {
    let mut applications = sandbox.store.family(Family::Application);
    applications.any(|(_, application)| application.get("provider") == provider.get("pk"))
}

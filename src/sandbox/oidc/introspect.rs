//! What a client may ask about a token (`authentik/providers/oauth2/views/introspection.py`).

use super::issued::Grant;
use super::{by_client_id, claims};
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::store::text;
use crate::sandbox::{Sandbox, rules};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// `POST /application/o/introspect/`: the claims of a token that is good; whatever is wrong, only that it
/// is not. Whether a client may ask about another's token differs between versions, and is not played.
pub fn introspect(sandbox: &Sandbox, request: &Request) -> Result<Reply, Reply> {
    let form = request.form();
    let basic = request.authorization.as_deref().and_then(rules::basic);
    let (client_id, secret) =
        basic.unwrap_or_else(|| (form.get("client_id").to_owned(), form.get("client_secret").to_owned()));
    let provider = by_client_id(sandbox, &client_id).filter(|provider| secret == text(provider, "client_secret"));
    let Some(provider) = provider else { return Ok(answer(&json!({"active": false}))) };
    let Some((grant, mut claims)) = known(sandbox, request, form.get("token"))? else {
        return Ok(answer(&json!({"active": false})));
    };
    if Some(&grant.provider) != provider.get("pk") {
        return Err(Reply::not_played("asking about a token of another client"));
    }
    for (name, value) in
        [("active", json!(true)), ("scope", json!(grant.scopes.join(" "))), ("client_id", json!(client_id))]
    {
        claims.insert(name.to_owned(), value);
    }
    Ok(answer(&Value::Object(claims)))
}

/// What a token stands for, and its claims, as long as it is good.
fn known<'a>(sandbox: &'a Sandbox, request: &Request, token: &str) -> Result<Option<(&'a Grant, Object)>, Reply> {
    let is_good =
        |grant: &Grant, until: u64| until > sandbox.now() && sandbox.browsers.is_signed_in(&grant.session, &grant.user);
    if let Some(access) = sandbox.issued.access.get(token).filter(|access| is_good(&access.grant, access.until)) {
        let mut claims = inside(token);
        // These stand in the access token alone.
        claims.retain(|name, _| !["azp", "uid"].contains(&name.as_str()));
        return Ok(Some((&access.grant, claims)));
    }
    let refresh =
        sandbox.issued.refresh.get(token).filter(|token| !token.is_used && is_good(&token.grant, token.until));
    let Some((refresh, (provider, user))) = refresh.and_then(|token| Some((token, token.grant.parties(sandbox)?)))
    else {
        return Ok(None);
    };
    let mut claims = claims::id_token(sandbox, request, (&provider, &user), &refresh.grant)?;
    claims.insert("exp".to_owned(), json!(refresh.until));
    Ok(Some((&refresh.grant, claims)))
}

/// The claims of a token that the sandbox made.
fn inside(token: &str) -> Object {
    let payload = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).unwrap_or_default();
    serde_json::from_slice(&payload).unwrap_or_default()
}

fn answer(body: &Value) -> Reply {
    let mut reply = Reply::json(200, body);
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    reply.headers.push(("pragma".to_owned(), "no-cache".to_owned()));
    reply
}

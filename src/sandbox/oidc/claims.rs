//! What tokens and userinfo say of a user.

use super::application_of;
use super::discovery::issuer;
use super::issued::Grant;
use crate::sandbox::Sandbox;
use crate::sandbox::actions::providers::{merge, subject};
use crate::sandbox::check::random;
use crate::sandbox::collections::Family;
use crate::sandbox::expression::{Context, Failure, evaluate_mapping};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::moment;
use crate::sandbox::store::{list, text, truth, value};
use serde_json::{Value, json};

/// What the mappings of the granted scopes emit, in the order of the scopes' names: dictionaries are
/// merged and lists appended (observed). What is no dictionary is ignored without a word, and so is
/// what raises.
pub fn of_scopes(sandbox: &Sandbox, provider: &Object, user: &Object, grant: &Grant) -> Result<Object, Reply> {
    let mappings = list(provider, "property_mappings").iter().filter_map(|pk| sandbox.store.get(Family::Mapping, pk));
    let mut mappings: Vec<&Object> = mappings.filter(|mapping| grant.has(text(mapping, "scope_name"))).collect();
    mappings.sort_by_key(|mapping| text(mapping, "scope_name"));
    let mut claims = json!({});
    for mapping in mappings {
        match evaluate_mapping(Context { sandbox, user }, mapping) {
            Ok(result) if result.is_object() => merge(&mut claims, result),
            Ok(_) | Err(Failure::Raised(_)) => {}
            Err(Failure::NotUnderstood) => {
                return Err(Reply::not_played(&format!("the mapping \"{}\"", text(mapping, "name"))));
            }
        }
    }
    match claims {
        Value::Object(claims) => Ok(claims),
        _ => Ok(Object::new()),
    }
}

/// The claims of an ID token. What mappings emit replaces what authentik says itself.
pub fn id_token(
    sandbox: &Sandbox,
    request: &Request,
    (provider, user): (&Object, &Object),
    grant: &Grant,
) -> Result<Object, Reply> {
    let application = application_of(sandbox, &grant.provider).ok_or_else(|| Reply::page(404, "Not Found"))?;
    let now = sandbox.now();
    let mut claims = Object::from_iter([
        ("iss".to_owned(), json!(issuer(request, provider, text(application, "slug")))),
        ("sub".to_owned(), subject(provider, user)),
        ("aud".to_owned(), value(provider, "client_id")),
        ("exp".to_owned(), json!(now + moment::span(text(provider, "access_token_validity")))),
        ("iat".to_owned(), json!(now)),
        ("auth_time".to_owned(), json!(grant.auth_time)),
        ("acr".to_owned(), json!("goauthentik.io/providers/oauth2/default")),
        ("amr".to_owned(), json!(grant.methods)),
    ]);
    if let Some(nonce) = &grant.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    if sandbox.has(Habit::PreviewHasJti) {
        claims.insert("jti".to_owned(), json!(random(40)));
    }
    // Known to the versions that log out by a back channel, which needs it.
    if sandbox.has(Habit::BackchannelDiscovery) {
        claims.insert("sid".to_owned(), json!(grant.session));
    }
    if truth(provider, "include_claims_in_id_token") {
        claims.extend(of_scopes(sandbox, provider, user, grant)?);
    }
    Ok(claims)
}

/// What userinfo answers.
pub fn userinfo(sandbox: &Sandbox, (provider, user): (&Object, &Object), grant: &Grant) -> Result<Value, Reply> {
    let mut claims = of_scopes(sandbox, provider, user, grant)?;
    claims.insert("sub".to_owned(), subject(provider, user));
    if let Some(nonce) = &grant.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    Ok(Value::Object(claims))
}

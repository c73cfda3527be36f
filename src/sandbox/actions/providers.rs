//! Providers.

use super::Handled;
use super::applications::for_user;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::expression::{Context, Failure, evaluate_mapping};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::show::Show;
use crate::sandbox::store::{list, text, value};
use crate::sandbox::{Sandbox, check, crud, moment, oidc};
use serde_json::{Value, json};

fn find<'a>(sandbox: &'a Sandbox, caller: &Caller, path: &str, key: &str) -> Result<&'a Object, Reply> {
    let collection = Collection::at(path).ok_or_else(|| Reply::not_played(path))?;
    crud::find(sandbox, caller, collection, key)
}

/// `providers/oauth2/PK/setup_urls/`
pub fn setup_urls(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let provider = find(sandbox, caller, "providers/oauth2", key)?;
    let base = format!("{}/application/o", request.origin());
    let mut urls = json!({
        "issuer": null,
        "authorize": format!("{base}/authorize/"),
        "token": format!("{base}/token/"),
        "user_info": format!("{base}/userinfo/"),
        "provider_info": null,
        "logout": null,
    });
    if let Some(application) = (Show { sandbox, request }).application_of(provider) {
        let slug = text(application, "slug");
        urls["issuer"] = json!(oidc::discovery::issuer(request, provider, slug));
        urls["provider_info"] = json!(format!("{base}/{slug}/.well-known/openid-configuration"));
        urls["logout"] = json!(format!("{base}/{slug}/end-session/"));
        urls["jwks"] = json!(format!("{base}/{slug}/jwks/"));
    }
    if sandbox.has(Habit::RegistrationUrl) {
        urls["dcr_registration"] = Value::Null;
    }
    Ok(Reply::json(200, &urls))
}

/// `providers/oauth2/PK/preview_user/`: all mappings of the provider, whatever scopes a client asks
/// for.
pub fn preview(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let provider = find(sandbox, caller, "providers/oauth2", key)?;
    let user = for_user(sandbox, caller, request)?;
    let now = moment::now();
    let mut claims = json!({
        "sub": subject(provider, user),
        "aud": value(provider, "client_id"),
        "exp": now + 1_800,
        "iat": now,
        "auth_time": now,
        "acr": "goauthentik.io/providers/oauth2/default",
    });
    if let Some(application) = (Show { sandbox, request }).application_of(provider) {
        claims["iss"] = json!(oidc::discovery::issuer(request, provider, text(application, "slug")));
    }
    if sandbox.has(Habit::PreviewHasJti) {
        claims["jti"] = json!(check::random(40));
    }
    for mapping in list(provider, "property_mappings").iter().filter_map(|pk| sandbox.store.get(Family::Mapping, pk)) {
        match evaluate_mapping(Context { sandbox, user }, mapping) {
            Ok(result) if result.is_object() => merge(&mut claims, result),
            // What is no dictionary is ignored without a word, and so is what raises.
            Ok(_) | Err(Failure::Raised(_)) => {}
            Err(Failure::NotUnderstood) => {
                return Err(Reply::not_played(&format!("the mapping \"{}\"", text(mapping, "name"))));
            }
        }
    }
    Ok(Reply::json(200, &json!({ "preview": claims })))
}

/// The `sub` of a user, by the provider's `sub_mode`.
pub fn subject(provider: &Object, user: &Object) -> Value {
    match text(provider, "sub_mode") {
        "user_id" => json!(value(user, "pk").to_string()),
        "user_uuid" => value(user, "uuid"),
        "user_username" => value(user, "username"),
        "user_email" => value(user, "email"),
        "user_upn" => {
            let upn = user.get("attributes").and_then(|attributes| attributes.get("upn")).cloned();
            upn.unwrap_or_else(|| value(user, "uid"))
        }
        _ => value(user, "uid"),
    }
}

/// Adds what a mapping emits: dictionaries are merged, lists appended, everything else replaced.
pub fn merge(claims: &mut Value, more: Value) {
    match (claims, more) {
        (Value::Object(claims), Value::Object(more)) => {
            for (key, value) in more {
                match claims.get_mut(&key) {
                    Some(known) => merge(known, value),
                    None => drop(claims.insert(key, value)),
                }
            }
        }
        (Value::Array(claims), Value::Array(more)) => claims.extend(more),
        (claim, more) => *claim = more,
    }
}

/// `providers/all/types/`: the kinds that the sandbox has; the real list is longer.
#[must_use]
pub fn types(sandbox: &Sandbox) -> Reply {
    let kinds = Collection::of(Family::Provider).map(|collection| {
        let mut kind = json!({
            "name": collection.verbose[0],
            "description": collection.verbose[0],
            "component": collection.component,
            "model_name": collection.model.split_once('.').map_or("", |(_, model)| model),
            "icon_url": "/static/authentik/sources/openidconnect.svg",
            "requires_enterprise": false,
        });
        if sandbox.has(Habit::ManyParents) {
            kind["deprecated"] = json!(false);
        }
        kind
    });
    Reply::json(200, &kinds.collect())
}

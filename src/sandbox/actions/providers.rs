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
use crate::sandbox::{Sandbox, check, crud, keys, moment, oidc};
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

/// `providers/saml/PK/metadata/`: without the signature that the real one has.
pub fn metadata(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let provider = find(sandbox, caller, "providers/saml", key)?;
    let Some(application) = (Show { sandbox, request }).application_of(provider) else {
        return Err(Reply::not_played("metadata of a provider without an application"));
    };
    let base = format!("{}/application/saml/{}", request.origin(), text(application, "slug"));
    let issuer =
        ["issuer_override", "issuer"].iter().map(|field| text(provider, field)).find(|issuer| !issuer.is_empty());
    let issuer = issuer.map_or_else(|| format!("{base}/metadata/"), str::to_owned);
    let certificate = sandbox.store.get(Family::Certificate, &value(provider, "signing_kp"));
    let key = certificate.and_then(keys::inside).map(|key| {
        format!(
            "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate>\
             </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
            key.certificate
        )
    });
    let service = |name: &str, short: &str, binding: &str, end: &str| {
        format!(
            "<md:{name} Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:{binding}\" \
             Location=\"{base}/{short}/binding/{end}/\"/>"
        )
    };
    let services = [
        service("SingleLogoutService", "slo", "HTTP-Redirect", "redirect"),
        service("SingleLogoutService", "slo", "HTTP-POST", "post"),
        service("SingleSignOnService", "sso", "HTTP-Redirect", "redirect"),
        service("SingleSignOnService", "sso", "HTTP-POST", "post"),
    ]
    .concat();
    let metadata = format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"{issuer}\"><md:IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{}{services}</md:IDPSSODescriptor>\
         </md:EntityDescriptor>",
        key.unwrap_or_default()
    );
    Ok(Reply::json(200, &json!({ "metadata": metadata })))
}

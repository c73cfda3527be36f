//! What a provider says about itself.

use crate::sandbox::Sandbox;
use crate::sandbox::collections::Family;
use crate::sandbox::expression::{Context, evaluate_mapping};
use crate::sandbox::habits::Habit;
use crate::sandbox::keys::{self, Key};
use crate::sandbox::message::{Object, Request};
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

/// The issuer of a provider, for this request.
#[must_use]
pub fn issuer(request: &Request, provider: &Object, slug: &str) -> String {
    match text(provider, "issuer_mode") {
        "global" => format!("{}/", request.origin()),
        _ => format!("{}/application/o/{slug}/", request.origin()),
    }
}

/// The discovery document. `grant_types_supported` is fixed and says nothing about the provider.
#[must_use]
pub fn discovery(sandbox: &Sandbox, request: &Request, provider: &Object, slug: &str) -> Value {
    let base = format!("{}/application/o", request.origin());
    let mut document = json!({
        "issuer": issuer(request, provider, slug),
        "authorization_endpoint": format!("{base}/authorize/"),
        "token_endpoint": format!("{base}/token/"),
        "userinfo_endpoint": format!("{base}/userinfo/"),
        "end_session_endpoint": format!("{base}/{slug}/end-session/"),
        "introspection_endpoint": format!("{base}/introspect/"),
        "revocation_endpoint": format!("{base}/revoke/"),
        "device_authorization_endpoint": format!("{base}/device/"),
        "response_types_supported":
            ["code", "id_token", "id_token token", "code token", "code id_token", "code id_token token"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "jwks_uri": format!("{base}/{slug}/jwks/"),
        "grant_types_supported": [
            "authorization_code", "refresh_token", "implicit", "client_credentials", "password",
            "urn:ietf:params:oauth:grant-type:device_code",
        ],
        "id_token_signing_alg_values_supported": [signing_key(sandbox, provider).as_ref().map_or("HS256", Key::algorithm)],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "acr_values_supported": ["goauthentik.io/providers/oauth2/default"],
        "scopes_supported": scopes(sandbox, provider),
        "request_parameter_supported": false,
        "claims_supported": claims(sandbox, provider),
        "claims_parameter_supported": false,
        "code_challenge_methods_supported": ["plain", "S256"],
    });
    for (habit, side) in [(Habit::BackchannelDiscovery, "backchannel"), (Habit::FrontchannelDiscovery, "frontchannel")]
    {
        if sandbox.has(habit) {
            document[format!("{side}_logout_supported")] = json!(true);
            document[format!("{side}_logout_session_supported")] = json!(true);
        }
    }
    document
}

fn mappings<'a>(sandbox: &'a Sandbox, provider: &'a Object) -> impl Iterator<Item = &'a Object> {
    list(provider, "property_mappings").iter().filter_map(|pk| sandbox.store.get(Family::Mapping, pk))
}

fn scopes(sandbox: &Sandbox, provider: &Object) -> Value {
    let mut scopes: Vec<Value> = Vec::new();
    for scope in mappings(sandbox, provider).map(|mapping| value(mapping, "scope_name")) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    Value::Array(scopes)
}

/// The fixed claims, and those that the mappings emit for somebody without groups. A mapping whose
/// code is not understood adds none here.
fn claims(sandbox: &Sandbox, provider: &Object) -> Value {
    let fixed = ["sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce"];
    let mut claims: Vec<Value> = fixed.iter().map(|claim| json!(claim)).collect();
    let nobody = Object::new();
    for mapping in mappings(sandbox, provider) {
        if let Ok(Value::Object(emitted)) = evaluate_mapping(Context { sandbox, user: &nobody }, mapping) {
            claims.extend(emitted.keys().map(|claim| json!(claim)));
        }
    }
    Value::Array(claims)
}

/// The keys. Without a signing key the document is empty.
#[must_use]
pub fn jwks(sandbox: &Sandbox, provider: &Object) -> Value {
    signing_key(sandbox, provider).map_or_else(|| json!({}), |key| json!({"keys": [key.jwk()]}))
}

fn signing_key(sandbox: &Sandbox, provider: &Object) -> Option<Key> {
    keys::signing(sandbox.store.get(Family::Certificate, &value(provider, "signing_key"))?)
}

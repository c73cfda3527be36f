//! What authentik writes into its events about logins. From its source as remembered: the fields of
//! the context that tell whose login it was and what was wrong.

use super::application_of;
use super::asked::Asked;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::Collection;
use crate::sandbox::message::Object;
use crate::sandbox::moment;
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

fn note(sandbox: &mut Sandbox, action: &str, context: &Value) {
    let Some(collection) = Collection::at("events/events") else { return };
    let row = json!({
        "user": {}, "action": action, "app": "authentik.providers.oauth2", "context": context,
        "client_ip": "127.0.0.1", "created": moment::now_text(),
        "expires": moment::text(moment::now() + 365 * 86_400, ".000000Z"), "brand": {},
    });
    if let Value::Object(row) = row {
        sandbox.store.insert(collection, row);
    }
}

/// An object as the context of an event has it: ids of applications without hyphens.
fn short(object: &Object, app: &str, model: &str) -> Value {
    let pk = match value(object, "pk") {
        Value::String(pk) => json!(pk.replace('-', "")),
        other => other,
    };
    json!({"pk": pk, "app": app, "name": text(object, "name"), "model_name": model})
}

/// A code that came with an address that is not registered.
pub fn wrong_redirect(sandbox: &mut Sandbox, provider: &Object, sent: &str) {
    let expected: Vec<&str> =
        list(provider, "redirect_uris").iter().filter_map(|entry| entry["url"].as_str()).collect();
    let context = json!({
        "message": "Invalid redirect URI used by provider",
        "provider": short(provider, "authentik_providers_oauth2", "oauth2provider"),
        "redirect_uri": sent,
        "expected": expected,
    });
    note(sandbox, "configuration_error", &context);
}

/// Somebody was let in, with the scopes that authentik knows.
pub fn authorized(sandbox: &mut Sandbox, asked: &Asked) {
    let Some(application) = application_of(sandbox, &asked.provider) else { return };
    let context = json!({
        "authorized_application": short(application, "authentik_core", "application"),
        "scopes": asked.scopes.join(" "),
    });
    note(sandbox, "authorize_application", &context);
}

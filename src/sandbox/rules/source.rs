//! What a SCIM source makes beside itself, from authentik's source: a service account, and a token
//! of that account which is the source's own.

use crate::sandbox::collections::Collection;
use crate::sandbox::message::Object;
use crate::sandbox::store::text;
use crate::sandbox::{Sandbox, crud};
use serde_json::{Value, json};

/// Makes the account and the token of a new source.
pub(super) fn complete(sandbox: &mut Sandbox, row: &mut Object) {
    let pk = uuid::Uuid::new_v4().to_string();
    let identifier = format!("ak-source-scim-{pk}");
    let user = make(
        sandbox,
        "core/users",
        json!({
            "username": identifier,
            "name": format!("SCIM Source {} Service-Account", text(row, "name")),
            "type": "internal_service_account",
            "path": "goauthentik.io/sources/scim",
        }),
    );
    let token = make(
        sandbox,
        "core/tokens",
        json!({
            "identifier": identifier,
            "intent": "api",
            "user": user,
            "expiring": false,
            "managed": format!("goauthentik.io/sources/scim/{pk}"),
        }),
    );
    row.insert("pk".to_owned(), json!(pk));
    row.insert("managed".to_owned(), Value::Null);
    row.insert("_token".to_owned(), token);
}

/// An object that the server makes for itself. Its id; null if it cannot be.
fn make(sandbox: &mut Sandbox, path: &str, fields: Value) -> Value {
    let (Some(collection), Value::Object(fields)) = (Collection::at(path), fields) else { return Value::Null };
    let Ok(mut row) = crud::prepare(sandbox, collection, &fields) else { return Value::Null };
    for (key, value) in fields {
        row.entry(key).or_insert(value);
    }
    super::complete(sandbox, collection, &mut row);
    sandbox.store.insert(collection, row)
}

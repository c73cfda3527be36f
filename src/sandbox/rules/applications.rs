//! What applications and sources do to others when they are changed or removed.

use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::message::Object;
use crate::sandbox::store::{list, value};
use serde_json::Value;

/// A back-channel provider belongs to one application: the last that names it (authentik's source:
/// the reference is the provider's).
pub fn take_over(sandbox: &mut Sandbox, collection: &'static Collection, pk: &Value) {
    if collection.family != Family::Application {
        return;
    }
    let own = sandbox.store.get(Family::Application, pk);
    let taken = own.map(|own| list(own, "backchannel_providers").to_vec()).unwrap_or_default();
    for other in sandbox.store.rows_mut(collection).iter_mut().filter(|other| other.get("pk") != Some(pk)) {
        if let Some(Value::Array(held)) = other.get_mut("backchannel_providers") {
            held.retain(|provider| !taken.contains(provider));
        }
    }
}

/// Removes what goes with an object that is removed: with an application its back-channel
/// providers, but not its own one (authentik's source: `on_delete` of `backchannel_application`);
/// with a SCIM source its account and with that its token.
pub fn remove_with(sandbox: &mut Sandbox, collection: &Collection, pk: &Value) {
    let Some(row) = sandbox.store.get(collection.family, pk) else { return };
    let doomed: Vec<(Family, Value)> = match collection.family {
        Family::Application => {
            list(row, "backchannel_providers").iter().map(|provider| (Family::Provider, provider.clone())).collect()
        }
        Family::Source => account_of(sandbox, row).map(|user| (Family::User, user)).into_iter().collect(),
        _ => return,
    };
    for (family, pk) in doomed {
        if let Some(collection) = sandbox.store.find(family, &pk).map(|(collection, _)| collection) {
            sandbox.store.remove(collection, &pk);
        }
    }
}

fn account_of(sandbox: &Sandbox, source: &Object) -> Option<Value> {
    sandbox.store.get(Family::Token, &value(source, "_token")).map(|token| value(token, "user"))
}

//! Tests of the planner: the server's habits one by one, and laws that hold for every plan.

mod bindings;
mod fields;
mod laws;
mod lists;
mod order;
mod redirects;
mod world;

use super::*;
use crate::model::resource::Reference;
use serde_json::json;

/// A server that has one object, with these fields.
fn server_with(kind: Kind, key: &str, fields: &Value) -> Observed {
    let mut observed = Observed::default();
    put(&mut observed, kind, key, fields);
    observed
}

/// Puts an object on the server; its id is its `pk`, or its key.
fn put(observed: &mut Observed, kind: Kind, key: &str, fields: &Value) {
    let fields: BTreeMap<String, Value> = serde_json::from_value(fields.clone()).expect("an object");
    let id = fields.get("pk").cloned().unwrap_or_else(|| json!(key));
    observed.found.insert(Address::new(kind, key), Found { id, fields });
}

fn wanted(resources: impl IntoIterator<Item = Resource>) -> Desired {
    Desired { resources: resources.into_iter().collect(), ..Desired::default() }
}

fn resource(kind: Kind, key: &str) -> Resource {
    Resource::new(Address::new(kind, key))
}

fn existing(id: &Value, name: &str) -> Reference {
    Reference::Existing { id: id.clone(), name: name.to_owned() }
}

fn planned(kind: Kind, key: &str) -> Reference {
    Reference::Planned(Address::new(kind, key))
}

const UNASKED: Permissions = Permissions { exact: false, adopt: false, force: false };
const EXACT: Permissions = Permissions { exact: true, adopt: false, force: false };

/// The change of an object of which one field is wanted, on a server that has another value there.
fn change_of(kind: Kind, name: &str, field: Field, before: &Value, permissions: Permissions) -> Change {
    let observed = server_with(kind, "wiki", &json!({ name: before }));
    let plan = plan(&wanted([resource(kind, "wiki").with(name, field)]), &observed, permissions);
    plan.changes.into_iter().next().expect("one change")
}

fn is_kept(change: &Change) -> bool {
    change.action == Action::Keep && change.fields.is_empty() && change.write.is_empty()
}

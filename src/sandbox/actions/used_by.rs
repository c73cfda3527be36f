//! What would be touched if an object were deleted, as authentik tells it: not everything.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family, Kind};
use crate::sandbox::crud;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

/// `.../KEY/used_by/`. Played for what was recorded; for the rest nobody knows the words.
pub fn used_by(sandbox: &Sandbox, caller: &Caller, path: &str, key: &str) -> Handled {
    let collection = Collection::at(path).ok_or_else(|| Reply::not_played(path))?;
    let row = crud::find(sandbox, caller, collection, key)?;
    let users = match collection.family {
        Family::Provider => of_provider(sandbox, row),
        Family::Mapping => of_mapping(sandbox, row),
        Family::Certificate => of_certificate(sandbox, row),
        Family::Flow => of_flow(sandbox, row),
        Family::Policy => of_policy(sandbox, row),
        Family::Stage => of_stage(sandbox, row),
        Family::Source => of_source(sandbox, row),
        _ => return Err(Reply::not_played(&format!("used_by of {path}"))),
    };
    Ok(Reply::json(200, &Value::Array(users)))
}

fn entry(model: &str, pk: &Value, name: &str, action: &str) -> Value {
    let (app, model) = model.split_once('.').unwrap_or_default();
    let pk = pk.as_str().map_or_else(|| pk.to_string(), str::to_owned);
    json!({"app": app, "model_name": model, "pk": pk, "name": name, "action": action})
}

fn of_provider(sandbox: &Sandbox, provider: &Object) -> Vec<Value> {
    let both = ["property_mappings", "property_mappings_group"].into_iter().flat_map(|field| list(provider, field));
    let mappings = both.filter_map(|pk| sandbox.store.get(Family::Mapping, pk));
    let named = |mapping: &Object| {
        let name = format!("Property Mapping {}", text(mapping, "name"));
        entry("authentik_core.propertymapping", &value(mapping, "pk"), &name, "cascade_many")
    };
    let outposts = sandbox.store.family(Family::Outpost).map(|(_, outpost)| outpost);
    let serving = outposts.filter(|outpost| list(outpost, "providers").contains(&value(provider, "pk")));
    // Not recorded.
    let serving = serving.map(|outpost| {
        let name = format!("Outpost {}", text(outpost, "name"));
        entry("authentik_outposts.outpost", &value(outpost, "pk"), &name, "cascade_many")
    });
    mappings.map(named).chain(serving).collect()
}

fn of_mapping(sandbox: &Sandbox, mapping: &Object) -> Vec<Value> {
    let providers = sandbox.store.family(Family::Provider).map(|(_, provider)| provider);
    let using = providers.filter(|provider| list(provider, "property_mappings").contains(&value(mapping, "pk")));
    let named = |provider: &Object| {
        entry("authentik_core.provider", &value(provider, "pk"), text(provider, "name"), "cascade_many")
    };
    using.map(named).collect()
}

/// Recorded only for a certificate that nothing uses.
fn of_certificate(sandbox: &Sandbox, certificate: &Object) -> Vec<Value> {
    let pk = value(certificate, "pk");
    let mut found = Vec::new();
    for (collection, provider) in sandbox.store.family(Family::Provider) {
        for field in collection.fields(sandbox.played()) {
            let refers =
                matches!(field.kind, Kind::One(Family::Certificate, _)) && provider.get(field.name) == Some(&pk);
            if refers {
                found.push(entry(collection.model, &value(provider, "pk"), text(provider, "name"), "set_null"));
            }
        }
    }
    found
}

/// Stage bindings and stages, but not the providers that go with the flow.
fn of_flow(sandbox: &Sandbox, flow: &Object) -> Vec<Value> {
    let pk = value(flow, "pk");
    let bindings: Vec<_> = sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding).collect();
    let bound = || bindings.iter().filter(|binding| binding.get("target") == Some(&pk));
    let stage_bindings = bound().map(|binding| {
        let name = format!("Flow-stage binding #{} to {}", value(binding, "order"), text(flow, "pk"));
        entry("authentik_flows.flowstagebinding", &value(binding, "pk"), &name, "cascade")
    });
    let stages = bound().filter_map(|binding| sandbox.store.get(Family::Stage, &value(binding, "stage")));
    let stages = stages.map(|stage| {
        entry("authentik_flows.stage", &value(stage, "pk"), &format!("Stage {}", text(stage, "name")), "cascade_many")
    });
    stage_bindings.chain(stages).collect()
}

/// The other side of what a flow tells, and the stages that lead to this one for setting up a
/// device. Not recorded.
fn of_stage(sandbox: &Sandbox, stage: &Object) -> Vec<Value> {
    let pk = value(stage, "pk");
    let bindings = sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding);
    let bound: Vec<_> = bindings.filter(|binding| binding.get("stage") == Some(&pk)).collect();
    let stage_bindings = bound.iter().map(|binding| {
        let name = format!("Flow-stage binding #{} to {}", value(binding, "order"), text(binding, "target"));
        entry("authentik_flows.flowstagebinding", &value(binding, "pk"), &name, "cascade")
    });
    let flows = bound.iter().filter_map(|binding| sandbox.store.get(Family::Flow, &value(binding, "target")));
    let flows = flows.map(|flow| {
        let name = format!("Flow {} ({})", text(flow, "name"), text(flow, "slug"));
        entry("authentik_flows.flow", &value(flow, "pk"), &name, "cascade_many")
    });
    let validating = sandbox.store.family(Family::Stage);
    let validating = validating.filter(|(_, other)| list(other, "configuration_stages").contains(&pk));
    let validating = validating.map(|(collection, other)| {
        let name = format!("{} {}", collection.verbose[0], text(other, "name"));
        entry(collection.model, &value(other, "pk"), &name, "cascade_many")
    });
    stage_bindings.chain(flows).chain(validating).collect()
}

/// The mappings of a source; who came in through it is not told. Not recorded.
fn of_source(sandbox: &Sandbox, source: &Object) -> Vec<Value> {
    let both = ["user_property_mappings", "group_property_mappings"].into_iter().flat_map(|field| list(source, field));
    let mappings = both.filter_map(|pk| sandbox.store.get(Family::Mapping, pk));
    let named = |mapping: &Object| {
        let name = format!("Property Mapping {}", text(mapping, "name"));
        entry("authentik_core.propertymapping", &value(mapping, "pk"), &name, "cascade_many")
    };
    mappings.map(named).collect()
}

fn of_policy(sandbox: &Sandbox, policy: &Object) -> Vec<Value> {
    let bindings = sandbox.store.family(Family::Binding).map(|(_, binding)| binding);
    let bound = bindings.filter(|binding| binding.get("policy") == policy.get("pk"));
    let named = |binding: &Object| {
        let target = value(binding, "target");
        let name = format!("PolicyBindingModel {}", text(binding, "target"));
        entry("authentik_policies.policybindingmodel", &target, &name, "cascade_many")
    };
    bound.map(named).collect()
}

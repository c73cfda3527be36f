//! What an authentik holds, as far as an integration can touch it.

use crate::integrate::world::list;
use akctl::sandbox::Sandbox;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every object by its kind and name. Two of the same name would be two entries.
#[derive(Clone, PartialEq)]
pub struct State(BTreeMap<String, Value>);

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set()
            .entries(self.0.keys().filter(|name| !name.contains("authentik") && !name.contains(" default-")))
            .finish()
    }
}

/// Lists whose objects are told as they are: what akctl calls them, where they stand, their name.
const LISTS: [(&str, &str, &str); 15] = [
    ("scope mapping", "propertymappings/provider/scope/", "name"),
    ("property mapping", "propertymappings/provider/saml/", "name"),
    ("certificate", "crypto/certificatekeypairs/", "name"),
    ("policy", "policies/expression/", "name"),
    ("stage", "stages/authenticator/totp/", "name"),
    ("stage", "stages/authenticator/webauthn/", "name"),
    ("stage", "stages/authenticator/validate/", "name"),
    ("stage", "stages/consent/", "name"),
    ("flow", "flows/instances/", "slug"),
    ("SCIM source", "sources/scim/", "slug"),
    ("SCIM provider", "providers/scim/", "name"),
    ("provider", "providers/saml/", "name"),
    ("provider", "providers/proxy/", "name"),
    ("outpost", "outposts/instances/", "name"),
    ("provider", "providers/oauth2/", "name"),
];

/// What a name is followed by that is there already.
const AGAIN: &str = " (once more)";

const APPLICATIONS: &str = "core/applications/?superuser_full_list=true&page_size=100";

impl State {
    pub fn of(sandbox: &mut Sandbox) -> Self {
        let mut all = BTreeMap::new();
        let mut add = |name: String, object: Value| {
            let mut key = name.clone();
            while all.contains_key(&key) {
                key.push_str(AGAIN);
            }
            all.insert(key, object);
        };
        let text = |object: &Value, field: &str| object[field].as_str().unwrap_or_default().to_owned();
        for object in list(sandbox, "core/groups/?page_size=100&include_users=true") {
            add(format!("group {}", text(&object, "name")), object["users"].clone());
        }
        for (kind, path, key) in LISTS {
            for mut object in list(sandbox, &format!("{path}?page_size=100")) {
                // What stands at another object: it is told there.
                for told_elsewhere in ["flow_set", "stages", "policies", "cache_count"] {
                    object[told_elsewhere] = Value::Null;
                }
                add(format!("{kind} {}", text(&object, key)), object);
            }
        }
        let flows = list(sandbox, "flows/instances/?page_size=100");
        for object in list(sandbox, "flows/bindings/?page_size=100") {
            let flow = flows.iter().find(|flow| flow["pk"] == object["target"]);
            let flow = flow.map(|flow| text(flow, "slug")).unwrap_or_default();
            let stage = text(&object["stage_obj"], "name");
            add(format!("stage binding {flow}: {stage}"), object["order"].clone());
        }
        let applications = list(sandbox, APPLICATIONS);
        let mut slugs = BTreeMap::new();
        for object in applications {
            slugs.insert(text(&object, "pk"), text(&object, "slug"));
            let mut object = object;
            // The providers' own fields are told of the providers.
            object["provider_obj"] = Value::Null;
            object["backchannel_providers_obj"] = Value::Null;
            // Without one of its own it is the provider's address.
            object["launch_url"] = Value::Null;
            add(format!("application {}", text(&object, "slug")), object);
        }
        for object in list(sandbox, "policies/bindings/?page_size=100") {
            let slug = slugs.get(&text(&object, "target")).cloned().unwrap_or_default();
            let bound = ["group", "policy"].into_iter().find_map(|kind| {
                let name = object[format!("{kind}_obj")]["name"].as_str()?;
                Some(format!("{kind} {name}"))
            });
            if !slug.is_empty() {
                add(format!("binding {slug}: {}", bound.unwrap_or_default()), object["enabled"].clone());
            }
        }
        Self(all)
    }

    /// The names alone: ids and secrets differ from run to run.
    pub fn names(&self) -> BTreeSet<&String> {
        self.0.keys().collect()
    }

    /// Whether there is something of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What is there twice.
    pub fn doubles(&self) -> Vec<&String> {
        self.0.keys().filter(|name| name.ends_with(AGAIN)).collect()
    }

    /// What is here and not there, there and not here, or not the same.
    pub fn differs(&self, other: &Self) -> Vec<String> {
        let keys: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        keys.into_iter().filter(|key| self.0.get(*key) != other.0.get(*key)).cloned().collect()
    }

    /// The groups and policies that each application is bound to, of those that have a provider.
    pub fn groups_of_reachable(sandbox: &mut Sandbox) -> Vec<Vec<String>> {
        let reachable: Vec<Value> =
            list(sandbox, APPLICATIONS).into_iter().filter(|application| !application["provider"].is_null()).collect();
        let bound = |application: Value| {
            let target = application["pk"].as_str().unwrap_or_default().to_owned();
            let bindings = list(sandbox, &format!("policies/bindings/?target={target}"));
            let name = |binding: &Value| {
                let name = ["group_obj", "policy_obj"].iter().find_map(|kind| binding[kind]["name"].as_str());
                name.map(str::to_owned)
            };
            bindings.iter().filter_map(name).collect()
        };
        reachable.into_iter().map(bound).collect()
    }

    /// An application whose provider's flow does not refuse people without a second factor.
    pub fn without_second_factor(sandbox: &mut Sandbox) -> Option<String> {
        let providers = list(sandbox, "providers/oauth2/?page_size=100");
        let stages = list(sandbox, "stages/authenticator/validate/?page_size=100");
        let applications = list(sandbox, APPLICATIONS);
        for provider in providers {
            if !applications.iter().any(|application| application["provider"] == provider["pk"]) {
                continue;
            }
            let flow = provider["authorization_flow"].as_str().unwrap_or_default();
            let asks = list(sandbox, &format!("flows/bindings/?target={flow}")).iter().any(|place| {
                let stage = stages.iter().find(|stage| stage["pk"] == place["stage"]);
                stage.is_some_and(|stage| stage["not_configured_action"] != "skip")
            });
            if !asks {
                return Some(provider["name"].to_string());
            }
        }
        None
    }
}

//! `akctl remove`, as a person and a pipeline use it.

mod faults;
mod leaves_nothing;
mod meanwhile;
mod refused;
mod shared;
#[cfg(unix)]
mod terminal;

use crate::support::{Akctl, Server};
use serde_json::Value;
use std::collections::BTreeMap;

/// `akctl remove SLUG --yes`; more flags may follow.
fn remove(server: &Server, slug: &str) -> Akctl {
    Akctl::on(server).args(["remove", slug, "--yes"])
}

/// Portainer, integrated with these flags.
fn portainer(server: &Server, flags: &[&'static str]) -> Value {
    let base = ["--app-url", "https://portainer.company", "--create-groups", "--yes"];
    Akctl::integrate(server, "portainer").args(base).args(flags.iter().copied()).json()
}

/// Every list of authentik that an integration can touch.
const LISTS: [&str; 16] = [
    "core/applications/?superuser_full_list=true",
    "core/tokens/",
    "core/users/",
    "crypto/certificatekeypairs/",
    "flows/bindings/",
    "outposts/instances/",
    "flows/instances/",
    "policies/bindings/",
    "policies/expression/",
    "propertymappings/provider/saml/",
    "propertymappings/provider/scim/",
    "propertymappings/provider/scope/",
    "providers/all/",
    "sources/scim/",
    "stages/all/",
    "core/groups/",
];

/// What authentik holds, by list: the objects by their ids.
type Held = BTreeMap<&'static str, BTreeMap<String, Value>>;

/// Everything that authentik holds.
fn held(server: &Server) -> Held {
    let of = |path: &str| {
        let separator = if path.contains('?') { '&' } else { '?' };
        let objects = server.list(&format!("{path}{separator}page_size=100"));
        objects.into_iter().map(|object| (object["pk"].to_string(), object)).collect()
    };
    LISTS.into_iter().map(|path| (path, of(path))).collect()
}

/// What is held but groups, which stay.
fn without_groups(mut held: Held) -> Held {
    held.remove("core/groups/");
    held
}

/// The changes of a report with this action, as `kind name`.
fn with_action(report: &Value, action: &str) -> Vec<String> {
    let changes = report["changes"].as_array().expect("changes");
    let chosen = changes.iter().filter(|change| change["action"] == action);
    let text = |change: &Value, key: &str| change[key].as_str().expect("text").to_owned();
    chosen.map(|change| format!("{} {}", text(change, "kind"), text(change, "name"))).collect()
}

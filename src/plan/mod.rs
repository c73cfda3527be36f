//! Decides what to change: compares what must be with what is. Pure and total; secrets are
//! hidden when a difference is built, so nothing later can leak them.

mod bindings;
mod compare;
mod conflicts;
pub mod drift;
mod later;
mod order;
pub mod ownership;
pub mod removal;
mod rules;
#[cfg(test)]
mod tests;

use crate::model::resource::{Address, Desired, Field, Found, Kind, Observed, Resource};
use bindings::other_bindings;
use conflicts::{
    conflict, identity_conflict, in_one_line, second_factor_conflict, source_conflict, wider_push_conflict,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is to be done with one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It does not exist yet.
    Create,
    /// Some of its fields differ.
    Update,
    /// It is as it must be.
    Keep,
    /// It goes.
    Delete,
}

impl Action {
    /// The word for people and for JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Keep => "keep",
            Self::Delete => "delete",
        }
    }
}

/// One field before and after, as it is shown: ids are names, secrets are hidden.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field's name in authentik's API.
    pub field: String,
    /// What the server has; null if there is nothing.
    pub before: Value,
    /// What it will have.
    pub after: Value,
    /// Whether users' identity in the application may break with it.
    pub breaks_identity: bool,
}

/// What happens to one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which object.
    pub address: Address,
    /// What is done.
    pub action: Action,
    /// The fields that differ; for a creation all that are set.
    pub fields: Vec<FieldChange>,
    /// What somebody else added to it and stays, or why it is done, where that is not obvious.
    pub notes: Vec<String>,
    /// What is sent: for an update only the fields that differ.
    pub write: BTreeMap<String, Field>,
}

/// Why akctl does not go on by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What stands in the way.
    pub what: String,
    /// What the person can do about it.
    pub remedy: String,
}

/// What would be done, complete: it is what is shown and exactly what is applied.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The changes, in an order in which nothing comes before what it refers to.
    pub changes: Vec<Change>,
    /// What must be decided first; nothing is applied while there is one.
    pub conflicts: Vec<Conflict>,
    /// What the person should know, and need not decide.
    pub warnings: Vec<String>,
}

impl Plan {
    /// Whether nothing needs to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(|change| change.action == Action::Keep)
    }

    /// How many objects get this treatment.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.changes.iter().filter(|change| change.action == action).count()
    }

    /// The change of the object at an address.
    #[must_use]
    pub fn change(&self, address: &Address) -> Option<&Change> {
        self.changes.iter().find(|change| &change.address == address)
    }
}

/// What the person allowed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Permissions {
    /// Lists become equal to what is asked for: what others added goes.
    pub exact: bool,
    /// An application that akctl did not make may be taken over.
    pub adopt: bool,
    /// Changes that break users' identity in the application may be made.
    pub force: bool,
}

/// Compares what must be with what is. Total: it always answers.
#[must_use]
pub fn plan(desired: &Desired, observed: &Observed, permissions: Permissions) -> Plan {
    let mut plan = Plan::default();
    if let Some(obstacle) = &observed.obstacle {
        plan.conflicts.extend(conflict(obstacle, desired, permissions));
    }
    for resource in order::by_dependency(desired) {
        let mut change = match observed.found.get(&resource.address) {
            None => creation(resource),
            Some(found) if desired.attaches && resource.address.kind == Kind::Application => {
                comparison(&only_attached(resource), found, observed, permissions)
            }
            Some(found) => comparison(resource, found, observed, permissions),
        };
        if resource.address.kind == Kind::Outpost && desired.any_outpost {
            stay_where_served(&mut change, desired, observed);
        }
        if change.action == Action::Update && !permissions.force {
            let broken = change.fields.iter().filter(|field| field.breaks_identity);
            plan.conflicts.extend(broken.map(|field| identity_conflict(&change.address, field)));
            plan.conflicts.extend(second_factor_conflict(&change));
            plan.conflicts.extend(wider_push_conflict(&change));
        }
        if let Some(found) = observed.found.get(&resource.address).filter(|_| !permissions.adopt) {
            plan.conflicts.extend(source_conflict(&resource.address, found));
        }
        if let Some(found) = observed.found.get(&resource.address) {
            change.notes.extend(still_pushing(resource, found));
        }
        plan.changes.push(change);
    }
    other_bindings(desired, observed, permissions, &mut plan);
    wide_redirects(&mut plan);
    unseen_secrets(&mut plan);
    in_one_line(&mut plan.conflicts);
    plan
}

/// The names of the outposts that serve a proxy provider (all versions: `outpost_set`).
#[must_use]
pub fn outposts_of(provider: &Found) -> Vec<String> {
    let names = provider.fields.get("outpost_set").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Where no outpost was named, a provider stays on the one that serves it.
fn stay_where_served(change: &mut Change, desired: &Desired, observed: &Observed) {
    let provider = desired.front().and_then(|front| observed.found.get(&front.address));
    let served_by = provider.map(outposts_of).unwrap_or_default();
    if change.action != Action::Update || served_by.is_empty() {
        return;
    }
    change.action = Action::Keep;
    change.fields.clear();
    change.write.clear();
    let names = served_by.join("`, `");
    change
        .notes
        .push(format!("the provider stays where it is: on the outpost `{names}`; --outpost NAME adds it to another"));
}

/// Addresses that somebody else registered as regular expressions stay; the person should know.
fn wide_redirects(plan: &mut Plan) {
    let notes = plan.changes.iter().flat_map(|change| &change.notes);
    let regexes = notes.filter_map(|note| note.strip_prefix("redirect_uris: regex ")?.strip_suffix(" stays"));
    let warnings: Vec<String> = regexes
        .map(|regex| {
            format!(
                "the redirect address `{regex}` stays and is a regular expression: whoever finds an address that it \
                 matches can be sent people's codes; --exact removes it"
            )
        })
        .collect();
    plan.warnings.extend(warnings);
}

/// What is said of a secret that the server does not show.
const UNSEEN: &str = "authentik does not show it, so it stays as it is; --force sends the one that was given";

/// A secret that was given and is not sent is no small thing.
fn unseen_secrets(plan: &mut Plan) {
    let unseen = |change: &Change| {
        let name =
            change.notes.iter().find_map(|note| Some(note.strip_suffix(UNSEEN)?.trim_end_matches(": ").to_owned()));
        name.map(|name| format!("the `{name}` of the {}: {UNSEEN}", change.address))
    };
    let warnings: Vec<String> = plan.changes.iter().filter_map(unseen).collect();
    plan.warnings.extend(warnings);
}

/// An application that is there already and to which something is only attached.
fn only_attached(application: &Resource) -> Resource {
    let mut application = application.clone();
    application.fields.retain(|name, _| name == "backchannel_providers");
    application
}

/// What pushes people to an application that this run did not ask to be pushed to.
fn still_pushing(resource: &Resource, found: &Found) -> Vec<String> {
    if resource.address.kind != Kind::Application || resource.fields.contains_key("backchannel_providers") {
        return Vec::new();
    }
    let pushing = found.fields.get("backchannel_providers_obj").and_then(Value::as_array);
    let name = |provider: &Value| provider.get("name").and_then(Value::as_str).map(str::to_owned);
    let names = pushing.into_iter().flatten().filter_map(name);
    names.map(|name| format!("backchannel_providers: {name} stays and goes on pushing people")).collect()
}

fn creation(resource: &Resource) -> Change {
    let fields = resource
        .fields
        .iter()
        .filter(|(_, field)| !compare::is_nothing(field))
        .map(|(name, field)| FieldChange {
            field: name.clone(),
            before: Value::Null,
            after: compare::shown(field),
            breaks_identity: false,
        })
        .collect();
    Change {
        address: resource.address.clone(),
        action: Action::Create,
        fields,
        notes: resource.notes.clone(),
        write: resource.fields.clone(),
    }
}

fn comparison(resource: &Resource, found: &Found, observed: &Observed, permissions: Permissions) -> Change {
    let mut change = Change {
        address: resource.address.clone(),
        action: Action::Keep,
        fields: Vec::new(),
        notes: resource.notes.clone(),
        write: BTreeMap::new(),
    };
    for (name, field) in &resource.fields {
        let rule = rules::rule(resource.address.kind, name);
        let Some(before) = found.fields.get(name) else {
            match field {
                // What the server does not show may be another one than what was given.
                Field::Secret(_) if permissions.force => {
                    change.action = Action::Update;
                    change.fields.push(FieldChange {
                        field: name.clone(),
                        before: compare::shown(field),
                        after: Value::from("(hidden; the one that was given)"),
                        breaks_identity: false,
                    });
                    change.write.insert(name.clone(), field.clone());
                }
                Field::Secret(_) => change.notes.push(format!("{name}: {UNSEEN}")),
                // A field that the reply lacks is one that this server does not know.
                _ => {}
            }
            continue;
        };
        let Some(field) = later::known(field, before) else { continue };
        let verdict = compare::compare(rule, &field, before, observed, permissions.exact);
        change.notes.extend(verdict.stays.iter().map(|what| format!("{name}: {what} stays")));
        if let Some(difference) = verdict.difference {
            change.action = Action::Update;
            change.fields.push(FieldChange {
                field: name.clone(),
                before: difference.before,
                after: difference.after,
                breaks_identity: rule.breaks_identity,
            });
            change.write.insert(name.clone(), difference.write);
        }
    }
    let names: Vec<String> = change.write.keys().cloned().collect();
    for other in names.iter().flat_map(|name| rules::together(resource.address.kind, name)) {
        if let Some(field) = resource.fields.get(*other) {
            change.write.entry((*other).to_owned()).or_insert_with(|| field.clone());
        }
    }
    change
}

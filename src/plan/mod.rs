//! Decides what to change: compares what must be with what is. Pure and total; secrets are
//! hidden when a difference is built, so nothing later can leak them.

mod compare;
mod order;
pub mod ownership;
pub mod removal;
mod rules;
#[cfg(test)]
mod tests;

use crate::model::resource::{
    Address, Desired, Field, Found, Kind, MFA_FLOW, Observed, Obstacle, OtherBinding, Resource,
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
        let change = match observed.found.get(&resource.address) {
            None => creation(resource),
            Some(found) if desired.attaches && resource.address.kind == Kind::Application => {
                comparison(&only_attached(resource), found, observed, permissions)
            }
            Some(found) => comparison(resource, found, observed, permissions),
        };
        if change.action == Action::Update && !permissions.force {
            let broken = change.fields.iter().filter(|field| field.breaks_identity);
            plan.conflicts.extend(broken.map(|field| identity_conflict(&change.address, field)));
            plan.conflicts.extend(second_factor_conflict(&change));
        }
        plan.changes.push(change);
    }
    other_bindings(desired, observed, permissions, &mut plan);
    wide_redirects(&mut plan);
    plan
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

/// An application that is there already and to which something is only attached.
fn only_attached(application: &Resource) -> Resource {
    let mut application = application.clone();
    application.fields.retain(|name, _| name == "backchannel_providers");
    application
}

/// A run without `--require-mfa` must not take away the second factor that an earlier one asked for.
fn second_factor_conflict(change: &Change) -> Option<Conflict> {
    let of = |value: &Value| value.as_str().is_some_and(|slug| slug.starts_with(MFA_FLOW));
    let field = change.fields.iter().find(|field| field.field == "authorization_flow")?;
    (of(&field.before) && !of(&field.after)).then(|| Conflict {
        what: format!("the {} asks for a second factor now, and would not any more", change.address),
        remedy: "--require-mfa keeps it; --force takes it away".to_owned(),
    })
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
                        before: Value::Null,
                        after: compare::shown(field),
                        breaks_identity: false,
                    });
                    change.write.insert(name.clone(), field.clone());
                }
                Field::Secret(_) => change.notes.push(format!(
                    "{name}: authentik does not show it, so it stays as it is; --force sends the one that was given"
                )),
                // A field that the reply lacks is one that this server does not know.
                _ => {}
            }
            continue;
        };
        let verdict = compare::compare(rule, field, before, observed, permissions.exact);
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

fn conflict(obstacle: &Obstacle, desired: &Desired, permissions: Permissions) -> Option<Conflict> {
    let slug = desired.only(Kind::Application).map_or("", |resource| resource.address.key.as_str());
    let (what, remedy) = match obstacle {
        Obstacle::NotOurs { .. } if permissions.adopt => return None,
        Obstacle::NotOurs { provider: Some(provider) } => (
            format!("the application `{slug}` exists and was not made by akctl (its provider is `{provider}`)"),
            "--adopt takes it over as shown above; --slug chooses another slug".to_owned(),
        ),
        Obstacle::NotOurs { provider: None } => (
            format!("the application `{slug}` exists and has no provider, so akctl cannot tell whether it made it"),
            "--adopt takes it over as shown above; --slug chooses another slug".to_owned(),
        ),
        Obstacle::OtherKind { provider_kind, provider } => (
            format!("the application `{slug}` exists with a provider of another kind: `{provider}` ({provider_kind})"),
            "--slug chooses another slug; or remove that application in authentik first".to_owned(),
        ),
        Obstacle::ProviderElsewhere { provider, application } => (
            format!("the provider `{provider}` belongs to the application `{application}` already"),
            "--slug chooses another slug; or rename that provider in authentik".to_owned(),
        ),
        Obstacle::NameTaken { provider } => (
            format!(
                "another provider is called `{provider}`, which is the name that this application's provider must get"
            ),
            "rename or remove that provider in authentik".to_owned(),
        ),
    };
    Some(Conflict { what, remedy })
}

fn identity_conflict(address: &Address, field: &FieldChange) -> Conflict {
    Conflict {
        what: format!(
            "changing `{}` of the {address} from {} to {} makes the application take its users for new ones, or refuse them",
            field.field, field.before, field.after
        ),
        remedy: "--force makes the change all the same".to_owned(),
    }
}

/// Bindings that nobody asked for in this run stay; with `--exact` they go, unless the
/// application would then be open to every user.
fn other_bindings(desired: &Desired, observed: &Observed, permissions: Permissions, plan: &mut Plan) {
    let wanted = desired.of(Kind::Binding).count();
    let Some(application) = desired.only(Kind::Application) else { return };
    for other in &observed.other_bindings {
        if desired.superseded.contains(&other.what) {
            plan.changes.push(removal(application, other, "the policy names them, and says more"));
        } else if permissions.exact && wanted > 0 {
            plan.changes.push(removal(application, other, "not asked for, and --exact was"));
        } else if permissions.exact {
            let reason = if other.enabled {
                "without it the application would be open to every user"
            } else {
                "no group is to be let in instead (--bind-group GROUP)"
            };
            plan.warnings.push(format!("the binding of {} stays although --exact was given: {reason}", other.what));
        } else if other.enabled && desired.only(Kind::ExpressionPolicy).is_some() && !desired.anyone {
            plan.warnings.push(format!(
                "the binding of {} stays and lets people in whatever the policy says: --exact removes it",
                other.what
            ));
        } else if let Some(change) = plan.changes.iter_mut().find(|change| change.address == application.address) {
            change.notes.push(format!("bindings: {} stays", other.what));
        }
    }
    if wanted > 1
        && observed.found.get(&application.address).and_then(|found| found.text("policy_engine_mode")) == Some("all")
    {
        plan.warnings.push(format!(
            "the application `{}` has the engine mode `all`: depending on authentik's version, only people whom every \
             binding lets in may open it",
            application.address.key
        ));
    }
    if desired.anyone {
        anyone(desired, observed, permissions, plan);
    }
    let bound = wanted > 0 || observed.other_bindings.iter().any(|other| other.enabled);
    if !bound {
        plan.warnings.push(format!(
            "the application `{}` is open to every user of authentik: --bind-group GROUP lets in only the members of a group",
            application.address.key
        ));
    }
}

fn removal(application: &Resource, other: &OtherBinding, why: &str) -> Change {
    Change {
        address: Address::new(Kind::Binding, format!("{}: {}", application.address.key, other.what)),
        action: Action::Delete,
        fields: Vec::new(),
        notes: vec![why.to_owned()],
        write: BTreeMap::from([("pk".to_owned(), Field::Value(other.id.clone()))]),
    }
}

/// A policy that names places and no people lets in everybody who comes from there. Where people
/// were named before, that would open the application further, whatever was meant.
fn anyone(desired: &Desired, observed: &Observed, permissions: Permissions, plan: &mut Plan) {
    let slug = desired.only(Kind::Application).map_or("", |application| application.address.key.as_str());
    let policy = desired.only(Kind::ExpressionPolicy).and_then(|policy| observed.found.get(&policy.address));
    let before = policy.and_then(|policy| policy.text("expression")).unwrap_or_default();
    let named = ["ak_is_group_member(", "request.user.username =="].iter().any(|people| before.contains(people));
    if (named || observed.other_bindings.iter().any(|other| other.enabled)) && !permissions.force {
        plan.conflicts.push(Conflict {
            what: format!(
                "the application `{slug}` is open to certain people now, and would be open to every user who passes \
                 the policy: it names no group and no user"
            ),
            remedy: "name them again with --bind-group or --bind-user; --force opens it all the same".to_owned(),
        });
    }
    plan.warnings.push(format!(
        "every user of authentik who passes the policy may open `{slug}`: --bind-group GROUP lets in only the members of a group"
    ));
}

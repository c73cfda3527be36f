//! What a plan of an integration finds that is not as it must be, told and weighed.

use crate::commands::integrate::Decided;
use crate::compile::Prepared;
use crate::model::defaults::{choosable, is_chosen};
use crate::model::resource::{Address, Found, Kind, Obstacle};
use crate::plan::{Action, Change, Plan};
use serde_json::Value;

/// What is there and does not come from the preset and these inputs.
#[derive(Debug, Clone, Default)]
pub(in crate::commands::export) struct Differences {
    /// In sentences.
    pub(in crate::commands::export) told: Vec<String>,
    /// How far it is from what is there; nought, if nothing differs.
    pub(in crate::commands::export) weight: usize,
    /// Whether an apply would change something, or could not be made at all.
    pub(in crate::commands::export) would_change: bool,
    /// Whether it is somebody else's, so that an apply asks first.
    pub(in crate::commands::export) is_foreign: bool,
    /// Whether it needs groups.
    pub(in crate::commands::export) needs_groups: bool,
}

/// An input that is missing or wrong weighs more than anything that authentik can have.
const UNANSWERED: usize = 1_000_000;
/// So does what cannot be.
pub(super) const IMPOSSIBLE: usize = 100_000;
/// An object that is missing, or is there for no reason, weighs more than a field.
const OBJECT: usize = 10;
/// A field that is another one.
const FIELD: usize = 2;
/// A field that the integration does not speak of.
const UNSAID: usize = 3;

impl Differences {
    /// Inputs that are missing or wrong.
    pub(super) fn unanswered(told: Vec<String>) -> Self {
        Self { weight: UNANSWERED * told.len().max(1), told, would_change: true, ..Self::default() }
    }

    /// What cannot be made of the inputs.
    pub(super) fn impossible(told: Vec<String>) -> Self {
        Self { weight: IMPOSSIBLE, told, would_change: true, ..Self::default() }
    }

    /// What was decided.
    pub(super) fn of(decided: &Decided, prepared: &Prepared, objects: &[(Kind, &Found)]) -> Self {
        let Decided { plan, desired, observed, .. } = decided;
        let mut all = Self {
            would_change: !plan.is_empty() || !plan.conflicts.is_empty(),
            is_foreign: matches!(observed.obstacle, Some(Obstacle::NotOurs { .. })),
            needs_groups: !prepared.groups.is_empty()
                || !prepared.access.groups.is_empty()
                || prepared.push.iter().any(|push| !push.groups.is_empty()),
            ..Self::default()
        };
        all.plan(plan);
        let is_attached = |kind: Kind| kind == Kind::Application && desired.attaches;
        for (kind, found) in objects {
            let said = desired.only(*kind).filter(|_| !is_attached(*kind));
            let is_said = |field: &str| said.is_some_and(|resource| resource.fields.contains_key(field));
            let name = Address::new(*kind, found.text("name").unwrap_or_default());
            for field in choosable(*kind).filter(|field| !is_said(field)) {
                if let Some(value) = found.fields.get(field).filter(|value| is_chosen(*kind, field, value)) {
                    all.weight += UNSAID;
                    let value = shown(value, decided);
                    all.told.push(format!("the {name} has `{field}` {value}, of which the preset says nothing"));
                }
            }
        }
        all
    }

    fn plan(&mut self, plan: &Plan) {
        self.told.extend(plan.conflicts.iter().map(|conflict| conflict.what.clone()));
        self.weight += plan.conflicts.len();
        for change in &plan.changes {
            self.change(change);
        }
    }

    fn change(&mut self, change: &Change) {
        let address = &change.address;
        match change.action {
            Action::Keep => {}
            Action::Create => {
                self.weight += OBJECT;
                self.told.push(format!("authentik has no {address}, and the preset asks for one"));
            }
            Action::Update | Action::Delete => {
                self.weight +=
                    change.fields.iter().map(|field| FIELD + apart(&field.before, &field.after)).sum::<usize>();
                let fields: Vec<String> =
                    change.fields.iter().map(|field| format!("{} is {}", field.field, field.before)).collect();
                self.told.push(format!("the {address} is not what the preset says: {}", fields.join(", ")));
            }
        }
        for note in change.notes.iter().filter(|note| note.ends_with(" stays")) {
            self.weight += OBJECT;
            self.told.push(format!("the {address} has more than the preset says: {note}"));
        }
    }
}

/// How many items of two lists, or lines of two texts, have no counterpart.
fn apart(one: &Value, other: &Value) -> usize {
    let parts = |value: &Value| -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().map(Value::to_string).collect(),
            Value::String(text) => text.lines().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    };
    let (one, other) = (parts(one), parts(other));
    one.iter().filter(|part| !other.contains(part)).count() + other.iter().filter(|part| !one.contains(part)).count()
}

/// A value, with names in place of ids.
fn shown(value: &Value, decided: &Decided) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| shown(item, decided)).collect::<Vec<_>>().join(", "),
        Value::String(text) => decided.observed.names.get(text).cloned().unwrap_or_else(|| value.to_string()),
        other => decided.observed.names.get(&other.to_string()).cloned().unwrap_or_else(|| other.to_string()),
    }
}

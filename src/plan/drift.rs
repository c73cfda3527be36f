//! Differences that are no drift: what a person may have chosen with a flag of `akctl integrate`, which
//! nothing records.

use super::{Action, Change, Plan};
use serde::Serialize;
use serde_json::Value;

/// A field that was not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Its name in authentik's API.
    pub field: String,
    /// What authentik has, ids told as names.
    pub there: String,
    /// The flag that may have chosen it.
    pub flag: &'static str,
}

/// Fields of providers that a flag chooses among authentik's objects.
const CHOICES: [(&str, &str); 5] = [
    ("authentication_flow", "--authentication-flow"),
    ("authorization_flow", "--authorization-flow"),
    ("invalidation_flow", "--invalidation-flow"),
    ("signing_key", "--signing-key"),
    ("signing_kp", "--signing-key"),
];

/// Takes out of a plan, which is only shown, what somebody may have chosen, and names it. Nothing at
/// all is no choice: a provider without a signing key has drifted.
pub fn without_choices(plan: &mut Plan) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let updates = plan.changes.iter_mut();
    for change in updates.filter(|change| change.address.kind.is_front() && change.action == Action::Update) {
        chosen.extend(take(change));
        if change.fields.is_empty() {
            change.action = Action::Keep;
        }
    }
    chosen
}

fn take(change: &mut Change) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    change.fields.retain(|difference| {
        let flag = CHOICES.iter().find(|(field, _)| *field == difference.field).map(|(_, flag)| *flag);
        let (Some(flag), Value::String(there)) = (flag, &difference.before) else { return true };
        if there.is_empty() {
            return true;
        }
        chosen.push(Chosen { field: difference.field.clone(), there: there.clone(), flag });
        false
    });
    for taken in &chosen {
        change.write.remove(&taken.field);
    }
    chosen
}

//! The policy engine: who may open what.

use super::Sandbox;
use super::collections::Family;
use super::expression::{self, Context, Failure};
use super::habits::Habit;
use super::message::Object;
use super::people;
use super::store::{text, truth, value};
use serde_json::Value;

/// Whether the bindings of something let a user pass. Without bindings everybody does, superusers
/// have no privilege, and a binding that is switched off is as good as none.
pub fn passes(sandbox: &Sandbox, target: &Value, mode: &str, user: &Object) -> Result<bool, Failure> {
    let all = sandbox.store.family(Family::Binding).map(|(_, binding)| binding);
    let bindings: Vec<_> =
        all.filter(|binding| binding.get("target") == Some(target) && truth(binding, "enabled")).collect();
    if bindings.is_empty() {
        return Ok(true);
    }
    let results = bindings.iter().map(|binding| passes_binding(sandbox, binding, user));
    let results = results.collect::<Result<Vec<bool>, Failure>>()?;
    if mode != "all" {
        return Ok(results.contains(&true));
    }
    if !sandbox.has(Habit::StaticBindingsAreAlternatives) {
        return Ok(results.iter().all(|passed| *passed));
    }
    let is_policy = |binding: &Object| !value(binding, "policy").is_null();
    let pairs = || bindings.iter().zip(&results);
    let policies_pass = pairs().filter(|(binding, _)| is_policy(binding)).all(|(_, passed)| *passed);
    let mut people = pairs().filter(|(binding, _)| !is_policy(binding)).peekable();
    let people_pass = people.peek().is_none() || people.any(|(_, passed)| *passed);
    Ok(policies_pass && people_pass)
}

fn passes_binding(sandbox: &Sandbox, binding: &Object, user: &Object) -> Result<bool, Failure> {
    let passed = if let Some(policy) = sandbox.store.get(Family::Policy, &value(binding, "policy")) {
        match passes_policy(sandbox, policy, user) {
            Ok(passed) => passed,
            Err(Failure::Raised(_)) => return Ok(truth(binding, "failure_result")),
            Err(Failure::NotUnderstood) => return Err(Failure::NotUnderstood),
        }
    } else if let Some(group) = sandbox.store.get(Family::Group, &value(binding, "group")) {
        people::all_groups(sandbox, user).into_iter().any(|own| own.get("pk") == group.get("pk"))
    } else {
        binding.get("user") == user.get("pk")
    };
    Ok(passed != truth(binding, "negate"))
}

/// What a policy says of a user.
pub fn passes_policy(sandbox: &Sandbox, policy: &Object, user: &Object) -> Result<bool, Failure> {
    let result = expression::evaluate(Context { sandbox, user }, text(policy, "expression"))?;
    Ok(expression::truthy(&result))
}

/// Whether a user may open an application.
pub fn may_open(sandbox: &Sandbox, application: &Object, user: &Object) -> Result<bool, Failure> {
    passes(sandbox, &value(application, "pk"), text(application, "policy_engine_mode"), user)
}

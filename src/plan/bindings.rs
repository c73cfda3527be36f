//! Who may open the application: bindings that are there and were not asked for.

use super::{Action, Change, Conflict, Permissions, Plan};
use crate::model::resource::{Address, Desired, Field, Kind, Observed, OtherBinding, Resource};
use std::collections::BTreeMap;

/// Bindings that nobody asked for in this run stay; with `--exact` they go, unless the
/// application would then be open to every user.
pub(super) fn other_bindings(desired: &Desired, observed: &Observed, permissions: Permissions, plan: &mut Plan) {
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

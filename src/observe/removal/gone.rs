//! What is gone already, in a run that removes one integration after the other from what was read once.

use crate::model::resource::{Field, Found, Kind};
use crate::plan::removal::{Seen, Use};
use crate::plan::{Action, Plan};
use serde_json::Value;
use std::collections::BTreeSet;

/// The ids of what is gone.
#[derive(Debug, Default)]
pub(super) struct Gone {
    /// Providers go by numbers, which other objects may have too.
    providers: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Gone {
    /// Notes what a plan removed.
    pub(super) fn note(&mut self, seen: &Seen, plan: &Plan) {
        for change in plan.changes.iter().filter(|change| change.action == Action::Delete) {
            let Some(Field::Value(id)) = change.write.get("pk") else { continue };
            if seen.providers.iter().any(|provider| provider.id == *id) {
                self.providers.insert(text(id));
            }
            // Some objects are removed by their slugs, and others know them by their primary keys.
            let found = seen.objects.get(&change.address);
            let application = seen.application.as_ref().filter(|_| change.address.kind == Kind::Application);
            self.others.extend(found.or(application).map(|found| text(&found.id)));
        }
        let is_gone = |place: &&Found| place.fields.get("target").is_some_and(|flow| self.others.contains(&text(flow)));
        let places: Vec<String> = seen.stage_bindings.iter().filter(is_gone).map(|place| text(&place.id)).collect();
        self.others.extend(places);
    }

    /// Takes what is gone out of what was read before.
    pub(super) fn leave(&self, seen: &mut Seen) {
        let is_there = |found: &Found| !self.others.contains(&text(&found.id));
        seen.application = seen.application.take().filter(is_there);
        seen.providers.retain(|provider| !self.providers.contains(&text(&provider.id)));
        seen.objects.retain(|_, found| is_there(found));
        seen.stage_bindings.retain(is_there);
        seen.validate_stages.retain(is_there);
        if let Some(application) = &mut seen.application
            && let Some(Value::Array(ids)) = application.fields.get_mut("backchannel_providers")
        {
            ids.retain(|id| !self.providers.contains(&text(id)));
        }
    }

    /// Takes users that are gone out of what the server said before they were.
    pub(super) fn forget_uses(&self, seen: &mut Seen) {
        let is_there = |user: &Use| {
            let ids = if user.model.ends_with("provider") { &self.providers } else { &self.others };
            !ids.contains(&user.id)
        };
        seen.uses.values_mut().for_each(|uses| uses.retain(is_there));
    }
}

/// An id as text.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

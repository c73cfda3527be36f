//! What several integrations need and none has yet: made once, before them, so that those that are
//! made side by side do not meet.

use super::Around;
use crate::apply;
use crate::commands::integrate::Decided;
use crate::error::Failure;
use crate::model::resource::{Address, Found, Kind, Observed};
use crate::plan::{Action, Change, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Why something that is shared could not be made, and what it was.
pub(super) struct Missing {
    addresses: BTreeSet<Address>,
    why: Failure,
}

/// Makes what is shared, and writes into the plans that it is there. What could not be made is
/// answered, for those that need it.
/// What was created is answered.
pub(super) async fn make(around: &Around<'_>, each: &mut [&mut Decided]) -> Result<BTreeSet<Address>, Missing> {
    let changes = in_several(each);
    let Some(first) = each.first().filter(|_| !changes.is_empty()) else { return Ok(BTreeSet::new()) };
    let addresses: BTreeSet<Address> = changes.iter().map(|change| change.address.clone()).collect();
    if let Some(why) = contradiction(&changes, each) {
        return Err(Missing { addresses, why });
    }
    let can = first.survey.capabilities.clone();
    let found = each.iter().flat_map(|decided| decided.observed.found.iter());
    let found = found.filter(|(address, _)| address.kind < Kind::SamlProvider);
    let found: BTreeMap<Address, Found> = found.map(|(address, found)| (address.clone(), found.clone())).collect();
    let observed = Observed { found, ..Observed::default() };
    let created = changes.iter().filter(|change| change.action == Action::Create);
    let created = created.map(|change| change.address.clone()).collect();
    let plan = Plan { changes, ..Plan::default() };
    let applied = async {
        let applied = apply::apply(&around.session.client, &can, &plan, &observed, &around.interrupt).await?;
        applied.read_back().await
    };
    let made = match applied.await {
        Ok(outcome) => outcome.found,
        Err(why) => return Err(Missing { addresses, why }),
    };
    for decided in each {
        for change in decided.plan.changes.iter_mut().filter(|change| addresses.contains(&change.address)) {
            change.action = Action::Keep;
            change.write.clear();
            if let Some(found) = made.get(&change.address) {
                decided.observed.found.insert(change.address.clone(), found.clone());
            }
        }
    }
    Ok(created)
}

/// What was created for several integrations of which none was made: it stays, and must be named.
pub(super) fn unused(
    created: &BTreeSet<Address>,
    each: &[Result<Decided, Failure>],
    is_made: impl Fn(usize) -> bool,
) -> Option<String> {
    let needs = |at: usize, address: &Address| {
        each[at].as_ref().is_ok_and(|decided| decided.plan.changes.iter().any(|change| change.address == *address))
    };
    let is_used = |address: &Address| (0..each.len()).any(|at| is_made(at) && needs(at, address));
    let left: Vec<String> = created.iter().filter(|address| !is_used(address)).map(Address::to_string).collect();
    (!left.is_empty()).then(|| {
        format!(
            "left in authentik, because several integrations need it: the {}; the same command takes it up again",
            left.join(", the ")
        )
    })
}

impl Missing {
    /// The failure of an integration that needs it; none, if it does not.
    pub(super) fn of(&self, decided: &Decided) -> Option<Failure> {
        let needed = decided.plan.changes.iter().find(|change| self.addresses.contains(&change.address))?;
        let what =
            format!("the {} is shared with other integrations and could not be made: {}", needed.address, self.why);
        Some(Failure::new(self.why.kind, what).hints(self.why.hints.iter().cloned()))
    }
}

fn is_written(change: &Change) -> bool {
    matches!(change.action, Action::Create | Action::Update) && change.address.kind < Kind::SamlProvider
}

/// The changes that stand in more than one plan, each once, in an order in which nothing comes before
/// what it refers to: every plan has one.
fn in_several(each: &[&mut Decided]) -> Vec<Change> {
    let mut counts: BTreeMap<&Address, usize> = BTreeMap::new();
    for change in each.iter().flat_map(|decided| &decided.plan.changes).filter(|change| is_written(change)) {
        *counts.entry(&change.address).or_default() += 1;
    }
    let mut seen = BTreeSet::new();
    let all = each.iter().flat_map(|decided| &decided.plan.changes).filter(|change| is_written(change));
    all.filter(|change| counts.get(&change.address).is_some_and(|count| *count > 1) && seen.insert(&change.address))
        .cloned()
        .collect()
}

/// Two integrations that want different things of the same object.
fn contradiction(changes: &[Change], each: &[&mut Decided]) -> Option<Failure> {
    let all = each.iter().flat_map(|decided| &decided.plan.changes).filter(|change| is_written(change));
    let by_address: BTreeMap<&Address, &Change> = changes.iter().map(|change| (&change.address, change)).collect();
    let mut different =
        all.filter(|change| by_address.get(&change.address).is_some_and(|other| other.write != change.write));
    different.next().map(|change| {
        Failure::usage(format!("two integrations want different things of the {}", change.address))
            .hint("give them other names or other inputs, so that each has its own")
    })
}

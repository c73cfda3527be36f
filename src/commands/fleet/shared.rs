//! What several integrations need and none has yet: made once, before them, so that those that are
//! made side by side do not meet.

use super::Around;
use crate::apply;
use crate::commands::integrate::Decided;
use crate::error::Failure;
use crate::model::resource::{Address, Field, Found, Kind, Observed, Reference};
use crate::plan::{Action, Change, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Why something that is shared could not be made, and what it was.
pub(super) struct Missing {
    addresses: BTreeSet<Address>,
    why: Failure,
}

/// What became of what is shared.
#[derive(Default)]
pub(super) struct Shared {
    /// What was created.
    pub(super) created: BTreeSet<Address>,
    /// What could not be made, for those that need it.
    pub(super) missing: Vec<Missing>,
}

/// Makes what is shared, and writes into the plans that it is there. What hangs together is made
/// together; the failure of one thing does not stop the others.
pub(super) async fn make(around: &Around<'_>, each: &mut [&mut Decided]) -> Shared {
    let mut shared = Shared::default();
    let mut changes = in_several(each);
    let contradictions: Vec<Missing> = changes.iter().filter_map(|change| contradiction(change, each)).collect();
    for missing in contradictions {
        changes.retain(|change| !missing.addresses.contains(&change.address));
        shared.missing.push(missing);
    }
    let Some(first) = each.first() else { return shared };
    let can = first.survey.capabilities.clone();
    let found = each.iter().flat_map(|decided| decided.observed.found.iter());
    let found = found.filter(|(address, _)| address.kind < Kind::SamlProvider);
    let found: BTreeMap<Address, Found> = found.map(|(address, found)| (address.clone(), found.clone())).collect();
    let observed = Observed { found, ..Observed::default() };
    for changes in hanging_together(changes) {
        let addresses: BTreeSet<Address> = changes.iter().map(|change| change.address.clone()).collect();
        let is_created = |change: &&Change| change.action == Action::Create;
        let created: Vec<Address> = changes.iter().filter(is_created).map(|change| change.address.clone()).collect();
        let plan = Plan { changes, ..Plan::default() };
        let applied = async {
            let applied = apply::apply(&around.session.client, &can, &plan, &observed, &around.interrupt).await?;
            applied.read_back().await
        };
        match applied.await {
            Ok(outcome) => {
                shared.created.extend(created);
                note(each, &addresses, &outcome.found);
            }
            Err(why) => shared.missing.push(Missing { addresses, why }),
        }
    }
    shared
}

/// Writes into the plans that these objects are there.
fn note(each: &mut [&mut Decided], addresses: &BTreeSet<Address>, made: &BTreeMap<Address, Found>) {
    for decided in each {
        for change in decided.plan.changes.iter_mut().filter(|change| addresses.contains(&change.address)) {
            change.action = Action::Keep;
            change.write.clear();
            if let Some(found) = made.get(&change.address) {
                decided.observed.found.insert(change.address.clone(), found.clone());
            }
        }
    }
}

/// Changes that refer to each other, in one list each; the order stays.
fn hanging_together(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut lists: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        let refers = |other: &Change| {
            let references = change.write.values().flat_map(Field::references);
            references.into_iter().any(|one| matches!(one, Reference::Planned(address) if *address == other.address))
        };
        let (joined, apart): (Vec<_>, Vec<_>) = lists.into_iter().partition(|list| list.iter().any(refers));
        lists = apart;
        let mut list: Vec<Change> = joined.into_iter().flatten().collect();
        list.push(change);
        lists.push(list);
    }
    lists
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

/// The failure of an integration that needs something that could not be made; none, if it needs nothing of
/// that. What each of them left behind is named.
pub(super) fn lacks(missing: &[Missing], decided: &Decided) -> Option<Failure> {
    let mut failures = missing.iter().filter_map(|missing| missing.of(decided));
    let first = failures.next()?;
    Some(failures.fold(first, |first, other| {
        let message = format!("{}; {}", first.message, other.message);
        Failure::new(first.kind, message).hints(first.hints).hints(other.hints)
    }))
}

impl Missing {
    fn of(&self, decided: &Decided) -> Option<Failure> {
        let needed = decided.plan.changes.iter().find(|change| self.addresses.contains(&change.address))?;
        let what =
            format!("the {} is shared with other integrations and could not be made: {}", needed.address, self.why);
        // What is left of it belongs to none of them alone.
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
fn contradiction(change: &Change, each: &[&mut Decided]) -> Option<Missing> {
    let mut same = each.iter().filter_map(|decided| decided.plan.change(&change.address)).filter(|one| is_written(one));
    same.any(|other| other.write != change.write).then(|| {
        let why = Failure::usage(format!("two integrations want different things of the {}", change.address))
            .hint("give them other names or other inputs, so that each has its own");
        Missing { addresses: BTreeSet::from([change.address.clone()]), why }
    })
}

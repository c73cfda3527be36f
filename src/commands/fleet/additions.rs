//! What adds to the application of another integration of the same run: decided and made after it.

use super::progress::Progress;
use super::work::Seen;
use super::{Around, Item};
use crate::apply;
use crate::commands::integrate::Decided;
use crate::error::{Failure, Kind as Why};
use crate::model::resource::{Field, Found, Kind, OtherBinding};
use crate::observe::Source;
use crate::plan::Plan;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// What was decided about each integration.
type Each = Vec<Result<Decided, Failure>>;

/// For each item that adds to an application of the same run, the place of the one that makes it.
fn bases(items: &[Item]) -> BTreeMap<usize, usize> {
    let fronts = items.iter().enumerate().filter(|(_, item)| !item.key.is_addition());
    let fronts: HashMap<&str, usize> = fronts.map(|(at, item)| (item.slug(), at)).collect();
    let additions = items.iter().enumerate().filter(|(_, item)| item.key.is_addition());
    additions.filter_map(|(at, item)| Some((at, *fronts.get(item.slug())?))).collect()
}

/// Decides about what adds to an application that is still to be made: as if it were there.
pub(super) fn settle(around: &Around<'_>, items: &[Item], mut each: Each) -> Each {
    for (at, base) in bases(items) {
        let Some(Ok(addition)) = each.get(at).map(Result::as_ref) else { continue };
        if addition.survey.application.is_some() {
            continue;
        }
        let taken = std::mem::replace(&mut each[at], Err(Failure::failed("nothing was decided yet")));
        each[at] = match &each[base] {
            Ok(base) if base.plan.conflicts.is_empty() => {
                taken.and_then(|addition| as_if_there(around, &items[at], addition, base))
            }
            Ok(_) => Err(missing(&items[at], Why::Decision)),
            Err(failure) => Err(missing(&items[at], failure.kind)),
        };
    }
    each
}

/// The failure of what adds to an application that does not come to be.
fn missing(item: &Item, why: Why) -> Failure {
    let what =
        format!("it adds to the application `{}`, which is not there; see what is said of that one", item.slug());
    Failure::new(why, what)
}

fn as_if_there(around: &Around<'_>, item: &Item, mut addition: Decided, base: &Decided) -> Result<Decided, Failure> {
    let (Some(here), Some(there)) = (addition.desired.only(Kind::Application), base.desired.only(Kind::Application))
    else {
        return Err(missing(item, Why::Failed));
    };
    let plain = there.fields.iter().filter_map(|(name, field)| match field {
        Field::Value(value) => Some((name.clone(), value.clone())),
        _ => None,
    });
    let mut fields: BTreeMap<String, Value> = plain.collect();
    fields.insert("backchannel_providers".to_owned(), json!([]));
    let address = here.address.clone();
    addition.observed.found.insert(address.clone(), Found { id: Value::Null, fields });
    for binding in base.desired.of(Kind::Binding) {
        let what = binding.address.key.split_once(": ").map_or(binding.address.key.as_str(), |(_, what)| what);
        let other = OtherBinding { what: what.to_owned(), enabled: true, id: Value::Null };
        addition.observed.other_bindings.push(other);
    }
    let mut decided = item.task(around).plan(Decided { plan: Plan::default(), ..addition })?;
    // What both ask for is made with the application.
    decided.plan.changes.retain(|change| change.address == address || base.plan.change(&change.address).is_none());
    Ok(decided)
}

/// What waits for applications that this run is about to make or change, each with the place of the
/// integration that it waits for.
pub(super) fn waiting(items: &[Item], each: &[Result<Decided, Failure>]) -> BTreeMap<usize, usize> {
    let is_to_do = |at: usize| {
        let plan = each.get(at).and_then(|decided| Some(&decided.as_ref().ok()?.plan));
        plan.is_some_and(|plan| plan.conflicts.is_empty() && !plan.is_empty())
    };
    bases(items).into_iter().filter(|(at, base)| is_to_do(*at) && is_to_do(*base)).collect()
}

/// What became of one that waited.
pub(super) struct Made {
    /// Its place.
    pub(super) at: usize,
    /// What was decided once the application was there.
    pub(super) decided: Result<Decided, Failure>,
    /// What is there now.
    pub(super) seen: Seen,
}

/// Makes what waited for the applications of others: decides once more, now that they are there. Beside
/// the place of each stands why it cannot be made, if its application failed.
pub(super) async fn make(around: &Around<'_>, items: &[Item], waiting: Vec<(usize, Option<Why>)>) -> Vec<Made> {
    let progress = Progress::begin(around, "adding to applications", waiting.len());
    let making = waiting.into_iter().map(|(at, failed)| {
        let progress = &progress;
        async move {
            let _part = progress.part(items[at].slug());
            let (decided, seen) = one(around, &items[at], failed).await;
            Made { at, decided, seen }
        }
    });
    progress.during(stream::iter(making).buffered(around.concurrency).collect()).await
}

async fn one(around: &Around<'_>, item: &Item, failed: Option<Why>) -> (Result<Decided, Failure>, Seen) {
    if let Some(why) = failed {
        return (Err(missing(item, why)), None);
    }
    let source = Source::from(&around.session.client);
    match around.interrupt.or(item.task(around).decide_from(source)).await {
        Ok(decided) => {
            let seen = written(around, &decided).await;
            (Ok(decided), seen)
        }
        Err(failure) => (Err(failure), None),
    }
}

async fn written(around: &Around<'_>, decided: &Decided) -> Seen {
    let Decided { survey, observed, plan, .. } = decided;
    if !plan.conflicts.is_empty() {
        return None;
    }
    if plan.is_empty() {
        return Some(Ok(None));
    }
    let client = &around.session.client;
    let made = async {
        let applied = apply::apply(client, &survey.capabilities, plan, observed, &around.interrupt).await?;
        applied.read_back().await
    };
    Some(made.await.map(Some))
}

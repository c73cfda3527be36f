//! Making many integrations: what is shared first, then each for itself, several at once; then one
//! look at all of them, and their outputs.

use super::decide::Decisions;
use super::line::{Line, Status};
use super::progress::Progress;
use super::shared::Shared;
use super::{Around, Item, additions, outputs, shared};
use crate::apply::{self, Applied, Outcome};
use crate::commands::integrate::{Decided, unchanged};
use crate::error::{Failure, Kind};
use crate::model::facts::Needs;
use crate::observe::{Shelf, Source};
use futures_util::stream::{self, StreamExt};
use std::collections::BTreeMap;

/// What became of each integration.
pub(in crate::commands) struct Done {
    /// One line for each item, in their order.
    pub(in crate::commands) lines: Vec<Line>,
    /// What is there now, for each item that is there.
    pub(in crate::commands) outcomes: Vec<Option<Outcome>>,
    /// What was seen through the public address, of one integration for all.
    pub(in crate::commands) warnings: Vec<String>,
}

/// One integration under way.
enum State<'a> {
    /// Nothing is to be done.
    Unchanged,
    /// It is written and was not looked at yet.
    Applied(Box<Applied<'a>>),
    /// It stays as it is, because it must be decided or could not be done.
    Left(Failure),
}

/// What the last look found of an integration: nothing, if nothing was to be written; none at all, if
/// it was not begun.
pub(super) type Seen = Option<Result<Option<Outcome>, Failure>>;

/// Makes all changes that need no decision. `all_outputs` asks for the outputs of what did not change
/// too.
pub(in crate::commands) async fn work(
    around: &Around<'_>,
    items: &[Item],
    decisions: Decisions,
    all_outputs: bool,
) -> Done {
    let Decisions { mut each, shelf } = decisions;
    let mut planned: Vec<Line> = items.iter().zip(&each).map(|(item, decided)| Line::planned(item, decided)).collect();
    // Before anything fails: what waits for an integration must not be begun without it.
    let waiting = additions::waiting(items, &each);
    let Shared { created, missing } = {
        let mut doing: Vec<&mut Decided> =
            each.iter_mut().filter_map(|one| one.as_mut().ok()).filter(|one| one.plan.conflicts.is_empty()).collect();
        shared::make(around, &mut doing).await
    };
    for decided in &mut each {
        let failure = decided.as_ref().ok().and_then(|decided| shared::lacks(&missing, decided));
        if let Some(failure) = failure {
            *decided = Err(failure);
        }
    }
    let states = write(around, items, &each, &waiting).await;
    let mut outcomes = look(around, &shelf, states).await;
    for made in additions::make(around, items, after(&waiting, &each, &outcomes)).await {
        planned[made.at] = Line::planned(&items[made.at], &made.decided);
        each[made.at] = made.decided;
        outcomes[made.at] = made.seen;
    }
    let is_made = |at: usize| matches!(outcomes.get(at), Some(Some(Ok(_))));
    let unused = shared::unused(&created, &each, is_made);
    let mut done = Done { lines: Vec::new(), outcomes: Vec::new(), warnings: Vec::new() };
    let with_outputs = items.iter().filter(|item| !item.outputs.is_empty()).count();
    let progress = Progress::begin(around, "writing outputs", with_outputs);
    let finishing = async {
        for ((item, line), (decided, outcome)) in items.iter().zip(planned).zip(each.iter().zip(outcomes)) {
            let _part = (!item.outputs.is_empty()).then(|| progress.part(item.slug()));
            let (line, outcome) = finish(around, item, line, (decided, outcome), all_outputs).await;
            done.lines.push(line);
            done.outcomes.push(outcome);
        }
    };
    if with_outputs > 0 {
        progress.during(finishing).await;
    } else {
        finishing.await;
    }
    drop(progress);
    done.warnings = seen(around, items, &done).await;
    done.warnings.extend(unused);
    done
}

/// What is to be made after others, each with why it cannot be, where what it waited for failed and was
/// not there before.
fn after(
    waiting: &BTreeMap<usize, usize>,
    each: &[Result<Decided, Failure>],
    outcomes: &[Seen],
) -> Vec<(usize, Option<Kind>)> {
    let was_there = |at: usize| each[at].as_ref().is_ok_and(|decided| decided.survey.application.is_some());
    let failed = |base: usize| match &outcomes[base] {
        Some(Ok(_)) => None,
        Some(Err(failure)) => Some(failure.kind),
        None => Some(each[base].as_ref().err().map_or(Kind::Failed, |failure| failure.kind)),
    };
    waiting.iter().map(|(at, base)| (*at, failed(*base).filter(|_| !was_there(*at)))).collect()
}

/// Writes what is to be written and waits for nothing, several integrations at once.
async fn write<'a>(
    around: &'a Around<'a>,
    items: &[Item],
    each: &'a [Result<Decided, Failure>],
    waiting: &BTreeMap<usize, usize>,
) -> Vec<Option<State<'a>>> {
    let is_busy = |(at, decided): &(usize, &Result<Decided, Failure>)| {
        !waiting.contains_key(at) && decided.as_ref().is_ok_and(|decided| !decided.plan.is_empty())
    };
    let busy = each.iter().enumerate().filter(is_busy).count();
    let progress = Progress::begin(around, "applying", busy);
    let states = items.iter().zip(each.iter().enumerate()).map(|(item, (at, decided))| {
        let progress = &progress;
        async move {
            if waiting.contains_key(&at) {
                return None;
            }
            let _part = is_busy(&(at, decided)).then(|| progress.part(item.slug()));
            one(around, decided).await
        }
    });
    let work = stream::iter(states).buffered(around.concurrency).collect();
    if busy > 0 { progress.during(work).await } else { work.await }
}

async fn one<'a>(around: &'a Around<'a>, decided: &'a Result<Decided, Failure>) -> Option<State<'a>> {
    let decided = decided.as_ref().ok()?;
    if !decided.plan.conflicts.is_empty() {
        return None;
    }
    if decided.plan.is_empty() {
        return Some(State::Unchanged);
    }
    let client = &around.session.client;
    let applied =
        apply::apply(client, &decided.survey.capabilities, &decided.plan, &decided.observed, &around.interrupt);
    Some(match applied.await {
        Ok(applied) => State::Applied(Box::new(applied)),
        Err(failure) => State::Left(failure),
    })
}

/// One look at everything that was made: the lists once, and from them what each integration must
/// see. Where the lists cannot be read, each asks for itself, and takes back what it cannot see.
async fn look(around: &Around<'_>, before: &Shelf, states: Vec<Option<State<'_>>>) -> Vec<Seen> {
    let client = &around.session.client;
    let unseen: Vec<Needs> = states
        .iter()
        .filter_map(|state| match state {
            Some(State::Applied(applied)) => applied.unseen(),
            _ => None,
        })
        .collect();
    let progress = Progress::begin(around, "looking at what was made", 0);
    let shelf = if unseen.is_empty() { None } else { progress.during(before.read_back(client, &unseen)).await.ok() };
    let source = shelf.as_ref().map_or_else(|| Source::from(client), |shelf| Source::with(client, shelf));
    let looking = states.into_iter().map(|state| async move {
        Some(match state? {
            State::Unchanged => Ok(None),
            State::Applied(applied) => applied.read_back_from(source).await.map(Some),
            State::Left(failure) => Err(failure),
        })
    });
    progress.during(stream::iter(looking).buffered(around.concurrency).collect()).await
}

/// What one integration came to, with its outputs written.
async fn finish(
    around: &Around<'_>,
    item: &Item,
    mut line: Line,
    (decided, outcome): (&Result<Decided, Failure>, Seen),
    all_outputs: bool,
) -> (Line, Option<Outcome>) {
    line.status = match line.status {
        Status::Create => Status::Created,
        Status::Change => Status::Changed,
        other => other,
    };
    let decided = match decided {
        Ok(decided) => decided,
        Err(failure) => return (undone(item, line, failure), None),
    };
    let outcome = match outcome {
        None => return (Line { outputs: Vec::new(), ..line }, None),
        Some(Err(failure)) => return (undone(item, line, &failure), None),
        Some(Ok(outcome)) => outcome,
    };
    if line.status == Status::Created {
        // The file says what was made; what was changed, only the plan does.
        line.text.clear();
    }
    let is_changed = outcome.is_some();
    let mut outcome = outcome.unwrap_or_else(|| unchanged(decided));
    let (written, failure) = outputs::write(around, item, (decided, &mut outcome), is_changed || all_outputs).await;
    line.outputs = written;
    if let Some(failure) = failure {
        let again = format!("`akctl apply -f {} --only {} --outputs` writes them again", item.file, item.slug());
        let status = line.status;
        line = Line { status, ..line.failed(Some(item), &failure.hint(again)) };
    }
    (line, Some(outcome))
}

/// The line of an integration that was not made, or was taken back.
fn undone(item: &Item, mut line: Line, failure: &Failure) -> Line {
    line.text.clear();
    line.outputs.clear();
    line.changes.clear();
    let line = line.failed(Some(item), failure);
    if failure.kind == Kind::Interrupted { Line { status: Status::NotDone, ..line } } else { line }
}

/// A look through the public address, at one of those that were made: what is wrong there is wrong
/// for all.
async fn seen(around: &Around<'_>, items: &[Item], done: &Done) -> Vec<String> {
    let made = items.iter().zip(&done.lines).find(|(item, line)| {
        matches!(line.status, Status::Created | Status::Changed) && item.prepared.oauth2().is_some()
    });
    match made {
        Some((item, _)) => item.task(around).look().await.warnings,
        None => Vec::new(),
    }
}

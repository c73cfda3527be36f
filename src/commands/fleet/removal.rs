//! Taking integrations away, one after the other: what may go with one depends on what is left. What
//! they share is read once before the question, and once before the work.

use super::Around;
use super::key::Key;
use super::line::{Line, Status};
use super::progress::Progress;
use crate::apply::removal;
use crate::error::{Failure, Kind as Why};
use crate::interrupt::Interrupt;
use crate::model::Version;
use crate::model::resource::{Found, Kind, MARK};
use crate::observe::removal::Removals;
use crate::plan::ownership::{self, Attached};
use crate::plan::removal::{self as decide, Seen};
use crate::plan::{Action, Change, Plan};
use crate::render;
use crate::render::report::{changes, conflicts};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::Value;
use std::future::ready;

/// What would go.
pub(in crate::commands) struct Going {
    /// The server's version.
    pub(in crate::commands) version: Version,
    /// One line for each integration.
    pub(in crate::commands) lines: Vec<Line>,
}

/// Looks what would go with each integration, in the order of the work: with the last one that uses
/// something, that goes too.
pub(in crate::commands) async fn look(around: &Around<'_>, keys: &[Key]) -> Result<Going, Failure> {
    let progress = Progress::begin(around, "reading authentik", 0);
    progress.during(looked(around, keys)).await
}

async fn looked(around: &Around<'_>, keys: &[Key]) -> Result<Going, Failure> {
    let mut removals = around.interrupt.or(read(around, keys)).await?;
    // The first one reads what all share; the others read their own side by side, and it is kept.
    if let Some((first, rest)) = keys.split_first() {
        around.interrupt.or(removals.of(first.slug())).await?;
        let rest = rest.iter().map(|key| removals.of(key.slug()));
        let rest = stream::iter(rest).buffered(around.concurrency).try_for_each(|_| ready(Ok(())));
        around.interrupt.or(rest).await?;
    }
    let mut lines = Vec::new();
    for key in keys {
        lines.push(around.interrupt.or(planned(&mut removals, key)).await?);
    }
    Ok(Going { version: removals.version().clone(), lines })
}

/// Reads what removals share.
pub(super) async fn read<'a>(around: &Around<'a>, keys: &[Key]) -> Result<Removals<'a>, Failure> {
    let slugs: Vec<&str> = keys.iter().map(Key::slug).collect();
    Removals::read(&around.session.client, &slugs).await
}

/// What would go with one integration. It is then taken for gone, so that the next one sees what is left.
pub(super) async fn planned(removals: &mut Removals<'_>, key: &Key) -> Result<Line, Failure> {
    let (seen, plan) = decided(removals.of(key.slug()).await?, key);
    if plan.conflicts.is_empty() {
        removals.removed(&seen, &plan);
    }
    Ok(line(key, &plan, Status::Remove))
}

/// Removes the integrations whose lines say so, each as it is now.
pub(in crate::commands) async fn work(around: &Around<'_>, what: &'static str, lines: Vec<Line>) -> Vec<Line> {
    let keys: Vec<Key> =
        lines.iter().filter(|line| line.status == Status::Remove).map(|line| line.key.clone()).collect();
    let progress = Progress::begin(around, what, keys.len());
    let working = async {
        let mut done = Vec::new();
        let mut removals = None;
        for planned in lines {
            if planned.status != Status::Remove {
                done.push(planned);
                continue;
            }
            let _part = progress.part(&planned.slug);
            let known = match removals.take() {
                Some(known) => Ok(known),
                None => around.interrupt.or(read(around, &keys)).await,
            };
            let (line, known) = one(around, known, planned).await;
            removals = known;
            done.push(line);
        }
        done
    };
    progress.during(working).await
}

/// Removes one integration. After a failure, what was read does not count any more.
async fn one<'a>(
    around: &Around<'_>,
    known: Result<Removals<'a>, Failure>,
    planned: Line,
) -> (Line, Option<Removals<'a>>) {
    let removed = async {
        let mut known = known?;
        around.interrupt.check()?;
        let seen = around.interrupt.or(known.of(planned.key.slug())).await?;
        let (seen, mut plan) = decided(seen, &planned.key);
        if plan.conflicts.is_empty() {
            // What is under way is finished: half of it gone would help nobody.
            plan.warnings.extend(removal::remove(&around.session.client, &plan, &Interrupt::never()).await?);
            known.removed(&seen, &plan);
        }
        Ok::<_, Failure>((plan, known))
    };
    match removed.await {
        Ok((plan, known)) => {
            let line = line(&planned.key, &plan, Status::Removed);
            (Line { preset: planned.preset, file: planned.file, ..line }, Some(known))
        }
        Err(failure) => {
            let line = Line { text: String::new(), changes: Vec::new(), ..planned }.failed(None, &failure);
            let is_begun = failure.kind != Why::Interrupted;
            (Line { status: if is_begun { line.status } else { Status::NotDone }, ..line }, None)
        }
    }
}

/// What goes: everything of the integration, or, where it only adds to an application that people sign
/// in to by other means, what it added.
fn decided(mut seen: Seen, key: &Key) -> (Seen, Plan) {
    let front = seen.application.as_ref().and_then(ownership::attached);
    let Some(front) = front.filter(|_| key.is_addition()) else {
        let plan = decide::plan(&seen);
        return (seen, plan);
    };
    seen.providers.retain(|provider| provider.id != front.id);
    seen.objects.clear();
    let adds = |provider: &Found| {
        let ids = seen.application.as_ref().and_then(|application| application.fields.get("backchannel_providers"));
        let is_added = ids.and_then(Value::as_array).is_some_and(|ids| ids.contains(&provider.id));
        is_added && provider.text("name").is_some_and(|name| name.ends_with(MARK))
    };
    if !seen.providers.iter().any(adds) {
        return (seen, Plan::default());
    }
    let mut plan = decide::plan(&seen);
    say_why_it_stays(&mut plan, &front);
    (seen, plan)
}

/// An application of akctl's own does not stay because somebody else made it.
fn say_why_it_stays(plan: &mut Plan, front: &Attached) {
    let is_it = |change: &&mut Change| change.address.kind == Kind::Application && change.action == Action::Keep;
    if let Some(change) = plan.changes.iter_mut().find(is_it).filter(|_| front.name.ends_with(MARK)) {
        change.notes = vec!["stays: people sign in to it by other means".to_owned()];
    }
}

/// What a removal would do.
fn line(key: &Key, plan: &Plan, status: Status) -> Line {
    let mut line = Line::named(key, status);
    line.text = render::plan::blocks(plan);
    line.changes = changes(plan);
    line.conflicts = conflicts(plan);
    line.warnings.clone_from(&plan.warnings);
    if !plan.conflicts.is_empty() {
        line.decide();
    } else if plan.is_empty() {
        line.status = Status::Unchanged;
    }
    line
}

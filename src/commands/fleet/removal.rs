//! Taking integrations away, one after the other: what may go with one depends on what is left.

use super::Around;
use super::report::{Line, Status};
use crate::apply::removal;
use crate::error::Failure;
use crate::model::Version;
use crate::observe::removal::removal as observe;
use crate::plan::{Plan, removal as decide};
use crate::render;
use crate::render::report::{changes, conflicts};

/// What would go.
pub(in crate::commands) struct Going {
    /// The server's version.
    pub(in crate::commands) version: Version,
    /// One line for each integration.
    pub(in crate::commands) lines: Vec<Line>,
}

/// Looks what would go with each integration.
pub(in crate::commands) async fn look(around: &Around<'_>, slugs: &[String]) -> Result<Going, Failure> {
    let client = &around.session.client;
    let mut version = None;
    let mut lines = Vec::new();
    for slug in slugs {
        let (known, seen) = around.interrupt.or(observe(client, slug)).await?;
        version.get_or_insert(known);
        lines.push(line(slug, &decide::plan(&seen), Status::Remove));
    }
    let version = match version {
        Some(version) => version,
        None => around.interrupt.or(async { Ok(client.version().await?) }).await?,
    };
    Ok(Going { version, lines })
}

/// Removes one integration, as it is now.
pub(in crate::commands) async fn remove(around: &Around<'_>, planned: Line) -> Line {
    let slug = planned.slug.clone();
    let removed = async {
        around.interrupt.check()?;
        let (_, seen) = around.interrupt.or(observe(&around.session.client, &slug)).await?;
        let plan = decide::plan(&seen);
        if plan.conflicts.is_empty() {
            removal::remove(&around.session.client, &plan, &around.interrupt).await?;
        }
        Ok::<_, Failure>(plan)
    };
    match removed.await {
        Ok(plan) => Line { preset: planned.preset, file: planned.file, ..line(&slug, &plan, Status::Removed) },
        Err(failure) => Line { text: String::new(), changes: Vec::new(), ..planned }.failed(None, &failure),
    }
}

/// What a removal would do.
pub(super) fn line(slug: &str, plan: &Plan, status: Status) -> Line {
    let mut line = Line::named(slug, status);
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

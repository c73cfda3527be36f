//! `akctl plan -f FILE` and `akctl diff -f FILE`: what a file of integrations would change.

use super::fleet::decide::decide;
use super::fleet::load;
use super::fleet::report::{Line, Report};
use super::fleet::{Around, Item};
use crate::cli::files::{Allowed, Files, Plan};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::file::schema::SCHEMA;
use crate::observe::Shelf;

/// Shows what would be done, and saves it where that was asked for. Nothing is written to authentik.
pub async fn run(context: &Context, arguments: &Plan) -> Result<(), Failure> {
    if arguments.schema {
        return Ok(context.ui.data(SCHEMA)?);
    }
    let session = context.session()?;
    let texts = load::read(&arguments.files.file)?;
    let loaded = load::load((context, &session), &texts, &arguments.files.only, &arguments.allowed).await?;
    let around = Around::new(context, &session, &arguments.files);
    let (report, _) = planned(&around, &loaded.items).await?;
    report.print(&around)?;
    report.outcome()?;
    if arguments.exit_code && report.is_pending() {
        return Err(Failure::new(Kind::Pending, "there are changes to make"));
    }
    Ok(())
}

/// Shows where authentik has something else than the files say. Nothing is written.
pub async fn diff(context: &Context, files: &Files) -> Result<(), Failure> {
    let session = context.session()?;
    let texts = load::read(&files.file)?;
    let loaded = load::load((context, &session), &texts, &files.only, &Allowed::default()).await?;
    let around = Around::new(context, &session, files);
    let (report, _) = planned(&around, &loaded.items).await?;
    report.print(&around)?;
    let failed = report.outcome();
    if failed.as_ref().is_err_and(|failure| failure.kind != Kind::Decision) {
        return failed;
    }
    if report.is_pending() {
        return Err(Failure::new(Kind::Pending, "authentik has something else than the file says"));
    }
    Ok(())
}

/// What would be done with each integration.
async fn planned(around: &Around<'_>, items: &[Item]) -> Result<(Report, Shelf), Failure> {
    let decisions = decide(around, items).await?;
    let lines = items.iter().zip(&decisions.each).map(|(item, decided)| Line::planned(item, decided)).collect();
    Ok((Report::new(around, decisions.shelf.version(), true, lines), decisions.shelf))
}

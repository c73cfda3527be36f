//! `akctl plan -f FILE` and `akctl diff -f FILE`: what a file of integrations would change.

use super::fleet::load;
use super::fleet::run::Run;
use super::fleet::saved::Saved;
use super::refuse_variables;
use crate::cli::files::{Allowed, Files, Plan};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::file::schema::SCHEMA;

/// Shows what would be done, and saves it where that was asked for. Nothing is written to authentik.
pub async fn run(context: &Context, arguments: &Plan) -> Result<(), Failure> {
    if arguments.schema {
        return Ok(context.ui.data(SCHEMA)?);
    }
    let Plan { files, allowed, out, exit_code, schema: _ } = arguments;
    refuse_variables(context.global.output)?;
    out.as_deref().map_or(Ok(()), Saved::check_place)?;
    let session = context.session()?;
    let texts = load::read(&files.file)?;
    let run = Run::begin((context, &session), &texts, files, allowed).await?;
    let report = run.plan();
    report.print(&run.around)?;
    if let Some(path) = out {
        let what = (texts.as_slice(), files.only.as_slice(), allowed);
        Saved::new((&run.around, path), what, (&run.loaded.items, &run.decisions), &report).write(path)?;
        context.ui.say(&format!("`akctl apply {}` makes exactly these changes\n", path.display()));
    }
    report.outcome()?;
    if *exit_code && report.is_pending() {
        return Err(Failure::new(Kind::Pending, "there are changes to make"));
    }
    Ok(())
}

/// Shows where authentik has something else than the files say. Nothing is written.
pub async fn diff(context: &Context, files: &Files) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let session = context.session()?;
    let texts = load::read(&files.file)?;
    let run = Run::begin((context, &session), &texts, files, &Allowed::default()).await?;
    let report = run.plan();
    report.print(&run.around)?;
    let failed = report.outcome();
    if failed.as_ref().is_err_and(|failure| failure.kind != Kind::Decision) {
        return failed;
    }
    if report.is_pending() {
        return Err(Failure::new(Kind::Pending, "authentik has something else than the file says"));
    }
    if report.has_drifted() {
        let failure =
            Failure::new(Kind::Pending, "authentik has more than the file says; the report names it after `also:`");
        return Err(failure.hint(
            "with `options: {exact: true}` an apply takes it away; what is meant to be there belongs into the file",
        ));
    }
    Ok(())
}

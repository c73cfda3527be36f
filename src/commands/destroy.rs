//! `akctl destroy -f FILE`: takes away every integration that a file names.

use super::fleet::Around;
use super::fleet::line::{Line, Status};
use super::fleet::load;
use super::fleet::record::Record;
use super::fleet::removal::{self, Going};
use super::fleet::report::Report;
use super::refuse_variables;
use crate::cli::Output;
use crate::cli::files::Destroy;
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::model::Slug;

/// Shows what goes, asks, and removes it: the last integration of the file first.
pub async fn run(context: &Context, arguments: &Destroy) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let session = context.session()?;
    let texts = load::read(&arguments.files.file)?;
    let (keys, own_name) = load::keys((context, &session), &texts, &arguments.files.only)?;
    let around = Around::new(context, &session, &arguments.files);
    let Going { version, lines } = removal::look(&around, &keys).await?;
    let plan = Report { takes_away: true, ..Report::new(&around, &version, true, lines) };
    let is_idle = plan.integrations.iter().all(|line| line.status != Status::Remove);
    if arguments.dry_run || is_idle {
        if let Some(name) = own_name.filter(|_| !arguments.dry_run) {
            forget(&around, &name, &plan.integrations).await?;
        }
        plan.print(&around)?;
        return plan.outcome();
    }
    agree(&around, arguments, &plan)?;
    let lines = Box::pin(removal::work(&around, "removing", plan.integrations)).await;
    let mut report = Report::new(&around, &version, false, lines);
    if let Some(name) = own_name {
        report.warnings.extend(forget(&around, &name, &report.integrations).await.err().map(|failure| failure.told()));
    }
    report.print(&around)?;
    report.outcome()
}

/// Asks a person, who must have seen what goes; without one, `--yes` must have been given.
fn agree(around: &Around, arguments: &Destroy, plan: &Report) -> Result<(), Failure> {
    let ui = &around.context.ui;
    // Programs read the one report at the end; whoever is asked must have seen what about.
    if around.context.global.output == Output::Text || !arguments.yes {
        ui.say(&plan.text());
    }
    if arguments.yes {
        return Ok(());
    }
    if !ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was removed";
        let hint = "add --yes to remove it, or --dry-run to see what would go";
        return Err(Failure::new(Kind::Decision, message).hint(hint));
    }
    if ui.confirm("Remove this?")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Decision, "the answer was no: nothing was removed"))
}

/// What is gone need not be remembered.
async fn forget(around: &Around<'_>, name: &Slug, lines: &[Line]) -> Result<(), Failure> {
    let mut record = Record::read(around, name).await?;
    let is_gone = |line: &&Line| matches!(line.status, Status::Removed | Status::Unchanged);
    for line in lines.iter().filter(is_gone) {
        record.made.remove(&line.key);
        if !line.key.is_addition() {
            // What adds to it went with it.
            record.made.remove(&line.key.addition());
        }
    }
    record.write(around).await
}

//! `akctl apply -f FILE`: makes authentik what a file of integrations says.

use super::fleet::Around;
use super::fleet::decide::{Decisions, decide};
use super::fleet::load;
use super::fleet::report::{Line, Report};
use super::fleet::work::work;
use super::fleet::{Item, report};
use crate::cli::Output;
use crate::cli::files::Apply;
use crate::context::Context;
use crate::error::{Failure, Kind};

/// Shows the plan, asks, and makes the changes.
pub async fn run(context: &Context, arguments: &Apply) -> Result<(), Failure> {
    let session = context.session()?;
    let texts = load::read(&arguments.files.file)?;
    let loaded = load::load((context, &session), &texts, &arguments.files.only, &arguments.allowed).await?;
    let around = Around::new(context, &session, &arguments.files);
    let decisions = decide(&around, &loaded.items).await?;
    agree(&around, arguments, &planned(&around, &loaded.items, &decisions))?;
    let version = decisions.shelf.version().clone();
    let done = work(&around, &loaded.items, decisions, arguments.outputs).await;
    let mut report = Report::new(&around, &version, false, done.lines);
    report.warnings = done.warnings;
    report.print(&around)?;
    report.outcome()
}

fn planned(around: &Around, items: &[Item], decisions: &Decisions) -> Report {
    let lines = items.iter().zip(&decisions.each).map(|(item, decided)| Line::planned(item, decided)).collect();
    Report::new(around, decisions.shelf.version(), true, lines)
}

/// Shows a person what would be done, and asks; without one, `--yes` must have been given.
fn agree(around: &Around, arguments: &Apply, plan: &Report) -> Result<(), Failure> {
    let does = |line: &Line| matches!(line.status, report::Status::Create | report::Status::Change);
    let ui = &around.context.ui;
    let is_idle = !plan.integrations.iter().any(does);
    if is_idle || arguments.yes {
        return Ok(());
    }
    if !ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        return Err(
            Failure::new(Kind::Decision, message).hint("add --yes to make the changes; `akctl plan -f` shows them")
        );
    }
    ui.say(&plan.text());
    if ui.confirm("Make these changes?")? {
        // The report follows; on a terminal it would otherwise stick to the question.
        if around.context.global.output == Output::Text {
            ui.say("\n");
        }
        return Ok(());
    }
    Err(Failure::new(Kind::Decision, "the answer was no: nothing was changed"))
}

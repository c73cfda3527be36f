//! `akctl apply -f FILE`: makes authentik what a file of integrations says.

use super::fleet::load;
use super::fleet::record::Record;
use super::fleet::removal;
use super::fleet::report::{Line, Report, Status};
use super::fleet::run::Run;
use super::fleet::saved::Saved;
use super::fleet::work::{Done, work};
use super::fleet::{Around, Item};
use super::{refuse_variables, structured};
use crate::cli::Output;
use crate::cli::files::{Apply, Files};
use crate::context::Context;
use crate::error::{Failure, Kind as Why};
use crate::model::resource::Kind;
use crate::session::Session;
use serde_json::Value;

/// Shows the plan, asks, and makes the changes.
pub async fn run(context: &Context, arguments: &Apply) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let session = context.session()?;
    let (report, around) = apply(context, &session, arguments).await?;
    report.print(&around)?;
    report.outcome()
}

/// The same over a connection that is open. The report is answered as JSON, not printed, with how the
/// run ended.
pub async fn over(
    context: &Context,
    session: &Session,
    arguments: &Apply,
) -> Result<(String, Result<(), Failure>), Failure> {
    let report = apply(context, session, arguments).await?.0;
    Ok((structured(Output::Json, &report)?.unwrap_or_default(), report.outcome()))
}

async fn apply<'a>(
    context: &'a Context,
    session: &'a Session,
    arguments: &Apply,
) -> Result<(Report, Around<'a>), Failure> {
    let saved = arguments.plan.as_deref().map(Saved::read).transpose()?;
    let (texts, files, allowed) = match &saved {
        Some(saved) => {
            let files = Files { only: saved.only.clone(), ..arguments.files.clone() };
            (saved.texts(), files, saved.allowed())
        }
        None => (load::read(&arguments.files.file)?, arguments.files.clone(), arguments.allowed.clone()),
    };
    let run = Run::begin((context, session), &texts, &files, &allowed).await?;
    let plan = run.plan();
    if let Some(saved) = &saved {
        saved.compare(&run.around, (&run.loaded.items, &run.decisions), &plan)?;
    }
    agree(&run.around, arguments, &plan)?;
    Box::pin(make(run, &plan, arguments.outputs)).await
}

/// Makes what the file names, then removes what is to be pruned. What is made is noted before and
/// after, where the file has a name.
async fn make<'a>(run: Run<'a>, plan: &Report, outputs: bool) -> Result<(Report, Around<'a>), Failure> {
    let Run { around, loaded, decisions, mut record, pruning } = run;
    if let Some(record) = &mut record {
        begin(&around, record, plan).await?;
    }
    let version = decisions.shelf.version().clone();
    let mut done = work(&around, &loaded.items, decisions, outputs).await;
    if let Some(record) = &mut record {
        note(record, &loaded.items, &done);
        pruning.gone.iter().for_each(|key| drop(record.made.remove(key)));
    }
    let (remembered, lines): (Vec<_>, Vec<_>) = pruning.lines.into_iter().unzip();
    for (key, line) in remembered.iter().zip(Box::pin(removal::work(&around, "pruning", lines)).await) {
        if let Some(record) = record.as_mut().filter(|_| line.status == Status::Removed) {
            record.made.remove(key);
        }
        done.lines.push(line);
    }
    let mut report = Report::new(&around, &version, false, done.lines);
    report.warnings = done.warnings;
    report.warnings.extend(pruning.warnings);
    if let Some(record) = &mut record
        && let Err(failure) = record.write(&around).await
    {
        report.warnings.push(format!(
            "what was made could not be noted in the group `{}`, so a later --prune asks about it: {}",
            record.name(),
            failure.told()
        ));
    }
    Ok((report, around))
}

/// Notes what is about to be made, before it is.
async fn begin(around: &Around<'_>, record: &mut Record, plan: &Report) -> Result<(), Failure> {
    for line in plan.integrations.iter().filter(|line| line.status == Status::Create) {
        record.made.insert(line.key.clone(), Value::Null);
    }
    record.write(around).await.map_err(|failure| {
        failure
            .hint(format!(
                "the file has a name, so akctl notes in the group `{}` what it makes: the token's user needs the right to \
                 add and change groups, or the file no `name`",
                record.name()
            ))
            .hint("nothing was changed")
    })
}

/// Notes what was made. What is there after a run that was cut off was made by that one, if this run
/// finds it as the file says.
fn note(record: &mut Record, items: &[Item], done: &Done) {
    for ((item, line), outcome) in items.iter().zip(&done.lines).zip(&done.outcomes) {
        let was_begun = record.made.get(&item.key).is_some_and(Value::is_null);
        let Some(outcome) = outcome.as_ref().filter(|_| was_begun || line.status == Status::Created) else { continue };
        let made = outcome.front().or_else(|| outcome.only(Kind::ScimSource));
        let made = made.or_else(|| outcome.only(Kind::ScimProvider));
        if let Some(found) = made {
            record.made.insert(item.key.clone(), found.id.clone());
        }
    }
}

/// Shows a person what would be done, and asks; without one, `--yes` must have been given.
fn agree(around: &Around, arguments: &Apply, plan: &Report) -> Result<(), Failure> {
    let does = |line: &Line| matches!(line.status, Status::Create | Status::Change | Status::Remove);
    let ui = &around.context.ui;
    if arguments.yes || !plan.integrations.iter().any(does) {
        return Ok(());
    }
    if !ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        let hint = "add --yes to make the changes; `akctl plan -f` shows them";
        return Err(Failure::new(Why::Decision, message).hint(hint));
    }
    ui.say(&plan.text());
    if ui.confirm("Make these changes?")? {
        return Ok(());
    }
    Err(Failure::new(Why::Decision, "the answer was no: nothing was changed"))
}

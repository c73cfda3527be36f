//! `akctl apply -f FILE`: makes authentik what a file of integrations says.

use super::fleet::key::Key;
use super::fleet::line::{Line, Status};
use super::fleet::load;
use super::fleet::record::{MadeBy, Record};
use super::fleet::removal;
use super::fleet::report::Report;
use super::fleet::run::Run;
use super::fleet::saved::Saved;
use super::fleet::work::{Done, work};
use super::fleet::{Around, Item};
use super::{refuse_variables, structured};
use crate::authentik::endpoints;
use crate::cli::Output;
use crate::cli::files::{Apply, Files};
use crate::context::Context;
use crate::error::{Failure, Kind as Why};
use crate::model::resource::Kind;
use crate::session::Session;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
    let before = record.as_ref().map(|record| record.made.clone()).unwrap_or_default();
    if let Some(record) = &mut record {
        begin(&around, record, plan).await?;
    }
    let version = decisions.shelf.version().clone();
    let mut done = work(&around, &loaded.items, decisions, outputs).await;
    if let Some(record) = &mut record {
        let applications = applications(&around, &done).await;
        note(record, &before, (&loaded.items, &done), &applications);
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
    for line in plan.integrations.iter().filter(|line| line.is_new) {
        record.made.insert(line.key.clone(), MadeBy::default());
    }
    record.write(around).await.map_err(|failure| {
        failure
            .hint(format!(
                "the file has a name, so akctl notes in the group `{}` what it makes: the token's user needs the right to \
                 view, add and change groups, or the file no `name`",
                record.name()
            ))
            .hint("nothing of the file was made or changed")
    })
}

/// The primary keys of the applications that were made, by their slugs, as far as they can be read.
async fn applications(around: &Around<'_>, done: &Done) -> BTreeMap<String, Value> {
    let is_made = |line: &&Line| line.is_new && line.status == Status::Created;
    let slugs: BTreeSet<&str> = done.lines.iter().filter(is_made).map(|line| line.slug.as_str()).collect();
    if slugs.is_empty() {
        return BTreeMap::new();
    }
    let client = &around.session.client;
    let query = [("superuser_full_list", "true"), ("ordering", "slug")];
    let all = client.list(endpoints::collection(Kind::Application), &query).await.unwrap_or_default();
    let slug = |application: &Value| application.get("slug").and_then(Value::as_str).map(str::to_owned);
    let id = |application: &Value| application.get("pk").cloned();
    let mut found: BTreeMap<String, Value> =
        all.iter().filter_map(|application| Some((slug(application)?, id(application)?))).collect();
    found.retain(|slug, _| slugs.contains(slug.as_str()));
    // Who is no superuser sees in the list only what that user may open (all versions).
    for missing in slugs.into_iter().filter(|slug| !found.contains_key(*slug)).collect::<Vec<_>>() {
        let path = endpoints::detail(Kind::Application, &Value::from(missing));
        let application = client.find(&path).await.ok().flatten();
        found.extend(application.as_ref().and_then(id).map(|id| (missing.to_owned(), id)));
    }
    found
}

/// Notes what was made. Of what was begun and is certainly not there nothing is noted; of what may be
/// there only that it was begun: whoever made it meanwhile, it was perhaps not this file.
fn note(
    record: &mut Record,
    before: &BTreeMap<Key, MadeBy>,
    (items, done): (&[Item], &Done),
    applications: &BTreeMap<String, Value>,
) {
    for ((item, line), outcome) in
        items.iter().zip(&done.lines).zip(&done.outcomes).filter(|((_, line), _)| line.is_new)
    {
        if let Some(outcome) = outcome.as_ref().filter(|_| line.status == Status::Created) {
            let made = outcome.front().or_else(|| outcome.only(Kind::ScimSource));
            let made = made.or_else(|| outcome.only(Kind::ScimProvider));
            let id = made.map(|found| found.id.clone()).unwrap_or_default();
            let application = applications.get(item.slug()).filter(|_| !item.key.is_addition());
            record.made.insert(item.key.clone(), MadeBy { id, application: application.cloned().unwrap_or_default() });
        } else if !line.leaves_something {
            match before.get(&item.key) {
                Some(known) => drop(record.made.insert(item.key.clone(), known.clone())),
                None => drop(record.made.remove(&item.key)),
            }
        }
    }
}

/// Shows a person what would be done, and asks; without one, `--yes` must have been given.
fn agree(around: &Around, arguments: &Apply, plan: &Report) -> Result<(), Failure> {
    let does = |line: &Line| matches!(line.status, Status::Create | Status::Change | Status::Remove);
    let ui = &around.context.ui;
    if !plan.integrations.iter().any(does) {
        return Ok(());
    }
    // Programs read the one report at the end; whoever is asked must have seen what about.
    if around.context.global.output == Output::Text || !arguments.yes {
        ui.say(&plan.text());
    }
    if arguments.yes {
        return Ok(());
    }
    if !ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        let hint = "add --yes to make the changes; `akctl plan -f` shows them";
        return Err(Failure::new(Why::Decision, message).hint(hint));
    }
    if ui.confirm("Make these changes?")? {
        return Ok(());
    }
    Err(Failure::new(Why::Decision, "the answer was no: nothing was changed"))
}

//! What earlier applies of a file made and it no longer names.

use super::Around;
use super::record::Record;
use super::removal::line;
use super::report::{Line, Status};
use crate::error::{Failure, Kind as Why};
use crate::model::resource::{Found, Kind, MARK};
use crate::observe::removal::removal as observe;
use crate::plan::removal::{self as decide, Seen};
use serde_json::Value;

/// What is to be pruned, and what became of the rest of what authentik remembers.
#[derive(Default)]
pub(in crate::commands) struct Pruning {
    /// One line for each integration that goes, or that somebody must decide about, with the slug under
    /// which authentik remembers it.
    pub(in crate::commands) lines: Vec<(String, Line)>,
    /// What is remembered and is not there any more.
    pub(in crate::commands) gone: Vec<String>,
    /// What the person should know.
    pub(in crate::commands) warnings: Vec<String>,
}

/// Looks what is to be pruned. `named` are the slugs that the files name.
pub(in crate::commands) async fn look(
    around: &Around<'_>,
    record: &Record,
    named: &[String],
) -> Result<Pruning, Failure> {
    let mut pruning = Pruning::default();
    if !record.is_there() {
        pruning.warnings.push(format!(
            "nothing is pruned: authentik has no record of what applies of `{}` made (the group `{}`)",
            record.file,
            record.name()
        ));
    }
    for (remembered, id) in record.made.iter().filter(|(slug, _)| !named.contains(slug)) {
        let (_, seen) = around.interrupt.or(observe(&around.session.client, remembered)).await?;
        let there = made(&seen, id);
        let slug = there.and_then(belongs_to).unwrap_or_else(|| remembered.clone());
        if slug != *remembered && named.contains(&slug) {
            pruning.warnings.push(format!("`{remembered}` is called `{slug}` now, and the file names it: it stays"));
            continue;
        }
        if there.is_some() {
            let (_, seen) = around.interrupt.or(observe(&around.session.client, &slug)).await?;
            let mut line = line(&slug, &decide::plan(&seen), Status::Remove);
            line.warnings.push(format!("an apply of `{}` made it, and the file no longer names it", record.file));
            pruning.lines.push((remembered.clone(), line));
        } else if id.is_null() && is_something(&seen) {
            pruning.lines.push((remembered.clone(), unknown(remembered, record)));
        } else {
            if is_something(&seen) {
                pruning.warnings.push(format!(
                    "`{remembered}` stays: authentik has another one there now than the one that an apply of `{}` made",
                    record.file
                ));
            }
            pruning.gone.push(remembered.clone());
        }
    }
    Ok(pruning)
}

/// The provider or the source with the number that was noted, if it is still there and still ours.
fn made<'a>(seen: &'a Seen, id: &Value) -> Option<&'a Found> {
    let sources = seen.objects.iter().filter(|(address, _)| address.kind == Kind::ScimSource).map(|(_, found)| found);
    let mut all = seen.providers.iter().chain(sources);
    all.find(|found| !id.is_null() && found.id == *id && found.text("name").is_some_and(|name| name.ends_with(MARK)))
}

/// The slug of the application that a provider belongs to now.
fn belongs_to(found: &Found) -> Option<String> {
    let names = ["assigned_application_slug", "assigned_backchannel_application_slug"];
    let slug = names.iter().find_map(|name| found.text(name).filter(|slug| !slug.is_empty()));
    slug.map(str::to_owned)
}

/// Whether authentik has an application or a source of that slug.
fn is_something(seen: &Seen) -> bool {
    seen.application.is_some() || seen.objects.keys().any(|address| address.kind == Kind::ScimSource)
}

/// An apply that was cut off began to make it: nobody knows whether what is there came from it.
fn unknown(slug: &str, record: &Record) -> Line {
    let what = format!(
        "an apply of `{}` that was cut off began to make `{slug}`, and nobody knows whether what is there came from it",
        record.file
    );
    let failure = Failure::new(Why::Decision, what)
        .hint(format!("`akctl remove {slug}` removes it; naming it in the file again keeps it"));
    Line::named(slug, Status::Decision).failed(None, &failure)
}

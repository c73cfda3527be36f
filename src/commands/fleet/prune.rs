//! What earlier applies of a file made and it no longer names.

use super::Around;
use super::key::Key;
use super::line::{Line, Status};
use super::record::Record;
use super::removal::{planned, read};
use crate::error::{Failure, Kind as Why};
use crate::model::resource::{Found, Kind, MARK};
use crate::plan::removal::Seen;
use serde_json::Value;

/// What is to be pruned, and what became of the rest of what authentik remembers.
#[derive(Default)]
pub(in crate::commands) struct Pruning {
    /// One line for each integration that goes, or that somebody must decide about, with the key under
    /// which authentik remembers it.
    pub(in crate::commands) lines: Vec<(Key, Line)>,
    /// What is remembered and is not there any more.
    pub(in crate::commands) gone: Vec<Key>,
    /// What the person should know.
    pub(in crate::commands) warnings: Vec<String>,
}

/// Looks what is to be pruned. `named` are the integrations that the files name.
pub(in crate::commands) async fn look(around: &Around<'_>, record: &Record, named: &[Key]) -> Result<Pruning, Failure> {
    let mut pruning = Pruning::default();
    if !record.is_there() {
        pruning.warnings.push(format!(
            "nothing is pruned: authentik has no record of what applies of `{}` made (the group `{}`)",
            record.file,
            record.name()
        ));
    }
    let mut keys: Vec<Key> = record.made.keys().filter(|key| !named.contains(key)).cloned().collect();
    // What adds to an application goes before it.
    keys.sort_by_key(|key| !key.is_addition());
    if keys.is_empty() {
        return Ok(pruning);
    }
    let mut removals = around.interrupt.or(read(around, &keys)).await?;
    for remembered in keys {
        let noted = record.made.get(&remembered).cloned().unwrap_or_default();
        let seen = around.interrupt.or(removals.of(remembered.slug())).await?;
        let there = made(&seen, &noted.id);
        let key = there.and_then(belongs_to).map_or_else(|| remembered.clone(), |slug| remembered.with_slug(&slug));
        let renamed;
        let application = if key == remembered {
            seen.application.as_ref()
        } else {
            renamed = around.interrupt.or(removals.of(key.slug())).await?;
            renamed.application.as_ref()
        };
        let is_another = |found: &Found| !noted.application.is_null() && found.id != noted.application;
        if there.is_some() && application.is_some_and(is_another) {
            pruning.lines.push((remembered.clone(), given_away(&remembered, &key)));
        } else if key != remembered && named.contains(&key) {
            pruning.warnings.push(format!("`{remembered}` is called `{key}` now, and the file names it: it stays"));
        } else if there.is_some() && !key.is_addition() && named.contains(&key.addition()) {
            pruning.lines.push((remembered.clone(), needed(&remembered)));
        } else if there.is_some() {
            let mut line = around.interrupt.or(planned(&mut removals, &key)).await?;
            line.warnings.push(format!("an apply of `{}` made it, and the file no longer names it", record.file));
            pruning.lines.push((remembered, line));
        } else if noted.is_unknown() && is_something(&seen) {
            let line = unknown(&remembered, record);
            pruning.lines.push((remembered, line));
        } else {
            if is_something(&seen) && !remembered.is_addition() {
                pruning.warnings.push(format!(
                    "`{remembered}` stays: authentik has another one there now than the one that an apply of `{}` made",
                    record.file
                ));
            }
            pruning.gone.push(remembered);
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

/// The provider that was made signs people in to an application that was not.
fn given_away(remembered: &Key, key: &Key) -> Line {
    let what = format!("the provider that was made for `{remembered}` belongs to another application now, `{key}`");
    let failure = Failure::new(Why::Decision, what)
        .hint(format!("`akctl remove {}` removes both; give the application another provider to keep it", key.slug()));
    Line::named(remembered, Status::Decision).failed(None, &failure)
}

/// The file names what adds to an application, and not the application any more.
fn needed(key: &Key) -> Line {
    let what = format!("the file no longer names `{key}`, and still names what adds to that application");
    let failure = Failure::new(Why::Decision, what)
        .hint("take out of the file what adds to it too, or name the application in it again");
    Line::named(key, Status::Decision).failed(None, &failure)
}

/// An apply that was cut off began to make it: nobody knows whether what is there came from it.
fn unknown(key: &Key, record: &Record) -> Line {
    let what = format!(
        "an apply of `{}` began to make `{key}` and did not end well, and nobody knows whether what is there came from it",
        record.file
    );
    let failure = Failure::new(Why::Decision, what)
        .hint(format!("`akctl remove {}` removes it; naming it in the file again keeps it", key.slug()));
    Line::named(key, Status::Decision).failed(None, &failure)
}

//! Where the settings of an integration go, secrets included: never to akctl's own output.

use super::{Around, Item};
use crate::apply::Outcome;
use crate::authentik::without_secrets as without;
use crate::cli::Output as Printed;
use crate::commands::integrate::{Decided, Task, files};
use crate::commands::structured;
use crate::env::AUTHENTIK_TOKEN;
use crate::error::{Failure, Kind};
use crate::file::format::Format;
use crate::file::{Output, Target};
use crate::model::text::printable;
use crate::public::Seen;
use crate::render::report::Report;
use crate::render::settings::Secrecy;
use crate::render::text;
use anstream::adapter::strip_str;
use futures_util::future::join;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// Writes the outputs of one integration that are due, and answers where they went. `all` asks for
/// every one; else files that are there already and commands wait for a change. One that fails does not
/// stop the others.
pub(in crate::commands) async fn write(
    around: &Around<'_>,
    item: &Item,
    (decided, outcome): (&Decided, &mut Outcome),
    all: bool,
) -> (Vec<String>, Option<Failure>) {
    let due = due(item, all);
    if due.is_empty() {
        return (Vec::new(), None);
    }
    let task = item.task(around);
    outcome.source_token = task.source_token(outcome).await;
    let needs_look = task.wants_keys() || item.prepared.oauth2().is_none();
    let seen = if needs_look { task.look().await } else { Seen::default() };
    let mut written = Vec::new();
    let open = match task.report(decided, outcome, &seen, Secrecy::Show) {
        Ok(report) => report,
        Err(failure) => return (written, Some(failure)),
    };
    let mut failures = Vec::new();
    for output in due {
        let result = match around.interrupt.check() {
            Ok(()) => one(around, (&task, item), output, &open).await,
            Err(interrupted) => Err(interrupted),
        };
        match result {
            Ok(places) => written.extend(places),
            Err(failure) => failures.push(failure),
        }
    }
    (written, in_one(failures))
}

/// The outputs that are to be written: all, or those whose file is not there.
fn due(item: &Item, all: bool) -> Vec<&Output> {
    item.outputs.iter().filter(|output| all || is_missing(item, output)).collect()
}

/// Where outputs will go when an integration has been made or changed, or `all` are asked for.
pub(in crate::commands) fn places(item: &Item, all: bool) -> Vec<String> {
    let place = |output: &Output| match output.target() {
        Ok(Target::Folder(path) | Target::File(path)) => item.folder.join(path).display().to_string(),
        Ok(Target::Command(program, _)) => format!("to the command {program}"),
        Err(why) => why.to_owned(),
    };
    due(item, all).into_iter().map(place).collect()
}

/// Several failures as one.
fn in_one(failures: Vec<Failure>) -> Option<Failure> {
    failures.into_iter().reduce(|first, second| {
        let kind = if second.kind == Kind::Interrupted { second.kind } else { first.kind };
        let message = format!("{}; {}", first.told(), second.told());
        Failure::new(kind, message).hints(first.hints).hints(second.hints)
    })
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::failed(format!("the folder {} cannot be made", folder.display())).caused_by(error))
}

/// Whether a file is to be written that is not there.
fn is_missing(item: &Item, output: &Output) -> bool {
    match output.target() {
        Ok(Target::Folder(folder)) => !item.folder.join(folder).join(format!("{}.json", item.slug())).exists(),
        Ok(Target::File(file)) => !item.folder.join(file).exists(),
        _ => false,
    }
}

async fn one(
    around: &Around<'_>,
    (task, item): (&Task<'_>, &Item),
    output: &Output,
    report: &Report,
) -> Result<Vec<String>, Failure> {
    let shown = |path: &PathBuf| path.display().to_string();
    let env = || text::env(report, &item.prepared.scopes(), task.redirect());
    match output.target().map_err(Failure::failed)? {
        Target::Folder(folder) => {
            let folder = item.folder.join(folder);
            make_folder(&folder)?;
            Ok(files::write(&folder, item.slug(), report, &env())?.iter().map(shown).collect())
        }
        Target::File(file) => {
            let path = item.folder.join(file);
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            make_folder(folder)?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let content = content(output.format.unwrap_or_default(), report, &env, item)?;
            files::private(folder, &name, &content)?;
            Ok(vec![shown(&path)])
        }
        Target::Command(program, arguments) => {
            let content = content(output.format.unwrap_or_default(), report, &env, item)?;
            let mut command = Command::new(program);
            command.args(arguments).current_dir(if item.folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                &item.folder
            });
            around.interrupt.or(run(command, (program, &content), &secrets(report))).await?;
            Ok(vec![format!("to the command {program}")])
        }
    }
}

fn content(format: Format, report: &Report, env: &dyn Fn() -> String, item: &Item) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(structured(Printed::Json, report)?.unwrap_or_default()),
        Format::Yaml => Ok(structured(Printed::Yaml, report)?.unwrap_or_default()),
        Format::Env => Ok(env()),
        // A file has no colours.
        Format::Text => Ok(strip_str(&text::settings(report, &item.prepared.name)).to_string()),
    }
}

/// Everything in a report that is secret.
fn secrets(report: &Report) -> Vec<&str> {
    let provider = report.provider.as_ref().and_then(|provider| provider.client_secret.as_deref());
    let source = report.source.as_ref().and_then(|source| source.token.as_deref());
    let settings = report.client.settings.iter().filter(|setting| setting.secret);
    let settings = settings.filter_map(|setting| setting.value.as_deref());
    provider.into_iter().chain(source).chain(settings).collect()
}

/// How much of what a command complains about is shown, in characters.
const COMPLAINT: usize = 500;

/// Runs a command with a text on its standard input. What it prints is not shown: it could repeat a
/// secret. Of its complaints the end is told where it fails, without the secrets. It ends with akctl.
async fn run(mut command: Command, (program, content): (&str, &str), secrets: &[&str]) -> Result<(), Failure> {
    let failed = |why: String| Failure::failed(format!("the command `{program}` of the outputs: {why}"));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.env_remove(AUTHENTIK_TOKEN).kill_on_drop(true);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let hint = "no shell is between: name a program and its arguments";
            return Err(failed("there is no such program".to_owned()).hint(hint));
        }
        Err(error) => return Err(failed(error.to_string())),
    };
    let input = child.stdin.take();
    let writing = async {
        let Some(mut input) = input else { return Ok(()) };
        match input.write_all(content.as_bytes()).await {
            // It need not read all of it.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    };
    let (written, ended) = join(writing, child.wait_with_output()).await;
    let ended = written.and(ended).map_err(|error| failed(error.to_string()))?;
    if ended.status.success() {
        return Ok(());
    }
    let said = without(&String::from_utf8_lossy(&ended.stderr), secrets);
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let beginning = said.chars().count().saturating_sub(COMPLAINT);
    let said: String = said.chars().skip(beginning).collect();
    let end = if said.is_empty() { String::new() } else { format!("; it said: {}", printable(&said)) };
    Err(failed(format!("it ended with {}{end}", ended.status)))
}

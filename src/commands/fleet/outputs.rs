//! Where the settings of an integration go, secrets included: never to akctl's own output.

use super::{Around, Item};
use crate::apply::Outcome;
use crate::cli::Output as Printed;
use crate::commands::integrate::{Decided, Task, files};
use crate::commands::structured;
use crate::env::AUTHENTIK_TOKEN;
use crate::error::Failure;
use crate::file::format::Format;
use crate::file::{Output, Target};
use crate::public::Seen;
use crate::render::report::Report;
use crate::render::settings::Secrecy;
use crate::render::text;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Writes the outputs of one integration that are due, and answers where they went. `all` asks for
/// every one; else files that are there already and commands wait for a change.
pub(in crate::commands) async fn write(
    around: &Around<'_>,
    item: &Item,
    (decided, outcome): (&Decided, &mut Outcome),
    all: bool,
) -> (Vec<String>, Option<Failure>) {
    let due: Vec<&Output> = item.outputs.iter().filter(|output| all || is_missing(item, output)).collect();
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
    for output in due {
        match one(&task, item, output, &open).await {
            Ok(places) => written.extend(places),
            Err(failure) => return (written, Some(failure)),
        }
    }
    (written, None)
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

async fn one(task: &Task<'_>, item: &Item, output: &Output, report: &Report) -> Result<Vec<String>, Failure> {
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
            Ok(vec![shown(&files::private(folder, &name, &content)?)])
        }
        Target::Command(program, arguments) => {
            let content = content(output.format.unwrap_or_default(), report, &env, item)?;
            let mut command = Command::new(program);
            command.args(arguments).current_dir(if item.folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                &item.folder
            });
            run(command, program, content).await?;
            Ok(vec![format!("to the command {program}")])
        }
    }
}

fn content(format: Format, report: &Report, env: &dyn Fn() -> String, item: &Item) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(structured(Printed::Json, report)?.unwrap_or_default()),
        Format::Yaml => Ok(structured(Printed::Yaml, report)?.unwrap_or_default()),
        Format::Env => Ok(env()),
        Format::Text => Ok(text::settings(report, &item.prepared.name)),
    }
}

/// Runs a command with a text on its standard input. What it prints is not shown: it could repeat a
/// secret. Its complaints are.
async fn run(mut command: Command, program: &str, content: String) -> Result<(), Failure> {
    let failed = |why: String| Failure::failed(format!("the command `{program}` of the outputs: {why}"));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).env_remove(AUTHENTIK_TOKEN);
    let running = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn()?;
        if let Some(mut input) = child.stdin.take() {
            match input.write_all(content.as_bytes()) {
                // It need not read all of it.
                Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error),
                _ => {}
            }
        }
        child.wait()
    });
    match running.await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(failed(format!("it ended with {status}"))),
        Ok(Err(error)) if error.kind() == ErrorKind::NotFound => {
            Err(failed("there is no such program".to_owned())
                .hint("no shell is between: name a program and its arguments"))
        }
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(error) => Err(failed(error.to_string())),
    }
}

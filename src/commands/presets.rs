//! `akctl presets list|show|check|schema`.

mod list;
mod show;

use crate::cli::PresetsCommand;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::Failure;
use crate::preset::catalogue::PresetSource;
use crate::preset::problem::Problem;
use crate::preset::schema::SCHEMA;
use serde::Serialize;
use std::path::Path;

/// Runs one of the commands.
pub fn run(context: &Context, command: &PresetsCommand) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    match command {
        PresetsCommand::List(wanted) => list::run(context, wanted),
        PresetsCommand::Show { preset } => show::run(context, preset),
        PresetsCommand::Check { file } => check(context, file.as_deref()),
        PresetsCommand::Schema => Ok(context.ui.data(SCHEMA)?),
    }
}

/// What `check` found in one file.
#[derive(Serialize)]
struct Checked {
    file: String,
    errors: usize,
    problems: Vec<CheckedProblem>,
}

/// One problem of a file.
#[derive(Serialize)]
struct CheckedProblem {
    severity: &'static str,
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    advice: Option<String>,
}

impl CheckedProblem {
    fn of(problem: &Problem) -> Self {
        Self {
            severity: problem.severity.as_str(),
            path: problem.path.to_string(),
            line: problem.place.as_ref().map(|place| place.line),
            column: problem.place.as_ref().map(|place| place.column),
            message: problem.message.clone(),
            advice: problem.advice.clone(),
        }
    }
}

fn check(context: &Context, file: Option<&Path>) -> Result<(), Failure> {
    let catalogue = context.catalogue();
    let sources = match file {
        Some(path) => vec![PresetSource::read(path)?],
        None => catalogue.list()?.entries.iter().map(|entry| catalogue.find(&entry.id)).collect::<Result<_, _>>()?,
    };
    let (mut checked, mut texts, mut errors) = (Vec::new(), String::new(), 0);
    for source in &sources {
        let problems = source.problems();
        errors += problems.errors();
        if !problems.is_empty() {
            texts.push_str(&problems.to_string());
            texts.push('\n');
        }
        checked.push(Checked {
            file: problems.file().to_owned(),
            errors: problems.errors(),
            problems: problems.iter().map(CheckedProblem::of).collect(),
        });
    }
    match structured(context.global.output, &checked)? {
        Some(text) => context.ui.data(&text)?,
        None if texts.is_empty() => {
            context.ui.data(&format!("{} checked, nothing to complain about\n", counted(sources.len())))?;
        }
        None => context.ui.data(&texts)?,
    }
    if errors == 0 {
        Ok(())
    } else {
        Err(Failure::usage(format!("{} cannot be used as it is", counted(errors_in(&checked)))))
    }
}

fn errors_in(checked: &[Checked]) -> usize {
    checked.iter().filter(|file| file.errors > 0).count()
}

fn counted(presets: usize) -> String {
    if presets == 1 { "1 preset".to_owned() } else { format!("{presets} presets") }
}

//! `akctl presets list|show|new|check|schema`.

mod list;
mod new;
mod show;
mod skeleton;

use crate::cli::PresetsCommand;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::printable;
use crate::preset::catalogue::PresetSource;
use crate::preset::creates::creates;
use crate::preset::parse::parse;
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
        PresetsCommand::New(wanted) => new::run(context, wanted),
        PresetsCommand::Check { file } => check(context, file.as_deref()),
        PresetsCommand::Schema => Ok(context.ui.exact(SCHEMA)?),
    }
}

/// What `check` found in one file.
#[derive(Serialize)]
struct Checked {
    file: String,
    errors: usize,
    /// What it would create; nothing where the file cannot be read.
    creates: Vec<String>,
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
        let creates = parse(&source.file, &source.text).map(|preset| creates(&preset)).unwrap_or_default();
        // Whoever asks about one file wants to know what it is.
        if file.is_some() && !creates.is_empty() {
            let lines = creates.iter().map(|line| format!("  {}\n", printable(line)));
            texts.extend(["It creates:\n".to_owned()].into_iter().chain(lines).chain(["\n".to_owned()]));
        }
        errors += problems.errors();
        if !problems.is_empty() {
            texts.push_str(&problems.to_string());
            texts.push('\n');
        }
        checked.push(Checked {
            file: problems.file().to_owned(),
            errors: problems.errors(),
            creates,
            problems: problems.iter().map(CheckedProblem::of).collect(),
        });
    }
    let text = structured(context.global.output, &checked)?.unwrap_or_else(|| {
        if checked.iter().all(|file| file.problems.is_empty()) {
            texts.extend([counted(sources.len()).as_str(), " checked, nothing to complain about\n"]);
        }
        texts
    });
    context.ui.data(&text)?;
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

//! From the words of a command line to an exit code.

use crate::answers;
use crate::cli::integrate::Options;
use crate::cli::{Cli, Command, Global, preset_flags};
use crate::commands;
use crate::context::{self, Context};
use crate::env::Environment;
use crate::error::{Failure, Kind};
use crate::model::text::printable_lines;
use crate::preset::format::Preset;
use crate::render::style::{Role, paint};
use crate::ui::{Color, Ui};
use clap::{CommandFactory, FromArgMatches};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write;
use std::io;
use std::process::ExitCode;

/// Runs one command line and says how it ended.
#[must_use]
pub fn run(words: &[OsString]) -> ExitCode {
    match parse(words, &Environment::read()).and_then(execute) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Clap(error)) => {
            // Help and version are no errors: clap prints them to stdout.
            let code = if error.use_stderr() { Kind::Usage.exit_code() } else { 0 };
            let _ = error.print();
            ExitCode::from(code)
        }
        Err(Stop::Failure(_, failure)) if is_closed_pipe(&failure) => ExitCode::SUCCESS,
        Err(Stop::Failure(color, failure)) => {
            Ui::new(color).say(&explained(&failure));
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

/// Why a command did not succeed.
enum Stop {
    /// The words make no command.
    Clap(clap::Error),
    /// The command failed; errors are told in the colours that were asked for.
    Failure(Color, Failure),
}

/// A command line that was understood.
struct Job {
    context: Context,
    what: What,
}

enum What {
    Integrate(Box<commands::integrate::Order>),
    Other(Command),
}

fn parse(words: &[OsString], environment: &Environment) -> Result<Job, Stop> {
    let matches = Cli::command().try_get_matches_from(words).map_err(Stop::Clap)?;
    let cli = Cli::from_arg_matches(&matches).map_err(Stop::Clap)?;
    let Some(typed) = preset_flags::named_preset(&cli) else {
        let Cli { global, command } = cli;
        return Ok(Job { context: context(global, environment), what: What::Other(command) });
    };
    let color = cli.global.color;
    let failed = |failure| Stop::Failure(color, failure);
    let preset = load(environment, &typed).map_err(failed)?;
    let flags = answers::flags(&preset);
    let about = format!("{}: {}", preset.name, preset.summary);
    let matches = preset_flags::command(&typed, &about, &flags).try_get_matches_from(words).map_err(Stop::Clap)?;
    let deepest = preset_flags::deepest(&matches);
    let global = Global::from_arg_matches(deepest).map_err(Stop::Clap)?;
    let options = Options::from_arg_matches(deepest).map_err(Stop::Clap)?;
    let given: BTreeMap<_, _> = preset_flags::given(deepest, &flags);
    let order = commands::integrate::Order { preset, flags: given, options };
    Ok(Job { context: context(global, environment), what: What::Integrate(Box::new(order)) })
}

fn load(environment: &Environment, name: &str) -> Result<Preset, Failure> {
    Ok(context::catalogue(environment).find(name)?.load()?)
}

fn context(global: Global, environment: &Environment) -> Context {
    let ui = Ui::new(global.color);
    Context { global, environment: environment.clone(), ui }
}

fn execute(job: Job) -> Result<(), Stop> {
    let Job { context, what } = job;
    let color = context.global.color;
    let result = match what {
        What::Integrate(order) => block_on(commands::integrate::run(&context, *order)),
        What::Other(Command::Status) => block_on(commands::status::run(&context)),
        What::Other(Command::Audit(arguments)) => block_on(commands::audit::run(&context, &arguments)),
        What::Other(Command::List) => block_on(commands::list::run(&context)),
        What::Other(Command::LoginTest(arguments)) => block_on(commands::login_test::run(&context, &arguments)),
        What::Other(Command::Preview(arguments)) => block_on(commands::preview::run(&context, &arguments)),
        What::Other(Command::Verify(arguments)) => block_on(commands::verify::run(&context, *arguments)),
        What::Other(Command::Presets { command }) => commands::presets::run(&context, &command),
        What::Other(Command::Integrate(_)) => Err(Failure::usage("which application? Name a preset")
            .hint("`akctl presets list` shows them, `akctl integrate PRESET --help` what one asks")),
        What::Other(Command::Completions { shell }) => commands::completions::run(&context, shell),
        #[cfg(feature = "sandbox")]
        What::Other(Command::Sandbox(arguments)) => block_on(commands::sandbox::run(&context, &arguments)),
    };
    result.map_err(|failure| Stop::Failure(color, failure))
}

/// Drives a command on this thread.
fn block_on(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::failed("the runtime could not be started").caused_by(error))?.block_on(command)
}

/// Whoever read the output has closed it: that is no failure of ours.
fn is_closed_pipe(failure: &Failure) -> bool {
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        source = error.source();
    }
    false
}

/// An error as a person reads it: what failed, why, what to do.
fn explained(failure: &Failure) -> String {
    let mut text = format!("{} {}\n", paint(Role::Error, "error:"), printable_lines(&failure.message));
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        let _ = writeln!(text, "caused by: {}", printable_lines(&error.to_string()));
        source = error.source();
    }
    for hint in &failure.hints {
        let _ = writeln!(text, "{} {}", paint(Role::Heading, "hint:"), printable_lines(hint));
    }
    text
}

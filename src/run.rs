//! From the words of a command line to an exit code.

use crate::answers;
use crate::cli::existing::ShowOptions;
use crate::cli::integrate::Options;
use crate::cli::preset_flags::{self, About};
use crate::cli::{Cli, Command, Global};
use crate::commands;
use crate::commands::integrate::guided::{self, Words};
use crate::context::{self, Context};
use crate::env::{self, Environment};
use crate::error::{Failure, Kind};
use crate::model::text::{printable, printable_lines};
use crate::preset::format::Preset;
use crate::render::style::{Role, paint};
use crate::render::text::wrapped;
use crate::ui::{Color, Ui};
use clap::{CommandFactory, FromArgMatches};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

/// Runs one command line and says how it ended.
#[must_use]
pub fn run(words: &[OsString]) -> ExitCode {
    let environment = Environment::read();
    if let Some(shell) = environment.get(env::AKCTL_COMPLETE) {
        return commands::completions::answer(words, shell, &environment);
    }
    match parse(words, &environment).and_then(|job| execute(job, words, &environment)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Clap(error)) => {
            // Help and version are no errors: clap prints them to stdout.
            let code = if error.use_stderr() { Kind::Usage.exit_code() } else { 0 };
            let _ = error.print();
            ExitCode::from(code)
        }
        Err(Stop::Failure(_, failure)) if is_closed_pipe(&failure) => ExitCode::SUCCESS,
        Err(Stop::Failure(color, failure)) => {
            Ui::new(color).insist(&explained(&failure, io::stderr().is_terminal()));
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
    Existing(&'static str, Box<commands::existing::Request>),
    Other(Command),
}

fn parse(words: &[OsString], environment: &Environment) -> Result<Job, Stop> {
    let matches = Cli::command().try_get_matches_from(words).map_err(Stop::Clap)?;
    let cli = Cli::from_arg_matches(&matches).map_err(Stop::Clap)?;
    let Some(about) = preset_flags::about(&cli) else {
        let Cli { global, command } = cli;
        return Ok(Job { context: context(global, environment), what: What::Other(command) });
    };
    let color = cli.global.color;
    let failed = |failure| Stop::Failure(color, failure);
    let (verb, typed, preset) = match about {
        About::Preset(typed) => {
            let preset = load(environment, &typed).map_err(failed)?;
            ("integrate", typed, Some(preset))
        }
        About::Existing { verb, slug, preset } => {
            let preset = named(environment, &slug, preset.as_deref()).map_err(failed)?;
            (verb, slug, preset)
        }
    };
    let flags = preset.as_ref().map(answers::flags).unwrap_or_default();
    let about = preset.as_ref().map(|preset| format!("{}: {}", preset.name, preset.summary)).unwrap_or_default();
    let command = preset_flags::command(verb, &typed, &about, &flags);
    let matches = command.try_get_matches_from(words).map_err(Stop::Clap)?;
    let deepest = preset_flags::deepest(&matches);
    let global = Global::from_arg_matches(deepest).map_err(Stop::Clap)?;
    let flags = preset_flags::given(deepest, &flags);
    let what = match (verb, preset) {
        ("integrate", Some(preset)) => {
            let options = Options::from_arg_matches(deepest).map_err(Stop::Clap)?;
            let order = commands::integrate::Order { preset, flags, options, recovered: BTreeMap::new() };
            What::Integrate(Box::new(order))
        }
        (verb, preset) => {
            let options = match verb {
                "show" => ShowOptions::from_arg_matches(deepest).map(Options::from),
                _ => Options::from_arg_matches(deepest),
            };
            let options = options.map_err(Stop::Clap)?;
            What::Existing(verb, Box::new(commands::existing::Request { slug: typed, preset, flags, options }))
        }
    };
    Ok(Job { context: context(global, environment), what })
}

/// The preset that was named, or the one that bears the slug as its name.
fn named(environment: &Environment, slug: &str, preset: Option<&str>) -> Result<Option<Preset>, Failure> {
    match preset {
        Some(name) => load(environment, name).map(Some),
        None => context::catalogue(environment).find(slug).ok().map(|source| Ok(source.load()?)).transpose(),
    }
}

fn load(environment: &Environment, name: &str) -> Result<Preset, Failure> {
    Ok(context::catalogue(environment).find(name)?.load()?)
}

fn context(global: Global, environment: &Environment) -> Context {
    let ui = Ui::new(global.color).quiet(global.quiet).for_programs(global.output != crate::cli::Output::Text);
    Context { global, environment: environment.clone(), ui }
}

fn execute(job: Job, words: &[OsString], environment: &Environment) -> Result<(), Stop> {
    let Job { context, what } = job;
    let color = context.global.color;
    let parse = |words: &[String]| order(words, environment);
    let typed = words.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let words = Words { typed, parse: &parse };
    let result = match what {
        What::Integrate(order) => block_on(guided::run(&context, *order, words)),
        What::Existing("diff", request) => block_on(commands::diff::run(&context, *request)),
        What::Existing("adopt", request) => block_on(commands::adopt::run(&context, *request)),
        What::Existing(_, request) => block_on(commands::show::run(&context, *request)),
        What::Other(Command::Diff(arguments)) if !arguments.files.file.is_empty() => {
            block_on(commands::plan::diff(&context, &arguments.files))
        }
        What::Other(Command::Diff(diff)) => block_on(commands::diff::all(&context, &diff.options)),
        What::Other(Command::Apply(arguments)) => block_on(commands::apply::run(&context, &arguments)),
        What::Other(Command::Export(arguments)) => block_on(commands::export::run(&context, &arguments)),
        What::Other(Command::Destroy(arguments)) => block_on(commands::destroy::run(&context, &arguments)),
        What::Other(Command::Plan(arguments)) => block_on(commands::plan::run(&context, &arguments)),
        What::Other(Command::Show(_) | Command::Adopt(_)) => Err(Failure::usage("which integration? Give its slug")
            .hint("the slug is the last part of an application's address in authentik")),
        What::Other(Command::Rotate(arguments)) => block_on(commands::rotate::run(&context, &arguments)),
        What::Other(Command::Login(arguments)) => block_on(commands::login::run(&context, &arguments)),
        What::Other(Command::Auth { command }) => block_on(commands::auth::run(&context, command)),
        What::Other(Command::Logout) => commands::logout::run(&context),
        What::Other(Command::Profiles { command }) => commands::profiles::run(&context, &command),
        What::Other(Command::Status) => block_on(commands::status::run(&context)),
        What::Other(Command::Audit(arguments)) => block_on(commands::audit::run(&context, &arguments)),
        What::Other(Command::List) => block_on(commands::list::run(&context)),
        What::Other(Command::LoginTest(arguments)) => block_on(commands::login_test::run(&context, &arguments)),
        What::Other(Command::Preview(arguments)) => block_on(commands::preview::run(&context, &arguments)),
        What::Other(Command::Verify(arguments)) => block_on(commands::verify::run(&context, *arguments)),
        What::Other(Command::Remove(arguments)) => block_on(commands::remove::run(&context, &arguments)),
        What::Other(Command::Presets { command }) => block_on(async { commands::presets::run(&context, &command) }),
        What::Other(Command::Integrate(named)) => block_on(guided::choose(&context, &named.options, words)),
        What::Other(Command::Completions { shell }) => commands::completions::run(&context, shell),
        What::Other(Command::Man { folder }) => commands::man::run(&context, &folder),
        #[cfg(feature = "sandbox")]
        What::Other(Command::Sandbox(arguments)) => block_on(commands::sandbox::run(&context, &arguments)),
    };
    result.map_err(|failure| Stop::Failure(color, failure))
}

/// The order that these words behind the program's name make, for words that came from answers.
pub fn order(words: &[String], environment: &Environment) -> Result<commands::integrate::Order, Failure> {
    let all: Vec<OsString> = std::iter::once("akctl").chain(words.iter().map(String::as_str)).map(Into::into).collect();
    match parse(&all, environment) {
        Ok(Job { what: What::Integrate(order), .. }) => Ok(*order),
        Ok(_) => Err(Failure::failed("the words do not name a preset")),
        Err(Stop::Failure(_, failure)) => Err(failure),
        Err(Stop::Clap(error)) => {
            let text = error.render().to_string();
            let message = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
            Err(Failure::usage(message.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
    }
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

/// An error as a person reads it: what failed, why, what to do. Broken between words where `is_wrapped`.
fn explained(failure: &Failure, is_wrapped: bool) -> String {
    let part = |role: Option<Role>, lead: &str, text: String| {
        let painted = role.map_or_else(|| lead.to_owned(), |role| paint(role, lead));
        if !is_wrapped {
            return format!("{painted} {text}\n");
        }
        let mut lines = String::new();
        for (number, line) in text.lines().enumerate() {
            if is_excerpt(line) {
                lines.extend([line, "\n"]);
                continue;
            }
            // What stands in further lines is a list, with a place of its own.
            let inner = line.trim_start();
            let indent = " ".repeat(line.len() - inner.len());
            let lead = if number == 0 { format!("{lead} ") } else { indent };
            wrapped(&mut lines, &lead, inner);
        }
        format!("{painted}{}", lines.strip_prefix(lead).unwrap_or(&lines))
    };
    let mut text = part(Some(Role::Error), "error:", block(&failure.message));
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        text.push_str(&part(None, "caused by:", block(&error.to_string())));
        source = error.source();
    }
    for hint in &failure.hints {
        text.push_str(&part(Some(Role::Heading), "hint:", printable(hint).into_owned()));
    }
    text
}

/// Whether a line shows one of a file, or points into it: its columns matter.
fn is_excerpt(line: &str) -> bool {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    rest.trim_start().starts_with('|')
}

/// A text whose further lines stand in by two at least: what came from a server must not look like a
/// line of akctl's own.
fn block(text: &str) -> String {
    let text = printable_lines(text);
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push_str(if line.starts_with(' ') { "\n" } else { "\n  " });
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_keep_to_the_width_of_a_terminal_and_are_whole_elsewhere() {
        let long = "many words about what went wrong ".repeat(6);
        let failure = Failure::usage(format!("two things:\n  - {long}\n  - short"))
            .hint(long.trim())
            .caused_by(io::Error::other(long.clone()));
        let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
        let wide = plain(explained(&failure, false));
        assert!(
            wide.contains(&format!("\n  - {long}\n  - short\n")) && wide.contains(&format!("hint: {}\n", long.trim())),
            "{wide}"
        );
        let text = plain(explained(&failure, true));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(
            text.starts_with("error: two things:\n  - many words") && text.contains("\nhint: many words"),
            "{text}"
        );
        let excerpt = "a mistake\n  3:9: wrong\n    3 |     a:   b\n      |          ^";
        let shown = plain(explained(&Failure::usage(excerpt), true));
        assert!(shown.contains("\n    3 |     a:   b\n      |          ^\n"), "{shown}");
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&text), words(&wide));
    }
}

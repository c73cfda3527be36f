//! The wizard: by a scripted person for all paths, and on a terminal.

mod choices;
mod inputs;
mod later;
mod script;
mod stops;
mod terminal;

use crate::support::akctl::Ran;
use crate::support::{Akctl, Server};
use akctl::answers::Documents;
use akctl::cli::Cli;
use akctl::commands::integrate::guided::{Guided, Words};
use akctl::context::Context;
use akctl::env::Environment;
use akctl::error::Failure;
use akctl::run;
use akctl::ui::{Color, Ui};
use akctl::wizard::{Filled, command};
use clap::Parser;
use script::Script;

/// What the wizard makes of a command line and a person's answers.
fn asked(server: &Server, typed: &[&str], script: &Script) -> Result<Filled, Failure> {
    asked_as(server, server.token(), typed, script)
}

/// The same with another token.
fn asked_as(server: &Server, token: &str, typed: &[&str], script: &Script) -> Result<Filled, Failure> {
    let pairs = [("AUTHENTIK_URL", server.url()), ("AUTHENTIK_TOKEN", token)];
    let environment = Environment::of(pairs.map(|(name, value)| (name, value.to_owned())));
    let global = Cli::try_parse_from(["akctl", "status"]).expect("a command").global;
    let context = Context { global, environment: environment.clone(), ui: Ui::new(Color::Never) };
    let preset = context.catalogue().find(typed[0]).expect("a preset").load().expect("right");
    let parse = |words: &[String]| run::order(words, &environment);
    let typed = std::iter::once(&"integrate").chain(typed).map(|word| (*word).to_owned()).collect();
    let guided = Guided {
        context: &context,
        session: context.session().expect("a session"),
        words: Words { typed, parse: &parse },
        chosen: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(guided.ask(&preset, script, Documents::new()))
}

/// The words that the wizard adds to a command line; the script must be used up.
#[track_caller]
fn words(server: &Server, typed: &[&str], script: &Script) -> Vec<String> {
    let filled = asked(server, typed, script).unwrap_or_else(|failure| panic!("{failure}\n{}", script.said()));
    script.is_used_up();
    filled.words
}

/// Runs the command that the wizard teaches, without questions.
fn taught(server: &Server, typed: &[&str], answers: &[String]) -> Ran {
    let typed = std::iter::once(&"integrate").chain(typed).map(|word| (*word).to_owned());
    let all = command::whole(&typed.chain(answers.iter().cloned()).collect::<Vec<_>>());
    Akctl::on(server).args(all.iter().map(String::as_str)).ok()
}

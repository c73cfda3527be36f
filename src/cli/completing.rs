//! What a shell offers while somebody types: the command line with what is known on this machine put
//! in place of what is only known when a command runs.

use super::{Cli, preset_flags};
use crate::answers::FlagSpec;
use clap::{Command, CommandFactory};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use std::ffi::OsString;

/// The commands whose first word is the slug of an integration, and whose flags depend on its preset.
const ABOUT_SLUGS: [&str; 3] = ["show", "diff", "adopt"];

/// What is known without asking authentik.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The presets: the word that people type, and a line about it.
    pub presets: Vec<(String, String)>,
    /// The slugs that were seen in authentik.
    pub slugs: Vec<String>,
    /// The names of the profiles.
    pub profiles: Vec<String>,
}

/// The preset or the slug that the words name, behind a command whose flags depend on a preset.
#[must_use]
pub fn named(words: &[OsString], known: &Known) -> Option<(&'static str, String)> {
    let verbs = ABOUT_SLUGS.iter().chain(&["integrate"]);
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    let verb = words.find_map(|word| verbs.clone().find(|verb| **verb == word))?;
    let is_known = |word: &str| match *verb {
        "integrate" => known.presets.iter().any(|(preset, _)| preset == word),
        _ => known.slugs.iter().any(|slug| slug == word),
    };
    // The last word is still being typed.
    let mut words: Vec<&str> = words.collect();
    words.pop();
    words.into_iter().find(|word| is_known(word)).map(|word| (*verb, word.to_owned()))
}

/// The command line with presets and slugs in place, and the own flags of the preset that is named.
#[must_use]
pub fn command(known: &Known, named: Option<(&'static str, String, Vec<FlagSpec>)>) -> Command {
    let about_named = named.as_ref().map(|(verb, _, _)| *verb);
    let command = match named {
        Some((verb, typed, flags)) => preset_flags::command(verb, &typed, "", &flags),
        None => Cli::command(),
    };
    let with_names = |command: Command, verb: &'static str| {
        if about_named == Some(verb) {
            return command;
        }
        let below: Vec<Command> = match verb {
            "integrate" => known.presets.iter().map(|(id, about)| Command::new(id).about(about)).collect(),
            _ => known.slugs.iter().map(Command::new).collect(),
        };
        command.mut_subcommand(verb, |command| command.subcommands(below))
    };
    let command = ABOUT_SLUGS.into_iter().chain(["integrate"]).fold(command, with_names);
    let command = with_values(command, known);
    // There a name is that of a profile, elsewhere that of an application.
    command.mut_subcommand("profiles", |command| {
        command.mut_subcommands(|command| {
            command.mut_args(|argument| match argument.get_id().as_str() {
                "name" => argument.add(plain(&known.profiles)),
                _ => argument,
            })
        })
    })
}

fn plain(names: &[String]) -> ArgValueCandidates {
    let names = names.to_owned();
    ArgValueCandidates::new(move || names.iter().map(CompletionCandidate::new).collect())
}

/// The arguments of all commands that take a preset, a slug or a profile, by the names of the arguments.
fn with_values(command: Command, known: &Known) -> Command {
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "slug" => argument.add(plain(&known.slugs)),
        "profile" => argument.add(plain(&known.profiles)),
        "preset" => {
            let presets = known.presets.clone();
            let candidate =
                |(id, about): &(String, String)| CompletionCandidate::new(id).help(Some(about.to_owned().into()));
            argument.add(ArgValueCandidates::new(move || presets.iter().map(candidate).collect()))
        }
        _ => argument,
    });
    command.mut_subcommands(|command| with_values(command, known))
}

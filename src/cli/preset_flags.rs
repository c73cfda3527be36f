//! The command line of one preset: its inputs become real flags of `akctl integrate PRESET`, and of
//! the commands about an integration that is there.
//!
//! The preset is known only after its name was read, so the command line is read twice: once to
//! learn the name, once with the preset's own flags in place.

use super::Cli;
use super::existing;
use super::integrate::Named;
use crate::answers::FlagSpec;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};
use std::collections::BTreeMap;

/// The heading above a preset's own flags.
const HEADING: &str = "What the preset asks";

/// What a command line is about whose flags depend on a preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A preset by its name, to be integrated.
    Preset(String),
    /// An integration that is there.
    Existing {
        /// The command: `show`.
        verb: &'static str,
        /// The slug as it was typed.
        slug: String,
        /// The preset that was named with it.
        preset: Option<String>,
    },
}

/// What a command line is about, if its flags depend on a preset.
#[must_use]
pub fn about(cli: &Cli) -> Option<About> {
    let (verb, option, named) = match &cli.command {
        super::Command::Integrate(integrate) => {
            let Some(Named::Preset(words)) = &integrate.preset else { return None };
            return words.first().map(|word| About::Preset(word.to_string_lossy().into_owned()));
        }
        super::Command::Show(show) => ("show", &show.options.preset, &show.slug),
        super::Command::Diff(diff) => ("diff", &diff.options.preset, &diff.slug),
        super::Command::Adopt(adopt) => ("adopt", &adopt.options.preset, &adopt.slug),
        _ => return None,
    };
    let Some(existing::Named::Slug(words)) = named else { return None };
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let (slug, rest) = words.split_first()?;
    let preset = option.preset.clone().or_else(|| after_flag(rest, "--preset"));
    Some(About::Existing { verb, slug: slug.clone(), preset })
}

/// The value of a flag among words that are not taken apart yet.
fn after_flag(words: &[String], flag: &str) -> Option<String> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == flag {
            return words.next().cloned();
        }
        if let Some(value) = word.strip_prefix(flag).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// The command line of a command with one preset's flags in place, below the word that was typed: the
/// preset or the slug.
#[must_use]
pub fn command(verb: &str, typed: &str, about: &str, flags: &[FlagSpec]) -> Command {
    let below = Command::new(typed.to_owned())
        .about(about.to_owned())
        .override_usage(format!("akctl {verb} {typed} [OPTIONS]"))
        .next_help_heading(HEADING)
        .args(flags.iter().enumerate().map(|(order, flag)| argument(order, flag)));
    let hidden = existing::without_effect(verb);
    let with_preset = |command: Command| {
        let command = command.allow_external_subcommands(false).subcommand(below);
        hidden.iter().fold(command, |command, name| command.mut_arg(name, |argument| argument.hide(true)))
    };
    Cli::command().mut_subcommand(verb, with_preset)
}

fn argument(order: usize, flag: &FlagSpec) -> Arg {
    let argument = Arg::new(flag.input.clone())
        .long(flag.flag.clone())
        .help(help(flag, &flag.help))
        .long_help(help(flag, &flag.long_help))
        .display_order(order);
    let Some(value_name) = &flag.value_name else { return argument.action(ArgAction::SetTrue) };
    let argument =
        argument.value_name(value_name.clone()).action(if flag.many { ArgAction::Append } else { ArgAction::Set });
    if flag.possible_values.is_empty() {
        argument
    } else {
        argument.value_parser(PossibleValuesParser::new(flag.possible_values.clone()))
    }
}

/// The help with what must be given, or is taken where nothing is given.
fn help(flag: &FlagSpec, text: &str) -> String {
    match &flag.example {
        Some(example) if flag.required => format!("{text} [required, for example {example}]"),
        None if flag.required => format!("{text} [required]"),
        _ if flag.defaults.is_empty() => text.to_owned(),
        _ => format!("{text} [default: {}]", flag.defaults.join(", ")),
    }
}

/// The matches of the preset's own level, at which all flags can be read.
#[must_use]
pub fn deepest(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, below)| deepest(below))
}

/// What was given for the preset's own flags, by the input's name.
#[must_use]
pub fn given(matches: &ArgMatches, flags: &[FlagSpec]) -> BTreeMap<String, Vec<String>> {
    let mut given = BTreeMap::new();
    for flag in flags {
        if flag.value_name.is_none() {
            if matches.get_flag(&flag.input) {
                given.insert(flag.input.clone(), Vec::new());
            }
        } else if let Some(values) = matches.get_many::<String>(&flag.input) {
            given.insert(flag.input.clone(), values.cloned().collect());
        }
    }
    given
}

//! The command line of one preset: its inputs become real flags of `akctl integrate PRESET`.
//!
//! The preset is known only after its name was read, so the command line is read twice: once to
//! learn the name, once with the preset's own flags in place.

use super::Cli;
use super::integrate::Named;
use crate::answers::FlagSpec;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory};
use std::collections::BTreeMap;

/// The heading above a preset's own flags.
const HEADING: &str = "What the preset asks";

/// The name that a command line gives to `integrate`, if it gives one.
#[must_use]
pub fn named_preset(cli: &Cli) -> Option<String> {
    let super::Command::Integrate(integrate) = &cli.command else { return None };
    let Some(Named::Preset(words)) = &integrate.preset else { return None };
    words.first().map(|word| word.to_string_lossy().into_owned())
}

/// The command line with one preset's flags in place.
#[must_use]
pub fn command(typed: &str, about: &str, flags: &[FlagSpec]) -> Command {
    let preset = Command::new(typed.to_owned())
        .about(about.to_owned())
        .override_usage(format!("akctl integrate {typed} [OPTIONS]"))
        .next_help_heading(HEADING)
        .args(flags.iter().enumerate().map(|(order, flag)| argument(order, flag)));
    let with_preset = |integrate: Command| integrate.allow_external_subcommands(false).subcommand(preset);
    Cli::command().mut_subcommand("integrate", with_preset)
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

//! `akctl completions SHELL`: the script that makes a shell complete akctl's words. The script asks
//! akctl itself at each step, so that presets, their own flags and slugs are completed too.

use crate::answers;
use crate::cli::completing::{self, Known};
use crate::context::{self, Context};
use crate::env::{self, Environment};
use crate::error::{Failure, Kind};
use crate::profiles::Profiles;
use crate::slugs;
use clap_complete::Shell;
use clap_complete::env::Shells;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// Prints the script.
pub fn run(context: &Context, shell: Shell) -> Result<(), Failure> {
    Ok(context.ui.exact(&script(shell)?)?)
}

fn script(shell: Shell) -> Result<String, Failure> {
    let name = shell.to_string();
    let shells = Shells::builtins();
    let completer = shells.completer(&name).ok_or_else(|| Failure::usage(format!("{name} cannot be completed")))?;
    let mut bytes = Vec::new();
    completer.write_registration(env::AKCTL_COMPLETE, "akctl", "akctl", "akctl", &mut bytes)?;
    String::from_utf8(bytes).map_err(|error| Failure::failed("the script is not text").caused_by(error))
}

/// Answers a shell that asks what may come next. It asks no server and reads no secret.
#[must_use]
pub fn answer(words: &[OsString], shell: &str, environment: &Environment) -> ExitCode {
    // The words of the person stand behind `--`.
    let typed = words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    match written(typed, shell, environment).and_then(|bytes| io::stdout().write_all(&bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        // An error text would stand in the middle of what the person types.
        Err(_) => ExitCode::from(Kind::Failed.exit_code()),
    }
}

fn written(typed: Vec<OsString>, shell: &str, environment: &Environment) -> io::Result<Vec<u8>> {
    let shells = Shells::builtins();
    let completer = shells.completer(shell).ok_or(io::ErrorKind::InvalidInput)?;
    let catalogue = context::catalogue(environment);
    let presets = catalogue.list().map(|listing| listing.entries).unwrap_or_default();
    let presets = presets.into_iter().map(|preset| (preset.id, preset.summary)).collect();
    let profiles = Profiles::load(environment)
        .map(|profiles| profiles.content.profiles.keys().map(ToString::to_string).collect())
        .unwrap_or_default();
    let known = Known { presets, slugs: slugs::seen(environment), profiles };
    let named = completing::named(&typed, &known).map(|(verb, word)| {
        let preset = catalogue.find(&word).ok().and_then(|source| source.load().ok());
        let flags = preset.as_ref().map(answers::flags).unwrap_or_default();
        (verb, word, flags)
    });
    let mut command = completing::command(&known, named);
    command.build();
    let mut bytes = Vec::new();
    // Files are completed from where the person is.
    let folder = std::env::current_dir().ok();
    completer.write_complete(&mut command, typed, folder.as_deref(), &mut bytes)?;
    Ok(bytes)
}

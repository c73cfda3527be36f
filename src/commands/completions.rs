//! `akctl completions SHELL`: the script that makes a shell complete akctl's words.

use crate::cli::Cli;
use crate::context::Context;
use crate::error::Failure;
use clap::CommandFactory;
use clap_complete::{Shell, generate};

/// Prints the script. It knows the flags that every integration has; a preset's own flags are
/// known only once the preset is named, so they are not in it.
pub fn run(context: &Context, shell: Shell) -> Result<(), Failure> {
    Ok(context.ui.data(&script(shell)?)?)
}

fn script(shell: Shell) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    generate(shell, &mut Cli::command(), "akctl", &mut bytes);
    String::from_utf8(bytes).map_err(|error| Failure::failed("the script is not text").caused_by(error))
}

//! `akctl auth`: what a token may do, and one that may do just enough.

pub mod check;
pub mod create;
mod make;
mod taken_back;

use crate::cli::auth::AuthCommand;
use crate::context::Context;
use crate::error::Failure;
use crate::preset::format::Preset;

/// Runs one of the commands.
pub async fn run(context: &Context, command: AuthCommand) -> Result<(), Failure> {
    match command {
        AuthCommand::Check(arguments) => check::run(context, &arguments).await,
        AuthCommand::CreateServiceAccount(arguments) => create::run(context, &arguments).await,
    }
}

/// The presets of these names.
fn presets(context: &Context, names: &[String]) -> Result<Vec<Preset>, Failure> {
    let catalogue = context.catalogue();
    names.iter().map(|name| Ok(catalogue.find(name)?.load()?)).collect()
}

//! One file per command: read arguments, call the core, hand over to render.

pub mod adopt;
pub mod apply;
pub mod audit;
pub mod auth;
pub mod completions;
pub mod destroy;
pub mod diff;
pub mod existing;
pub mod export;
mod fleet;
pub mod integrate;
pub mod list;
pub mod login;
pub mod login_test;
pub mod logout;
pub mod man;
pub mod plan;
pub mod presets;
pub mod preview;
pub mod profiles;
pub mod remove;
pub mod rotate;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod show;
pub mod status;
pub mod verify;

use crate::cli::Output;
use crate::error::Failure;
use crate::model::text::safe_json;
use crate::render::yaml;
use serde::Serialize;

/// A value in the format that was asked for; none if that is text.
pub(crate) fn structured(output: Output, value: &impl Serialize) -> Result<Option<String>, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::failed(format!("the output could not be written: {error}"));
    match output {
        Output::Json => {
            let text = serde_json::to_string_pretty(value).map_err(|error| failed(&error))?;
            Ok(Some(format!("{}\n", safe_json(&text))))
        }
        Output::Yaml => yaml::text(value).map(Some).map_err(|error| failed(&error)),
        Output::Text | Output::Env => Ok(None),
    }
}

/// Refuses `-o env` where nothing that is printed is a variable.
pub(crate) fn refuse_variables(output: Output) -> Result<(), Failure> {
    match output {
        Output::Env => Err(Failure::usage("-o env: there are no variables to print; take json or yaml")),
        Output::Text | Output::Json | Output::Yaml => Ok(()),
    }
}

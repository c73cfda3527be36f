//! `akctl audit`: what is broken or risky in the whole authentik.

use crate::cli::Output;
use crate::cli::audit::{Audit, Format};
use crate::commands::structured;
use crate::commands::verify::{everything, verdict};
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::safe_json;
use crate::render;
use crate::verify::audit::Summary;

/// Checks everything and reports.
pub async fn run(context: &Context, arguments: &Audit) -> Result<(), Failure> {
    let output = context.global.output;
    if output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    if arguments.format.is_some() && output != Output::Text {
        return Err(Failure::usage("--format and -o both say how to print: take one of them"));
    }
    let session = context.session()?;
    let report = everything(context, &session).await?;
    let summary = Summary::of(&report);
    let printed = match arguments.format {
        Some(Format::Sarif) => {
            let text = serde_json::to_string_pretty(&render::sarif::log(&report))
                .map_err(|error| Failure::failed("the output could not be written").caused_by(error))?;
            format!("{}\n", safe_json(&text))
        }
        Some(Format::Junit) => render::junit::xml(&report),
        None => structured(output, &summary)?.unwrap_or_else(|| render::audit::text(&summary)),
    };
    context.ui.data(&printed)?;
    verdict(&report)
}

//! `akctl adopt SLUG --preset NAME`: brings an application that somebody made by hand under a preset.

use super::existing::{Recover, Request, order};
use super::integrate;
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::printable_lines;
use crate::verify::recognise;

/// Takes an application over, showing every difference first.
pub async fn run(context: &Context, mut request: Request) -> Result<(), Failure> {
    if request.preset.is_none() {
        return Err(Failure::usage(format!("--preset is missing: what is `{}` to become?", request.slug))
            .hint("--preset NAME says it; `akctl presets list` shows all"));
    }
    request.options.run.adopt = true;
    let session = context.session()?;
    let slug = request.slug.clone();
    let is_trial = request.options.run.dry_run;
    let order = order(context, &session, request, Recover::WhatIsNeeded).await?;
    let (preset, name) = (order.preset.id.clone(), order.options.application.name.clone().unwrap_or_default());
    integrate::again(context, session, order).await?;
    if !is_trial && recognise::preset(&context.catalogue().list()?.entries, &slug, &name) != Some(&preset) {
        context.ui.say(&printable_lines(&from_now_on(&slug, &preset)));
    }
    Ok(())
}

/// Nothing in authentik says which preset made something: its slug or its name must, or the person.
fn from_now_on(slug: &str, preset: &str) -> String {
    let commands = ["verify", "show", "diff"].map(|verb| format!("  akctl {verb} {slug} --preset {preset}\n"));
    format!(
        "\nNeither the slug `{slug}` nor its name tells the preset `{preset}`, so name it from now on:\n{}",
        commands.concat()
    )
}

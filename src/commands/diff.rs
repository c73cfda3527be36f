//! `akctl diff [SLUG]`: where authentik has something else than the preset and its inputs say.

mod all;

use super::existing::{Recover, Request, order};
use super::{integrate, refuse_variables};
use crate::cli::existing::IntegrateOptions;
use crate::context::Context;
use crate::error::Failure;

/// Compares everything that a preset explains. Nothing is written.
pub async fn all(context: &Context, options: &IntegrateOptions) -> Result<(), Failure> {
    if options.are_given() {
        return Err(Failure::usage(
            "flags of a preset and of `akctl integrate` are about one integration: give its slug",
        )
        .hint("without a slug, `akctl diff` compares everything that a preset explains"));
    }
    Box::pin(all::run(context)).await
}

/// Compares an integration with its preset. Nothing is written.
pub async fn run(context: &Context, mut request: Request) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let run = &mut request.options.run;
    (run.dry_run, run.show_secrets, run.out_dir) = (true, false, None);
    // A group that is missing is a difference like others.
    request.options.access.create_groups = true;
    let session = context.session()?;
    let order = order(context, &session, request, Recover::WhatIsNeeded).await?;
    integrate::diff(context, session, order).await
}

//! `akctl diff SLUG`: where authentik has something else than the preset and its inputs say.

use super::existing::{Recover, Request, order};
use super::{integrate, refuse_variables};
use crate::context::Context;
use crate::error::Failure;

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

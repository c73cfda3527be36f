//! `akctl adopt SLUG --preset NAME`: brings an application that somebody made by hand under a preset.

use super::existing::{Recover, Request, order};
use super::integrate;
use crate::context::Context;
use crate::error::Failure;

/// Takes an application over, showing every difference first.
pub async fn run(context: &Context, mut request: Request) -> Result<(), Failure> {
    if request.preset.is_none() {
        return Err(Failure::usage(format!("--preset is missing: what is `{}` to become?", request.slug))
            .hint("--preset NAME says it; `akctl presets list` shows all"));
    }
    request.options.run.adopt = true;
    let session = context.session()?;
    let order = order(context, &session, request, Recover::WhatIsNeeded).await?;
    integrate::again(context, session, order).await
}

//! `akctl show SLUG`: what to enter in the application, once more.

use super::existing::{Recover, Request, order};
use super::integrate;
use crate::context::Context;
use crate::error::Failure;

/// Shows the settings of an integration. Nothing is written.
pub async fn run(context: &Context, mut request: Request) -> Result<(), Failure> {
    // Groups that are gone do not stand in the way of showing.
    request.options.access.create_groups = true;
    let session = context.session()?;
    let order = order(context, &session, request, Recover::Everything).await?;
    integrate::show(context, session, order).await
}

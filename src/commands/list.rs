//! `akctl list`: what is connected, and what looks wrong with it.

use crate::cli::Output;
use crate::commands::structured;
use crate::commands::verify::expectations::Expectations;
use crate::commands::verify::{tls, warn_of_rights};
use crate::context::Context;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::render;
use crate::slugs;
use crate::verify::look::Eyes;
use crate::verify::overview::Row;

/// Lists all applications, and providers without one.
pub async fn run(context: &Context) -> Result<(), Failure> {
    if context.global.output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    let session = context.session()?;
    let eyes = Eyes { client: &session.client, public: &session.public, tls: tls(context, &session) };
    let world = Interrupt::watch().or(Box::pin(eyes.lists())).await?;
    warn_of_rights(context, &world);
    let mut expectations = Expectations::shown(context, &session.public)?;
    let mut rows = Vec::new();
    for mut picture in world.pictures() {
        picture.expect = expectations.of(&picture)?;
        rows.push(Row::of(&picture));
    }
    if !session.is_sandbox {
        let slugs: Vec<String> = rows.iter().filter_map(|row| row.slug.clone()).collect();
        slugs::keep(&session.public, &slugs::Change::All(&slugs));
    }
    let printed = match structured(context.global.output, &rows)? {
        Some(text) => text,
        None if rows.is_empty() => "authentik has no application yet\n".to_owned(),
        None => render::list::text(&rows),
    };
    Ok(context.ui.data(&printed)?)
}

//! What `show`, `diff` and `adopt` have in common: the integration is there, so its name, its preset
//! and what the preset asks are looked up where that is certain.

use super::integrate::Order;
use crate::answers::{self, Made};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::cli::integrate::Options;
use crate::context::Context;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::model::Slug;
use crate::model::resource::{Found, Kind, MARK, marked};
use crate::model::text::check_name;
use crate::observe;
use crate::plan::ownership;
use crate::preset::format::Preset;
use crate::session::Session;
use crate::verify::look::unknown;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is asked for: the integration, the preset if it is known, and flags.
pub struct Request {
    /// The slug as it was typed.
    pub slug: String,
    /// The preset; none if only authentik can tell by the application's name.
    pub preset: Option<Preset>,
    /// What was given by the preset's flags, by the input's name.
    pub flags: BTreeMap<String, Vec<String>>,
    /// The flags that every preset has.
    pub options: Options,
}

/// How much is read back from authentik.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recover {
    /// All that is certain: what is there counts.
    Everything,
    /// Only what no preset can know: its own defaults count more than what is there.
    WhatIsNeeded,
}

/// What authentik has at a slug.
struct There {
    /// The application's name, or the source's without its mark.
    name: String,
    application: Option<Found>,
    provider: Option<Found>,
    pushing: Option<Found>,
}

/// The order to integrate what is there once more.
pub(super) async fn order(
    context: &Context,
    session: &Session,
    request: Request,
    how: Recover,
) -> Result<Order, Failure> {
    let Request { slug, preset, flags, mut options } = request;
    let slug: Slug = slug.parse().map_err(|error| Failure::usage(format!("{error}")))?;
    let given = options.application.slug.take().filter(|other| other != slug.as_str());
    if let Some(other) = given {
        return Err(Failure::usage(format!("--slug {other}: the integration is `{slug}` already"))
            .hint("an application cannot change its slug: its addresses would change with it"));
    }
    let there = Interrupt::watch().or(look(&session.client, &slug)).await?;
    let preset = match preset {
        Some(preset) => preset,
        None => by_name(context, &slug, &there.name)?,
    };
    let made = Made {
        application: there.application.as_ref(),
        provider: there.provider.as_ref(),
        pushing: there.pushing.as_ref(),
    };
    let mut recovered = answers::recover(&preset, made);
    if how == Recover::WhatIsNeeded {
        recovered.retain(|name, _| answers::has_no_default(&preset, name));
    }
    if options.application.name.is_none() {
        let what = if there.application.is_some() { "application" } else { "SCIM source" };
        check_name(&there.name).map_err(|error| {
            let hint = "rename it in authentik; `akctl adopt` also gives it another name, with --name NAME";
            Failure::usage(format!("the {what} `{slug}` has a name in authentik that cannot be used: {error}"))
                .hint(hint)
        })?;
    }
    options.application.slug = Some(slug.to_string());
    options.application.name = options.application.name.or(Some(there.name));
    Ok(Order { preset, flags, options, recovered })
}

async fn look(client: &Client, slug: &Slug) -> Result<There, Failure> {
    let at = |kind| endpoints::detail(kind, &Value::from(slug.as_str()));
    let text = |found: &Found| found.text("name").unwrap_or_default().to_owned();
    if let Some(application) = client.find(&at(Kind::Application)).await?.map(observe::found) {
        let attached = ownership::attached(&application);
        let path = attached.and_then(|attached| Some(endpoints::detail(attached.kind?, &attached.id)));
        let provider = match path {
            Some(path) => client.find(&path).await?.map(observe::found),
            None => None,
        };
        let pushing = match pushing(&application, slug) {
            Some(id) => client.find(&endpoints::detail(Kind::ScimProvider, id)).await?.map(observe::found),
            None => None,
        };
        return Ok(There { name: text(&application), provider, pushing, application: Some(application) });
    }
    if let Some(source) = client.find(&at(Kind::ScimSource)).await?.map(observe::found) {
        let name = text(&source);
        let name = name.strip_suffix(MARK).unwrap_or(&name).to_owned();
        return Ok(There { name, application: None, provider: None, pushing: None });
    }
    Err(unknown(client, "application and no SCIM source", slug.as_str()).await)
}

/// The id of the provider of akctl's that pushes people to an application.
fn pushing<'a>(application: &'a Found, slug: &Slug) -> Option<&'a Value> {
    let all = application.fields.get("backchannel_providers_obj").and_then(Value::as_array);
    let ours = marked(&format!("{slug}: SCIM"));
    let is_ours = |one: &&Value| one.get("name").and_then(Value::as_str) == Some(&ours);
    all.into_iter().flatten().find(is_ours)?.get("pk")
}

/// The only preset of the application's name.
fn by_name(context: &Context, slug: &Slug, name: &str) -> Result<Preset, Failure> {
    let listing = context.catalogue().list()?;
    let mut same = listing.entries.iter().filter(|entry| entry.name == name);
    match (same.next(), same.next()) {
        (Some(only), None) => Ok(context.catalogue().find(&only.id)?.load()?),
        _ => Err(Failure::usage(format!("no preset is called `{slug}`, and none has the name `{name}`"))
            .hint("--preset NAME says which one explains it; `akctl presets list` shows all")),
    }
}

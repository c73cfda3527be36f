//! What a person sees of the integration in authentik: its name, its slug, its tile.

use super::Wishes;
use super::settle::text;
use crate::error::Failure;
use crate::model::Slug;
use crate::preset::format::{Application, Authentik, Preset};
use crate::preset::template::{Context, render};

/// The name: the person's, or the preset's.
pub(super) fn name_of(declared: &Authentik, wishes: &Wishes) -> Result<String, Failure> {
    let name = wishes.name.clone().or_else(|| declared.name().map(str::to_owned));
    name.ok_or_else(nameless)
}

/// The name that must be given is not.
#[must_use]
pub fn nameless() -> Failure {
    Failure::usage("--name is missing: this preset fits many applications, and each needs a name of its own")
        .hint("for example --name \"Flask Demo\"")
}

/// The slug that an integration gets, before anything else is known of it.
pub fn slug(preset: &Preset, wishes: &Wishes) -> Result<Slug, Failure> {
    if let Some(slug) = &wishes.slug {
        return Ok(slug.clone());
    }
    let mut context = Context::new();
    context.set("name", name_of(&preset.authentik, wishes)?);
    slug_of(&preset.authentik, wishes, &context)
}

/// The slug: the person's, or the preset's.
pub(super) fn slug_of(declared: &Authentik, wishes: &Wishes, context: &Context) -> Result<Slug, Failure> {
    if let Some(slug) = &wishes.slug {
        return Ok(slug.clone());
    }
    let template = declared.slug().ok_or_else(|| Failure::failed("the preset names no slug"))?;
    let rendered = render(template, context)?;
    if rendered.is_empty() {
        let what = "the name has no letter from a to z and no digit, so no slug can be made of it";
        return Err(Failure::usage(what).hint("--slug gives the application one"));
    }
    let parsed: Result<Slug, _> = rendered.parse();
    parsed.map_err(|error| Failure::from(error).hint("--slug gives the application another slug"))
}

/// The application's fields that the preset or the person sets.
pub(super) fn application(
    declared: &Application,
    wishes: &Wishes,
    context: &Context,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let parts = [
        ("meta_launch_url", None, &declared.launch_url),
        ("group", wishes.tile_group.as_ref(), &declared.group),
        ("meta_description", wishes.description.as_ref(), &declared.description),
        ("meta_publisher", wishes.publisher.as_ref(), &declared.publisher),
        ("meta_icon", wishes.icon.as_ref(), &declared.icon),
    ];
    let mut fields = Vec::new();
    for (field, wish, template) in parts {
        match (wish, template) {
            (Some(wish), _) => fields.push((field, wish.clone())),
            (None, template) => fields.extend(text(template.as_ref(), context)?.map(|text| (field, text))),
        }
    }
    Ok(fields)
}

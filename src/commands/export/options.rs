//! What an entry of a file says beside its inputs.

use super::entry::empty;
use super::reading::Lists;
use crate::commands::fleet::load::wishes_of;
use crate::compile::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_CERTIFICATE, DEFAULT_INVALIDATION_FLOW, RequireMfa, Wishes};
use crate::file;
use crate::file::export::fields::is_address;
use crate::file::export::{self, Exported};
use crate::model::resource::{Found, MARK, MFA_FLOW};
use crate::preset::format::Preset;
use crate::preset::problem::Problem;
use serde_json::{Value, json};

/// The name that authentik gives its embedded outpost (all versions). One that was renamed is named in the file.
const EMBEDDED_NAME: &str = "authentik Embedded Outpost";

/// Flows, key and tile, where they are not what akctl would choose.
pub(super) fn of(lists: &Lists, application: &Found, provider: &Found, (preset, exported): (&Preset, &mut Exported)) {
    let id = |field: &str| provider.text(field);
    let flow = |field: &str| id(field).and_then(|id| lists.known.flows.get(id)).cloned();
    if let Some(slug) = flow("authorization_flow") {
        if let Some(wish) = RequireMfa::of_flow(&slug).filter(|_| slug.starts_with(MFA_FLOW)) {
            exported.access.push(("require_mfa", json!(wish.without_device.word())));
            exported.access.extend(wish.lasts.map(|time| ("mfa_lasts", json!(time))));
        } else if slug != DEFAULT_AUTHORIZATION_FLOW {
            exported.options.push(("authorization_flow", json!(slug)));
        }
    }
    if let Some(slug) = flow("invalidation_flow").filter(|slug| slug != DEFAULT_INVALIDATION_FLOW) {
        exported.options.push(("invalidation_flow", json!(slug)));
    }
    exported.options.extend(flow("authentication_flow").map(|slug| ("authentication_flow", json!(slug))));
    let served = provider.fields.get("outpost_set").and_then(Value::as_array);
    if let Some(outpost) = served.and_then(|names| names.first()).filter(|name| *name != EMBEDDED_NAME) {
        exported.options.push(("outpost", outpost.clone()));
    }
    let key = id("signing_key").or(id("signing_kp")).and_then(|id| lists.known.certificates.get(id));
    if let Some(name) = key.filter(|name| *name != DEFAULT_CERTIFICATE && !name.ends_with(MARK)) {
        exported.options.push(("signing_key", json!(name)));
    }
    let declared = preset.authentik.application.as_ref();
    let tile = [
        ("tile_group", "group", declared.and_then(|one| one.group.as_ref()).is_some()),
        ("publisher", "meta_publisher", declared.and_then(|one| one.publisher.as_ref()).is_some()),
        ("description", "meta_description", declared.and_then(|one| one.description.as_ref()).is_some()),
        (
            "icon",
            "meta_icon",
            declared.and_then(|one| one.icon.as_ref()).is_some()
                || !application.text("meta_icon").is_some_and(is_address),
        ),
    ];
    for (option, field, is_declared) in tile {
        let text = application.text(field).filter(|text| !text.is_empty() && !is_declared);
        exported.options.extend(text.map(|text| (option, json!(text))));
    }
}

/// What the file says beside the inputs. What it cannot say is taken out and told.
pub(super) fn wishes(preset: &Preset, exported: &mut Exported) -> Wishes {
    let mut taken = Vec::new();
    for (key, value) in std::mem::take(&mut exported.options) {
        let alone = Exported { options: vec![(key, value.clone())], ..empty(preset, "slug", "Name") };
        match said(preset, &alone) {
            Ok(_) => exported.options.push((key, value)),
            Err(why) => taken.push(format!("`{key}` cannot stand in a file: {why}")),
        }
    }
    exported.comments.extend(taken);
    let wishes = said(preset, exported).unwrap_or_else(|why| {
        exported.reasons.push(why);
        let slug = exported.slug.parse().ok();
        Wishes { slug, name: Some(exported.name.clone()), ..Wishes::default() }
    });
    // Groups that are not there are told as missing.
    Wishes { create_groups: true, without_secrets: true, ..wishes }
}

fn said(preset: &Preset, exported: &Exported) -> Result<Wishes, String> {
    let (file, problems) =
        file::parse("the file", &export::text("https://authentik.invalid", std::slice::from_ref(exported)));
    let told =
        |problems: Vec<Problem>| problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; ");
    match file.entries.first().filter(|_| problems.is_empty()) {
        Some((path, entry)) => wishes_of(entry, preset, path).map_err(told),
        None => Err(told(problems)),
    }
}

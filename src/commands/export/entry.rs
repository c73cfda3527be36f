//! One application as an integration of a file: the preset that it shows, with its inputs read back.

use super::reading::{Lists, Subject};
use crate::answers::{self, Entry, Given, Made};
use crate::compile::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_CERTIFICATE, DEFAULT_INVALIDATION_FLOW, RequireMfa};
use crate::context::Context;
use crate::error::Failure;
use crate::file::export::Exported;
use crate::file::export::fields::is_address;
use crate::model::resource::{Found, Kind, MARK, MFA_FLOW};
use crate::preset::format::{InputKind, Literal, Preset};
use crate::verify::recognise;
use serde_json::{Value, json};

/// The presets that fit any application of a protocol.
const OF_ANY: [(Kind, &str); 3] =
    [(Kind::OAuth2Provider, "oidc"), (Kind::SamlProvider, "saml"), (Kind::ProxyProvider, "proxy")];

/// The name that authentik gives its embedded outpost (all versions). One that was renamed is named in the file.
const EMBEDDED_NAME: &str = "authentik Embedded Outpost";

/// The preset that only pushes people to an application.
const PUSHES: &str = "scim";

/// What a file says of an application: one integration, or two where what pushes people to it has a preset
/// of its own.
pub(super) fn of(context: &Context, lists: &Lists, subject: &Subject<'_>) -> Result<Vec<Exported>, Failure> {
    let name = subject.application.text("name").unwrap_or_default().to_owned();
    let mut all = Vec::new();
    let mut pushing = subject.own_pushing();
    if let Some((kind, provider)) = &subject.front {
        let preset = preset(context, (*kind, subject.slug), &name)?;
        let own = if preset.authentik.backchannel.is_some() { pushing.take() } else { None };
        let mut exported = empty(&preset, subject, &name);
        let made = Made { application: Some(subject.application), provider: Some(provider), pushing: own };
        inputs(&preset, made, &mut exported);
        access(lists, subject, &mut exported);
        options(lists, subject.application, provider, (&preset, &mut exported));
        all.push(exported);
    }
    if let Some(provider) = pushing {
        let preset = context.catalogue().find(PUSHES)?.load()?;
        let mut exported = empty(&preset, subject, &name);
        let made = Made { application: Some(subject.application), provider: None, pushing };
        inputs(&preset, made, &mut exported);
        pushed(lists, provider, (&preset, &mut exported));
        if subject.front.is_none() {
            access(lists, subject, &mut exported);
            options(lists, subject.application, provider, (&preset, &mut exported));
        }
        all.push(exported);
    }
    if let Some(exported) = all.first_mut() {
        let own = subject.own_pushing().map(|own| own.id.clone());
        let others = subject.pushing.iter().filter(|provider| Some(&provider.id) != own.as_ref());
        let names = others.filter_map(|provider| provider.text("name"));
        exported.comments.extend(names.map(|name| format!("`{name}` pushes people to it too")));
    }
    Ok(all)
}

fn empty(preset: &Preset, subject: &Subject<'_>, name: &str) -> Exported {
    let (preset, slug, name) = (preset.id.clone(), subject.slug.to_owned(), name.to_owned());
    Exported { preset, slug, name, ..Exported::default() }
}

/// The preset that the slug or the name tells, if it is one of this protocol; else the one that fits
/// any application.
fn preset(context: &Context, (kind, slug): (Kind, &str), name: &str) -> Result<Preset, Failure> {
    let catalogue = context.catalogue();
    let listing = catalogue.list()?;
    if let Some(id) = recognise::preset(&listing.entries, slug, name) {
        let preset = catalogue.find(id)?.load()?;
        let declared = &preset.authentik.provider;
        let is_it = match kind {
            Kind::OAuth2Provider => declared.oauth2.is_some(),
            Kind::ProxyProvider => declared.proxy.is_some(),
            _ => declared.saml.is_some(),
        };
        if is_it {
            return Ok(preset);
        }
    }
    let any = OF_ANY.iter().find(|(of, _)| *of == kind).map_or("oidc", |(_, id)| id);
    Ok(catalogue.find(any)?.load()?)
}

/// What the preset for pushing asks beside the address: its names are those of authentik's fields.
fn pushed(lists: &Lists, provider: &Found, (preset, exported): (&Preset, &mut Exported)) {
    let several = provider.fields.get("group_filters").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let ids = several.iter().chain(provider.fields.get("filter_group").filter(|id| !id.is_null()));
    let groups: Vec<&String> = ids.filter_map(|id| lists.known.groups.get(id.as_str()?)).collect();
    let is_excluded = provider.fields.get("exclude_users_service_account") != Some(&json!(false));
    let answers = [
        ("scim_group", json!(groups), groups.is_empty()),
        (
            "compatibility",
            json!(provider.text("compatibility_mode")),
            provider.text("compatibility_mode").is_none_or(|mode| mode == "default"),
        ),
        ("push_service_accounts", json!(true), is_excluded),
    ];
    for (name, value, is_default) in answers {
        if !is_default && preset.inputs.get(name).is_some() && !exported.inputs.iter().any(|(known, _)| known == name) {
            exported.inputs.push((name.to_owned(), value));
        }
    }
}

/// What is certain of the inputs; the rest is told.
fn inputs(preset: &Preset, made: Made<'_>, exported: &mut Exported) {
    let mut entries = Vec::new();
    for (name, values) in answers::recover(preset, made) {
        let many = preset.inputs.get(&name).is_some_and(|input| input.many);
        let literals: Vec<Literal> = values.iter().cloned().map(Literal::Text).collect();
        let literal = match literals.first() {
            Some(only) if !many => only.clone(),
            _ => Literal::List(literals),
        };
        let value = if many { json!(values) } else { json!(values.first()) };
        if preset.inputs.get(&name).is_none_or(|input| input.default.as_ref() != Some(&literal)) {
            exported.inputs.push((name.clone(), value));
        }
        entries.push(Entry { key: name, literal, is_itself: true });
    }
    let given = Given { entries: Some(entries), ..Given::default() };
    let complaints = answers::collect_each(preset, &given).err().unwrap_or_default();
    for complaint in complaints {
        let input = complaint.input.as_deref().unwrap_or_default();
        match preset.inputs.get(input).map(|known| known.kind) {
            Some(InputKind::Secret) => {
                let variable = format!("{}_{}", exported.slug, input).replace('-', "_").to_uppercase();
                // No name of a variable begins with a digit.
                let before = if variable.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
                let variable = format!("{before}{variable}");
                exported.secrets.push((input.to_owned(), variable));
            }
            _ => exported.comments.push(format!("could not be read back: {}", complaint.message)),
        }
    }
}

/// Groups and users that are bound. What a policy says is not taken apart.
fn access(lists: &Lists, subject: &Subject<'_>, exported: &mut Exported) {
    let (mut groups, mut users) = (Vec::new(), Vec::new());
    for binding in lists.bindings(subject.application) {
        let name = |object: &str, field: &str| {
            binding.get(object).and_then(|object| object.get(field)).and_then(Value::as_str).map(str::to_owned)
        };
        let is_plain = binding.get("enabled") != Some(&json!(false)) && binding.get("negate") != Some(&json!(true));
        match (name("group_obj", "name"), name("user_obj", "username"), name("policy_obj", "name")) {
            (Some(group), ..) if is_plain => groups.push(group),
            (None, Some(user), _) if is_plain => users.push(user),
            (.., Some(policy)) => exported.comments.push(format!("the policy `{policy}` decides who gets in as well")),
            _ => exported.comments.push("a binding is switched off or turned around".to_owned()),
        }
    }
    for (key, names) in [("groups", groups), ("users", users)] {
        if !names.is_empty() {
            exported.access.push((key, json!(names)));
        }
    }
}

/// Flows, key and tile, where they are not what akctl would choose.
fn options(lists: &Lists, application: &Found, provider: &Found, (preset, exported): (&Preset, &mut Exported)) {
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

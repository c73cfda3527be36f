//! Checks of everything that is evaluated: the names in it, and that it can be evaluated.

use super::inputs::TEMPLATE_NAMES;
use super::sample::Samples;
use super::sites::{Area, Site, Text, sites};
use crate::model::Version;
use crate::model::endpoints::ENDPOINT_NAMES;
use crate::preset::format::{InputKind, Preset, Protocol};
use crate::preset::problem::{Problem, did_you_mean};
use crate::preset::template::{
    AUTHENTIK_VERSION, Context, LATE, compared_versions, evaluate, mentions_secret, names_in_condition,
    names_in_template, render,
};
use crate::preset::value::METADATA_FIELDS;
use std::collections::BTreeSet;

/// The addresses below `endpoints`, which depend on what the preset makes.
pub(super) fn endpoints(preset: &Preset) -> &'static [&'static str] {
    let authentik = &preset.authentik;
    let kind = match preset.protocol {
        Protocol::Oidc => "oauth2",
        Protocol::Saml => "saml",
        Protocol::Proxy => "proxy",
        Protocol::Scim if authentik.source.is_some() => "source",
        Protocol::Scim => return &[],
    };
    ENDPOINT_NAMES.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, names)| *names)
}

/// Checks all places where something is evaluated.
pub(super) fn check(preset: &Preset, samples: &Samples, problems: &mut Vec<Problem>) {
    for site in sites(preset) {
        if let Err(problem) = check_site(preset, &site, samples) {
            problems.push(*problem);
        }
    }
}

fn check_site(preset: &Preset, site: &Site, samples: &Samples) -> Result<(), Box<Problem>> {
    let error = |message: String| Box::new(Problem::error(site.path.clone(), message));
    let (names, source) = match &site.text {
        Text::List(name) => {
            return check_list(preset, name)
                .map_err(|(message, advice)| Box::new(Problem::error(site.path.clone(), message).advice(advice)));
        }
        Text::Template(template) => (names_in_template(template), template.as_str()),
        Text::Default(template) => (names_in_template(template), template.as_str()),
        Text::Condition(condition) => (names_in_condition(condition), condition.as_str()),
    };
    let names = names.map_err(|reason| error(reason.to_string()))?;
    if site.area != Area::Client && mentions_secret(source) {
        return Err(error(
            "a secret of authentik may stand only in values of settings, in contents of files and in commands"
                .to_owned(),
        ));
    }
    // A comparison behind an `and` need not be reached when it is tried.
    for version in compared_versions(source) {
        version.parse::<Version>().map_err(|reason| error(reason.to_string()))?;
    }
    for name in &names {
        check_name(preset, site, name)
            .map_err(|(message, advice)| Box::new(Problem::error(site.path.clone(), message).advice(advice)))?;
    }
    let tried = samples.iter().try_for_each(|sample| try_it(site, sample));
    tried.map_err(|reason| error(format!("it cannot be evaluated: {reason}")))
}

/// A message, and advice where there is some.
type Complaint = (String, Option<String>);

fn check_list(preset: &Preset, name: &str) -> Result<(), Complaint> {
    let lists = || preset.inputs.iter().filter(|(_, input)| input.many).map(|(name, _)| name);
    match preset.inputs.get(name) {
        Some(input) if input.many => Ok(()),
        Some(_) => Err((format!("the input `{name}` is not a list: it has no `many: true`"), None)),
        None => Err((format!("there is no input `{name}`"), did_you_mean(name, lists()))),
    }
}

fn check_name(preset: &Preset, site: &Site, full: &str) -> Result<(), Complaint> {
    let (base, attribute) = full.split_once('.').map_or((full, None), |(base, rest)| (base, Some(rest)));
    match base {
        "item" | "index" if site.each.is_none() => {
            Err((format!("`{base}` is known only where `each` names a list"), None))
        }
        "index" => Ok(()),
        "item" => check_item(preset, site, attribute),
        "endpoints" if knows(preset, site.area).contains(base) => check_endpoint(endpoints(preset), attribute),
        _ if preset.inputs.get(base).is_some() => {
            check_metadata(preset, base, attribute)?;
            check_input(preset, site.area, base)
        }
        _ if knows(preset, site.area).contains(base) => Ok(()),
        "scopes" | AUTHENTIK_VERSION => Err((format!("`{base}` is known only in what people read or enter"), None)),
        _ => Err(unknown(preset, site, base)),
    }
}

fn unknown(preset: &Preset, site: &Site, base: &str) -> Complaint {
    let known = knows(preset, site.area);
    let advice = did_you_mean(base, known.iter().copied());
    let all = || Some(format!("known here: {}", known.iter().copied().collect::<Vec<_>>().join(", ")));
    (format!("the name `{base}` is unknown here"), advice.or_else(all))
}

/// The fields of SAML metadata are known by name.
fn check_metadata(preset: &Preset, base: &str, attribute: Option<&str>) -> Result<(), Complaint> {
    let is_metadata = preset.inputs.get(base).is_some_and(|input| input.kind == InputKind::SamlMetadata);
    match attribute {
        Some(field) if is_metadata && !METADATA_FIELDS.contains(&field) => {
            Err((format!("SAML metadata have no field `{field}`"), did_you_mean(field, METADATA_FIELDS)))
        }
        _ => Ok(()),
    }
}

fn check_input(preset: &Preset, area: Area, name: &str) -> Result<(), Complaint> {
    match area {
        Area::Before(at) if preset.inputs.position(name).is_some_and(|position| position >= at) => {
            Err((format!("`{name}` does not come before this input"), None))
        }
        _ => Ok(()),
    }
}

fn check_item(preset: &Preset, site: &Site, attribute: Option<&str>) -> Result<(), Complaint> {
    let list = site.each.unwrap_or_default();
    // A list that is none is told of where it is named.
    let Some(input) = preset.inputs.get(list).filter(|input| input.many) else { return Ok(()) };
    let is_record = input.kind == InputKind::Record;
    match attribute {
        Some(field) if is_record && input.fields.get(field).is_none() => {
            Err((format!("the records of `{list}` have no field `{field}`"), did_you_mean(field, input.fields.names())))
        }
        Some(_) if !is_record => Err((format!("the items of `{list}` are texts: write {{{{ item }}}}"), None)),
        None if is_record && matches!(site.text, Text::Template(_)) => {
            let fields: Vec<&str> = input.fields.names().collect();
            Err((format!("the items of `{list}` are records: write item.{}", fields.join(" or item.")), None))
        }
        _ => Ok(()),
    }
}

fn check_endpoint(known: &[&'static str], attribute: Option<&str>) -> Result<(), Complaint> {
    match attribute {
        Some(name) if known.contains(&name) => Ok(()),
        Some(name) => Err((format!("there is no endpoint `{name}`"), did_you_mean(name, known.iter().copied()))),
        None => Err((format!("name one of the endpoints: {}", known.join(", ")), None)),
    }
}

/// The names that are known in an area.
fn knows(preset: &Preset, area: Area) -> BTreeSet<&str> {
    let facts: &[&str] = match area {
        Area::Before(_) | Area::Inputs => &[],
        Area::Slug => &["name"],
        Area::Authentik => &["slug", "name", "authentik_url", "authentik_host", "endpoints"],
        Area::Talk => {
            &["slug", "name", "authentik_url", "authentik_host", AUTHENTIK_VERSION, "client_id", "endpoints", "scopes"]
        }
        Area::Client => &TEMPLATE_NAMES[..7],
    };
    let late: &[&str] = if area == Area::Client { &LATE } else { &[] };
    let count = if let Area::Before(at) = area { at } else { preset.inputs.len() };
    preset.inputs.names().take(count).chain(facts.iter().copied()).chain(late.iter().copied()).collect()
}

/// Evaluates it once with invented answers.
fn try_it(site: &Site, sample: &Context) -> Result<(), String> {
    let context = match site.each {
        Some(list) => match sample.repeated(None, Some(list)).map(|contexts| contexts.into_iter().next()) {
            Ok(Some(context)) => context,
            // The list itself is wrong; that is said where it is named.
            _ => return Ok(()),
        },
        None => sample.clone(),
    };
    let tried = match &site.text {
        Text::Template(template) => render(template, &context).map(drop),
        Text::Default(template) => render(template, &context).map(drop),
        Text::Condition(condition) => evaluate(condition, &context).map(drop),
        Text::List(_) => Ok(()),
    };
    tried.map_err(|error| error.to_string())
}

//! What is wrong with a preset that could be read. Everything is said at once, without a server.
//!
//! Errors make a preset unusable. Warnings point at what is dangerous or useless.

mod files;
mod inputs;
mod judged;
mod names;
mod provider;
mod proxy;
mod redirects;
mod saml;
mod sample;
mod sites;
#[cfg(test)]
mod tests;

use super::catalogue::is_id;
use super::format::{Client, Condition, Preset, Protocol, Section};
use super::position::Path;
use super::problem::Problem;
use crate::model::text::check_name;
use crate::model::{Slug, Version};
use std::collections::BTreeSet;

pub use inputs::RESERVED;
pub use provider::DEFAULT_SCOPES;
pub use saml::DEFAULT_ATTRIBUTES;
pub use sites::is_named;

/// Checks a preset. `id` is the name of its file, which its own must be.
#[must_use]
pub fn check(preset: &Preset, id: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    identity(preset, id, &mut problems);
    inputs::check(&preset.inputs, &mut problems);
    application(preset, &mut problems);
    let samples = sample::contexts(preset);
    provider::check(preset, &samples, &mut problems);
    client(&preset.client, &mut problems);
    login_path(preset, &mut problems);
    names::check(preset, &samples, &mut problems);
    problems
}

fn identity(preset: &Preset, id: &str, problems: &mut Vec<Problem>) {
    let root = Path::root();
    let mut error = |key: &str, message: String| problems.push(Problem::error(root.key(key), message));
    if !is_id(&preset.id) {
        error("id", format!("`{}` is not made of lower-case letters, digits and hyphens", preset.id));
    } else if preset.id != id {
        error("id", format!("`{}` is not the file's name, `{id}`", preset.id));
    }
    if let Err(reason) = check_name(&preset.name) {
        error("name", reason.to_string());
    }
    if preset.summary.trim().is_empty() || preset.summary.contains('\n') {
        error("summary", "it must be one line of text".to_owned());
    }
    if !is_id(&preset.category) {
        error("category", format!("`{}` is not made of lower-case letters, digits and hyphens", preset.category));
    }
    let mut words = BTreeSet::from([preset.id.as_str()]);
    for (at, alias) in preset.aliases.iter().enumerate() {
        let path = root.key("aliases").index(at);
        if !is_id(alias) {
            let message = format!("`{alias}` is not made of lower-case letters, digits and hyphens");
            problems.push(Problem::error(path, message));
        } else if !words.insert(alias) {
            problems.push(Problem::error(path, format!("`{alias}` is there twice")));
        }
    }
    for (at, page) in preset.docs.iter().enumerate() {
        if !page.starts_with("https://") && !page.starts_with("http://") {
            problems.push(Problem::error(root.key("docs").index(at), format!("`{page}` is not a web address")));
        }
    }
    if let Some(version) = &preset.tested.authentik
        && let Err(reason) = version.parse::<Version>()
    {
        problems.push(Problem::error(root.key("tested").key("authentik"), reason.to_string()));
    }
}

fn application(preset: &Preset, problems: &mut Vec<Problem>) {
    let authentik = &preset.authentik;
    let path = Path::root().key("authentik");
    if authentik.application.is_some() == authentik.source.is_some() {
        problems.push(Problem::error(path.clone(), "exactly one of `application` and `source` must be there"));
    }
    let key = if authentik.source.is_some() { "source" } else { "application" };
    if let Some(Err(reason)) = authentik.name().map(check_name) {
        problems.push(Problem::error(path.key(key).key("name"), reason.to_string()));
    }
    if let Some(slug) = authentik.slug().filter(|slug| slug.is_plain())
        && let Err(reason) = slug.as_str().parse::<Slug>()
    {
        problems.push(Problem::error(path.key(key).key("slug"), reason.to_string()));
    }
    let scim = authentik.backchannel.as_ref().is_some_and(|one| one.scim.is_some())
        || authentik.source.as_ref().is_some_and(|source| source.scim.is_some());
    let (needed, is_there) = match preset.protocol {
        Protocol::Oidc => ("a provider of the kind `oauth2`", authentik.provider.oauth2.is_some()),
        Protocol::Saml => ("a provider of the kind `saml`", authentik.provider.saml.is_some()),
        Protocol::Proxy => ("a provider of the kind `proxy`", authentik.provider.proxy.is_some()),
        Protocol::Scim => ("a `backchannel` or a `source` of the kind `scim`", scim),
    };
    if !is_there {
        let message = format!("the protocol {} needs {needed}", preset.protocol.as_str());
        problems.push(Problem::error(path.key("provider"), message));
    }
}

fn login_path(preset: &Preset, problems: &mut Vec<Problem>) {
    let Some(path) = &preset.verify.login_path else { return };
    let is_path = path.starts_with('/') && !path.starts_with("//");
    let message = if !is_path || path.contains(|c: char| c.is_whitespace() || c.is_control() || "#\\{".contains(c)) {
        format!("`{path}` is not a path: begin with one slash, and write no space, `#`, `\\` or template")
    } else if preset.authentik.provider.oauth2.is_none() {
        "only of an application with `oauth2` is seen what it sends people to authentik with".to_owned()
    } else {
        return;
    };
    problems.push(Problem::error(Path::root().key("verify").key("login_path"), message));
}

fn client(client: &Client, problems: &mut Vec<Problem>) {
    let path = Path::root().key("client");
    let Client { place: _, settings, files, commands, steps, notes: _ } = client;
    if settings.is_empty() && files.is_empty() && commands.is_empty() && steps.is_empty() {
        problems.push(Problem::warning(path.clone(), "nothing is said about what to enter in the application"));
    }
    labels(settings, &path.key("settings"), problems);
    files::check(files, &path.key("files"), problems);
}

fn labels(sections: &[Section], path: &Path, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (at, section) in sections.iter().enumerate() {
        let Section { section: heading, when, each, fields } = section;
        let when = when.as_ref().map(Condition::as_str);
        if fields.is_empty() {
            problems.push(Problem::error(path.index(at), "there is no field in it"));
        }
        for (number, field) in fields.iter().enumerate() {
            let path = path.index(at).key("fields").index(number).key("label");
            let own = field.when.as_ref().map(Condition::as_str);
            if !seen.insert((heading, field.label.as_str(), when, own)) {
                problems.push(Problem::error(path, format!("the label `{}` is there twice", field.label.as_str())));
            } else if each.is_some() && !field.label.as_str().contains("{{") {
                let advice = "write {{ index }} or {{ item }} into it".to_owned();
                let message = "every item of the list gets the same label";
                problems.push(Problem::warning(path, message).advice(advice));
            }
        }
    }
}

//! From flags to what the person wants: parsed at the border, all that is wrong at once.

use crate::cli::integrate::{AccessOptions, ApplicationOptions, Mfa, Options};
use crate::compile::{RequireMfa, Wishes, WithoutDevice};
use crate::error::{Failure, Problems};
use crate::model::text::check_name;
use crate::model::{AppUrl, Slug, network};
use crate::preset::value::is_duration;
use crate::session;
use std::collections::BTreeMap;

/// Reads the flags that every preset has.
pub fn wishes(options: &Options) -> Result<Wishes, Failure> {
    let mut problems = Problems::default();
    let ApplicationOptions {
        slug,
        name,
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        signing_key,
        outpost,
        tile_group,
        icon,
        publisher,
        description,
    } = options.application.clone();
    let AccessOptions {
        bind_group,
        bind_user,
        allow_network,
        policy_expression,
        require_mfa,
        mfa_lasts,
        create_groups,
        add_member,
    } = options.access.clone();
    let slug = slug.and_then(|text| match text.parse::<Slug>() {
        Ok(slug) => Some(slug),
        Err(error) => {
            problems.add(format!("--slug: {error}"));
            None
        }
    });
    let mut members = Vec::new();
    for text in &add_member {
        match text.rsplit_once('=') {
            Some((group, user)) if !group.is_empty() && !user.is_empty() => {
                members.push((group.to_owned(), user.to_owned()));
            }
            _ => problems.add(format!("--add-member {text:?}: it must be GROUP=USER")),
        }
    }
    let mut networks = Vec::new();
    for text in &allow_network {
        match network::parse(text) {
            Ok(network) => networks.push(network),
            Err(wrong) => problems.add(format!("--allow-network: {wrong}")),
        }
    }
    let policy_expression = policy_expression.map(|path| session::read("--policy-expression", &path)).transpose()?;
    let policy_expression = policy_expression.and_then(|text| expression(&text, &mut problems));
    if let Some(text) = mfa_lasts.as_deref().filter(|text| !is_duration(text)) {
        problems.add(format!("--mfa-lasts: {text:?} is not a time such as hours=8 or minutes=30"));
    }
    let require_mfa = require_mfa.map(|word| RequireMfa {
        without_device: match word {
            Mfa::Deny => WithoutDevice::Deny,
            Mfa::Enrol => WithoutDevice::Enrol,
        },
        lasts: mfa_lasts,
    });
    let wishes = Wishes {
        require_mfa,
        secrets: BTreeMap::new(),
        without_secrets: false,
        slug,
        name,
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        signing_key,
        outpost,
        tile_group,
        icon,
        publisher,
        description,
        bind_groups: bind_group,
        bind_users: bind_user,
        networks,
        policy_expression,
        create_groups,
        members,
    };
    check_texts(&wishes, &mut problems);
    problems.finish(wishes)
}

/// The body of a Python function that decides who gets in.
pub(in crate::commands) fn expression(text: &str, problems: &mut Problems) -> Option<String> {
    let text = text.trim_end();
    if holds_no_code(text) {
        problems.add("--policy-expression: the file holds no expression");
    } else if !text.contains("return") {
        problems.add(
            "--policy-expression: the file returns nothing, so nobody would be let in: it is the body of a function, and \
             must end with something like `return request.user.email.endswith(\"@company\")`",
        );
    } else {
        return Some(text.to_owned());
    }
    None
}

/// Whether a Python text has nothing but comments and blank lines.
fn holds_no_code(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

/// Names and texts that authentik would take and people would stumble over.
fn check_texts(wishes: &Wishes, problems: &mut Problems) {
    if let Some(Err(error)) = wishes.name.as_deref().map(check_name) {
        problems.add(format!("--name: {error}"));
    }
    let texts = [
        ("--tile-group", &wishes.tile_group),
        ("--publisher", &wishes.publisher),
        ("--description", &wishes.description),
        ("--signing-key", &wishes.signing_key),
        ("--authentication-flow", &wishes.authentication_flow),
        ("--authorization-flow", &wishes.authorization_flow),
        ("--invalidation-flow", &wishes.invalidation_flow),
        ("--name", &wishes.name),
        ("--icon", &wishes.icon),
    ];
    for (flag, text) in texts {
        if let Some(c) = text.iter().flat_map(|text| text.chars()).find(|c| c.is_control()) {
            problems.add(format!("{flag}: {c:?} must not stand in it"));
        }
        if text.as_ref().is_some_and(|text| text.trim() != text) {
            problems.add(format!("{flag}: it begins or ends with white space, which authentik does not keep"));
        }
    }
    let bound = wishes.bind_groups.iter().map(|group| ("--bind-group", group));
    for (flag, group) in bound.chain(wishes.members.iter().map(|(group, _)| ("--add-member", group))) {
        if group.is_empty() || group.trim() != group || group.chars().any(char::is_control) {
            problems.add(format!("{flag}: {group:?} cannot be the name of a group in authentik"));
        }
    }
    if let Some(icon) = &wishes.icon
        && !icon.starts_with("fa://")
        && let Err(error) = icon.parse::<AppUrl>()
    {
        problems.add(format!("--icon: {error}"));
    }
}

//! Checks of the application itself: its provider, its slug, and who may open it.

use crate::model::shell::quoted;
use crate::model::slug::NotASlug;
use crate::model::{Slug, text::printable};
use crate::verify::check::Said;
use crate::verify::objects::{Binding, Bound};
use crate::verify::picture::{FORBIDDEN, Look, Picture};

/// An application without provider, or a provider without application.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn provider(picture: &Picture) -> Option<Said> {
    let provider = match &picture.provider {
        Ok(provider) => provider,
        Err(why) if why.starts_with(FORBIDDEN) => return Some(Said::not_checked(why.clone())),
        Err(why) => {
            let means = "authentik cannot even show the provider; a redirect address that was stored without its \
                         matching mode does that, and then every login through it fails too";
            let remedy =
                "write the provider's redirect addresses again, each with its matching mode (PATCH redirect_uris)";
            return Some(Said::failed(why.clone(), means).mend(remedy));
        }
    };
    Some(match (&picture.application, provider) {
        (Some(_), Some(provider)) => Said::ok(format!("{}, {}", provider.name, provider.kind_name)),
        (None, Some(provider)) => {
            let means = "nobody can sign in through it; deleting an application leaves its provider behind";
            let remedy = format!("give it an application in authentik, or delete the provider `{}`", provider.name);
            Said::warning("the provider belongs to no application", means).mend(remedy)
        }
        (Some(application), None) => without_provider(picture, &application.launch_url),
        (None, None) => return None,
    })
}

fn without_provider(picture: &Picture, launch_url: &str) -> Said {
    let is_expected = picture.expect.as_ref().is_some_and(|expect| expect.signs_in);
    if picture.expect.as_ref().is_some_and(|expect| !expect.signs_in) {
        return Said::ok("none, and nobody is meant to sign in with it");
    }
    if !picture.backchannel.is_empty() && !is_expected {
        return Said::ok("none; it has only providers in the back channel");
    }
    if !launch_url.is_empty() && !is_expected {
        return Said::ok(format!("none; the tile is a link to {launch_url}"));
    }
    let means = "nobody can sign in with it: its addresses answer 404";
    let by_hand = "choose a provider for the application in authentik's admin interface (Applications > Applications)";
    let remedy = picture.expect.as_ref().map_or(by_hand.to_owned(), |expect| picture.again(expect, ""));
    Said::failed("the application has no provider", means).mend(remedy)
}

/// A slug under which authentik's own addresses stand.
pub(super) fn reserved_slug(picture: &Picture) -> Option<Said> {
    let has_other = picture.any_provider().is_some() && picture.oauth2().is_none();
    if picture.application.is_none() || has_other {
        return None;
    }
    let slug = picture.slug();
    Some(match slug.parse::<Slug>() {
        Err(NotASlug::Reserved(_)) => Said::failed(
            slug,
            "authentik keeps this path for itself: the application has no discovery document, and no login works",
        )
        .mend("give the application another slug in authentik, and the new addresses to the application itself"),
        _ => Said::ok(slug),
    })
}

fn on(bindings: &[Binding]) -> Vec<&Binding> {
    bindings.iter().filter(|binding| binding.is_on).collect()
}

/// The bindings of an application; nothing for a provider without one.
fn bindings(picture: &Picture) -> Option<Look<&Vec<Binding>>> {
    picture.application.as_ref()?;
    Some(picture.bindings.as_ref().map_err(Clone::clone))
}

/// An application that is open to everyone.
pub(super) fn access(picture: &Picture) -> Option<Said> {
    let bindings = match bindings(picture)? {
        Ok(bindings) => bindings,
        Err(why) => return Some(Said::not_checked(why)),
    };
    let on = on(bindings);
    if !on.is_empty() {
        return Some(Said::ok(on.iter().map(|binding| name(binding)).collect::<Vec<_>>().join(", ")));
    }
    let seen = match bindings.len() {
        0 => "no binding",
        _ => "no binding that is switched on",
    };
    if picture.server.open_by_default == Some(false) {
        return Some(Said::ok(format!("{seen}, and authentik lets nobody in by default")));
    }
    let command = picture.expect.as_ref().map_or_else(
        || "bind a group to the application in authentik's admin interface".to_owned(),
        |expect| picture.again(expect, " --bind-group GROUP"),
    );
    Some(Said::warning(seen, "every user of authentik may open it").mend(command))
}

/// An application that lets nobody in.
pub(super) fn nobody(picture: &Picture) -> Option<Said> {
    let on = match bindings(picture)? {
        Ok(bindings) => on(bindings),
        Err(why) => return Some(Said::not_checked(why)),
    };
    if on.is_empty() && picture.server.open_by_default == Some(false) {
        let means = "without a binding nobody gets in, because authentik's setting core_default_app_access is off";
        let remedy = picture.expect.as_ref().map_or_else(
            || "bind a group to the application in authentik's admin interface".to_owned(),
            |expect| picture.again(expect, " --bind-group GROUP"),
        );
        return Some(Said::failed("no binding is switched on", means).mend(remedy));
    }
    let mut empty = Vec::new();
    for binding in &on {
        match &binding.bound {
            _ if binding.is_negated => return Some(Said::ok("a binding lets everybody else in")),
            Bound::Policy { .. } => return Some(Said::ok("a policy decides")),
            Bound::Group { members: Err(why), .. } => return Some(Said::not_checked(why.clone())),
            Bound::Group { members: Ok(Some(0)), name } => empty.push(format!("the group {name} has no member")),
            Bound::User { is_active: false, name } => empty.push(format!("the user {name} is switched off")),
            Bound::Group { .. } | Bound::User { .. } => return Some(Said::ok("there is somebody")),
        }
    }
    Some(match empty.as_slice() {
        [] => Said::ok("everybody may"),
        empty => Said::warning(empty.join("; "), "nobody can open the application").mend(members(picture, &on)),
    })
}

/// How to put people into the group that is empty.
fn members(picture: &Picture, on: &[&Binding]) -> String {
    let group = on.iter().find_map(|binding| match &binding.bound {
        Bound::Group { name, .. } => Some(name.as_str()),
        _ => None,
    });
    match (group, &picture.expect) {
        (Some(group), Some(expect)) if picture.is_ours() => {
            picture.again(expect, &format!(" --add-member {}=USER", quoted(group)))
        }
        (Some(group), _) => format!("put people into the group `{group}` (Directory > Groups) in authentik"),
        (None, _) => "switch the user on, or bind a group, in authentik's admin interface".to_owned(),
    }
}

/// Bindings that do not mean what they seem to.
pub(super) fn mode(picture: &Picture) -> Option<Said> {
    let on = on(bindings(picture)?.ok()?);
    let application = picture.application.as_ref()?;
    let policies = on.iter().filter(|binding| matches!(binding.bound, Bound::Policy { .. })).count();
    let people = on.len() - policies;
    Some(if application.engine_mode == "all" && on.len() > 1 {
        let means = "servers differ in whether several groups and users must all match or one of them: an update \
                     can let in more people, or fewer";
        Said::warning("all bindings must match, and there are several", means)
            .mend("bind one policy that says everything: akctl makes it of --bind-group and --allow-network together")
    } else if policies > 0 && people > 0 {
        let means =
            "one binding that matches is enough, so the policy does not narrow down the groups and users, or they it";
        Said::warning("a policy is bound beside groups or users", means)
            .mend("bind one policy that says everything: akctl makes it of --bind-group and --allow-network together")
    } else {
        Said::ok(if application.engine_mode == "all" { "all must match" } else { "one that matches is enough" })
    })
}

/// What a binding binds, for people.
pub(in crate::verify) fn name(binding: &Binding) -> String {
    let whom = match &binding.bound {
        Bound::Group { name, .. } => format!("group {name}"),
        Bound::User { name, .. } => format!("user {name}"),
        Bound::Policy { name } => format!("policy {name}"),
    };
    let whom = printable(&whom);
    if binding.is_negated { format!("everyone but {whom}") } else { whom.into_owned() }
}

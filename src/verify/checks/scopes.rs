//! Checks of scope mappings and of the claims that they make.

use super::{oauth2, provider_page};
use crate::model::Version;
use crate::verify::check::{Said, Verdict};
use crate::verify::objects::Mapping;
use crate::verify::picture::Picture;
use crate::verify::provider::Provider;
use regex::Regex;
use std::collections::BTreeSet;

/// The stable id of authentik's own `email` mapping (all versions).
const EMAIL: &str = "goauthentik.io/providers/oauth2/scope-email";

/// How many bytes of claims a cookie still holds, roughly: browsers keep 4096, and signing and
/// encoding take a third of that.
const LARGE: usize = 2_700;

/// Mappings that are missing: authentik drops the scopes that they serve without a word.
pub(super) fn scope_mappings(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let mappings = match &picture.mappings {
            Ok(mappings) => mappings,
            Err(why) => return Said::not_checked(why.clone()),
        };
        // Several mappings may serve one scope.
        let scopes: BTreeSet<&str> = mappings.iter().map(|mapping| mapping.scope.as_str()).collect();
        let shown = scopes.iter().copied().collect::<Vec<&str>>().join(" ");
        let expected = picture.expect.as_ref().map(|expect| expect.scopes.as_slice()).unwrap_or_default();
        let has = |scope: &&str| scopes.contains(scope);
        let basic = ["openid", "profile", "email"];
        let lacking: Vec<&str> = match expected {
            [] => basic.into_iter().filter(|scope| !has(scope)).collect(),
            expected => expected.iter().map(String::as_str).filter(|scope| !has(scope)).collect(),
        };
        let remedy =
            picture.mend(&format!("choose authentik's default mappings as \"Scopes\" of {}", provider_page(provider)));
        if lacking.is_empty() {
            return Said::ok(shown);
        }
        let seen = if scopes.is_empty() {
            "the provider has no scope mapping at all".to_owned()
        } else {
            format!("no mapping for {}; there are {shown}", lacking.join(" "))
        };
        let means =
            "authentik drops these scopes without a word: the application is let in and learns nothing of the user";
        let said = Said::failed(seen, means).mend(remedy);
        // Without a preset only openid is sure to be needed.
        let is_sure = !expected.is_empty() || lacking.contains(&"openid");
        if is_sure { said } else { said.as_verdict(Verdict::Warning) }
    })
}

/// Mappings of somebody's own; authentik's are changed with every version, and by authentik.
fn own(mappings: &[Mapping]) -> impl Iterator<Item = &Mapping> {
    mappings.iter().filter(|mapping| mapping.managed.is_none())
}

fn of_provider(picture: &Picture, check: impl Fn(&Picture, &[Mapping]) -> Said) -> Option<Said> {
    picture.oauth2()?;
    Some(match &picture.mappings {
        Ok(mappings) => check(picture, mappings),
        Err(why) => Said::not_checked(why.clone()),
    })
}

/// Mappings whose result is thrown away.
pub(super) fn mapping_code(picture: &Picture) -> Option<Said> {
    of_provider(picture, |_, mappings| {
        let list = Regex::new(r"(?m)^return\s*\[").ok();
        let returns_list =
            |mapping: &&Mapping| list.as_ref().is_some_and(|list| list.is_match(mapping.expression.trim()));
        let lists: Vec<&str> = own(mappings).filter(returns_list).map(|mapping| mapping.name.as_str()).collect();
        if lists.is_empty() {
            return Said::ok("every mapping returns what authentik takes, as far as that shows");
        }
        let means =
            "authentik ignores whatever is not a dictionary without a word: these claims never reach the application";
        Said::failed(format!("returns a list: {}", lists.join(", ")), means)
            .mend("let the mapping return a dictionary, such as {\"claim\": [...]} (Customization > Property Mappings)")
    })
}

/// `user.ak_groups` and `user.groups`, which do not mean the same on all versions: the first is
/// deprecated from authentik 2026.2 on, the second is an empty list up to 2025.12.
pub(super) fn deprecated_groups(picture: &Picture) -> Option<Said> {
    of_provider(picture, |picture, mappings| {
        let version = &picture.server.can.version;
        let using = |word: &str| {
            let pattern = Regex::new(&format!(r"\buser\.{word}\b")).ok();
            let uses = |mapping: &&Mapping| pattern.as_ref().is_some_and(|one| one.is_match(&mapping.expression));
            own(mappings).filter(uses).map(|mapping| mapping.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let since = |version: &Version| version.at_least(2026, 2);
        let remedy =
            "ak_is_group_member(request.user, name=\"...\") and request.user.all_groups() work on every version";
        let (old, new) = (using("ak_groups"), using("groups"));
        if since(version) && !old.is_empty() {
            let means = "it is deprecated and will be removed; each login writes a warning into authentik's events";
            return Said::warning(format!("user.ak_groups is used in {old}"), means).mend(remedy);
        }
        if !since(version) && !new.is_empty() {
            let means = "before authentik 2026.2 this is an empty list, without an error";
            return Said::failed(format!("user.groups is used in {new}"), means).mend(remedy);
        }
        Said::ok("nothing that changes with authentik's version")
    })
}

/// `email_verified`, where the application insists on it.
pub(super) fn email_verified(picture: &Picture) -> Option<Said> {
    of_provider(picture, |picture, mappings| {
        let seen = match picture.preview.as_ref().map(|claims| claims.get("email_verified").cloned()) {
            Ok(Some(claim)) => format!("email_verified is {claim}"),
            Ok(None) => "there is no claim email_verified".to_owned(),
            Err(why) => return Said::not_checked(why.clone()),
        };
        let is_verified = seen == "email_verified is true";
        let Some(expect) = picture.expect.as_ref().filter(|expect| expect.verified_email) else {
            return if is_verified {
                Said::ok(seen)
            } else {
                Said::not_checked(format!("{seen}; whether the application minds is not known"))
            };
        };
        if is_verified {
            return Said::ok(seen);
        }
        let default = mappings.iter().any(|mapping| mapping.managed.as_deref() == Some(EMAIL));
        let reason = if default && !picture.server.can.email_verified_by_default {
            "; authentik's own mapping says so from 2025.10 on"
        } else {
            ""
        };
        // Beside the preset's own mapping, authentik's stays and may have the last word, unless it is taken off.
        let more = if default { " --exact" } else { "" };
        let by_hand = "use a scope mapping of your own for `email` that says email_verified is true";
        Said::failed(seen, format!("{} lets nobody in whose address is not verified{reason}", expect.name))
            .mend(picture.mend_with(more, by_hand))
    })
}

/// What the application asked for when somebody last signed in. authentik notes only the scopes that
/// it knows, so scopes that were joined by commas are missing there.
pub(super) fn asked(picture: &Picture) -> Option<Said> {
    picture.oauth2()?;
    let asked = match &picture.asked {
        Ok(Some(asked)) => asked,
        Ok(None) => return Some(Said::not_checked("nobody signed in of late")),
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let expected = picture.expect.as_ref().map(|expect| expect.scopes.as_slice()).unwrap_or_default();
    let lacking: Vec<&str> =
        expected.iter().filter(|scope| !asked.scopes.contains(scope)).map(String::as_str).collect();
    let seen = format!("{}, on {}", asked.scopes.join(" "), asked.when);
    if asked.scopes.is_empty() {
        let means = "the application asked for nothing that authentik knows: mostly the scopes are joined by commas";
        let seen = format!("none, on {}", asked.when);
        return Some(Said::warning(seen, means).mend("separate the scopes by spaces in the application"));
    }
    if lacking.is_empty() {
        return Some(Said::ok(seen));
    }
    let means = format!("{} was not asked for, so its claims do not reach the application", lacking.join(", "));
    Some(Said::warning(seen, means).mend("add the scopes in the application, separated by spaces"))
}

/// Claims that no longer fit into a cookie.
pub(super) fn token_size(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, _: &Provider| match &picture.preview {
        Err(why) => Said::not_checked(why.clone()),
        Ok(claims) => {
            let size = claims.to_string().len();
            let seen = format!("{size} bytes for the token's own user");
            if size <= LARGE {
                return Said::ok(seen);
            }
            let means =
                "applications that keep the token in a cookie lose it, and people are asked to sign in again and again";
            Said::warning(seen, means).mend("give the application only the groups that it needs, in a claim of its own")
        }
    })
}

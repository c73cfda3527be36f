//! Checks of the outposts that serve a provider, and of what a proxy provider needs to be of use.

use super::provider_page;
use crate::compile::is_same_address;
use crate::verify::check::Said;
use crate::verify::outposts::Outpost;
use crate::verify::picture::Picture;
use crate::verify::provider::Kind;

/// The outposts that serve the provider; why they cannot be looked at; nothing where there are none.
fn serving(picture: &Picture) -> Option<Result<&[Outpost], Said>> {
    picture.any_provider().filter(|one| matches!(one.kind, Kind::Proxy | Kind::Ldap))?;
    match &picture.outposts {
        Ok(outposts) if outposts.is_empty() => None,
        Ok(outposts) => Some(Ok(outposts)),
        Err(why) => Some(Err(Said::not_checked(why.clone()))),
    }
}

/// Where the outpost of a proxy provider sends people for signing in.
pub(super) fn host(picture: &Picture) -> Option<Said> {
    picture.of_kind(Kind::Proxy)?;
    let outposts = match serving(picture)? {
        Ok(outposts) => outposts,
        Err(said) => return Some(said),
    };
    let public = &picture.server.public;
    let mend = |outpost: &Outpost| {
        format!(
            "set authentik_host to {public} in the configuration of the outpost `{}` (Applications > Outposts > Edit > \
             Advanced settings)",
            outpost.name
        )
    };
    for outpost in outposts {
        let Some(host) = &outpost.host else {
            return Some(Said::not_checked(format!("the settings of the outpost `{}` do not show", outpost.name)));
        };
        if host.is_empty() {
            let seen = format!("authentik_host of the outpost `{}` is empty", outpost.name);
            let means = "it may send people to an address that they cannot reach, or in a circle";
            return Some(Said::warning(seen, means).mend(mend(outpost)));
        }
        if !is_same_address(host, public) {
            let seen = format!("the outpost `{}` sends people to {host}; authentik is at {public}", outpost.name);
            let means = "people are sent to an address that they cannot reach, or in a circle";
            return Some(Said::warning(seen, means).mend(mend(outpost)));
        }
    }
    Some(Said::ok(public.to_string()))
}

/// Whether the outposts run, in the server's version.
pub(super) fn health(picture: &Picture) -> Option<Said> {
    let outposts = match serving(picture)? {
        Ok(outposts) => outposts,
        Err(said) => return Some(said),
    };
    let mut versions = Vec::new();
    for outpost in outposts {
        let health = match &outpost.health {
            Ok(health) => health,
            Err(why) => return Some(Said::not_checked(why.clone())),
        };
        if health.is_empty() {
            let seen = format!("nothing of the outpost `{}` has been in touch with authentik of late", outpost.name);
            let means = "it does not run, or does not reach authentik: what it serves cannot be opened";
            let remedy = "look into its log; Applications > Outposts shows when it was last seen";
            return Some(Said::warning(seen, means).mend(remedy));
        }
        if let Some(other) = health.iter().find(|one| one.is_outdated || one.version != one.version_should) {
            let seen =
                format!("the outpost `{}` is {}, and authentik {}", outpost.name, other.version, other.version_should);
            let means = "the two may not understand each other";
            return Some(Said::warning(seen, means).mend("bring the outpost to the version of authentik"));
        }
        versions.extend(health.iter().map(|one| format!("{} {}", outpost.name, one.version)));
    }
    versions.dedup();
    Some(Said::ok(versions.join(", ")))
}

/// What the mode of a proxy provider needs.
pub(super) fn mode(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Proxy)?;
    let page = provider_page(provider);
    let lacks = |field: &str| provider.text(field).is_empty();
    Some(match provider.text("mode") {
        "proxy" if lacks("internal_host") => {
            let means = "the outpost does not know where the application is";
            let by_hand = format!("enter the application's address as \"Internal host\" of {page}");
            Said::failed("proxy, without an internal host", means).mend(picture.mend(&by_hand))
        }
        "forward_domain" if lacks("cookie_domain") => {
            let means = "a session holds for no host but the external one: people sign in again and again, in a circle";
            let by_hand =
                format!("enter the domain that the applications have in common as \"Cookie domain\" of {page}");
            Said::failed("forward_domain, without a cookie domain", means).mend(picture.mend(&by_hand))
        }
        "forward_domain" => Said::ok(format!("forward_domain for {}", provider.text("cookie_domain"))),
        "proxy" => Said::ok(format!("proxy for {}", provider.text("internal_host"))),
        other => Said::ok(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::check::Verdict;
    use crate::verify::checks::tests::picture;
    use crate::verify::outposts::Health;
    use serde_json::json;

    fn said(version: &str, is_outdated: bool) -> Said {
        let mut picture = picture("authentik_providers_proxy.proxyprovider", &json!({"mode": "forward_single"}));
        let own =
            Health { version: "2025.10.3".to_owned(), version_should: "2025.10.3".to_owned(), is_outdated: false };
        let other = Health { version: version.to_owned(), is_outdated, ..own.clone() };
        let mut outpost = Outpost::of(&json!({"pk": "1", "name": "Branch", "providers": [7]}));
        outpost.health = Ok(vec![own, other]);
        picture.outposts = Ok(vec![outpost]);
        health(&picture).expect("it applies")
    }

    #[test]
    fn an_outpost_of_another_version_is_seen_among_others() {
        assert_eq!(said("2025.10.3", false).verdict, Verdict::Ok);
        assert_eq!(said("2025.8.1", false).verdict, Verdict::Warning);
        assert_eq!(said("2025.10.3", true).verdict, Verdict::Warning);
        assert!(said("2025.8.1", false).seen.contains("`Branch` is 2025.8.1, and authentik 2025.10.3"));
    }
}

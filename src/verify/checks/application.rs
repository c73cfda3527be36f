//! Checks of what the application's own login address sends people to authentik with (`--app`).

use super::redirects::{allows, nearest, without_values};
use super::{oauth2, provider_page};
use crate::verify::check::Said;
use crate::verify::picture::{Picture, Sent};
use crate::verify::provider::Provider;

/// Whether the address sends anybody to authentik.
pub(super) fn login(picture: &Picture) -> Option<Said> {
    Some(match picture.sent.as_ref()? {
        Ok(sent) => Said::ok(format!("it sends people to {}", sent.address)),
        Err(why) => Said::not_checked(why.clone()),
    })
}

/// A check of what was sent; nothing if nothing was.
fn sent(picture: &Picture, check: impl Fn(&Provider, &Sent) -> Said) -> Option<Said> {
    let sent = picture.sent.as_ref()?.as_ref().ok()?;
    oauth2(picture, |_, provider| check(provider, sent))
}

/// Whether it is this authentik, and the right address of it.
pub(super) fn authentik(picture: &Picture) -> Option<Said> {
    let right = picture.endpoints()?.authorization;
    let slug = picture.slug();
    sent(picture, |_, sent| {
        if sent.address == right {
            return Said::ok(right.clone());
        }
        let path = |url: &str| url.split_once("://").map_or("", |(_, rest)| rest).to_owned();
        let means = if sent.address.contains(&format!("/o/{slug}/authorize")) {
            "the slug does not belong into this address: authentik answers 404"
        } else if format!("{}/", sent.address) == right {
            "without the final slash authentik answers 404"
        } else if path(&sent.address) == path(&right) {
            "the scheme differs: people are sent to the other of http and https"
        } else {
            "it is not the public address of this authentik"
        };
        Said::failed(sent.address.clone(), means).mend(format!("enter {right} in the application, or its issuer"))
    })
}

/// Whether it is this provider's client.
pub(super) fn client_id(picture: &Picture) -> Option<Said> {
    sent(picture, |provider, sent| {
        let (seen, right) = (sent.get("client_id"), provider.text("client_id"));
        if seen == right {
            return Said::ok(seen);
        }
        let means = if seen.trim() == right {
            "there is white space around it: authentik answers \"Client ID Error\""
        } else {
            "it is not the client ID of this provider: authentik answers \"Client ID Error\", or signs people in for \
             something else"
        };
        Said::failed(seen, means).mend(format!("enter {right} in the application"))
    })
}

/// Whether the address is registered.
pub(super) fn redirect(picture: &Picture) -> Option<Said> {
    sent(picture, |provider, sent| {
        let (seen, redirects) = (sent.get("redirect_uri"), provider.sign_in_redirects());
        if redirects.is_empty() {
            return Said::not_checked("no address is registered");
        }
        if allows(&redirects, seen) {
            return Said::ok(without_values(seen));
        }
        if seen.is_empty() {
            let means = "authentik answers 400: it takes no login without a redirect address";
            return Said::failed("it sends none", means).mend("let the application send its redirect address");
        }
        let means = if seen.starts_with("http://") {
            "authentik answers \"Redirect URI Error\"; if the application is behind a proxy with https, the \
             proxy does not tell it so (header X-Forwarded-Proto)"
        } else {
            "authentik answers \"Redirect URI Error\""
        };
        let page = provider_page(provider);
        Said::failed(nearest(seen, &redirects), means)
            .mend(format!("set the application's own public address right, or add this one to {page}"))
    })
}

/// Scopes that nothing serves, and commas between them.
pub(super) fn scope(picture: &Picture) -> Option<Said> {
    let served = picture.mappings.as_ref().ok();
    let expected = picture.expect.as_ref().map(|expect| expect.scopes.as_slice()).unwrap_or_default();
    sent(picture, |_, sent| {
        let text = sent.get("scope");
        let scopes: Vec<&str> = text.split_whitespace().collect();
        if text.contains(',') {
            let means = "authentik takes scopes that are joined by commas for one that it does not know, and \
                         drops it: the application learns nothing of the user";
            return Said::failed(text, means).mend("separate the scopes by spaces in the application");
        }
        if !scopes.contains(&"openid") {
            let means = "without openid there is no ID token";
            return Said::failed(text, means).mend("add openid to the scopes in the application");
        }
        let is_served = |scope: &&&str| served.is_none_or(|all| all.iter().any(|one| one.scope == **scope));
        let unknown: Vec<&str> = scopes.iter().filter(|scope| !is_served(scope)).copied().collect();
        let lacking: Vec<&str> = expected.iter().map(String::as_str).filter(|scope| !scopes.contains(scope)).collect();
        if !lacking.is_empty() {
            let seen = format!("{text}; {} is not asked for", lacking.join(", "));
            return Said::warning(seen, "the claims of these scopes never reach the application")
                .mend("add them to the scopes in the application");
        }
        if !unknown.is_empty() {
            let seen = format!("{text}; the provider has no mapping for {}", unknown.join(", "));
            return Said::warning(seen, "authentik drops them without a word")
                .mend("give the provider a mapping for them, or take them out in the application");
        }
        Said::ok(text)
    })
}

/// Whether the provider is allowed what the application asks for.
pub(super) fn response_type(picture: &Picture) -> Option<Said> {
    sent(picture, |provider, sent| {
        let asked = sent.get("response_type");
        let mut words: Vec<&str> = asked.split_whitespace().collect();
        words.sort_unstable();
        let grant = match words.as_slice() {
            ["code"] => "authorization_code",
            ["id_token"] | ["id_token", "token"] => "implicit",
            ["code", "token" | "id_token"] | ["code", "id_token", "token"] => "hybrid",
            _ => {
                let means = "authentik does not know it and sends people back with unsupported_response_type";
                return Said::failed(asked, means).mend("let the application ask for code");
            }
        };
        let allowed = provider.texts("grant_types").is_none_or(|grants| grants.contains(&grant));
        if !allowed {
            let means =
                format!("it needs the grant {grant}, and authentik refuses the login without naming the reason");
            return Said::failed(asked, means).mend(format!("choose {grant} in {}", provider_page(provider)));
        }
        if words.contains(&"id_token") && sent.get("nonce").is_empty() {
            let means = "the application sends no nonce, and authentik refuses the login";
            return Said::failed(asked, means).mend("let the application send a nonce, or ask for code");
        }
        Said::ok(asked)
    })
}

//! Checks of the addresses to which authentik sends people back.

use super::{oauth2, provider_page};
use crate::login::flow::is_of_a_test;
use crate::model::capabilities::Knows;
use crate::model::pattern::{Flaw, flaw};
use crate::verify::check::Said;
use crate::verify::picture::Picture;
use crate::verify::provider::Redirect;
use regex::Regex;
use url::{Host, Url};

/// None, or not those that the application uses.
pub(super) fn redirect_uris(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let by_hand = format!("enter them as \"Redirect URIs/Origins\" of {}", provider_page(provider));
        if provider.redirects().is_empty() {
            let means =
                "authentik keeps the first address that anybody uses, be it a stranger's, and refuses all others";
            return Said::failed("there is none", means).mend(picture.mend(&by_hand));
        }
        let redirects = provider.sign_in_redirects();
        if redirects.is_empty() {
            return Said::failed("all are for after signing out", "authentik refuses every login")
                .mend(picture.mend(&by_hand));
        }
        let wanted = picture.expect.as_ref().map(|expect| expect.redirects.as_slice()).unwrap_or_default();
        let missing: Vec<String> = wanted
            .iter()
            .filter(|wanted| !allows(&redirects, wanted))
            .map(|wanted| nearest(wanted, &redirects))
            .collect();
        if missing.is_empty() {
            return Said::ok(redirects.iter().map(|redirect| redirect.url.as_str()).collect::<Vec<_>>().join(", "));
        }
        let means = "authentik compares letter by letter and answers such a login with \"Redirect URI Error\"";
        Said::failed(missing.join("; "), means).mend(picture.mend(&by_hand))
    })
}

/// Whether an address is registered.
pub(super) fn allows(redirects: &[Redirect], address: &str) -> bool {
    redirects.iter().any(|redirect| {
        if !redirect.is_pattern {
            return redirect.url == address;
        }
        Regex::new(&format!("^(?:{})$", redirect.url)).is_ok_and(|regex| regex.is_match(address))
    })
}

/// An address that is missing, with the registered one that is nearest to it and what differs.
/// Neither shows the values of its query.
pub(super) fn nearest(wanted: &str, redirects: &[Redirect]) -> String {
    let strict = redirects.iter().filter(|redirect| !redirect.is_pattern);
    let near =
        strict.map(|redirect| (differences(wanted, &redirect.url), &redirect.url)).min_by_key(|(parts, _)| parts.len());
    let shown = without_values(wanted);
    match near {
        Some((parts, url)) if parts.len() < 4 => {
            let url = without_values(url);
            format!("{shown} is not registered; {url} is, and differs in {}", parts.join(" and "))
        }
        _ => format!("{shown} is not registered"),
    }
}

/// An address as it may be shown: what an application sends may hold a secret in its query, so the
/// names of the parameters are left of it. A fragment goes whole.
pub(super) fn without_values(address: &str) -> String {
    let (address, fragment) = address.split_once('#').map_or((address, ""), |(address, _)| (address, "#..."));
    let Some((before, query)) = address.split_once('?') else { return format!("{address}{fragment}") };
    let hidden = |part: &str| match part.split_once('=') {
        Some((name, value)) if !value.is_empty() => format!("{name}=..."),
        _ => part.to_owned(),
    };
    let parts: Vec<String> = query.split('&').map(hidden).collect();
    format!("{before}?{}{fragment}", parts.join("&"))
}

/// In what two queries differ, by the names of their parameters.
fn in_query(one: &Url, other: &Url) -> String {
    let pairs = |url: &Url| -> Vec<(String, String)> { url.query_pairs().into_owned().collect() };
    let (one, other) = (pairs(one), pairs(other));
    let names = |some: &[(String, String)], others: &[(String, String)], is_there: bool| {
        let wanted = some.iter().filter(|pair| !others.contains(pair));
        let mut names: Vec<String> = wanted.map(|(name, _)| name.clone()).collect();
        names.retain(|name| others.iter().any(|(known, _)| known == name) == is_there);
        names.dedup();
        names.join(", ")
    };
    let cases = [
        (names(&one, &other, true), "another value of"),
        (names(&one, &other, false), "only the first has"),
        (names(&other, &one, false), "only the second has"),
    ];
    let told = cases.into_iter().filter(|(names, _)| !names.is_empty());
    let told: Vec<String> = told.map(|(names, what)| format!("{what} {names}")).collect();
    // The same pairs, in another order or written another way.
    let told = if told.is_empty() { "order or writing".to_owned() } else { told.join("; ") };
    format!("the query ({told})")
}

/// The parts in which two addresses differ.
fn differences(one: &str, other: &str) -> Vec<String> {
    let texts = (one, other);
    let (Ok(one), Ok(other)) = (Url::parse(one), Url::parse(other)) else { return vec!["everything".to_owned(); 4] };
    let query = (one.query() != other.query()).then(|| in_query(&one, &other));
    let mut parts = Vec::new();
    if one.scheme() != other.scheme() {
        parts.push("the scheme");
    }
    if one.host_str() != other.host_str() {
        parts.push("the host");
    }
    if one.port() != other.port() {
        parts.push("the port");
    }
    // `https://a` and `https://a/` are the same address, and not the same text.
    let slash = |url: &str| url.ends_with('/');
    if parts.is_empty() && one.path() == other.path() && slash(texts.0) != slash(texts.1) {
        parts.push("the final slash");
    }
    if one.path() != other.path() {
        let same = one.path().trim_end_matches('/') == other.path().trim_end_matches('/');
        parts.push(if same { "the final slash" } else { "the path" });
    }
    let parts = parts.into_iter().map(str::to_owned).chain(query).collect::<Vec<String>>();
    if parts.is_empty() { vec!["how it is written".to_owned()] } else { parts }
}

/// Expressions that let strangers in.
pub(super) fn redirect_regex(picture: &Picture) -> Option<Said> {
    let provider = picture.oauth2()?;
    let patterns: Vec<Redirect> = provider.redirects().into_iter().filter(|redirect| redirect.is_pattern).collect();
    if patterns.is_empty() {
        return None;
    }
    let by_hand = format!("name the host letter by letter, with \\. for each dot, in {}", provider_page(provider));
    let said = patterns.iter().filter_map(|redirect| {
        let url = &redirect.url;
        Some(match flaw(url)? {
            Flaw::Wide(address) => Said::failed(
                format!("{url} also matches {address}"),
                "whoever makes somebody open such an address gets that person's code, and is signed in as that person",
            ),
            Flaw::Open => Said::failed(
                format!("{url} leaves open which host it is"),
                "whoever has such a host gets the code of a person who opens it, and is signed in as that person",
            ),
            Flaw::Shared(host) => Said::warning(
                format!("{url} matches every page below {host}"),
                "everybody can have a page there, and so get people's codes",
            ),
            Flaw::Broken => Said::failed(format!("{url} is no regular expression"), "it matches nothing"),
            Flaw::Dot => Said::warning(
                format!("{url} has a dot in the host that stands for any character"),
                "a host whose name only looks alike matches too",
            ),
            Flaw::Unknown => return Some(Said::not_checked(format!("{url} uses what only Python's expressions know"))),
        }
        .mend(by_hand.clone()))
    });
    let worst = said.min_by_key(|said| said.verdict);
    Some(worst.unwrap_or_else(|| Said::ok("no stranger's address matches, as far as that was tried")))
}

/// Whether an address is on the machine where the browser is.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether an address can be read on the way: `http`, and not to this machine itself.
pub(super) fn is_plain(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme() == "http" && !is_loopback(&url))
}

fn strict(redirects: Vec<Redirect>) -> impl Iterator<Item = String> {
    redirects.into_iter().filter(|redirect| !redirect.is_pattern).map(|redirect| redirect.url)
}

/// Addresses to which codes travel without encryption.
pub(super) fn redirect_https(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let plain: Vec<String> = strict(provider.sign_in_redirects()).filter(|url| is_plain(url)).collect();
        if plain.is_empty() {
            return Said::ok("none");
        }
        let by_hand = format!(
            "put the application behind https, register its new address, and remove the one without encryption from {}",
            provider_page(provider)
        );
        // What the preset asks for comes back with every run: only another address helps then.
        let expected = picture.expect.as_ref().map(|expect| expect.redirects.as_slice()).unwrap_or_default();
        let is_left = !expected.is_empty() && plain.iter().all(|url| !expected.contains(url));
        let remedy = if is_left { picture.mend_with(" --exact", &by_hand) } else { by_hand };
        Said::warning(
            plain.join(", "),
            "codes and tokens travel without encryption, and anyone on the way can read them",
        )
        .mend(remedy)
    })
}

/// An address on somebody's own machine among others: left over from trying.
pub(super) fn loopback(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let is_local = |url: &String| Url::parse(url).is_ok_and(|url| is_loopback(&url));
        let expected = picture.expect.as_ref().map(|expect| expect.redirects.as_slice()).unwrap_or_default();
        let all = || strict(provider.sign_in_redirects());
        // Of a provider for programs on people's own machines only what a login test left is suspicious.
        let is_for_programs = all().all(|url| is_local(&url));
        let is_left = |url: &String| is_of_a_test(url) || (is_local(url) && !is_for_programs);
        let left: Vec<String> = all().filter(|url| is_left(url) && !expected.contains(url)).collect();
        if left.is_empty() {
            return Said::ok("none");
        }
        let by_hand = format!("remove them from {}", provider_page(provider));
        let is_of_tests = left.iter().all(|url| is_of_a_test(url));
        let remedy = if is_of_tests { picture.fix(&by_hand) } else { by_hand };
        Said::warning(left.join(", "), "any program on a person's own machine can take that person's code there")
            .mend(remedy)
    })
}

/// Addresses for after signing out: authentik 2026.5 and later refuse those that are not registered
/// as such.
pub(super) fn post_logout(picture: &Picture) -> Option<Said> {
    let provider = picture.oauth2()?;
    let redirects = provider.redirects();
    if !redirects.iter().any(|redirect| redirect.has_type) {
        return None;
    }
    let registered: Vec<Redirect> = redirects.iter().filter(|redirect| redirect.is_logout).cloned().collect();
    let by_hand = format!("add them with the type \"Post Logout\" to {}", provider_page(provider));
    let means = "authentik answers 400 when the application has people sent there after signing out";
    let wanted = picture.expect.as_ref().map(|expect| expect.logouts.as_slice()).unwrap_or_default();
    let missing: Vec<&str> = wanted.iter().map(String::as_str).filter(|url| !allows(&registered, url)).collect();
    if !missing.is_empty() {
        let seen = format!("not registered: {}", missing.join(", "));
        return Some(match picture.server.can.redirect_uri_type {
            Knows::Yes => Said::failed(seen, means).mend(picture.mend(&by_hand)),
            // Two pre-releases call themselves the same and differ in this.
            _ => Said::not_checked(format!("{seen}; akctl registers none on a pre-release of authentik 2026.5")),
        });
    }
    let is_suspicious = |url: &String| {
        let path = Url::parse(url).map(|url| url.path().to_lowercase()).unwrap_or_default();
        ["logout", "log-out", "signout", "sign-out", "signed-out"].iter().any(|word| path.contains(word))
    };
    let wrong: Vec<String> =
        strict(provider.sign_in_redirects()).filter(|url| is_suspicious(url) && !allows(&registered, url)).collect();
    if !wrong.is_empty() {
        let seen = format!("registered for signing in only: {}", wrong.join(", "));
        return Some(Said::warning(seen, means).mend(by_hand));
    }
    Some(match registered.as_slice() {
        [] => Said::ok("none is registered, and none is known to be needed"),
        some => Said::ok(some.iter().map(|redirect| redirect.url.as_str()).collect::<Vec<_>>().join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named() {
        let of = |one: &str, other: &str| differences(one, other).join(", ");
        assert_eq!(of("https://a/", "https://a"), "the final slash");
        assert_eq!(of("https://A/x", "https://a/x"), "how it is written");
        assert_eq!(of("https://a/x/", "https://a/x"), "the final slash");
        assert_eq!(of("https://a:8/x", "http://a/x"), "the scheme, the port");
        assert_eq!(of("https://a/x", "https://b/y"), "the host, the path");
        let queries = [
            ("https://a/x?s=1", "https://a/x?s=2", "the query (another value of s)"),
            ("https://a/x?s=1&t=2", "https://a/x?s=1", "the query (only the first has t)"),
            ("https://a/x", "https://a/x?s=1", "the query (only the second has s)"),
            ("https://a/x?s=1&t=2", "https://a/x?t=2&s=1", "the query (order or writing)"),
        ];
        for (one, other, expected) in queries {
            assert_eq!(of(one, other), expected);
        }
    }

    #[test]
    fn values_of_a_query_are_not_shown() {
        assert_eq!(without_values("https://a/x?state=secret&b=&c#token=secret"), "https://a/x?state=...&b=&c#...");
        assert_eq!(without_values("https://a/x"), "https://a/x");
        let registered = Redirect { url: "https://a/x?state=previous".to_owned(), ..strict_redirect() };
        let told = nearest("https://a/x?state=secret", &[registered]);
        assert!(!told.contains("secret") && !told.contains("previous"), "{told}");
    }

    fn strict_redirect() -> Redirect {
        Redirect { url: String::new(), is_pattern: false, is_logout: false, has_type: false }
    }
}

//! Checks of proxy providers.

use super::judged::{Made, made, rendered};
use super::provider::{plain, refuse_repeated};
use super::sample::Samples;
use crate::model::Slug;
use crate::preset::format::{Proxy, ProxyMode, ReverseProxy, Template, Vocabulary, Word};
use crate::preset::position::Path;
use crate::preset::problem::{Problem, did_you_mean};
use crate::preset::value::is_duration;
use regex::Regex;

/// Checks a provider.
pub(super) fn check(proxy: &Proxy, path: &Path, samples: &Samples, problems: &mut Vec<Problem>) {
    mode(proxy, path, problems);
    skip_paths(proxy, path, problems);
    wide_paths(proxy, path, samples, problems);
    let lines = plain(&proxy.reverse_proxies, &path.key("reverse_proxies"));
    refuse_repeated(&lines, "the reverse proxy ", problems);
    for (line, path) in &lines {
        let word = line.text.as_str();
        if ReverseProxy::of(word).is_none() {
            let words = ReverseProxy::WORDS;
            let advice = did_you_mean(word, words.iter().copied())
                .unwrap_or_else(|| format!("known here: {}", words.join(", ")));
            let message = format!("there is no configuration for `{word}`");
            problems.push(Problem::error(path.clone(), message).advice(advice));
        }
    }
    let flows = [
        ("authentication_flow", &proxy.authentication_flow),
        ("authorization_flow", &proxy.authorization_flow),
        ("invalidation_flow", &proxy.invalidation_flow),
    ];
    for (key, flow) in flows {
        let flow = flow.as_ref().filter(|flow| flow.is_plain());
        if let Some(Err(reason)) = flow.map(|flow| flow.as_str().parse::<Slug>()) {
            problems.push(Problem::error(path.key(key), reason.to_string()));
        }
    }
    let validity = proxy.access_token_validity.as_ref().filter(|validity| validity.is_plain());
    if let Some(text) = validity.map(Template::as_str).filter(|text| !is_duration(text)) {
        let message = format!("`{text}` is not a time such as minutes=5 or hours=1;minutes=30");
        problems.push(Problem::error(path.key("access_token_validity"), message));
    }
}

/// What a mode needs, and what has no effect with it. A mode that depends on inputs is settled later.
fn mode(proxy: &Proxy, path: &Path, problems: &mut Vec<Problem>) {
    let Word::Known(mode) = &proxy.mode else { return };
    let parts = [
        ("internal_host", proxy.internal_host.is_some(), ProxyMode::Proxy, true),
        ("internal_host_ssl_validation", proxy.internal_host_ssl_validation.is_some(), ProxyMode::Proxy, false),
        ("cookie_domain", proxy.cookie_domain.is_some(), ProxyMode::ForwardDomain, true),
    ];
    for (key, is_there, of, is_needed) in parts {
        if *mode == of && is_needed && !is_there {
            let message = format!("the mode `{}` needs `{key}`", mode.as_str());
            problems.push(Problem::error(path.clone(), message));
        } else if *mode != of && is_there {
            let message = format!("it counts only with the mode `{}`", of.as_str());
            problems.push(Problem::error(path.key(key), message));
        }
    }
}

fn skip_paths(proxy: &Proxy, path: &Path, problems: &mut Vec<Problem>) {
    let lines = plain(&proxy.skip_paths, &path.key("skip_paths"));
    refuse_repeated(&lines, "the path ", problems);
    for (line, path) in &lines {
        let text = line.text.as_str();
        if let Err(reason) = Regex::new(text) {
            let reason = reason.to_string().lines().last().unwrap_or_default().trim().to_owned();
            problems.push(Problem::error(path.clone(), format!("`{text}` is no regular expression: {reason}")));
        } else if !text.starts_with('^') {
            let message = "the expression may begin anywhere in a path, so it opens more than it says";
            problems.push(Problem::warning(path.clone(), message).advice("begin it with ^".to_owned()));
        }
    }
}

/// Paths that nobody has in mind who names some, as they stand in a request with and without a host.
const NOBODYS: [&str; 6] = ["/", "/zqxj", "/Zqxj/7", "/_zqxj.html", "/7zqxj/zqxj?zqxj=7", "https://zqxj.example/zqxj"];

/// Expressions that open what they do not name: they are tried with paths that nobody has in mind.
fn wide_paths(proxy: &Proxy, path: &Path, samples: &Samples, problems: &mut Vec<Problem>) {
    for (at, line) in proxy.skip_paths.iter().enumerate() {
        let made = made(&line.text);
        let path = path.key("skip_paths").index(at);
        let patterns = rendered(&line.text, line.each.as_deref(), samples);
        let opened = patterns.iter().filter_map(|text| {
            let regex = Regex::new(text).ok()?;
            NOBODYS.iter().find(|path| regex.is_match(path))
        });
        match (opened.min(), made) {
            // What a person gives is the person's own.
            (_, Made::Given) | (None, Made::Known) => {}
            (Some(opened), _) => {
                let message = format!("the expression is wide: it opens {opened} too, so nobody need sign in there");
                problems.push(Problem::warning(path, message).advice("name the paths, such as ^/api/".to_owned()));
            }
            (None, Made::Anyhow | Made::Unquoted) => {
                let message = "what the expression opens depends on inputs, and cannot be judged for all of them";
                problems.push(Problem::warning(path, message));
            }
        }
    }
}

//! Proxy providers, and the outpost that serves them.

use super::Wishes;
use super::flows::with_flows;
use super::prepare::Prepared;
use super::settle::Settle;
use crate::error::{Failure, Problems};
use crate::model::Capabilities;
use crate::model::ServerUrl;
use crate::model::facts::{Facts, OutpostChoice};
use crate::model::resource::{Address, Field, Found, Kind, Reference, Resource};
use crate::model::web::check_address;
use crate::preset::format::{self, BasicAuth, ProxyMode, ReverseProxy, Vocabulary};
use crate::preset::template::{Context, render_lines};
use regex::Regex;
use serde_json::{Value, json};
use url::Url;

/// A proxy provider's fields without templates. A field that is absent is not ours.
#[derive(Debug, Clone)]
pub struct ProxySettled {
    /// Who asks the outpost.
    pub mode: ProxyMode,
    /// The address that people open, without a final slash.
    pub external_host: String,
    /// The address of the application behind the outpost, in the mode `proxy`.
    pub internal_host: Option<String>,
    /// The domain for which a session holds, in the mode `forward_domain`.
    pub cookie_domain: Option<String>,
    /// Whether the outpost sends a name and a password to the application.
    pub has_basic_auth: bool,
    /// The address at which the reverse proxy reaches the outpost, without a final slash.
    pub outpost_url: String,
    /// Whether that address was given, and is not only authentik's own.
    pub is_outpost_url_given: bool,
    /// The reverse proxies for which a configuration is printed.
    pub reverse_proxies: Vec<ReverseProxy>,
    /// Which outpost serves it.
    pub outpost: OutpostChoice,
    /// None where the preset says nothing about them.
    skip_paths: Option<Vec<String>>,
    basic_auth: Sent,
    intercept_header_auth: Option<bool>,
    internal_host_ssl_validation: Option<bool>,
    access_token_validity: Option<String>,
}

/// What an outpost sends to the application besides headers about the user.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sent {
    /// The preset says nothing about it.
    NotOurs,
    /// Nothing.
    Nothing,
    /// A name and a password from these attributes.
    Of { user: String, password: String },
}

impl ProxySettled {
    /// Whether some paths need no signing in.
    #[must_use]
    pub fn has_open_paths(&self) -> bool {
        self.skip_paths.as_ref().is_some_and(|paths| !paths.is_empty())
    }

    /// Whether the header `Authorization` is left to the application, so that the outpost does not read it.
    #[must_use]
    pub fn keeps_authorization(&self) -> bool {
        self.intercept_header_auth == Some(false)
    }
}

/// Renders a provider's fields; what is wrong with them is told to `problems`. `public` is authentik's
/// own address.
pub(super) fn settle(
    declared: &format::Proxy,
    wishes: &Wishes,
    public: &ServerUrl,
    context: &Context,
    problems: &mut Problems,
) -> Result<ProxySettled, Failure> {
    let mut settle = Settle { context, problems };
    let mode = settle.word("mode", Some(&declared.mode))?.unwrap_or(ProxyMode::ForwardSingle);
    let external_host = settle.text(Some(&declared.external_host))?.unwrap_or_default();
    let external_host = external_host.trim_end_matches('/').to_owned();
    if let Err(reason) = origin(&external_host) {
        settle.problems.add(format!("the external host: {reason}"));
    }
    let internal_host = settle.text(declared.internal_host.as_ref())?.filter(|_| mode == ProxyMode::Proxy);
    match &internal_host {
        Some(address) => {
            if let Err(reason) = check_address(address) {
                settle.problems.add(format!("the internal host: {reason}"));
            }
        }
        None if mode == ProxyMode::Proxy => settle.problems.add_with_hint(
            "the mode proxy needs an internal host: the address at which the outpost reaches the application",
            "where the reverse proxy reaches the application itself, the mode forward_single is the right one",
        ),
        None => {}
    }
    let cookie_domain = settle.text(declared.cookie_domain.as_ref())?.filter(|_| mode == ProxyMode::ForwardDomain);
    if mode == ProxyMode::ForwardDomain {
        check_domain(cookie_domain.as_deref(), &external_host, settle.problems);
    }
    let outpost_url = settle.text(declared.outpost_url.as_ref())?;
    if let Some(Err(reason)) = outpost_url.as_deref().map(check_address) {
        settle.problems.add(format!("the outpost's address: {reason}"));
    }
    let basic_auth = basic_auth(&settle, declared.basic_auth.as_ref())?;
    Ok(ProxySettled {
        mode,
        internal_host: internal_host.map(|address| address.trim_end_matches('/').to_owned()),
        cookie_domain,
        has_basic_auth: matches!(basic_auth, Ok(Sent::Of { .. })),
        is_outpost_url_given: outpost_url.is_some(),
        outpost_url: outpost_url.unwrap_or_else(|| public.join("")).trim_end_matches('/').to_owned(),
        reverse_proxies: reverse_proxies(&mut settle, declared)?,
        outpost: wishes.outpost.clone().map_or(OutpostChoice::Embedded, OutpostChoice::Named),
        skip_paths: skip_paths(&mut settle, declared)?,
        basic_auth: match basic_auth {
            Ok(sent) => sent,
            Err(problem) => {
                settle.problems.add(problem);
                Sent::NotOurs
            }
        },
        intercept_header_auth: settle.word("intercept_header_auth", declared.intercept_header_auth.as_ref())?,
        internal_host_ssl_validation: settle
            .word("internal_host_ssl_validation", declared.internal_host_ssl_validation.as_ref())?,
        access_token_validity: settle.duration("access_token_validity", declared.access_token_validity.as_ref())?,
        external_host,
    })
}

/// Scheme, host and port: an outpost finds the provider by the host alone (all versions).
fn origin(text: &str) -> Result<(), String> {
    check_address(text).map_err(|reason| reason.to_string())?;
    let url = Url::parse(text).map_err(|reason| reason.to_string())?;
    if url.path() != "/" || url.query().is_some() {
        return Err(format!("{text:?} has a path: give only scheme, host and port"));
    }
    Ok(())
}

/// authentik takes `forward_domain` without a cookie domain (recorded on all versions), and then every
/// application but the one at the external host is signed in to in a circle.
fn check_domain(domain: Option<&str>, external_host: &str, problems: &mut Problems) {
    let Some(domain) = domain else {
        problems.add_with_hint(
            "the mode forward_domain needs a cookie domain: without one a session holds for no other host",
            "it is the domain that all applications have in common, such as company.example",
        );
        return;
    };
    if domain.starts_with('.') || domain.contains(['/', ':', ' ']) {
        problems.add(format!("the cookie domain {domain:?} must be a bare domain such as company.example"));
        return;
    }
    let host = Url::parse(external_host).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let domain = domain.to_lowercase();
    if host != domain && !host.ends_with(&format!(".{domain}")) {
        problems.add(format!("the external host {external_host} is not in the cookie domain {domain}"));
    }
}

/// Name and password, where both have an attribute; a sentence where only one has.
fn basic_auth(settle: &Settle, declared: Option<&BasicAuth>) -> Result<Result<Sent, &'static str>, Failure> {
    let Some(declared) = declared else { return Ok(Ok(Sent::NotOurs)) };
    let user = settle.text(Some(&declared.user_attribute))?;
    let password = settle.text(Some(&declared.password_attribute))?;
    Ok(match (user, password) {
        (Some(user), Some(password)) => Ok(Sent::Of { user, password }),
        (None, None) => Ok(Sent::Nothing),
        _ => Err("the name and the password for the application need an attribute each"),
    })
}

/// The expressions, each of which an outpost reads as one of its own (all versions: one in each line).
fn skip_paths(settle: &mut Settle, declared: &format::Proxy) -> Result<Option<Vec<String>>, Failure> {
    if declared.skip_paths.is_empty() {
        return Ok(None);
    }
    let mut paths: Vec<String> = render_lines(&declared.skip_paths, settle.context)?;
    paths.retain(|path| !path.trim().is_empty());
    for path in &paths {
        if path.contains('\n') {
            settle.problems.add(format!("the path {path:?} that needs no signing in must be one line"));
        } else if let Err(reason) = Regex::new(path) {
            let reason = reason.to_string().lines().last().unwrap_or_default().trim().to_owned();
            settle
                .problems
                .add(format!("the path {path:?} that needs no signing in is no regular expression: {reason}"));
        }
    }
    super::prepare::keep_first_of_each(&mut paths);
    Ok(Some(paths))
}

fn reverse_proxies(settle: &mut Settle, declared: &format::Proxy) -> Result<Vec<ReverseProxy>, Failure> {
    let words: Vec<String> = match declared.reverse_proxies.as_slice() {
        [] => ReverseProxy::WORDS.iter().map(|word| (*word).to_owned()).collect(),
        lines => render_lines(lines, settle.context)?,
    };
    let mut known: Vec<ReverseProxy> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        known.extend(settle.known::<ReverseProxy>("reverse_proxies", word).filter(|one| !known.contains(one)));
    }
    Ok(known)
}

/// The provider as it must be in this authentik.
pub(super) fn provider(
    address: Address,
    prepared: &Prepared,
    proxy: &ProxySettled,
    (facts, can): (&Facts, &Capabilities),
    problems: &mut Problems,
) -> Resource {
    let flag = |on: Option<bool>| on.map(|on| Field::Value(json!(on)));
    let text = |text: Option<&String>| text.map(Field::text);
    let mut resource = Resource::new(address)
        .with("name", Field::text(&prepared.provider))
        .with("mode", Field::text(proxy.mode.as_str()))
        .with("external_host", Field::text(&proxy.external_host))
        .with_some("internal_host", text(proxy.internal_host.as_ref()))
        .with_some("cookie_domain", text(proxy.cookie_domain.as_ref()))
        .with_some("intercept_header_auth", flag(proxy.intercept_header_auth))
        .with_some("internal_host_ssl_validation", flag(proxy.internal_host_ssl_validation))
        .with_some("access_token_validity", text(proxy.access_token_validity.as_ref()));
    if let Some(paths) = &proxy.skip_paths {
        resource = resource.with("skip_path_regex", Field::text(paths.join("\n")));
    }
    if proxy.basic_auth != Sent::NotOurs {
        resource = resource.with("basic_auth_enabled", Field::Value(Value::Bool(proxy.has_basic_auth)));
    }
    if let Sent::Of { user, password } = &proxy.basic_auth {
        resource = resource
            .with("basic_auth_user_attribute", Field::text(user))
            .with("basic_auth_password_attribute", Field::text(password));
    }
    with_flows(resource, &prepared.flows, prepared.second_factor.as_ref(), facts, can, problems)
}

/// The outpost with the provider in its list.
pub(super) fn outpost(
    proxy: &ProxySettled,
    front: &Address,
    facts: &Facts,
    problems: &mut Problems,
) -> Option<Resource> {
    let Some(outpost) = &facts.outpost else {
        match &proxy.outpost {
            OutpostChoice::Embedded if !facts.served_by.is_empty() => {}
            OutpostChoice::Embedded => problems.add_with_hint(
                "authentik has no embedded outpost, and nothing else would serve the provider",
                "--outpost NAME takes another one of the type proxy; make one under Applications > Outposts, or switch the \
                 embedded one on (AUTHENTIK_OUTPOSTS__DISABLE_EMBEDDED_OUTPOST)",
            ),
            OutpostChoice::Named(name) => problems.add_with_hint(
                format!("authentik has no outpost called `{name}`, or the token's user may not see it"),
                "they stand under Applications > Outposts; upper and lower case count. Without --outpost the embedded \
                 one is taken",
            ),
        }
        return None;
    };
    let name = name(outpost);
    let kind = outpost.text("type").unwrap_or("proxy");
    if kind != "proxy" {
        problems.add_with_hint(
            format!("the outpost `{name}` is of the type {kind}, and one of the type proxy is needed"),
            "--outpost NAME takes another one",
        );
        return None;
    }
    let ours = Reference::Planned(front.clone());
    Some(Resource::new(Address::new(Kind::Outpost, name)).with("providers", Field::References(vec![ours])))
}

fn name(outpost: &Found) -> &str {
    outpost.text("name").unwrap_or_default()
}

/// What is wrong with the outpost's own settings, for people: it would send them to an address that they
/// cannot reach.
#[must_use]
pub fn outpost_warnings(prepared: &Prepared, facts: &Facts, public: &ServerUrl) -> Vec<String> {
    let (Some(proxy), Some(outpost)) = (prepared.proxy(), &facts.outpost) else { return Vec::new() };
    let stays_elsewhere = proxy.outpost == OutpostChoice::Embedded
        && !facts.served_by.is_empty()
        && !facts.served_by.iter().any(|served_by| served_by == name(outpost));
    if stays_elsewhere {
        return Vec::new();
    }
    let config = outpost.fields.get("config");
    // A token without the right to see them is shown no settings.
    let Some(host) = browser_host(config) else { return Vec::new() };
    let mend = format!(
        "set authentik_host to {public} in its configuration (Applications > Outposts > {} > Edit > Advanced settings)",
        name(outpost)
    );
    if host.is_empty() {
        return vec![format!(
            "the outpost `{}` does not know authentik's address (authentik_host is empty), so it may send people to one \
             that they cannot reach: {mend}",
            name(outpost)
        )];
    }
    if is_same_address(host, public) {
        return Vec::new();
    }
    vec![format!(
        "the outpost `{}` sends people to {host} for signing in, and authentik's address is {public}: {mend}",
        name(outpost)
    )]
}

/// Where an outpost sends browsers: `authentik_host_browser`, else `authentik_host` (all versions). None if
/// the settings do not show.
#[must_use]
pub fn browser_host(config: Option<&Value>) -> Option<&str> {
    let host = |name: &str| config?.get(name)?.as_str();
    host("authentik_host_browser").filter(|host| !host.is_empty()).or_else(|| host("authentik_host"))
}

/// Whether both are one address, however it is written.
#[must_use]
pub fn is_same_address(text: &str, public: &ServerUrl) -> bool {
    text.parse::<ServerUrl>().is_ok_and(|other| other.join("") == public.join(""))
}

//! Which pages of other origins a browser lets read an answer: those of the provider's redirect addresses
//! (`cors_allow` in `authentik/providers/oauth2/utils.py`, and the views that call it). The keys are open to
//! every page (`views/jwks.py`).

use super::{by_client_id, provider_of};
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::store::list;
use crate::sandbox::{Sandbox, rules};
use url::Url;

/// The answer to `OPTIONS` where nothing else is said.
pub(super) fn methods() -> Reply {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = vec![header("content-type", "text/html; charset=utf-8"), header("allow", "GET, HEAD, OPTIONS")];
    Reply { status: 200, headers, body: Vec::new() }
}

/// The answer with what the page that asks needs to read it.
pub(super) fn allow(sandbox: &Sandbox, request: &Request, mut reply: Reply) -> Reply {
    let path: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    let mut add = |name: &str, value: &str| reply.headers.push((name.to_owned(), value.to_owned()));
    if let (["application", "o", _, "jwks", ""], "GET", 200) = (path.as_slice(), request.method.as_str(), reply.status)
    {
        add("access-control-allow-origin", "*");
        return reply;
    }
    let Some(origin) = &request.page_origin else { return reply };
    // A preflight has no client: every page may ask.
    let is_preflight = request.method == "OPTIONS";
    let is_allowed = match path.as_slice() {
        ["application", "o", "token", ""] => is_preflight || is_of(asking(sandbox, request), origin),
        // Without a right token there is no provider.
        ["application", "o", "userinfo", ""] if reply.status == 200 => {
            is_preflight || is_of(of_token(sandbox, request), origin)
        }
        ["application", "o", slug, ".well-known", "openid-configuration"] if reply.status == 200 => {
            is_preflight || is_of(provider_of(sandbox, slug).ok(), origin)
        }
        _ => false,
    };
    if !is_allowed || reply.status == 501 {
        return reply;
    }
    add("access-control-allow-origin", origin);
    add("vary", "Origin");
    add("access-control-allow-credentials", "true");
    if is_preflight {
        if let Some(headers) = &request.page_headers {
            add("access-control-allow-headers", headers);
        }
        add("access-control-allow-methods", "GET, POST, OPTIONS");
    }
    reply
}

/// The provider of the client that asks for a token.
fn asking<'a>(sandbox: &'a Sandbox, request: &Request) -> Option<&'a Object> {
    let basic = request.authorization.as_deref().and_then(rules::basic);
    by_client_id(sandbox, &basic.map_or_else(|| request.form().get("client_id").to_owned(), |(client, _)| client))
}

/// The provider for which an access token was given out.
fn of_token<'a>(sandbox: &'a Sandbox, request: &Request) -> Option<&'a Object> {
    let token = request.authorization.as_deref()?.strip_prefix("Bearer ")?;
    let grant = &sandbox.issued.access.get(token.trim())?.grant;
    let mut providers = sandbox.store.family(crate::sandbox::collections::Family::Provider).map(|(_, row)| row);
    providers.find(|provider| provider.get("pk") == Some(&grant.provider))
}

/// Whether one of the provider's addresses is of this origin: scheme, host and port.
fn is_of(provider: Option<&Object>, origin: &str) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let entries = provider.map(|provider| list(provider, "redirect_uris")).unwrap_or_default();
    let mut addresses = entries.iter().filter_map(|entry| Url::parse(entry["url"].as_str()?).ok());
    addresses.any(|address| {
        (address.scheme(), address.host_str(), address.port()) == (origin.scheme(), origin.host_str(), origin.port())
    })
}

//! What to write into a reverse proxy so that it asks an outpost: configurations for those that presets
//! know, made from the provider's own values.
//!
//! Facts: an outpost serves everything below `/outpost.goauthentik.io/`, and answers a question about a
//! request with the headers `X-authentik-*`, with `Set-Cookie` where a session begins, and with
//! `Authorization` where the application takes a name and a password (authentik 2024.8 to 2026.8). About a
//! path that needs no signing in it answers without any of them.
//!
//! What a client sends by these names must reach the application nowhere, and neither may what a client
//! sends reach the outpost by a name that it believes (`GetHost` in `internal/utils/web/host.go` takes
//! `X-Forwarded-Host` before `Host`; `getNginxForwardUrl` in `internal/outpost/proxyv2/application/mode_common.go`
//! takes `X-Original-URI` before `X-Original-URL`).

mod nginx;
mod others;

use super::settings::{Document, Settings};
use crate::compile::ProxySettled;
use crate::preset::format::{ProxyMode, ReverseProxy};

/// What an outpost says of the user, and a reverse proxy passes on.
const HEADERS: [&str; 5] = ["username", "groups", "email", "name", "uid"];

/// What an outpost says besides, which is not passed on (`addHeaders` in `mode_common.go`).
const OTHER_HEADERS: [&str; 7] =
    ["entitlements", "jwt", "meta-jwks", "meta-outpost", "meta-provider", "meta-app", "meta-version"];

/// Adds the configurations, or where the way to the application leads, to what a preset says.
pub fn add(settings: &mut Settings, proxy: &ProxySettled, slug: &str) {
    if proxy.mode == ProxyMode::Proxy {
        settings.steps.splice(0..0, way_to_the_outpost(proxy));
        return;
    }
    let way = Way { proxy, slug };
    settings.files.extend(proxy.reverse_proxies.iter().map(|one| way.document(*one)));
    settings.notes.extend(notes(proxy));
}

/// A reverse proxy before an application, which asks an outpost.
#[derive(Clone, Copy)]
struct Way<'a> {
    proxy: &'a ProxySettled,
    slug: &'a str,
}

impl<'a> Way<'a> {
    fn document(self, reverse_proxy: ReverseProxy) -> Document {
        let (name, content) = match reverse_proxy {
            ReverseProxy::Nginx => ("authentik-nginx.conf", self.nginx()),
            ReverseProxy::Traefik => ("authentik-traefik.yaml", self.traefik()),
            ReverseProxy::Caddy => ("authentik.Caddyfile", self.caddy()),
        };
        Document { name: name.to_owned(), content: Some(content), secret: false }
    }

    /// Host and port of the address that people open.
    fn host(self) -> &'a str {
        self.proxy.external_host.split_once("://").map_or("", |(_, host)| host)
    }

    /// Below which address a question is asked.
    fn below(self, path: &str) -> String {
        format!("{}/outpost.goauthentik.io/{path}", self.proxy.outpost_url)
    }

    fn is_for_a_domain(self) -> bool {
        self.proxy.mode == ProxyMode::ForwardDomain
    }

    /// The headers that are passed on to the application.
    fn headers(self) -> Vec<String> {
        let authorization = self.proxy.has_basic_auth.then(|| "Authorization".to_owned());
        HEADERS.iter().map(|header| format!("X-authentik-{header}")).chain(authorization).collect()
    }
}

/// Where people must arrive if the outpost itself is the reverse proxy.
fn way_to_the_outpost(proxy: &ProxySettled) -> Vec<String> {
    let ProxySettled { external_host, outpost_url, internal_host, .. } = proxy;
    let host = external_host.split_once("://").map_or(external_host.as_str(), |(_, host)| host);
    let mut lines = vec![format!(
        "Have {external_host} lead to the outpost in place of the application: point the name {host} in DNS to it, or have \
         your reverse proxy pass everything for it to {outpost_url}, with the header Host as it came and with WebSockets."
    )];
    if let Some(internal_host) = internal_host {
        lines.push(format!(
            "See that the outpost reaches {internal_host}, and that nobody else does: there everybody would be let in."
        ));
    }
    lines
}

/// What holds for every reverse proxy that asks.
fn notes(proxy: &ProxySettled) -> Vec<String> {
    let mut notes = vec![
        "The application learns who it is from the headers X-authentik-username, -groups, -email, -name and -uid. It must \
         be reachable through the reverse proxy alone: whoever gets around it can send these headers too."
            .to_owned(),
    ];
    if !proxy.is_outpost_url_given {
        notes.push(format!(
            "The outpost is asked at {}, with the name of the application's host in the header Host. If another reverse \
             proxy stands before authentik and goes by that name, take the outpost's inner address in its place, such as \
             http://authentik-server:9000.",
            proxy.outpost_url
        ));
    }
    if proxy.has_open_paths() && proxy.reverse_proxies.contains(&ReverseProxy::Caddy) {
        // Conditional only since https://github.com/caddyserver/caddy/pull/6608; seen with 2.6.2.
        notes.push(
            "Caddy before 2.10 sends the application the text {http.reverse_proxy.header.X-Authentik-Username} as the \
             user's name, and so on, on paths that need no signing in. Take a later one."
                .to_owned(),
        );
    }
    if proxy.mode == ProxyMode::ForwardDomain {
        notes.push(format!(
            "People sign in at {} for all of {}, so that address must lead to the outpost. Who may open it may open every \
             application of the domain that is protected with it.",
            proxy.external_host,
            proxy.cookie_domain.as_deref().unwrap_or_default()
        ));
    }
    notes
}

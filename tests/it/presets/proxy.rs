//! Configurations of reverse proxies are read back by readers of their formats, to the values meant.

use super::files::file;
use super::{of, report, setting};
use crate::support::Server;
use serde_json::{Value, json};

const VERSION: &str = "2026.8.5";

const HEADERS: [&str; 5] = ["username", "groups", "email", "name", "uid"];

fn made(preset: &str, name: &str) -> (Server, Value) {
    let server = Server::start(VERSION);
    let report = report(&server, of(preset, name));
    (server, report)
}

/// A directive of nginx or Caddy: its words, and what is in its braces.
#[derive(Debug, Clone, PartialEq)]
struct Directive {
    words: Vec<String>,
    inner: Vec<Directive>,
}

/// Reads words: braces are words of their own, and so is what ends a directive.
fn tokens(text: &str, by_line: bool) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let ends = by_line && !line.ends_with('{') && line != "}";
        for word in line.split_whitespace() {
            match word.strip_suffix(';').filter(|_| !by_line) {
                Some("") => tokens.push(";".to_owned()),
                Some(word) => tokens.extend([word.trim_matches('"').to_owned(), ";".to_owned()]),
                None => tokens.push(word.trim_matches('"').to_owned()),
            }
        }
        if ends {
            tokens.push(";".to_owned());
        }
    }
    tokens
}

fn directives(tokens: &mut std::vec::IntoIter<String>) -> Vec<Directive> {
    let mut all = Vec::new();
    let mut words = Vec::new();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            ";" => all.push(Directive { words: std::mem::take(&mut words), inner: Vec::new() }),
            "{" => {
                let inner = directives(tokens);
                all.push(Directive { words: std::mem::take(&mut words), inner });
            }
            "}" => break,
            _ => words.push(token),
        }
    }
    assert!(words.is_empty(), "nothing ends {words:?}");
    all
}

fn read(text: &str, by_line: bool) -> Vec<Directive> {
    assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
    directives(&mut tokens(text, by_line).into_iter())
}

/// The only directive that begins with these words.
fn only<'a>(all: &'a [Directive], words: &[&str]) -> &'a Directive {
    let fits = |one: &&Directive| words.iter().zip(&one.words).all(|(wanted, word)| wanted == word);
    let found: Vec<&Directive> = all.iter().filter(|one| one.words.len() >= words.len()).filter(fits).collect();
    assert_eq!(found.len(), 1, "{words:?} in {all:#?}");
    found[0]
}

fn argument<'a>(all: &'a [Directive], words: &[&str]) -> &'a str {
    &only(all, words).words[words.len()]
}

#[test]
fn nginx_asks_the_outpost_and_passes_on_what_it_says() {
    for (preset, name, outpost, start) in [
        ("proxy", "single", None, "/outpost.goauthentik.io/start"),
        ("proxy", "domain", Some("http://authentik-server:9000"), "https://auth.company/outpost.goauthentik.io/start"),
        ("sonarr", "asked", Some("http://192.0.2.7:9000"), "/outpost.goauthentik.io/start"),
    ] {
        let (server, report) = made(preset, name);
        let outpost = outpost.unwrap_or(server.url());
        let all = read(file(&report, "authentik-nginx.conf"), false);
        let application = &only(&all, &["location", "/"]).inner;
        assert_eq!(argument(application, &["auth_request"]), "/outpost.goauthentik.io/auth/nginx");
        assert_eq!(argument(application, &["error_page", "401", "="]), "@authentik_sign_in");
        assert_eq!(argument(application, &["auth_request_set", "$authentik_cookie"]), "$upstream_http_set_cookie");
        assert_eq!(argument(application, &["add_header", "Set-Cookie"]), "$authentik_cookie");
        for header in HEADERS {
            let variable = format!("$authentik_{header}");
            let from = format!("$upstream_http_x_authentik_{header}");
            assert_eq!(argument(application, &["auth_request_set", &variable]), from);
            assert_eq!(argument(application, &["proxy_set_header", &format!("X-authentik-{header}")]), variable);
        }
        let passes_on = application.iter().any(|one| one.words[..2] == ["proxy_set_header", "Authorization"]);
        assert_eq!(passes_on, name != "single", "{preset} {name}");
        let below = &only(&all, &["location", "/outpost.goauthentik.io"]).inner;
        assert_eq!(argument(below, &["proxy_pass"]), format!("{outpost}/outpost.goauthentik.io"));
        let host = match name {
            "single" => "docs.company:8443",
            "domain" => "$host",
            _ => "tv.company",
        };
        assert_eq!(argument(below, &["proxy_set_header", "Host"]), host, "an outpost compares the port too");
        assert_eq!(argument(below, &["proxy_set_header", "X-Forwarded-Host"]), host, "an outpost believes it first");
        assert_eq!(argument(below, &["proxy_set_header", "X-Original-URI"]), "", "an outpost believes it first");
        for header in ["entitlements", "jwt", "meta-jwks", "meta-app"] {
            assert_eq!(argument(application, &["proxy_set_header", &format!("X-authentik-{header}")]), "");
        }
        let original = "$scheme://$http_host$request_uri";
        assert_eq!(argument(below, &["proxy_set_header", "X-Original-URL"]), original);
        let sign_in = &only(&all, &["location", "@authentik_sign_in"]).inner;
        assert_eq!(argument(sign_in, &["return", "302"]), format!("{start}?rd={original}"), "{preset} {name}");
    }
}

#[test]
fn traefik_asks_the_outpost_and_passes_on_what_it_says() {
    for (name, slug, host, outpost) in [
        ("single", "old-docs", "docs.company", None),
        ("domain", "whole-domain", "auth.company", Some("http://authentik-server:9000")),
    ] {
        let (server, report) = made("proxy", name);
        let outpost = outpost.unwrap_or(server.url());
        let text = file(&report, "authentik-traefik.yaml");
        let read: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
        let own = format!("authentik-{slug}");
        let asked = &read["http"]["middlewares"][&own]["forwardAuth"];
        assert_eq!(asked["address"], format!("{outpost}/outpost.goauthentik.io/auth/traefik"));
        assert_eq!(asked["trustForwardHeader"], true);
        let mut headers: Vec<String> = HEADERS.iter().map(|header| format!("X-authentik-{header}")).collect();
        headers.extend((name == "domain").then(|| "Authorization".to_owned()));
        assert_eq!(asked["authResponseHeaders"], json!(headers));
        let forged = regex::Regex::new(asked["authResponseHeadersRegex"].as_str().expect("text")).expect("expression");
        for header in ["X-Authentik-Entitlements", "X_authentik_username", "X-Authentik_groups"] {
            assert!(forged.is_match(header), "{header}");
        }
        let router = &read["http"]["routers"][&own];
        assert_eq!(router["rule"], format!("Host(`{host}`) && PathPrefix(`/outpost.goauthentik.io/`)"));
        assert_eq!((&router["service"], &router["tls"]), (&json!(own), &json!({})));
        assert_eq!(read["http"]["services"][&own]["loadBalancer"]["servers"], json!([{ "url": outpost }]));
    }
}

#[test]
fn caddy_asks_the_outpost_and_passes_on_what_it_says() {
    for (preset, name, outpost) in [
        ("proxy", "single", None),
        ("uptime-kuma", "closed", None),
        ("proxy", "domain", Some("http://authentik-server:9000")),
        ("sonarr", "asked", Some("http://192.0.2.7:9000")),
    ] {
        let (server, report) = made(preset, name);
        let outpost = outpost.unwrap_or(server.url());
        let all = read(file(&report, "authentik.Caddyfile"), true);
        let part = match (preset, name) {
            (_, "domain") => &only(&all, &["(authentik)"]).inner,
            ("sonarr", _) => &only(&only(&all, &["https://tv.company"]).inner, &["route"]).inner,
            ("proxy", _) => &only(&only(&all, &["https://docs.company:8443"]).inner, &["route"]).inner,
            _ => &only(&only(&all, &["http://uptime.company:3001"]).inner, &["route"]).inner,
        };
        assert_eq!(part[0].words, ["reverse_proxy", "/outpost.goauthentik.io/*", outpost], "it comes first");
        let asked = only(part, &["forward_auth", outpost]);
        let at = |words: &[&str]| part.iter().position(|one| one.words == words);
        let asks = at(&["forward_auth", outpost]);
        for header in ["-X-authentik*", "-X_authentik*"] {
            let taken = at(&["request_header", header]);
            assert!(taken.is_some() && taken < asks, "{header}: what clients send is taken away before");
        }
        // What the outpost reads and answers with is taken from the application, and given to the outpost.
        let taken = at(&["request_header", "-Authorization"]);
        assert_eq!(taken.is_some(), preset == "sonarr", "{preset} {name}");
        assert!(taken < asks, "{preset} {name}");
        let given = asked.inner.iter().find(|one| one.words[..2] == ["header_up", "Authorization"]);
        assert_eq!(given.is_some(), taken.is_some());
        assert_eq!(argument(&asked.inner, &["uri"]), "/outpost.goauthentik.io/auth/caddy");
        let mut headers: Vec<String> = HEADERS.iter().map(|header| format!("X-authentik-{header}")).collect();
        headers.extend(["domain", "asked"].contains(&name).then(|| "Authorization".to_owned()));
        assert_eq!(only(&asked.inner, &["copy_headers"]).words[1..], headers);
    }
}

#[test]
fn only_the_reverse_proxies_that_were_asked_for_are_printed() {
    let (_, report) = made("uptime-kuma", "closed");
    let files: Vec<&Value> =
        report["client"]["files"].as_array().expect("files").iter().map(|one| &one["name"]).collect();
    assert_eq!(files, ["authentik.Caddyfile"]);
    let (_, report) = made("proxy", "reverse");
    assert_eq!(report["client"]["files"], json!([]));
    let steps = report["client"]["steps"].to_string();
    assert!(
        steps.contains("point the name old.company in DNS") && steps.contains("https://old.internal:8443"),
        "{steps}"
    );
}

#[test]
fn what_the_presets_say_reaches_the_provider() {
    let (server, report) = made("uptime-kuma", "plain");
    assert_eq!(setting(&report, "Disable Auth"), "on");
    let provider = server.provider_of("uptime-kuma");
    let open: Vec<&str> = provider["skip_path_regex"].as_str().expect("text").lines().collect();
    assert_eq!((open.len(), open[0], open[5]), (7, "^/status/.*", r"^/icon\.svg$"));
    let (server, _) = made("uptime-kuma", "closed");
    assert_eq!(server.provider_of("uptime-kuma")["skip_path_regex"], "");
    let (server, _) = made("sonarr", "plain");
    let provider = server.provider_of("sonarr");
    for (field, value) in [
        ("mode", json!("proxy")),
        ("internal_host", json!("http://sonarr:8989")),
        ("basic_auth_enabled", json!(true)),
        ("basic_auth_user_attribute", json!("sonarr_user")),
        ("basic_auth_password_attribute", json!("sonarr_password")),
    ] {
        assert_eq!(provider[field], value, "{field}");
    }
    let (server, _) = made("proxy", "domain");
    let provider = server.provider_of("whole-domain");
    assert_eq!((&provider["cookie_domain"], &provider["mode"]), (&json!("company"), &json!("forward_domain")));
    assert_eq!(provider["intercept_header_auth"], false);
    assert_eq!(provider["access_token_validity"], "hours=8");
    let (server, _) = made("proxy", "reverse");
    assert_eq!(server.provider_of("old-tool")["internal_host_ssl_validation"], false);
}

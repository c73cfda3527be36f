//! `akctl login-test`: whole logins, with a browser that signs in.
#![cfg(unix)]

pub mod browser;
mod device;
mod endings;
mod running;

use crate::support::{Akctl, Server, VERSIONS};
use browser::{Browser, visit};
use running::{Ended, Running};
use serde_json::{Value, json};

/// An integration with a redirect address of its own.
fn portainer(version: &str) -> Server {
    let server = Server::start(version);
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]).ok();
    server.forget();
    server
}

fn redirects(server: &Server) -> Value {
    server.provider_of("portainer")["redirect_uris"].clone()
}

fn change(server: &Server, body: Value) {
    let provider = server.provider_of("portainer");
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), body);
}

fn explicit_consent(server: &Server) -> Value {
    server.get("flows/instances/default-provider-authorization-explicit-consent/")["pk"].clone()
}

/// Starts the test, signs in as this user, and waits for the end.
fn signed_in(server: &Server, user: &str, flags: &[&str]) -> Ended {
    let running = Running::start(server, flags);
    let page = Browser::new(server).sign_in(&running.address, user, true);
    assert_eq!(page.status, 200, "{page:?}");
    running.end()
}

#[test]
fn a_login_is_whole_and_leaves_nothing_behind_on_every_version() {
    for version in VERSIONS {
        let server = portainer(version);
        let before = redirects(&server);
        let running = Running::start(&server, &[]);
        assert_eq!(running.parameter("code_challenge_method"), "S256", "{version}");
        let own = running.parameter("redirect_uri");
        let during = redirects(&server);
        let entry = during.as_array().and_then(|all| all.last()).expect("an entry");
        assert_eq!((&entry["url"], &entry["matching_mode"]), (&json!(own), &json!("strict")), "{version}");
        assert_eq!(entry.get("redirect_uri_type").is_some(), before[0].get("redirect_uri_type").is_some(), "{version}");
        let page = Browser::new(&server).sign_in(&running.address, "anna", true);
        assert!(page.text.contains("can be closed"), "{version}: {page:?}");
        let ended = running.end();
        ended.tells(0, &["taken away again"]);
        assert_eq!(redirects(&server), before, "{version}");
        let report = ended.report();
        for check in report["checks"].as_array().expect("a list") {
            let expected = if check["id"] == "at-hash" { "not-checked" } else { "ok" };
            assert_eq!(check["verdict"], expected, "{version}: {check}");
        }
        assert_eq!(report["checks"].as_array().map(Vec::len), Some(10), "{version}");
        assert_eq!(report["id_token"]["preferred_username"], "anna", "{version}");
        assert_eq!(report["userinfo"]["email"], "anna@example.com", "{version}");
        assert!(report["granted_scopes"].to_string().contains("openid"), "{version}");
        crate::json::holds("akctl login-test", std::slice::from_ref(&report));
        let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
        for text in [&ended.stdout, &ended.stderr] {
            assert!(
                !text.contains(&secret) && !text.contains(server.token()) && !text.contains(".eyJ"),
                "{version}: {text}"
            );
        }
    }
}

#[test]
fn consent_and_a_second_factor_lead_through() {
    for version in VERSIONS {
        let server = portainer(version);
        change(&server, json!({"authorization_flow": explicit_consent(&server)}));
        let ended = signed_in(&server, "ben", &["--user", "ben"]);
        ended.tells(0, &["login_hint=ben"]);
        assert_eq!(ended.report()["userinfo"]["preferred_username"], "ben", "{version}");
        assert!(!ended.stderr.contains("not ben"), "{version}");
    }
}

#[test]
fn who_signs_in_as_somebody_else_is_told() {
    let ended = signed_in(&portainer("2025.10.3"), "anna", &["--user", "ben"]);
    ended.tells(0, &["it was anna who signed in, not ben"]);
}

#[test]
fn tokens_of_every_kind_of_key_are_checked() {
    for version in ["2024.8.6", "2025.10.3", "2026.8.5"] {
        let server = portainer(version);
        change(&server, json!({"signing_key": null}));
        let ended = signed_in(&server, "anna", &[]);
        ended.tells(0, &[]);
        assert!(ended.stdout.contains("HS256, with the client secret"), "{version}: {}", ended.stdout);
        let body = json!({"common_name": "ec", "validity_days": 9, "alg": "ecdsa"});
        let key = server.post("crypto/certificatekeypairs/generate/", body)["pk"].clone();
        change(&server, json!({"signing_key": key}));
        let ended = signed_in(&server, "anna", &[]);
        ended.tells(0, &[]);
        assert!(ended.stdout.contains("ES256, with the key"), "{version}: {}", ended.stdout);
    }
}

#[test]
fn a_public_client_sends_no_secret() {
    let server = portainer("2026.8.5");
    change(&server, json!({"client_type": "public"}));
    signed_in(&server, "anna", &[]).tells(0, &[]);
    change(&server, json!({"client_type": "public", "signing_key": null}));
    signed_in(&server, "anna", &[]).tells(0, &[]);
}

#[test]
fn what_the_provider_does_not_say_is_a_failed_check() {
    let server = portainer("2025.10.3");
    let ended = signed_in(&server, "anna", &["--scopes", "profile"]);
    ended.tells(1, &["2 checks failed"]);
    assert_eq!((ended.verdict("id-token").as_str(), ended.verdict("userinfo").as_str()), ("failed", "failed"));
    change(&server, json!({"include_claims_in_id_token": false}));
    let report = signed_in(&server, "anna", &[]).report();
    assert!(report["id_token"].get("email").is_none() && report["userinfo"]["email"].is_string(), "{report}");
}

/// Starts a test, changes the provider, and signs in.
fn changed_meanwhile(body: Value) -> (Server, Ended) {
    let server = portainer("2025.10.3");
    let running = Running::start(&server, &[]);
    change(&server, body);
    Browser::new(&server).sign_in(&running.address, "anna", true);
    let ended = running.end();
    (server, ended)
}

#[test]
fn a_token_of_another_issuer_key_or_client_fails_its_check() {
    let (_, ended) = changed_meanwhile(json!({"issuer_mode": "global"}));
    ended.tells(1, &["1 check failed"]);
    assert_eq!(ended.verdict("issuer"), "failed");
    let (server, ended) = changed_meanwhile(json!({"signing_key": null}));
    ended.tells(1, &["1 check failed"]);
    assert_eq!(ended.verdict("signature"), "failed");
    assert_eq!(redirects(&server).as_array().map(Vec::len), Some(1));
    let (server, ended) = changed_meanwhile(json!({"client_secret": "another"}));
    ended.tells(1, &["token endpoint refused", "invalid_client", "taken away again"]);
    assert_eq!(redirects(&server).as_array().map(Vec::len), Some(1));
}

#[test]
fn the_text_shows_checks_and_claims_on_80_columns() {
    let server = portainer("2025.10.3");
    let ended = signed_in(&server, "anna", &["-o", "text"]);
    for part in ["signature", "RS256", "preferred_username", "anna", "Userinfo"] {
        assert!(ended.stdout.contains(part), "{part}:\n{}", ended.stdout);
    }
    assert!(ended.stdout.lines().all(|line| line.chars().count() <= 80), "{}", ended.stdout);
}

#[test]
fn the_listener_answers_nothing_but_the_answer_to_its_login() {
    let server = portainer("2025.10.3");
    let running = Running::start(&server, &[]);
    let own = running.parameter("redirect_uri");
    let base = own.trim_end_matches("/akctl-login-test").to_owned();
    for target in ["/", "/favicon.ico", "/akctl-login-test/x?code=c"] {
        assert_eq!(visit(&format!("{base}{target}")).0, 404, "{target}");
    }
    for query in ["", "?code=c", "?code=c&state=wrong", "?error=x&state="] {
        assert_eq!(visit(&format!("{own}{query}")).0, 400, "{query}");
    }
    let state = running.parameter("state");
    let post = format!("POST /akctl-login-test?code=c&state={state} HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
    assert!(browser::raw(&own, &post).starts_with("HTTP/1.1 404"));
    assert_eq!(browser::raw(&own, &format!("GET /{} ", "x".repeat(40_000))), "", "it is hung up on");
    let idle = std::net::TcpStream::connect(base.trim_start_matches("http://")).expect("connected");
    Browser::new(&server).sign_in(&running.address, "anna", true);
    let ended = running.end();
    drop(idle);
    ended.tells(0, &["does not belong to this login", "state"]);
}

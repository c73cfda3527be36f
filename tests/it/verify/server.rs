//! The server itself.

use super::between::proxy;
use super::{integrated, told, verify};
use crate::support::Akctl;

#[test]
fn a_server_that_is_well_is_told() {
    let ran = verify(&integrated("2025.10.3"), &["portainer"]);
    told(&ran, "server-version", "ok", &["2025.10.3"]);
    told(&ran, "public-address", "ok", &[]);
    told(&ran, "clock", "ok", &[]);
}

#[test]
fn a_wrong_clock_is_seen() {
    let server = integrated("2025.10.3");
    let late = |text: String| {
        let lines = text.split("\r\n").map(|line| {
            if line.to_lowercase().starts_with("date:") { "date: Mon, 01 Jan 2024 00:00:00 GMT" } else { line }
        });
        lines.collect::<Vec<_>>().join("\r\n")
    };
    let public = proxy(&server, str::to_owned, late);
    told(&verify(&server, &["portainer", "--public-url", &public]), "clock", "warning", &["behind"]);
}

#[test]
fn an_address_where_nobody_answers_is_seen_and_not_asked_again() {
    let server = integrated("2025.10.3");
    // Nobody listens on port 1.
    let ran = verify(&server, &["portainer", "--public-url", "http://127.0.0.1:1"]);
    told(&ran, "public-address", "failed", &["--public-url"]);
    for id in ["discovery", "issuer", "jwks", "authorize"] {
        told(&ran, id, "not-checked", &[]);
    }
    told(&ran, "signing-key", "ok", &[]);
}

#[test]
fn an_address_that_is_not_authentiks_is_seen() {
    let server = integrated("2025.10.3");
    let public = super::between::application("404 Not Found", "");
    told(&verify(&server, &["portainer", "--public-url", &public]), "public-address", "failed", &["answers 404"]);
}

#[test]
fn tls_that_cannot_be_trusted_is_seen() {
    let server = integrated("2025.10.3");
    // There is no TLS on this port.
    let public = server.url().replace("http://", "https://");
    let ran = verify(&server, &["portainer", "--public-url", &public]);
    told(&ran, "tls", "failed", &["--ca-file"]);
    told(&ran, "public-address", "not-checked", &[]);
    told(&ran, "https", "ok", &[]);
}

#[test]
fn an_address_without_encryption_is_seen() {
    let server = integrated("2025.10.3");
    // This address too leads to this machine, and does not look like it.
    let public = server.url().replace("127.0.0.1", "0.0.0.0");
    told(&verify(&server, &["portainer", "--public-url", &public]), "https", "warning", &["without encryption"]);
}

#[test]
fn a_closed_integration_on_https_has_no_warning() {
    let words = ["verify", "--all", "--sandbox=2026.8.5"];
    assert_eq!(Akctl::new().args(words).json()["warnings"], 0);
}

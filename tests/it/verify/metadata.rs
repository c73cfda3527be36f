//! authentik's SAML metadata, as an application reads them.

use super::between::proxy;
use super::{found, integrate, told, verify};
use crate::support::akctl::Ran;
use crate::support::{Server, VERSIONS};

fn payroll(version: &str) -> Server {
    let server = Server::start(version);
    let flags = ["--name", "Payroll", "--acs", "https://sp.company/acs", "--entity-id", "https://sp.company/metadata"];
    integrate(&server, "saml", &flags);
    server
}

fn through(server: &Server, public: &str) -> Ran {
    verify(server, &["payroll", "--public-url", public])
}

#[test]
fn a_fresh_integration_is_well_on_every_version() {
    for version in VERSIONS {
        let server = payroll(version);
        let ran = verify(&server, &["payroll"]);
        told(&ran, "saml-metadata", "ok", &["/application/saml/payroll/metadata/"]);
        told(&ran, "saml-endpoints", "ok", &[]);
        assert_eq!(found(&ran, "discovery"), None, "{version}");
    }
}

#[test]
fn a_proxy_that_does_not_forward_host_or_scheme_is_seen() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = payroll(version);
        let inner = |line: &str| {
            let is_host = line.to_lowercase().starts_with("host:");
            if is_host { "host: authentik-server:9000".to_owned() } else { line.to_owned() }
        };
        let ran = through(&server, &proxy(&server, inner, |text| text));
        told(&ran, "saml-endpoints", "failed", &["http://authentik-server:9000/", "X-Forwarded-Host"]);
    }
}

#[test]
fn metadata_that_nobody_answers_or_that_are_somebody_elses_are_seen() {
    let server = payroll("2025.10.3");
    let closed = |line: &str| line.replace("/application/saml/payroll/", "/absent/saml/payroll/");
    let ran = through(&server, &proxy(&server, closed, |text| text));
    told(&ran, "saml-metadata", "failed", &["404", "/application/saml/"]);
    told(&ran, "saml-endpoints", "not-checked", &[]);
    // As long as before, so that the answer's length stays right.
    let renamed = |text: String| text.replace("entityID=\"http", "entityID=\"HTTP");
    let ran = through(&server, &proxy(&server, str::to_owned, renamed));
    told(&ran, "saml-metadata", "failed", &["letter by letter"]);
    let unsigned = |text: String| text.replace("<ds:X509Certificate>", "<ds:X509Certificat >");
    let unsigned = move |text: String| unsigned(text).replace("</ds:X509Certificate>", "</ds:X509Certificat >");
    let ran = through(&server, &proxy(&server, str::to_owned, unsigned));
    told(&ran, "saml-metadata", "failed", &["no certificate", "signs with"]);
}

#[test]
fn another_certificate_than_the_one_that_signs_is_seen() {
    let server = payroll("2026.8.5");
    // What a cache would do: the metadata of before, after the certificate was replaced.
    let read = |pk: &str| server.get(&format!("providers/saml/{pk}/metadata/"))["metadata"].to_string();
    let of = |text: &str| text.split("X509Certificate>").nth(1).unwrap_or_default().to_owned();
    let pk = server.get("core/applications/payroll/")["provider"].to_string();
    let old = of(&read(&pk));
    let other = super::certificate(&server, "rsa", 300);
    let body = serde_json::json!({"signing_kp": other, "sign_assertion": true});
    server.patch(&format!("providers/saml/{pk}/"), body);
    let new = of(&read(&pk));
    assert!(!old.is_empty() && old != new, "the certificates differ");
    let cached = move |text: String| {
        let text = text.replace(&new, &old);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return text };
        let length = format!("content-length: {}", body.len());
        let is_length = |line: &str| line.to_lowercase().starts_with("content-length:");
        let lines = head.lines().map(|line| if is_length(line) { &length } else { line });
        let lines = lines.map(|line| format!("{line}\r\n"));
        format!("{}\r\n{body}", lines.collect::<String>())
    };
    let ran = through(&server, &proxy(&server, str::to_owned, cached));
    told(&ran, "saml-metadata", "failed", &["another certificate", "signs with"]);
}

//! What is seen through the public address, and the secret.

use super::between::proxy;
use super::{integrated, provider, strict, told, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

/// A report of the integration as it is seen through this address.
fn through(server: &Server, public: &str) -> crate::support::akctl::Ran {
    verify(server, &["portainer", "--public-url", public])
}

#[test]
fn a_proxy_that_does_not_forward_the_host_is_seen() {
    let server = integrated("2025.10.3");
    let well = proxy(&server, str::to_owned, |text| text);
    for id in ["issuer", "endpoints"] {
        told(&through(&server, &well), id, "ok", &[]);
    }
    let inner = |line: &str| {
        if line.to_lowercase().starts_with("host:") {
            "host: authentik-server:9000".to_owned()
        } else {
            line.to_owned()
        }
    };
    let broken = through(&server, &proxy(&server, inner, |text| text));
    told(&broken, "issuer", "failed", &["http://authentik-server:9000/", "X-Forwarded-Host"]);
    told(&broken, "endpoints", "failed", &["http://authentik-server:9000/", "not the public one"]);
}

#[test]
fn an_issuer_that_lacks_only_the_slash_is_another_one() {
    let server = integrated("2025.10.3");
    // As long as before, so that the answer's length stays right.
    let cut = |text: String| text.replace("/application/o/portainer/\",", "/application/o/portainer\" ,");
    told(&through(&server, &proxy(&server, str::to_owned, cut)), "issuer", "failed", &["letter by letter"]);
}

#[test]
fn a_proxy_that_lets_the_discovery_document_not_through_is_seen() {
    let server = integrated("2025.10.3");
    let closed = |line: &str| line.replace("/portainer/.well-known/", "/absent/.well-known/");
    told(&through(&server, &proxy(&server, closed, |text| text)), "discovery", "failed", &["404"]);
}

#[test]
fn few_requests_are_enough() {
    for version in VERSIONS {
        let server = integrated(version);
        server.forget();
        assert_eq!(verify(&server, &["portainer"]).code, 0);
        let targets: Vec<String> = server.log().iter().map(|entry| entry.target.clone()).collect();
        assert!(targets.len() <= 17, "{version}: {} {targets:#?}", targets.len());
    }
}

#[test]
fn no_token_goes_to_the_public_address() {
    let server = integrated("2025.10.3");
    let (tell, told) = std::sync::mpsc::channel();
    let watched = proxy(
        &server,
        move |line| {
            let _ = tell.send(line.to_lowercase());
            line.to_owned()
        },
        |text| text,
    );
    assert_eq!(through(&server, &watched).code, 0);
    let lines: Vec<String> = told.try_iter().collect();
    assert!(lines.iter().any(|line| line.contains("/authorize/")), "{lines:?}");
    assert!(!lines.iter().any(|line| line.starts_with("authorization") || line.contains(server.token())));
}

#[test]
fn authorize_is_tried_with_every_strict_address_on_every_version() {
    for version in VERSIONS {
        let server = integrated(version);
        let entries = strict(&server, &["https://portainer.company/", "https://other.company/"]);
        provider(&server, "portainer", json!({"redirect_uris": entries}));
        server.forget();
        told(&verify(&server, &["portainer"]), "authorize", "ok", &[]);
        let tried = server.log().iter().filter(|entry| entry.target.contains("/authorize/")).count();
        assert_eq!(tried, 2, "{version}");
    }
}

#[test]
fn a_refused_authorize_request_is_seen() {
    let server = integrated("2025.10.3");
    let without_client = |line: &str| line.replace("client_id=", "client=");
    told(&through(&server, &proxy(&server, without_client, |text| text)), "authorize", "failed", &["400"]);
}

#[test]
fn a_client_secret_is_right_or_wrong() {
    for version in VERSIONS {
        let server = integrated(version);
        let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
        let with = |text: &str| {
            let words = ["verify", "portainer", "-o", "json", "--client-secret-file", "-"];
            let ran = Akctl::on(&server).stdin(text).args(words).run();
            assert!(!ran.stdout.contains(&secret) && !ran.stderr.contains(&secret));
            ran
        };
        told(&with(&secret), "client-secret", "ok", &[]);
        told(&with(&format!("{secret}\n")), "client-secret", "ok", &[]);
        told(&with(&format!("{secret} \n")), "client-secret", "failed", &["white space"]);
        told(&with("another"), "client-secret", "failed", &["refuses"]);
        told(&verify(&server, &["portainer"]), "client-secret", "not-checked", &["--client-secret-file"]);
    }
}

#[test]
fn a_secret_is_not_tried_where_the_answer_would_say_nothing() {
    let server = integrated("2026.8.5");
    let with = || {
        let words = ["verify", "portainer", "-o", "json", "--client-secret-file", "-"];
        Akctl::on(&server).stdin("x").args(words).run()
    };
    provider(&server, "portainer", json!({"grant_types": ["implicit"]}));
    told(&with(), "client-secret", "not-checked", &["lacks the grant"]);
    provider(&server, "portainer", json!({"client_type": "public"}));
    told(&with(), "client-secret", "not-checked", &["public"]);
}

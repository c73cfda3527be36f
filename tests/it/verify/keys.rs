//! What signs and what encrypts.

use super::{APP, breaks, certificate, integrated, provider, told, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

#[test]
fn a_provider_without_key_signs_with_the_secret() {
    for version in VERSIONS {
        breaks(&integrated(version), "signing-key", "failed", &["HS256", "akctl integrate portainer", APP], |server| {
            provider(server, "portainer", json!({"signing_key": null}));
        });
    }
}

#[test]
fn without_a_preset_a_missing_key_is_a_warning() {
    let server = Server::start("2025.10.3");
    let words = ["--name", "Wiki", "--slug", "handmade", "--redirect", "https://a/", "--yes"];
    Akctl::integrate(&server, "oidc").args(words).ok();
    provider(&server, "handmade", json!({"signing_key": null}));
    told(&verify(&server, &["handmade"]), "signing-key", "warning", &["HS256"]);
    provider(&server, "handmade", json!({"client_type": "public"}));
    told(&verify(&server, &["handmade"]), "signing-key", "failed", &["HS256"]);
}

#[test]
fn a_provider_without_key_publishes_none() {
    breaks(&integrated("2025.10.3"), "jwks", "failed", &["no key"], |server| {
        provider(server, "portainer", json!({"signing_key": null}));
    });
}

#[test]
fn an_elliptic_key_is_seen_in_authentik_and_from_outside() {
    for id in ["key-type", "jwks"] {
        for version in ["2024.8.6", "2026.8.5"] {
            breaks(
                &integrated(version),
                id,
                "failed",
                &["EC", "RSA"].map(|w| if id == "jwks" { w } else { "RSA" }),
                |server| {
                    let pk = certificate(server, "ecdsa", 365);
                    provider(server, "portainer", json!({"signing_key": pk}));
                },
            );
        }
    }
}

#[test]
fn an_encryption_key_is_seen() {
    breaks(
        &integrated("2025.10.3"),
        "encryption-key",
        "failed",
        &["encrypted with", "akctl verify portainer --fix"],
        |server| {
            let pk = certificate(server, "rsa", 365);
            provider(server, "portainer", json!({"encryption_key": pk}));
        },
    );
}

#[test]
fn a_certificate_that_ends_soon_is_seen() {
    for version in VERSIONS {
        breaks(&integrated(version), "certificate", "warning", &["ends on", "days"], |server| {
            let pk = certificate(server, "rsa", 5);
            provider(server, "portainer", json!({"signing_key": pk}));
        });
    }
}

#[test]
fn a_certificate_without_its_private_key_cannot_sign() {
    breaks(&integrated("2025.10.3"), "signing-key", "failed", &["no private key"], |server| {
        let other = &server.list("crypto/certificatekeypairs/")[0]["pk"];
        let path = format!("crypto/certificatekeypairs/{}/view_certificate/", other.as_str().expect("text"));
        let pem = server.get(&path)["data"].clone();
        let pair = server.post("crypto/certificatekeypairs/", json!({"name": "half", "certificate_data": pem}));
        assert_eq!(pair["private_key_available"], Value::Bool(false));
        provider(server, "portainer", json!({"signing_key": pair["pk"]}));
    });
}

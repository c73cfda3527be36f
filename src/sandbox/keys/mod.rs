//! The certificates that every sandbox carries, and those that are uploaded to it.
//!
//! The carried ones are real (RSA 4096, one RSA 2048, one EC P-256), made once with openssl; their
//! private keys were thrown away, because a sandbox never signs anything. Of an uploaded private
//! key only its public half is kept, for the same reason.

pub mod uploaded;

use crate::sandbox::message::Object;
use crate::sandbox::store::{truth, value};
use base64::Engine as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::OnceLock;

/// One certificate, with what is worked out of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Key {
    /// `rsa` or `ec`.
    pub kind: String,
    /// The key's id in a JWKS.
    pub kid: String,
    /// The certificate, base64 of its DER form.
    pub certificate: String,
    /// Its SHA-1 fingerprint, in pairs.
    pub sha1: String,
    /// Its SHA-256 fingerprint, in pairs.
    pub sha256: String,
    /// Its SHA-1 thumbprint, as a JWKS has it.
    x5t: String,
    /// Its SHA-256 thumbprint, as a JWKS has it.
    x5t_s256: String,
    /// The numbers of the public key, as a JWKS has them.
    public: Value,
}

impl Key {
    /// The algorithm that this key signs with.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match (self.kind.as_str(), self.public["crv"].as_str()) {
            ("rsa", _) => "RS256",
            (_, Some("P-384")) => "ES384",
            (_, Some("P-521")) => "ES512",
            _ => "ES256",
        }
    }

    /// The key as an entry of a JWKS.
    #[must_use]
    pub fn jwk(&self) -> Value {
        let mut jwk = self.public.clone();
        jwk["alg"] = self.algorithm().into();
        jwk["kty"] = if self.kind == "rsa" { "RSA" } else { "EC" }.into();
        jwk["use"] = "sig".into();
        jwk["kid"] = self.kid.clone().into();
        jwk["x5c"] = vec![self.certificate.clone()].into();
        jwk["x5t"] = self.x5t.clone().into();
        jwk["x5t#S256"] = self.x5t_s256.clone().into();
        jwk
    }

    /// The certificate in PEM form.
    #[must_use]
    pub fn pem(&self) -> String {
        let der = base64::engine::general_purpose::STANDARD.decode(&self.certificate).unwrap_or_default();
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
        for (place, letter) in text.chars().enumerate() {
            if place > 0 && place % 64 == 0 {
                pem.push('\n');
            }
            pem.push(letter);
        }
        pem.push_str("\n-----END CERTIFICATE-----\n");
        pem
    }
}

/// All carried certificates.
#[must_use]
pub fn all() -> &'static [Key] {
    static KEYS: OnceLock<Vec<Key>> = OnceLock::new();
    KEYS.get_or_init(|| serde_json::from_str(include_str!("certificates.json")).unwrap_or_default())
}

/// The certificate of that kind whose turn it is.
///
/// # Panics
///
/// Never: both kinds are carried, which a test checks.
#[must_use]
pub fn of_kind(kind: &str, turn: usize) -> &'static Key {
    let fitting: Vec<&Key> = all().iter().filter(|key| key.kind == kind).collect();
    fitting[turn % fitting.len()]
}

/// What is inside a certificate-key pair of the sandbox: a carried one, or what was uploaded.
#[must_use]
pub fn inside(pair: &Object) -> Option<Key> {
    match value(pair, "_key") {
        Value::String(kid) => all().iter().find(|key| key.kid == kid).cloned(),
        uploaded => serde_json::from_value(uploaded).ok(),
    }
}

/// The key of a certificate-key pair, if it can sign with it.
#[must_use]
pub fn signing(pair: &Object) -> Option<Key> {
    inside(pair).filter(|_| truth(pair, "private_key_available"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_carried_and_taken_in_turn() {
        assert_eq!(all().len(), 5);
        assert_ne!(of_kind("rsa", 0).kid, of_kind("rsa", 1).kid);
        assert_eq!(of_kind("ec", 0).algorithm(), "ES256");
        assert!(of_kind("rsa", 0).pem().lines().all(|line| line.len() <= 64));
    }
}

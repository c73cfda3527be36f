//! The certificates that every sandbox carries, and those that are uploaded to it.
//!
//! The carried ones are real (RSA 4096, one RSA 2048, one EC P-256), made once and fixed, because
//! making RSA keys takes long. Their private keys are carried with them and so are no secret: what
//! they sign proves nothing outside a sandbox.

pub mod uploaded;

use crate::sandbox::message::Object;
use crate::sandbox::store::{truth, value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
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
    /// The private key, base64 of its DER form (PKCS#8, or PKCS#1 of an uploaded RSA key).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    private: Option<String>,
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

    /// Signs with `RS256` or `ES256`, as a JWT has it. None where the private key is of another kind
    /// or form than the sandbox can sign with.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        let private = STANDARD.decode(self.private.as_ref()?).ok()?;
        let random = SystemRandom::new();
        match self.algorithm() {
            "RS256" => {
                let pair = RsaKeyPair::from_pkcs8(&private).or_else(|_| RsaKeyPair::from_der(&private)).ok()?;
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).ok()?;
                Some(signature)
            }
            "ES256" => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private, &random).ok()?;
                Some(pair.sign(&random, text).ok()?.as_ref().to_vec())
            }
            _ => None,
        }
    }

    /// The certificate in PEM form.
    #[must_use]
    pub fn pem(&self) -> String {
        let der = STANDARD.decode(&self.certificate).unwrap_or_default();
        let text = STANDARD.encode(der);
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
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::signature::{
        ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
    };

    #[test]
    fn every_carried_key_signs_for_its_own_certificate() {
        for key in all() {
            let signature = key.sign(b"text").expect("a signature");
            let read = uploaded::certificate(&key.pem()).expect("a certificate");
            let bare = uploaded::key(&read, None, "");
            assert_eq!(bare.public, key.public);
            assert!(bare.sign(b"text").is_none(), "without a private key nothing is signed");
            let number =
                |name: &str| URL_SAFE_NO_PAD.decode(key.public[name].as_str().expect("a number")).expect("base64");
            let verified = if key.kind == "rsa" {
                let public = RsaPublicKeyComponents { n: number("n"), e: number("e") };
                public.verify(&RSA_PKCS1_2048_8192_SHA256, b"text", &signature)
            } else {
                let point = [vec![4], number("x"), number("y")].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(b"text", &signature)
            };
            assert!(verified.is_ok(), "{}", key.kid);
        }
    }

    #[test]
    fn both_kinds_are_carried_and_taken_in_turn() {
        assert_eq!(all().len(), 5);
        assert_ne!(of_kind("rsa", 0).kid, of_kind("rsa", 1).kid);
        assert_eq!(of_kind("ec", 0).algorithm(), "ES256");
        assert!(of_kind("rsa", 0).pem().lines().all(|line| line.len() <= 64));
    }
}

//! Certificates and keys that somebody brings along.

use super::Key;
use crate::model::x509::name;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::RsaPrivateKey;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, PrivateKeyInfo};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;
use x509_parser::pem::Pem;
use x509_parser::public_key::PublicKey;

/// A certificate that was read.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Its DER form.
    der: Vec<u8>,
    /// The kind of its key; none of a kind that authentik does not name.
    pub kind: Option<&'static str>,
    /// The numbers of its key, as a JWKS has them.
    public: Value,
    /// When it ends, in seconds since 1970.
    pub end: u64,
    /// Whose it is, in the form of RFC 4514, as authentik writes it.
    pub subject: String,
}

/// A private key that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrivateKey {
    /// RSA, with the numbers of its public half as a JWKS has them.
    Rsa(Value),
    /// An elliptic curve's.
    Ec,
    /// A key that authentik reads and the sandbox does not.
    Strange,
}

/// The certificate that a PEM text begins with. What follows it does not count (authentik's source:
/// `load_pem_x509_certificate`).
#[must_use]
pub fn certificate(pem: &str) -> Option<Certificate> {
    let pem = first(pem, |label| label == "CERTIFICATE" || label == "X509 CERTIFICATE")?;
    let (rest, read) = parse_x509_certificate(&pem.contents).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let (kind, public) = public(&read);
    let end = u64::try_from(read.validity().not_after.timestamp()).unwrap_or_default();
    let subject = name(read.subject())?;
    Some(Certificate { kind, public, end, subject, der: pem.contents.clone() })
}

/// The private key of a PEM text. An encrypted one is none.
#[must_use]
pub fn private_key(pem: &str) -> Option<PrivateKey> {
    let pem = private_pem(pem)?;
    match pem.label.as_str() {
        "RSA PRIVATE KEY" => RsaPrivateKey::from_pkcs1_der(&pem.contents).ok().map(|key| rsa_numbers(&key)),
        "EC PRIVATE KEY" => Some(PrivateKey::Ec),
        "PRIVATE KEY" => {
            let found = PrivateKeyInfo::try_from(pem.contents.as_slice()).ok()?;
            match found.algorithm.oid.to_string().as_str() {
                "1.2.840.113549.1.1.1" => {
                    RsaPrivateKey::from_pkcs8_der(&pem.contents).ok().map(|key| rsa_numbers(&key))
                }
                "1.2.840.10045.2.1" => Some(PrivateKey::Ec),
                _ => Some(PrivateKey::Strange),
            }
        }
        "ENCRYPTED PRIVATE KEY" => None,
        _ => Some(PrivateKey::Strange),
    }
}

/// Certificate and key together, as the sandbox keeps them. `key_data` is the key's PEM text.
///
/// Where the two do not fit, the numbers in a JWKS are those of the key, and the certificate beside
/// them is whatever came along (authentik's source, up to 2025.10).
#[must_use]
pub fn key(certificate: &Certificate, private: Option<&PrivateKey>, key_data: &str) -> Key {
    let sha1 = Sha1::digest(&certificate.der);
    let sha256 = Sha256::digest(&certificate.der);
    let (kind, public) = match private {
        Some(PrivateKey::Rsa(numbers)) => ("rsa", numbers),
        Some(PrivateKey::Ec) => ("ec", &certificate.public),
        _ => (certificate.kind.unwrap_or_default(), &certificate.public),
    };
    Key {
        kind: kind.to_owned(),
        // A digest of the key's text, as authentik's; only that it is the key's own matters.
        kid: hexadecimal(&Sha256::digest(key_data)[..16], ""),
        certificate: STANDARD.encode(&certificate.der),
        sha1: hexadecimal(&sha1, ":"),
        sha256: hexadecimal(&sha256, ":"),
        x5t: URL_SAFE_NO_PAD.encode(sha1),
        x5t_s256: URL_SAFE_NO_PAD.encode(sha256),
        public: public.clone(),
        private: private.and_then(|_| private_pem(key_data)).map(|pem| STANDARD.encode(pem.contents)),
    }
}

/// Whether a key is the certificate's own, as far as can be told: of a curve only the kind is known.
#[must_use]
pub fn fit(certificate: &Certificate, private: &PrivateKey) -> bool {
    match private {
        PrivateKey::Rsa(numbers) => *numbers == certificate.public,
        PrivateKey::Ec => certificate.kind == Some("ec"),
        PrivateKey::Strange => false,
    }
}

fn first(pem: &str, wanted: impl Fn(&str) -> bool) -> Option<Pem> {
    Pem::iter_from_buffer(pem.as_bytes()).filter_map(Result::ok).find(|pem| wanted(&pem.label))
}

fn private_pem(pem: &str) -> Option<Pem> {
    let lines: Vec<&str> = pem.lines().map(str::trim).collect();
    first(&lines.join("\n"), |label| label.ends_with("PRIVATE KEY"))
}

fn rsa_numbers(key: &RsaPrivateKey) -> PrivateKey {
    PrivateKey::Rsa(numbers(&key.n().to_bytes_be(), &key.e().to_bytes_be()))
}

fn numbers(n: &[u8], e: &[u8]) -> Value {
    let plain = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        URL_SAFE_NO_PAD.encode(&bytes[zeros..])
    };
    json!({"n": plain(n), "e": plain(e)})
}

/// The kind of a certificate's key, and its numbers where a JWKS can have them.
fn public(certificate: &X509Certificate<'_>) -> (Option<&'static str>, Value) {
    match certificate.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => (Some("rsa"), numbers(key.modulus, key.exponent)),
        Ok(PublicKey::EC(point)) => (Some("ec"), curve(point.data())),
        Ok(PublicKey::DSA(_)) => (Some("dsa"), Value::Null),
        _ => match certificate.public_key().algorithm.algorithm.to_id_string().as_str() {
            "1.3.101.112" => (Some("ed25519"), Value::Null),
            "1.3.101.113" => (Some("ed448"), Value::Null),
            _ => (None, Value::Null),
        },
    }
}

/// The coordinates of an uncompressed point.
fn curve(point: &[u8]) -> Value {
    let Some((4, rest)) = point.split_first() else { return Value::Null };
    let (x, y) = rest.split_at(rest.len() / 2);
    let name = match x.len() {
        32 => "P-256",
        48 => "P-384",
        66 => "P-521",
        _ => return Value::Null,
    };
    json!({"crv": name, "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)})
}

fn hexadecimal(bytes: &[u8], between: &str) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_reads_back_as_itself() {
        for carried in super::super::all() {
            let read = certificate(&carried.pem()).expect("a certificate");
            let again = key(&read, None, "");
            assert_eq!((&again.sha1, &again.sha256), (&carried.sha1, &carried.sha256));
            assert_eq!((&again.x5t, &again.x5t_s256), (&carried.x5t, &carried.x5t_s256));
            assert_eq!((&again.public, &again.certificate), (&carried.public, &carried.certificate));
            assert_eq!(read.kind, Some(carried.kind.as_str()));
            assert!(read.subject.starts_with("OU=Sandbox,O=akctl,CN=akctl sandbox "), "{}", read.subject);
        }
    }

    #[test]
    fn text_that_is_no_pem_is_neither() {
        for text in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(certificate(text).is_none() && private_key(text).is_none(), "{text}");
        }
        assert!(private_key("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").is_none());
        assert!(
            private_key("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----").is_none()
        );
    }
}

//! X.509 certificates: what people compare of them, and the text that forms take.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD as PADDED};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::net::IpAddr;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::parse_x509_certificate;
use x509_parser::public_key::PublicKey;
use x509_parser::time::ASN1Time;
use x509_parser::x509::X509Name;

/// The final `=` is often lost where certificates are copied by hand.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How wide the lines of a PEM text are (RFC 7468).
const WIDTH: usize = 64;

/// The kind of a certificate's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA.
    Rsa,
    /// An elliptic curve's.
    Ec,
    /// DSA.
    Dsa,
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// Another one, by its object identifier.
    Other(String),
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Dsa => "DSA",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::Other(identifier) => identifier,
        })
    }
}

/// A certificate, as people and forms need it. Nothing of it has been verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The PEM text with its header lines, 64 columns wide, with a final line end.
    pub pem: String,
    /// SHA-1 over the DER form: upper-case hexadecimal with colons.
    pub sha1: String,
    /// SHA-256 over the DER form: upper-case hexadecimal with colons.
    pub sha256: String,
    /// When it ends: `2027-11-22T05:00:02Z`.
    pub not_after: String,
    /// Whose it is, in the form of RFC 4514; empty where that cannot be written. It is foreign text.
    pub subject: String,
    /// The kind of its key.
    pub key_kind: KeyKind,
}

/// For whom a certificate was made, and for how long: what a new one needs in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFor {
    /// The common name; empty where there is none.
    pub common_name: String,
    /// The alternative names that are hosts or IP addresses.
    pub alternative_names: Vec<String>,
    /// How many days it was valid from the first.
    pub days: u64,
}

impl MadeFor {
    /// Reads it from a PEM text.
    pub fn read(pem: &str) -> Result<Self, NotACertificate> {
        let base64: String = block(pem)?.split_whitespace().collect();
        let der = LENIENT.decode(base64).map_err(|_| NotACertificate::NotBase64)?;
        let (_, read) = parse_x509_certificate(&der).map_err(|_| NotACertificate::NotX509)?;
        let common_name = read.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
        let names = read.subject_alternative_name().ok().flatten();
        let names = names.map(|extension| extension.value.general_names.as_slice()).unwrap_or_default();
        let validity = read.validity();
        let seconds = validity.not_after.timestamp().saturating_sub(validity.not_before.timestamp());
        Ok(Self {
            common_name: common_name.unwrap_or_default().to_owned(),
            alternative_names: names.iter().filter_map(alternative_name).collect(),
            days: u64::try_from(seconds).unwrap_or_default().div_ceil(86_400),
        })
    }
}

fn alternative_name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes).ok().map(|bytes| IpAddr::from(bytes).to_string()),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|bytes| IpAddr::from(bytes).to_string()),
        },
        _ => None,
    }
}

/// Why a text is no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACertificate {
    /// Nothing, or white space only.
    #[error("it is empty")]
    Empty,
    /// A block with another name.
    #[error("it is a private key, and a certificate is needed: keep the key to yourself")]
    PrivateKey,
    /// A header line, and no certificate below it.
    #[error("it has no block that begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----")]
    NoBlock,
    /// Letters that base64 does not have, or a text that was cut off.
    #[error("it is not base64: a character is wrong or missing")]
    NotBase64,
    /// Bytes that are something else.
    #[error("its content is no X.509 certificate")]
    NotX509,
}

impl Certificate {
    /// Reads base64 text with or without header lines, line ends and spaces. Of several blocks the
    /// first certificate counts.
    pub fn read(text: &str) -> Result<Self, NotACertificate> {
        let base64: String = block(text)?.split_whitespace().collect();
        if base64.is_empty() {
            return Err(NotACertificate::Empty);
        }
        let der = LENIENT.decode(base64).map_err(|_| NotACertificate::NotBase64)?;
        Self::from_der(&der)
    }

    /// Reads the binary form.
    pub fn from_der(der: &[u8]) -> Result<Self, NotACertificate> {
        let (rest, read) = parse_x509_certificate(der).map_err(|_| NotACertificate::NotX509)?;
        if !rest.is_empty() {
            return Err(NotACertificate::NotX509);
        }
        Ok(Self {
            pem: pem(der),
            sha1: fingerprint(&Sha1::digest(der)),
            sha256: fingerprint(&Sha256::digest(der)),
            not_after: time(read.validity().not_after),
            subject: name(read.subject()).unwrap_or_default(),
            key_kind: key_kind(&read),
        })
    }
}

/// What stands between the header lines; everything where there are none.
fn block(text: &str) -> Result<&str, NotACertificate> {
    if !text.contains("-----BEGIN") {
        return Ok(text);
    }
    for label in ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        if let Some((_, rest)) = text.split_once(&format!("-----BEGIN {label}-----")) {
            let end = rest.split_once(&format!("-----END {label}-----"));
            return end.map(|(inner, _)| inner).ok_or(NotACertificate::NoBlock);
        }
    }
    Err(if text.contains("PRIVATE KEY-----") { NotACertificate::PrivateKey } else { NotACertificate::NoBlock })
}

fn pem(der: &[u8]) -> String {
    let mut text = "-----BEGIN CERTIFICATE-----".to_owned();
    for (place, letter) in PADDED.encode(der).chars().enumerate() {
        if place % WIDTH == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text + "\n-----END CERTIFICATE-----\n"
}

fn fingerprint(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

fn time(time: ASN1Time) -> String {
    let time = time.to_datetime();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn key_kind(certificate: &X509Certificate<'_>) -> KeyKind {
    let key = certificate.public_key();
    match key.parsed() {
        Ok(PublicKey::RSA(_)) => KeyKind::Rsa,
        Ok(PublicKey::EC(_)) => KeyKind::Ec,
        Ok(PublicKey::DSA(_)) => KeyKind::Dsa,
        _ => match key.algorithm.algorithm.to_id_string() {
            identifier if identifier == "1.3.101.112" => KeyKind::Ed25519,
            identifier if identifier == "1.3.101.113" => KeyKind::Ed448,
            identifier => KeyKind::Other(identifier),
        },
    }
}

/// A name in the form of RFC 4514: the last part first, without spaces between the parts. `None`
/// where a value is no text.
pub(crate) fn name(name: &X509Name<'_>) -> Option<String> {
    let mut parts = Vec::new();
    for part in name.iter() {
        let mut pairs = Vec::new();
        for attribute in part.iter() {
            let value = attribute.as_str().ok()?;
            let id = attribute.attr_type().to_id_string();
            let short = SHORT.iter().find(|(known, _)| *known == id).map_or(id.as_str(), |(_, short)| short);
            pairs.push(format!("{short}={}", escaped(value)));
        }
        parts.push(pairs.join("+"));
    }
    parts.reverse();
    Some(parts.join(","))
}

/// What RFC 4514 abbreviates; everything else is written as a number.
const SHORT: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.6", "C"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
];

fn escaped(value: &str) -> String {
    let mut text = String::new();
    let last = value.chars().count().saturating_sub(1);
    for (place, letter) in value.chars().enumerate() {
        let at_edge = (place == 0 && " #".contains(letter)) || (place == last && letter == ' ');
        if at_edge || "\\\"+,;<>".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
pub(crate) mod tests;

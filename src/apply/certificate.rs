//! A certificate-key pair of our own, made here and uploaded under a name of our own.
//!
//! authentik's own call for making one names the object after the common name, and that name is
//! often taken: by an imported TLS certificate for the same host (all versions). An upload needs
//! no such name, is one request, and takes IP addresses among the alternative names, which
//! authentik would write down as DNS names.

use crate::error::Failure;
use crate::model::resource::Field;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, SerialNumber};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::rand_core::{OsRng, RngCore};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

/// Bits of the RSA key.
const BITS: usize = 2048;

/// The body of the upload for a certificate resource with the fields `name`, `common_name`,
/// `alternative_names` and `validity_days`: a new key, and a certificate signed with it.
pub(super) fn upload(fields: &BTreeMap<String, Field>) -> Result<Map<String, Value>, Failure> {
    let value = |name: &str| match fields.get(name) {
        Some(Field::Value(value)) => value.clone(),
        _ => Value::Null,
    };
    let names = value("alternative_names");
    let names = names.as_array().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
    let days = value("validity_days").as_u64().unwrap_or_default();
    pair(value("name"), value("common_name").as_str().unwrap_or_default(), names, days)
}

/// The body of the upload of a new pair under this name, valid for so many days.
pub(crate) fn pair(
    name: Value,
    common_name: &str,
    alternative_names: Vec<String>,
    days: u64,
) -> Result<Map<String, Value>, Failure> {
    let (certificate, key) = make(common_name, alternative_names, days)?;
    let body = [("name", name), ("certificate_data", certificate.into()), ("key_data", key.into())];
    Ok(body.into_iter().map(|(field, value)| (field.to_owned(), value)).collect())
}

/// Certificate and key as PEM.
fn make(common_name: &str, alternative_names: Vec<String>, days: u64) -> Result<(String, String), Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::failed(format!("the certificate for `{common_name}` could not be made: {error}"))
    };
    let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(|error| failed(&error))?;
    let key = key.to_pkcs8_pem(LineEnding::LF).map_err(|error| failed(&error))?;
    let pair = KeyPair::from_pkcs8_pem_and_sign_algo(&key, &PKCS_RSA_SHA256).map_err(|error| failed(&error))?;
    let mut parameters = CertificateParams::new(alternative_names).map_err(|error| failed(&error))?;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, common_name);
    parameters.distinguished_name = subject;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let mut serial = [0; 16];
    OsRng.fill_bytes(&mut serial);
    parameters.serial_number = Some(SerialNumber::from_slice(&serial));
    // An hour back, for clocks that are late.
    let begin = SystemTime::now() - Duration::from_secs(3600);
    parameters.not_before = begin.into();
    parameters.not_after = (begin + Duration::from_secs(days * 86_400)).into();
    let certificate = parameters.self_signed(&pair).map_err(|error| failed(&error))?;
    Ok((certificate.pem(), key.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pair_is_an_rsa_key_and_a_certificate_for_the_names() {
        let names = vec!["auth.company".to_owned(), "192.0.2.7".to_owned()];
        let (certificate, key) = make("auth.company", names, 30).expect("made");
        assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----"), "{certificate}");
        let pair = KeyPair::from_pem(&key).expect("a key");
        assert!(pair.is_compatible(&PKCS_RSA_SHA256));
    }
}

//! Certificates with keys, made for a test.

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

/// A certificate and its private key as PEM.
#[derive(Debug, Clone)]
pub struct Pair {
    pub certificate: String,
    pub key: String,
}

impl Pair {
    /// With an RSA key. All share one, because making it takes time.
    pub fn rsa(common_name: &str, days: u64) -> Self {
        let key = rsa_key().to_pkcs8_pem(LineEnding::LF).expect("written").to_string();
        let pair = KeyPair::from_pkcs8_pem_and_sign_algo(&key, &PKCS_RSA_SHA256).expect("a key");
        Self { certificate: signed(common_name, days, &pair), key }
    }

    /// With a key on an elliptic curve.
    pub fn ec(common_name: &str, days: u64) -> Self {
        let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
        Self { certificate: signed(common_name, days, &pair), key: pair.serialize_pem() }
    }

    /// The body that uploads both under this name.
    pub fn body(&self, name: &str) -> Value {
        json!({"name": name, "certificate_data": self.certificate, "key_data": self.key})
    }
}

/// The RSA key of [`Pair::rsa`].
pub fn rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key"))
}

fn signed(common_name: &str, days: u64, pair: &KeyPair) -> String {
    let mut parameters = CertificateParams::new(vec![common_name.to_owned()]).expect("names");
    let mut subject = DistinguishedName::new();
    subject.push(DnType::OrganizationName, "Company, Inc.");
    subject.push(DnType::CommonName, common_name);
    parameters.distinguished_name = subject;
    // At noon of that day: what counts are dates, and an hour more than whole days may be another one.
    let today = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_secs() / 86_400;
    let end = Duration::from_secs((today + days) * 86_400 + 43_200);
    parameters.not_after = (SystemTime::UNIX_EPOCH + end).into();
    parameters.self_signed(pair).expect("signed").pem()
}

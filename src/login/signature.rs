//! Signed tokens: taking them apart, and checking who signed them.

use crate::model::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::{hmac, signature};
use serde_json::{Map, Value};

/// A token, taken apart. Nothing in it is to be trusted before its signature was checked.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it says of itself.
    pub header: Map<String, Value>,
    /// What it says of the user.
    pub claims: Map<String, Value>,
    signed: String,
    signature: Vec<u8>,
}

/// What can check a signature.
#[derive(Debug)]
pub enum Key<'a> {
    /// The client secret: the provider has no signing key.
    Secret(&'a Secret),
    /// The keys that the application's JWKS document has now.
    Published(&'a Value),
}

impl Token {
    /// Takes a token apart.
    pub fn read(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, claims, signature] = parts.as_slice() else {
            return Err(match parts.len() {
                5 => "it is encrypted: the provider has an encryption key, and only the application can read it"
                    .to_owned(),
                _ => "it is no signed token".to_owned(),
            });
        };
        let object = |part: &str, what: &str| -> Result<Map<String, Value>, String> {
            let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| format!("its {what} is no base64"))?;
            serde_json::from_slice(&bytes).map_err(|_| format!("its {what} is no JSON object"))
        };
        Ok(Self {
            header: object(header, "header")?,
            claims: object(claims, "body")?,
            signed: format!("{header}.{claims}"),
            signature: URL_SAFE_NO_PAD.decode(signature).map_err(|_| "its signature is no base64".to_owned())?,
        })
    }

    /// The algorithm that its header names.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        self.header.get("alg").and_then(Value::as_str).unwrap_or_default()
    }

    /// Checks the signature, and tells with what it was made. The kind of key decides which algorithms
    /// count, never the token alone: else a published key could pass for a secret.
    pub fn verify(&self, key: &Key<'_>) -> Result<String, String> {
        match (key, self.algorithm()) {
            (Key::Secret(secret), "HS256") => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
                let verified = hmac::verify(&key, self.signed.as_bytes(), &self.signature);
                verified.map_err(|_| "HS256: it was not made with the client secret".to_owned())?;
                Ok("HS256, with the client secret".to_owned())
            }
            (Key::Secret(_), other) => {
                Err(format!("it names the algorithm {other:?}, and a provider without a signing key signs with HS256"))
            }
            (Key::Published(_), "HS256" | "none" | "") => {
                Err(format!("it names the algorithm {:?}, and the provider has a signing key", self.algorithm()))
            }
            (Key::Published(keys), _) => self.by_published(keys),
        }
    }

    fn by_published(&self, keys: &Value) -> Result<String, String> {
        let kid = self.header.get("kid").and_then(Value::as_str);
        let all = keys.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let key = match (kid, all) {
            (_, []) => return Err("authentik publishes no key for this application".to_owned()),
            (Some(kid), _) => all.iter().find(|key| key.get("kid").and_then(Value::as_str) == Some(kid)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        let key = key.ok_or_else(|| {
            format!("it names the key {:?}, which authentik does not publish", kid.unwrap_or_default())
        })?;
        let verified = match self.algorithm() {
            "RS256" => self.by_rsa(key)?,
            "ES256" => self.by_curve(key, "P-256", &signature::ECDSA_P256_SHA256_FIXED)?,
            "ES384" => self.by_curve(key, "P-384", &signature::ECDSA_P384_SHA384_FIXED)?,
            other => return Err(format!("akctl cannot check the algorithm {other:?}")),
        };
        if verified {
            Ok(format!("{}, with the key {}", self.algorithm(), kid.unwrap_or("that has no id")))
        } else {
            Err(format!("{}: it was not made with the key that it names", self.algorithm()))
        }
    }

    fn by_rsa(&self, key: &Value) -> Result<bool, String> {
        fits(key, "kty", "RSA")?;
        let key = signature::RsaPublicKeyComponents { n: number(key, "n")?, e: number(key, "e")? };
        // A shorter key is refused by this.
        let parameters = &signature::RSA_PKCS1_2048_8192_SHA256;
        Ok(key.verify(parameters, self.signed.as_bytes(), &self.signature).is_ok())
    }

    fn by_curve(
        &self,
        key: &Value,
        curve: &str,
        algorithm: &'static dyn signature::VerificationAlgorithm,
    ) -> Result<bool, String> {
        fits(key, "kty", "EC")?;
        fits(key, "crv", curve)?;
        // An uncompressed point (SEC 1).
        let point = [vec![4], number(key, "x")?, number(key, "y")?].concat();
        let key = signature::UnparsedPublicKey::new(algorithm, point);
        Ok(key.verify(self.signed.as_bytes(), &self.signature).is_ok())
    }
}

fn fits(key: &Value, field: &str, wanted: &str) -> Result<(), String> {
    let seen = key.get(field).and_then(Value::as_str).unwrap_or_default();
    if seen == wanted { Ok(()) } else { Err(format!("the key that it names has {field} {seen:?}, not {wanted:?}")) }
}

fn number(key: &Value, field: &str) -> Result<Vec<u8>, String> {
    let text = key.get(field).and_then(Value::as_str).unwrap_or_default();
    URL_SAFE_NO_PAD.decode(text).map_err(|_| format!("the published key's {field} is no base64"))
}

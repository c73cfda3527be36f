//! Signed tokens.

use crate::sandbox::Sandbox;
use crate::sandbox::collections::Family;
use crate::sandbox::keys;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::{text, value};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A JWT with these claims: signed by the provider's signing key, and by its client secret where it
/// has none.
pub fn encode(sandbox: &Sandbox, provider: &Object, claims: &Object) -> Result<String, Reply> {
    if !value(provider, "encryption_key").is_null() {
        return Err(Reply::not_played("encrypted tokens"));
    }
    let pair = sandbox.store.get(Family::Certificate, &value(provider, "signing_key"));
    let key =
        pair.map(|pair| keys::signing(pair).ok_or_else(|| Reply::not_played("a signing key without its private half")));
    let key = key.transpose()?;
    let header = match &key {
        Some(key) => json!({"alg": key.algorithm(), "kid": key.kid, "typ": "JWT"}),
        None => json!({"alg": "HS256", "typ": "JWT"}),
    };
    let part = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let signed = format!("{}.{}", part(&header), part(&Value::Object(claims.clone())));
    let signature = if let Some(key) = &key {
        key.sign(signed.as_bytes()).ok_or_else(|| Reply::not_played("signing with a key of that kind"))?
    } else {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, text(provider, "client_secret").as_bytes());
        hmac::sign(&secret, signed.as_bytes()).as_ref().to_vec()
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The digest of a PKCE verifier, as its challenge has it.
#[must_use]
pub fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

/// The left half of a digest, as `at_hash` and `c_hash` have it.
#[must_use]
pub fn half_digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..16])
}

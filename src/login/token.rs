//! Whether the ID token of a login is right: every check that a careful application makes.

use super::signature::{Key, Token};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384};

/// How far two clocks may differ, in seconds.
pub const SKEW: i64 = 60;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is well.
    Ok,
    /// It is not.
    Failed,
    /// There was nothing to look at.
    NotChecked,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was checked.
    pub id: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
}

impl Check {
    /// A check from what was seen: well, or not.
    #[must_use]
    pub fn of(id: &'static str, seen: Result<String, String>) -> Self {
        match seen {
            Ok(seen) => Self { id, verdict: Verdict::Ok, seen },
            Err(seen) => Self { id, verdict: Verdict::Failed, seen },
        }
    }

    /// A check for which there was nothing to look at.
    #[must_use]
    pub fn none(id: &'static str, why: &str) -> Self {
        Self { id, verdict: Verdict::NotChecked, seen: why.to_owned() }
    }
}

/// What must be so.
#[derive(Debug)]
pub struct Expected<'a> {
    /// What checks the signature; or why nothing can.
    pub key: Result<Key<'a>, String>,
    /// The issuer, letter by letter.
    pub issuer: &'a str,
    /// The client's id.
    pub client_id: &'a str,
    /// The nonce of this login; none where its way has none.
    pub nonce: Option<&'a str>,
    /// The access token that came along; empty if none did.
    pub access_token: &'a str,
    /// Now, in seconds from 1970-01-01.
    pub now: i64,
}

/// Makes every check.
#[must_use]
pub fn checks(token: &Token, expected: &Expected<'_>) -> Vec<Check> {
    let claims = &token.claims;
    let signature = match &expected.key {
        Ok(key) => token.verify(key),
        Err(why) => Err(why.clone()),
    };
    vec![
        Check::of("signature", signature),
        Check::of("issuer", same("the token says", text(claims, "iss"), expected.issuer)),
        Check::of("audience", audience(claims, expected.client_id)),
        Check::of("times", times(claims, expected.now)),
        match expected.nonce {
            Some(expected) => Check::of("nonce", nonce(claims, expected)),
            None => Check::none("nonce", "a login of a device has none"),
        },
        at_hash(token, expected.access_token),
    ]
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> &'a str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether two texts are the same, byte by byte.
pub fn same(who: &str, seen: &str, expected: &str) -> Result<String, String> {
    if seen == expected { Ok(seen.to_owned()) } else { Err(format!("{who} {seen:?}, and {expected:?} is right")) }
}

/// The client must be among those for whom the token is; with others, `azp` must name it.
fn audience(claims: &Map<String, Value>, client_id: &str) -> Result<String, String> {
    let listed = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !listed.contains(&client_id) {
        return Err(format!("it is for {:?}, and not for this client", listed.join(", ")));
    }
    match claims.get("azp").and_then(Value::as_str) {
        Some(party) if party != client_id => Err(format!("it was issued to {party:?}")),
        None if listed.len() > 1 => Err("it is for several, and does not say to whom it was issued".to_owned()),
        _ => Ok(client_id.to_owned()),
    }
}

/// Now must lie between the times that the token names, but for what clocks differ.
fn times(claims: &Map<String, Value>, now: i64) -> Result<String, String> {
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let ends = time("exp").ok_or("it does not say when it ends (exp)")?;
    let issued = time("iat").ok_or("it does not say when it was issued (iat)")?;
    let begins = time("nbf").unwrap_or(issued).max(issued);
    if ends <= now - SKEW {
        return Err(format!("it ended {} seconds ago: compare the clocks", now - ends));
    }
    if begins > now + SKEW {
        return Err(format!("it begins in {} seconds: compare the clocks", begins - now));
    }
    Ok(format!("issued {} seconds ago, ends in {} seconds", now - issued, ends - now))
}

fn nonce(claims: &Map<String, Value>, expected: &str) -> Result<String, String> {
    match claims.get("nonce").and_then(Value::as_str) {
        Some(seen) if seen == expected => Ok("it is that of this login".to_owned()),
        Some(_) => Err("it is that of another login".to_owned()),
        None => Err("the token has none, although one was sent".to_owned()),
    }
}

/// The left half of the access token's digest, where the token has it: a login by code need not.
fn at_hash(token: &Token, access_token: &str) -> Check {
    const ID: &str = "at-hash";
    let Some(seen) = token.claims.get("at_hash").and_then(Value::as_str) else {
        return Check::none(ID, "the token has none, and a login by code need not");
    };
    let digest = match token.algorithm() {
        "ES384" => Sha384::digest(access_token).to_vec(),
        _ => Sha256::digest(access_token).to_vec(),
    };
    let expected = URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2]);
    let fits = seen == expected && !access_token.is_empty();
    let wrong = || "it does not belong to the access token that came along".to_owned();
    Check::of(ID, if fits { Ok("it belongs to the access token".to_owned()) } else { Err(wrong()) })
}

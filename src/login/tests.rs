use super::signature::{Key, Token};
use super::token::{Check, Expected, SKEW, Verdict, checks};
use crate::model::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use ring::{digest, hmac};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use std::sync::OnceLock;

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://auth.company/application/o/wiki/";
const SECRET: &str = "a client secret";
const ACCESS: &str = "an access token";

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key"))
}

fn rsa_keys() -> Value {
    let number = |number: &rsa::BigUint| encoded(number.to_bytes_be());
    json!({"keys": [{"kid": "r", "kty": "RSA", "n": number(rsa_key().n()), "e": number(rsa_key().e())}]})
}

fn by_rsa(signed: &str) -> Vec<u8> {
    let pem = rsa_key().to_pkcs8_der().expect("written");
    let key = RsaKeyPair::from_pkcs8(pem.as_bytes()).expect("a key");
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("signed");
    signature
}

fn by_secret(signed: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), signed.as_bytes()).as_ref().to_vec()
}

/// A key on a curve, and its JWKS document.
fn curve(algorithm: &'static EcdsaSigningAlgorithm, name: &str) -> (EcdsaKeyPair, Value) {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
    let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("a key");
    let (x, y) = {
        let point = &key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(point.len() / 2);
        (encoded(x), encoded(y))
    };
    (key, json!({"keys": [{"kid": "e", "kty": "EC", "crv": name, "x": x, "y": y}]}))
}

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": "client", "sub": "s", "nonce": "n", "iat": NOW - 2, "exp": NOW + 300})
}

fn token(header: &Value, claims: &Value, sign: impl Fn(&str) -> Vec<u8>) -> Token {
    let signed = format!("{}.{}", encoded(header.to_string()), encoded(claims.to_string()));
    let signature = encoded(sign(&signed));
    Token::read(&format!("{signed}.{signature}")).expect("a token")
}

fn all(token: &Token, key: Key<'_>) -> Vec<Check> {
    let expected = Expected {
        key: Ok(key),
        issuer: ISSUER,
        client_id: "client",
        nonce: Some("n"),
        access_token: ACCESS,
        now: NOW,
    };
    checks(token, &expected)
}

/// The ids of the checks that failed for claims, each changed in one way; null takes one out.
fn failed(change: &Value) -> Vec<&'static str> {
    let mut claims = claims();
    for (name, value) in change.as_object().expect("an object") {
        match value {
            Value::Null => drop(claims.as_object_mut().expect("an object").remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    let token = token(&json!({"alg": "HS256"}), &claims, by_secret);
    let secret = Secret::new(SECRET.to_owned());
    let all = all(&token, Key::Secret(&secret));
    all.into_iter().filter(|check| check.verdict == Verdict::Failed).map(|check| check.id).collect()
}

#[test]
fn signatures_of_each_kind_are_checked_by_the_right_key_alone() {
    let (p256, keys256) = curve(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256");
    let (p384, keys384) = curve(&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384");
    let sign = |key: &EcdsaKeyPair, text: &str| {
        key.sign(&SystemRandom::new(), text.as_bytes()).expect("signed").as_ref().to_vec()
    };
    let rs = token(&json!({"alg": "RS256", "kid": "r"}), &claims(), by_rsa);
    let es = token(&json!({"alg": "ES256", "kid": "e"}), &claims(), |text| sign(&p256, text));
    let es384 = token(&json!({"alg": "ES384", "kid": "e"}), &claims(), |text| sign(&p384, text));
    assert!(rs.verify(&Key::Published(&rsa_keys())).expect("verified").starts_with("RS256"));
    assert!(es.verify(&Key::Published(&keys256)).is_ok());
    assert!(es384.verify(&Key::Published(&keys384)).is_ok());
    assert!(token(&json!({"alg": "RS256"}), &claims(), by_rsa).verify(&Key::Published(&rsa_keys())).is_ok());
    // Another key under the same id, another curve, another id.
    assert!(es.verify(&Key::Published(&curve(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256").1)).is_err());
    assert!(es.verify(&Key::Published(&keys384)).is_err());
    assert!(rs.verify(&Key::Published(&keys256)).expect_err("unknown").contains("does not publish"));
    assert!(rs.verify(&Key::Published(&json!({}))).expect_err("none").contains("publishes no key"));
}

#[test]
fn the_kind_of_key_decides_the_algorithm_and_never_the_token() {
    let secret = Secret::new(SECRET.to_owned());
    let rs = token(&json!({"alg": "RS256", "kid": "r"}), &claims(), by_rsa);
    assert!(rs.verify(&Key::Secret(&secret)).is_err());
    for alg in ["none", "HS256", "", "HS512", "RS512"] {
        for sign in [by_secret, |_: &str| Vec::new()] {
            let token = token(&json!({"alg": alg, "kid": "r"}), &claims(), sign);
            assert!(token.verify(&Key::Published(&rsa_keys())).is_err(), "{alg}");
        }
    }
    let none = token(&json!({"alg": "none"}), &claims(), |_| Vec::new());
    assert!(none.verify(&Key::Secret(&secret)).is_err());
    let other = Secret::new("another".to_owned());
    let hs = token(&json!({"alg": "HS256"}), &claims(), by_secret);
    assert!(hs.verify(&Key::Secret(&secret)).is_ok() && hs.verify(&Key::Secret(&other)).is_err());
}

#[test]
fn a_changed_body_does_not_pass() {
    let signed =
        format!("{}.{}", encoded(json!({"alg": "RS256", "kid": "r"}).to_string()), encoded(claims().to_string()));
    let signature = encoded(by_rsa(&signed));
    let other = encoded(json!({"iss": ISSUER, "sub": "admin"}).to_string());
    let header = signed.split('.').next().expect("a header");
    let token = Token::read(&format!("{header}.{other}.{signature}")).expect("a token");
    assert!(token.verify(&Key::Published(&rsa_keys())).is_err());
}

#[test]
fn each_claim_that_is_wrong_fails_its_own_check() {
    assert_eq!(failed(&json!({})), Vec::<&str>::new());
    assert_eq!(failed(&json!({"aud": ["other", "client"], "azp": "client"})), Vec::<&str>::new());
    for (change, id) in [
        (json!({"iss": "https://auth.company/application/o/wiki"}), "issuer"),
        (json!({"iss": null}), "issuer"),
        (json!({"aud": "other"}), "audience"),
        (json!({"aud": null}), "audience"),
        (json!({"aud": ["other", "client"]}), "audience"),
        (json!({"azp": "other"}), "audience"),
        (json!({"nonce": "m"}), "nonce"),
        (json!({"nonce": null}), "nonce"),
        (json!({"exp": NOW - SKEW}), "times"),
        (json!({"exp": null}), "times"),
        (json!({"iat": NOW + SKEW + 1}), "times"),
        (json!({"nbf": NOW + SKEW + 1}), "times"),
        (json!({"at_hash": "x"}), "at-hash"),
    ] {
        assert_eq!(failed(&change), [id], "{change}");
    }
    for change in [json!({"exp": NOW - SKEW + 1}), json!({"iat": NOW + SKEW})] {
        assert_eq!(failed(&change), Vec::<&str>::new(), "{change}: clocks differ a little");
    }
    let half = encoded(&digest::digest(&digest::SHA256, ACCESS.as_bytes()).as_ref()[..16]);
    assert_eq!(failed(&json!({ "at_hash": half })), Vec::<&str>::new());
}

#[test]
fn what_is_no_signed_token_is_told_why() {
    for (text, word) in [("a.b", "no signed"), ("a.b.c.d.e", "encrypted"), ("e30.!.x", "base64"), ("e30.W10.x", "JSON")]
    {
        assert!(Token::read(text).expect_err("no token").contains(word), "{text}");
    }
}

//! A browser, and the client that sends it.

use super::super::{Server, header};
use akctl::sandbox::{Reply, Request};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::{digest, hmac, signature};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::form_urlencoded::{Serializer, parse};

pub const CALLBACK: &str = "https://app.example.com/callback";
/// What the challenge of [`Client::ask`] is the digest of.
pub const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-specification";

pub fn encoded(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A browser: it keeps cookies.
#[derive(Debug, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    fn send(&mut self, server: &mut Server, method: &str, target: &str, body: Option<String>) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let reply = server.sandbox.handle(&Request {
            method: method.to_owned(),
            scheme: "https".to_owned(),
            host: "auth.example.com".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            cookie: (!cookies.is_empty()).then(|| cookies.join("; ")),
            content_type: body.as_ref().map(|_| "application/x-www-form-urlencoded".to_owned()),
            body: body.unwrap_or_default().into_bytes(),
            ..Request::default()
        });
        for (_, set) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = set.split_once('=').expect("a cookie");
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap_or_default().to_owned());
        }
        reply
    }

    pub fn get(&mut self, server: &mut Server, target: &str) -> Reply {
        self.send(server, "GET", target, None)
    }

    pub fn post(&mut self, server: &mut Server, target: &str, form: &[(&str, &str)]) -> Reply {
        self.send(server, "POST", target, Some(encoded(form)))
    }

    /// Goes where a reply leads, as long as it leads to this server.
    pub fn follow(&mut self, server: &mut Server, reply: &Reply) -> Reply {
        let mut reply = reply.clone();
        while header(&reply, "location").starts_with('/') {
            reply = self.get(server, header(&reply, "location"));
        }
        reply
    }

    /// Signs in; with a device the code is shown too.
    pub fn sign_in(&mut self, server: &mut Server, user: &str) {
        let target = "/if/flow/default-authentication-flow/?next=/x";
        let mut reply = self.post(server, target, &[("username", user), ("password", "sandbox")]);
        if text(&reply).contains("name=\"code\"") {
            reply = self.post(server, target, &[("code", "123456")]);
        }
        assert_eq!(header(&reply, "location"), "/x", "{user}");
    }

    /// Somebody who is signed in.
    pub fn of(server: &mut Server, user: &str) -> Self {
        let mut browser = Self::default();
        browser.sign_in(server, user);
        browser
    }

    /// Sends the form of a page back to where it came from, with its hidden fields and these.
    pub fn submit(&mut self, server: &mut Server, target: &str, page: &Reply, fields: &[(&str, &str)]) -> Reply {
        let hidden = hidden(page);
        let mut form: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form.extend(fields);
        self.post(server, target, &form)
    }
}

/// A page as text.
pub fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("text")
}

/// The hidden fields of a page.
pub fn hidden(page: &Reply) -> BTreeMap<String, String> {
    let page = text(page);
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split_once('"')?.0.replace("&amp;", "&")))
    });
    fields.collect()
}

/// What a reply tells the client, in the query or in the fragment; empty where it leads elsewhere.
pub fn answer(reply: &Reply) -> BTreeMap<String, String> {
    let rest = header(reply, "location").strip_prefix(CALLBACK).unwrap_or_default();
    let mut answer: BTreeMap<String, String> =
        parse(rest.get(1..).unwrap_or_default().as_bytes()).into_owned().collect();
    answer.entry("code".to_owned()).or_default();
    answer
}

/// A client: an application with its provider, all default scopes and an RSA key.
#[derive(Debug)]
pub struct Client {
    pub id: String,
    pub secret: String,
    pub application: Value,
    pub provider: Value,
}

impl Client {
    pub fn new(server: &mut Server, slug: &str) -> Self {
        let (application, provider) = server.application(slug);
        let scopes = ["openid", "email", "profile", "offline_access"];
        let mappings: Vec<Value> = scopes.iter().map(|scope| server.mapping(scope)).collect();
        let key = server.get("crypto/certificatekeypairs/")["results"][0]["pk"].clone();
        let grants = json!(["authorization_code", "implicit", "hybrid", "refresh_token"]);
        let change = json!({"property_mappings": mappings, "signing_key": key, "grant_types": grants});
        let own = |field: &str| provider[field].as_str().expect("text").to_owned();
        let client =
            Self { id: own("client_id"), secret: own("client_secret"), application, provider: provider["pk"].clone() };
        client.change(server, &change);
        client
    }

    pub fn change(&self, server: &mut Server, change: &Value) {
        server.patch(&format!("providers/oauth2/{}/", self.provider), change);
    }

    /// The address of an authorize request with PKCE; `more` adds to it and replaces.
    pub fn ask(&self, scope: &str, more: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, VERIFIER.as_bytes()));
        let mut query = BTreeMap::from([
            ("client_id", self.id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", scope),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        query.extend(more.iter().copied());
        query.retain(|_, value| !value.is_empty());
        let query: Vec<(&str, &str)> = query.into_iter().collect();
        format!("/application/o/authorize/?{}", encoded(&query))
    }

    /// Asks, as somebody who is signed in, and answers the code.
    pub fn code(&self, server: &mut Server, browser: &mut Browser, scope: &str, more: &[(&str, &str)]) -> String {
        let reply = browser.get(server, &self.ask(scope, more));
        let code = answer(&reply)["code"].clone();
        assert!(!code.is_empty(), "{reply:?}");
        code
    }

    /// Sends a form to the token endpoint; `more` replaces what stands in it.
    pub fn token(&self, server: &mut Server, form: &[(&str, &str)], more: &[(&str, &str)]) -> (u16, Value) {
        let mut whole = BTreeMap::from([("client_id", self.id.as_str()), ("client_secret", self.secret.as_str())]);
        whole.extend(form.iter().chain(more).copied());
        let whole: Vec<(&str, &str)> = whole.into_iter().collect();
        let reply = Browser::default().post(server, "/application/o/token/", &whole);
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// Uses a code.
    pub fn exchange(&self, server: &mut Server, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token(server, &form, more)
    }
}

/// What userinfo answers to an access token.
pub fn userinfo(server: &mut Server, access: &str) -> (u16, Value) {
    let reply = server.send("GET", "/application/o/userinfo/", Some(access), None);
    (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
}

/// A token, taken apart.
#[derive(Debug)]
pub struct Jwt {
    pub header: Value,
    pub claims: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Jwt {
    pub fn read(token: &str) -> Self {
        let (signed, signature) = token.rsplit_once('.').expect("a signature");
        let (header, claims) = signed.split_once('.').expect("two parts");
        let part = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64");
        Self { header: part(header), claims: part(claims), signed: signed.to_owned(), signature }
    }

    /// Checks the signature by the keys that the application's JWKS has now.
    pub fn verify(&self, server: &mut Server, slug: &str) {
        let reply = server.browse(&format!("/application/o/{slug}/jwks/"));
        let keys: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let keys = keys["keys"].as_array().expect("keys");
        let key = keys.iter().find(|key| key["kid"] == self.header["kid"]).expect("the key");
        let number = |field: &str| URL_SAFE_NO_PAD.decode(key[field].as_str().expect("a number")).expect("base64");
        let (signed, signature) = (self.signed.as_bytes(), &self.signature);
        let verified = if key["kty"] == "RSA" {
            let key = signature::RsaPublicKeyComponents { n: number("n"), e: number("e") };
            key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, signed, signature)
        } else {
            let point = [vec![4], number("x"), number("y")].concat();
            signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(signed, signature)
        };
        assert!(verified.is_ok(), "the signature is wrong");
        assert!(STANDARD.decode(key["x5c"][0].as_str().expect("a certificate")).is_ok());
    }

    /// Whether it is signed with that secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        hmac::verify(&key, self.signed.as_bytes(), &self.signature).is_ok()
    }
}

/// The left half of a digest, as `at_hash` has it.
pub fn half_digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, text.as_bytes()).as_ref()[..16])
}

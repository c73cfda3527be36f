//! Certificates that are uploaded.

use super::Server;
use crate::support::VERSIONS;
use crate::support::certificate::{Pair, rsa_key};
use akctl::sandbox::Reply;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::pkcs8::LineEnding;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use x509_parser::pem::Pem;

const PATH: &str = "crypto/certificatekeypairs/";

fn upload(server: &mut Server, body: &Value) -> (u16, Value) {
    server.api("POST", PATH, Some(body))
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or_default()
}

/// The keys and the algorithms of an application's provider that signs with a certificate.
fn keys(server: &mut Server, certificate: &Value) -> (Value, Value) {
    let (_, provider) = server.application("app");
    let key = json!({"signing_key": certificate["pk"]});
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), &key);
    let discovery = json_of(&server.browse("/application/o/app/.well-known/openid-configuration"));
    let keys = json_of(&server.browse("/application/o/app/jwks/"));
    (keys, discovery["id_token_signing_alg_values_supported"].clone())
}

/// Numbers as a JWKS has them.
fn number(text: &Value) -> rsa::BigUint {
    use base64::Engine as _;
    let text = text.as_str().expect("text");
    rsa::BigUint::from_bytes_be(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).expect("base64"))
}

#[test]
fn an_uploaded_pair_is_shown_and_signs() {
    let pair = Pair::rsa("auth.company", 90);
    for version in VERSIONS {
        let mut server = Server::new(version);
        let (status, shown) = upload(&mut server, &pair.body("own (akctl)"));
        assert_eq!(status, 201, "{version}: {shown}");
        let of_generated = server
            .post("crypto/certificatekeypairs/generate/", &json!({"common_name": "generated", "validity_days": 1}));
        let fields = |object: &Value| object.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
        assert_eq!(fields(&shown), fields(&of_generated), "{version}");
        let kind = shown.get("key_type").or(shown.get("private_key_type"));
        assert_eq!((kind, &shown["private_key_available"]), (Some(&json!("rsa")), &json!(true)), "{version}");
        assert_eq!(shown["cert_subject"], "CN=auth.company,O=Company\\, Inc.", "{version}");
        assert_eq!(shown["name"], "own (akctl)");
        let path = format!("{PATH}{}/", shown["pk"].as_str().expect("text"));
        assert_eq!(server.get(&path), shown, "{version}");
        assert_eq!(server.get(&format!("{path}view_certificate/"))["data"], pair.certificate.trim(), "{version}");

        let (jwks, algorithms) = keys(&mut server, &shown);
        assert_eq!(algorithms, json!(["RS256"]), "{version}");
        let key = &jwks["keys"][0];
        assert_eq!((&number(&key["n"]), &number(&key["e"])), (rsa_key().n(), rsa_key().e()), "{version}");
        let inside = Pem::iter_from_buffer(pair.certificate.as_bytes()).next().expect("one").expect("a PEM text");
        let own = x509_parser::parse_x509_certificate(&inside.contents).expect("a certificate").1;
        assert_eq!(own.subject().to_string(), "O=Company, Inc., CN=auth.company");
        let lines: String = pair.certificate.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(key["x5c"], json!([lines]), "{version}");
        assert_eq!(key["kid"].as_str().map(str::len), Some(32), "{version}");
    }
}

#[test]
fn other_forms_of_keys_are_read_too() {
    let mut server = Server::new("2025.10.3");
    let rsa = Pair::rsa("rsa", 1);
    let old = rsa_key().to_pkcs1_pem(LineEnding::CRLF).expect("written");
    let body = json!({"name": "old form", "certificate_data": rsa.certificate, "key_data": old.to_string()});
    let (status, shown) = upload(&mut server, &body);
    assert_eq!((status, &shown["private_key_type"]), (201, &json!("rsa")), "{shown}");

    let mut server = Server::new("2026.8.5");
    let (_, shown) = upload(&mut server, &Pair::ec("curve", 1).body("curve"));
    assert_eq!(shown["key_type"], "ec");
    let (jwks, algorithms) = keys(&mut server, &shown);
    assert_eq!((&jwks["keys"][0]["crv"], &algorithms), (&json!("P-256"), &json!(["ES256"])));
}

#[test]
fn a_certificate_without_a_key_cannot_sign() {
    for (version, kind) in [("2025.10.3", Value::Null), ("2025.12.4", json!("rsa"))] {
        let mut server = Server::new(version);
        let mut body = Pair::rsa("auth.company", 1).body("auth.company");
        body["key_data"] = json!("");
        let (status, shown) = upload(&mut server, &body);
        assert_eq!((status, &shown["private_key_available"]), (201, &json!(false)), "{version}: {shown}");
        let shown_kind = shown.get("key_type").or(shown.get("private_key_type"));
        assert_eq!(shown_kind, Some(&kind), "{version}");
        assert_eq!(keys(&mut server, &shown), (json!({}), json!(["HS256"])), "{version}");
        let with_key = server.get("crypto/certificatekeypairs/?has_key=true");
        assert!(!with_key["results"].to_string().contains("auth.company"), "{version}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_field() {
    let mut server = Server::new("2026.2.2");
    let pair = Pair::rsa("x", 1);
    let refused = |server: &mut Server, body: &Value| {
        let (status, errors) = upload(server, body);
        assert_eq!(status, 400, "{body}: {errors}");
        errors
    };
    let errors = refused(&mut server, &json!({}));
    assert_eq!(errors.as_object().expect("errors").keys().collect::<Vec<_>>(), ["certificate_data", "name"]);
    let errors = refused(&mut server, &json!({"name": "x", "certificate_data": "none", "key_data": "none"}));
    assert_eq!(errors["certificate_data"], json!(["Unable to load certificate."]));
    assert_eq!(errors["key_data"], json!(["Unable to load private key (possibly encrypted?)."]));
    let errors = refused(&mut server, &json!({"name": "x", "certificate_data": pair.key, "key_data": null}));
    assert!(errors["certificate_data"].is_array() && errors["key_data"].is_array(), "{errors}");
    upload(&mut server, &pair.body("taken"));
    assert!(refused(&mut server, &pair.body("taken"))["name"].is_array());
    assert_eq!(server.get(PATH)["pagination"]["count"], 2);
}

#[test]
fn a_key_of_another_certificate_is_taken_where_that_is_known() {
    let body = json!({
        "name": "mixed",
        "certificate_data": Pair::ec("curve", 1).certificate,
        "key_data": Pair::rsa("rsa", 1).key,
    });
    let mut server = Server::new("2025.10.3");
    let (status, shown) = upload(&mut server, &body);
    assert_eq!((status, &shown["private_key_type"]), (201, &json!("rsa")), "{shown}");
    let (jwks, _) = keys(&mut server, &shown);
    assert_eq!(&number(&jwks["keys"][0]["n"]), rsa_key().n());
    assert_eq!(upload(&mut Server::new("2026.8.5"), &body).0, 501);
}

#[test]
fn a_pair_is_renamed_and_nothing_else_is_played() {
    let mut server = Server::new("2025.10.3");
    let pair = Pair::rsa("x", 1);
    let (_, shown) = upload(&mut server, &pair.body("one"));
    let path = format!("{PATH}{}/", shown["pk"].as_str().expect("text"));
    assert_eq!(server.patch(&path, &json!({"name": "two"}))["fingerprint_sha1"], shown["fingerprint_sha1"]);
    assert_eq!(server.api("PATCH", &path, Some(&json!({"key_data": pair.key}))).0, 501);
    server.delete(&path);
    let nobody = server.send("POST", &format!("/api/v3/{PATH}"), None, Some(&pair.body("two"))).status;
    assert_eq!(nobody, 403);
}

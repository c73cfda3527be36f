//! Certificates. The sandbox makes no keys: where authentik would, it hands out those that it
//! carries, in turn. So two of these certificates may share a key, and the subject inside one is the
//! carried one, whatever `cert_subject` says. What is uploaded is kept as it came.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::check::Errors;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::keys::uploaded::{self, PrivateKey};
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::show::Show;
use crate::sandbox::store::{text, value};
use crate::sandbox::{crud, keys, moment};
use serde_json::{Value, json};

/// A new certificate of that kind of key: `rsa` or `ec`.
pub fn certificate(sandbox: &mut Sandbox, name: &str, kind: &str, days: i64) -> Object {
    let place = sandbox.keys_given;
    sandbox.keys_given += 1;
    let key = keys::of_kind(kind, place);
    let days = u64::try_from(days).unwrap_or(0);
    Object::from_iter([
        ("name".to_owned(), json!(name)),
        ("_key".to_owned(), json!(key.kid)),
        ("key_type".to_owned(), json!(key.kind)),
        ("fingerprint_sha256".to_owned(), json!(key.sha256)),
        ("fingerprint_sha1".to_owned(), json!(key.sha1)),
        ("cert_expiry".to_owned(), json!(moment::text(moment::now() + days * 86_400, "Z"))),
        ("cert_subject".to_owned(), json!(format!("OU=Self-signed,O=authentik,CN={name}"))),
        ("private_key_available".to_owned(), json!(true)),
        ("managed".to_owned(), Value::Null),
    ])
}

/// `crypto/certificatekeypairs/generate/`: answers 200, and its errors name `common_name`.
pub fn generate(sandbox: &mut Sandbox, caller: &Caller, request: &Request) -> Handled {
    caller.must("authentik_crypto.add_certificatekeypair")?;
    let body = request.object()?;
    let name = text(&body, "common_name").trim().to_owned();
    let days = match body.get("validity_days") {
        Some(Value::String(text)) => text.trim().parse().ok(),
        other => other.and_then(Value::as_i64),
    };
    let alg = body.get("alg").and_then(Value::as_str).unwrap_or("rsa");
    let known: &[&str] =
        if sandbox.has(Habit::EdwardsKeys) { &["rsa", "ecdsa", "ed25519", "ed448"] } else { &["rsa", "ecdsa"] };
    let mut errors = Errors::new();
    if name.is_empty() {
        errors.insert("common_name".to_owned(), json!(["This field is required."]));
    }
    if days.is_none() {
        let missing = !body.contains_key("validity_days");
        let message = if missing { "This field is required." } else { "A valid integer is required." };
        errors.insert("validity_days".to_owned(), json!([message]));
    }
    if !known.contains(&alg) {
        errors.insert("alg".to_owned(), json!([format!("\"{alg}\" is not a valid choice.")]));
    }
    let (Some(days), true) = (days, errors.is_empty()) else { return Err(crud::refused(errors)) };
    if sandbox.store.family(Family::Certificate).any(|(_, row)| text(row, "name") == name) {
        return Err(taken(sandbox));
    }
    if alg.starts_with("ed") {
        return Err(Reply::not_played("keys of that kind"));
    }
    let kind = if alg == "rsa" { "rsa" } else { "ec" };
    let mut row = certificate(sandbox, &name, kind, days);
    row.insert("_creator".to_owned(), value(&caller.user, "pk"));
    Ok(Reply::json(200, &stored(sandbox, request, collection()?, row)))
}

fn collection() -> Result<&'static Collection, Reply> {
    Collection::at("crypto/certificatekeypairs").ok_or_else(|| Reply::not_played("certificates"))
}

/// Stores a certificate, and shows it.
fn stored(sandbox: &mut Sandbox, request: &Request, collection: &'static Collection, row: Object) -> Value {
    let pk = sandbox.store.insert(collection, row);
    let row = sandbox.store.get(Family::Certificate, &pk).cloned().unwrap_or_default();
    Show { sandbox, request }.object(collection, &row)
}

/// `POST` of a certificate with its key, or without one. Up to 2025.10 authentik does not look
/// whether the two fit (its source: `CertificateKeyPairSerializer`); of later ones it is not known.
pub fn upload(sandbox: &mut Sandbox, caller: &Caller, request: &Request) -> Handled {
    caller.must("authentik_crypto.add_certificatekeypair")?;
    let body = request.object()?;
    let collection = collection()?;
    let (mut row, mut errors) = match crud::prepare(sandbox, collection, &body) {
        Ok(row) => (row, Errors::new()),
        Err(errors) => (Object::new(), errors),
    };
    let pem = words(&body, "certificate_data").and_then(|pem| match pem {
        None => Err("This field is required."),
        Some(pem) if pem.is_empty() => Err("This field may not be blank."),
        Some(pem) => {
            let read = uploaded::certificate(&pem).ok_or("Unable to load certificate.")?;
            Ok((pem, read))
        }
    });
    let key_data = words(&body, "key_data").map(Option::unwrap_or_default);
    let private = key_data.and_then(|key_data| {
        let read = (!key_data.is_empty()).then(|| uploaded::private_key(&key_data));
        let read = read.map(|key| key.ok_or("Unable to load private key (possibly encrypted?).")).transpose()?;
        Ok((key_data, read))
    });
    for (field, problem) in [("certificate_data", pem.as_ref().err()), ("key_data", private.as_ref().err())] {
        if let Some(problem) = problem {
            errors.insert(field.to_owned(), json!([problem]));
        }
    }
    let (Ok((pem, certificate)), Ok((key_data, private)), true) = (pem, private, errors.is_empty()) else {
        return Err(crud::refused(errors));
    };
    if private == Some(PrivateKey::Strange) {
        return Err(Reply::not_played("keys of that kind"));
    }
    let fit = private.as_ref().is_none_or(|private| uploaded::fit(&certificate, private));
    if !fit && !sandbox.has(Habit::KeysAreNotCompared) {
        return Err(Reply::not_played("a certificate with the key of another"));
    }
    row.extend(details(sandbox, &certificate, private.as_ref(), &key_data));
    row.insert("_pem".to_owned(), json!(pem));
    row.insert("_creator".to_owned(), value(&caller.user, "pk"));
    Ok(Reply::json(201, &stored(sandbox, request, collection, row)))
}

/// A text of the body, trimmed; none where it is not there.
fn words(body: &Object, field: &str) -> Result<Option<String>, &'static str> {
    match body.get(field) {
        None => Ok(None),
        Some(Value::Null) => Err("This field may not be null."),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
        Some(_) => Err("Not a valid string."),
    }
}

/// What is shown of an uploaded pair.
fn details(
    sandbox: &Sandbox,
    certificate: &uploaded::Certificate,
    private: Option<&PrivateKey>,
    key_data: &str,
) -> Object {
    let key = uploaded::key(certificate, private, key_data);
    // Up to 2025.10 the private key says the kind, from then on the certificate's public one.
    let kind = match private {
        _ if sandbox.has(Habit::KeyTypeOfCertificate) => json!(certificate.kind),
        Some(_) => json!(key.kind),
        None => Value::Null,
    };
    let inside = serde_json::to_value(&key).unwrap_or_default();
    Object::from_iter([
        ("_key".to_owned(), inside),
        ("key_type".to_owned(), kind),
        ("fingerprint_sha256".to_owned(), json!(key.sha256)),
        ("fingerprint_sha1".to_owned(), json!(key.sha1)),
        ("cert_expiry".to_owned(), json!(moment::text(certificate.end, "Z"))),
        ("cert_subject".to_owned(), json!(certificate.subject)),
        ("private_key_available".to_owned(), json!(private.is_some())),
        ("managed".to_owned(), Value::Null),
    ])
}

/// A change of what is inside a pair; a change of its name is like any other. Another certificate in
/// the place of one without a key is played, from authentik's source as remembered
/// (`CertificateKeyPairSerializer`); nothing of it was recorded.
pub fn change(sandbox: &mut Sandbox, caller: &Caller, request: &Request, key: &str) -> Option<Handled> {
    let body = request.object().ok()?;
    let inside = |field: &str| body.contains_key(field);
    if !inside("certificate_data") && !inside("key_data") {
        return None;
    }
    Some(replace(sandbox, caller, request, key, &body))
}

fn replace(sandbox: &mut Sandbox, caller: &Caller, request: &Request, key: &str, body: &Object) -> Handled {
    let collection = collection()?;
    let row = crud::find(sandbox, caller, collection, key)?.clone();
    caller.must("authentik_crypto.change_certificatekeypair")?;
    let has_key = value(&row, "private_key_available") != json!(false);
    if has_key || request.method != "PATCH" || body.len() > 1 {
        return Err(Reply::not_played("another certificate or key in a pair"));
    }
    let refuse = |problem: &str| crud::refused(Errors::from_iter([("certificate_data".to_owned(), json!([problem]))]));
    let pem = words(body, "certificate_data").map_err(refuse)?.unwrap_or_default();
    let read = uploaded::certificate(&pem).ok_or_else(|| refuse("Unable to load certificate."))?;
    let mut changes = details(sandbox, &read, None, "");
    changes.insert("_pem".to_owned(), json!(pem));
    let pk = value(&row, "pk");
    if let Some(row) = sandbox.store.get_mut(collection, &pk) {
        row.extend(changes);
    }
    let row = sandbox.store.get(Family::Certificate, &pk).cloned().unwrap_or_default();
    Ok(Reply::json(200, &Show { sandbox, request }.object(collection, &row)))
}

fn taken(sandbox: &Sandbox) -> Reply {
    if sandbox.has(Habit::TakenCertificateIs405) {
        return Reply::unforeseen();
    }
    Reply::json(400, &json!({"common_name": ["This field must be unique."]}))
}

/// `crypto/certificatekeypairs/PK/view_certificate/`
pub fn view(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let row = crud::find(sandbox, caller, collection()?, key)?;
    caller.must("authentik_crypto.view_certificatekeypair_certificate")?;
    let pem = match text(row, "_pem") {
        "" => keys::inside(row).as_ref().map(keys::Key::pem).unwrap_or_default(),
        uploaded => uploaded.to_owned(),
    };
    if request.query.split('&').any(|part| part.starts_with("download")) {
        let headers = vec![("content-type".to_owned(), "application/x-pem-file".to_owned())];
        return Ok(Reply { status: 200, headers, body: pem.into_bytes() });
    }
    Ok(Reply::json(200, &json!({ "data": pem })))
}

//! Certificates. The sandbox makes no keys: it hands out those that it carries, in turn. So two
//! certificates may share a key, and the subject inside a certificate is the carried one, whatever
//! `cert_subject` says.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::check::Errors;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
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
    let Some(collection) = Collection::at("crypto/certificatekeypairs") else {
        return Err(Reply::not_played("certificates"));
    };
    let shown = {
        let pk = sandbox.store.insert(collection, row);
        let row = sandbox.store.get(Family::Certificate, &pk).cloned().unwrap_or_default();
        Show { sandbox, request }.object(collection, &row)
    };
    Ok(Reply::json(200, &shown))
}

fn taken(sandbox: &Sandbox) -> Reply {
    if sandbox.has(Habit::TakenCertificateIs405) {
        return Reply::unforeseen();
    }
    Reply::json(400, &json!({"common_name": ["This field must be unique."]}))
}

/// `crypto/certificatekeypairs/PK/view_certificate/`
pub fn view(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let Some(collection) = Collection::at("crypto/certificatekeypairs") else {
        return Err(Reply::not_played("certificates"));
    };
    let row = crud::find(sandbox, caller, collection, key)?;
    caller.must("authentik_crypto.view_certificatekeypair_certificate")?;
    let pem = keys::by_kid(text(row, "_key")).map(keys::Key::pem).unwrap_or_default();
    if request.query.split('&').any(|part| part.starts_with("download")) {
        let headers = vec![("content-type".to_owned(), "application/x-pem-file".to_owned())];
        return Ok(Reply { status: 200, headers, body: pem.into_bytes() });
    }
    Ok(Reply::json(200, &json!({ "data": pem })))
}

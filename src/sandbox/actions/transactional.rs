//! Provider, application and bindings in one call: all of them or none.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::check::Errors;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::crud;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::text;
use serde_json::{Value, json};

/// What one call makes, checked.
struct Parts {
    application: Object,
    provider: Object,
    kind: &'static Collection,
    bindings: Vec<Object>,
}

/// `PUT core/transactional/applications/`
pub fn create(sandbox: &mut Sandbox, caller: &Caller, request: &Request) -> Handled {
    if sandbox.has(Habit::TransactionalForSuperusers) {
        caller.must_be_superuser()?;
    }
    let body = request.object()?;
    let parts = check(sandbox, &body)?;
    // Trying it out uses up a number, as the real server's rolled back transaction does.
    sandbox.store.number(Family::Provider);
    permitted(caller, &parts)?;
    let (Some(applications), Some(bindings)) =
        (Collection::at("core/applications"), Collection::at("policies/bindings"))
    else {
        return Err(Reply::not_played("applications"));
    };
    let provider = crud::add(sandbox, caller, parts.kind, parts.provider);
    let mut application = parts.application;
    application.insert("provider".to_owned(), provider);
    let target = crud::add(sandbox, caller, applications, application);
    for mut binding in parts.bindings {
        binding.insert("target".to_owned(), target.clone());
        crud::add(sandbox, caller, bindings, binding);
    }
    Ok(Reply::json(200, &json!({"applied": true, "logs": []})))
}

fn check(sandbox: &Sandbox, body: &Object) -> Result<Parts, Reply> {
    let (Some(applications), Some(bindings)) =
        (Collection::at("core/applications"), Collection::at("policies/bindings"))
    else {
        return Err(Reply::not_played("applications"));
    };
    let mut errors = Errors::new();
    let mut fail = |key: &str, problem: Value| drop(errors.insert(key.to_owned(), problem));
    let mut application = Object::new();
    match body.get("app").and_then(Value::as_object) {
        None => fail("app", json!(["This field is required."])),
        Some(app) => match crud::prepare(sandbox, applications, app) {
            Ok(row) => application = row,
            Err(problems) => fail("app", Value::Object(problems)),
        },
    }
    let model = text(body, "provider_model");
    let kind = Collection::of(Family::Provider).find(|collection| collection.model == model);
    if kind.is_none() {
        fail("provider_model", json!([format!("\"{model}\" is not a valid choice.")]));
    }
    let wanted = body.get("provider").and_then(Value::as_object);
    if wanted.is_none() {
        fail("provider", json!(["This field is required."]));
    }
    let sent = body.get("policy_bindings").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let sent = if sandbox.has(Habit::TransactionalBindings) { sent } else { &[] };
    let checked: Vec<_> = sent.iter().map(|binding| check_binding(sandbox, bindings, binding)).collect();
    if checked.iter().any(Result::is_err) {
        let problems = checked.iter().map(|outcome| outcome.as_ref().err().cloned().unwrap_or_default());
        fail("policy_bindings", problems.map(Value::Object).collect());
    }
    let (Some(kind), Some(wanted), true) = (kind, wanted, errors.is_empty()) else { return Err(crud::refused(errors)) };
    if !wanted.contains_key("name") {
        return Err(Reply::unforeseen());
    }
    let provider = crud::prepare(sandbox, kind, wanted);
    let provider = provider.map_err(|problems| Reply::json(400, &json!({ "provider": problems })))?;
    Ok(Parts { application, provider, kind, bindings: checked.into_iter().filter_map(Result::ok).collect() })
}

/// A binding to an application that does not exist yet: checked without its target.
fn check_binding(sandbox: &Sandbox, bindings: &Collection, sent: &Value) -> Result<Object, Errors> {
    let mut sent = sent.as_object().cloned().unwrap_or_default();
    let Some((_, flow)) = sandbox.store.family(Family::Flow).next() else { return Err(Errors::new()) };
    sent.insert("target".to_owned(), flow.get("policybindingmodel_ptr_id").cloned().unwrap_or_default());
    crud::prepare(sandbox, bindings, &sent)
}

/// Every part needs the right to add it; the error names the part, and a binding has no name.
fn permitted(caller: &Caller, parts: &Parts) -> Result<(), Reply> {
    let provider = parts.kind.permission("add");
    let bindings = parts.bindings.iter().map(|_| ("null", "authentik_policies.add_policybinding"));
    let mut needed = vec![("provider", provider.as_str()), ("app", "authentik_core.add_application")];
    needed.extend(bindings);
    for (entry, permission) in needed {
        if !caller.may(permission) {
            let text = format!("User lacks permission to create {}", permission.replace(".add_", "."));
            return Err(Reply::json(403, &json!({ entry: text })));
        }
    }
    Ok(())
}

//! Trying out mappings and policies.

use super::Handled;
use super::applications::verdict;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::Family;
use crate::sandbox::engine;
use crate::sandbox::expression::{Context, Failure, evaluate_mapping};
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::value;
use serde::Serialize as _;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Value, json};

fn tested<'a>(sandbox: &'a Sandbox, family: Family, key: &str) -> Result<&'a Object, Reply> {
    sandbox.store.get(family, &json!(key)).ok_or_else(|| Reply::detail(404, "Not found."))
}

fn user<'a>(sandbox: &'a Sandbox, request: &Request) -> Result<&'a Object, Reply> {
    let pk = value(&request.object()?, "user");
    let message = match &pk {
        Value::Null => "This field is required.".to_owned(),
        pk => format!("Invalid pk \"{pk}\" - object does not exist."),
    };
    sandbox.store.get(Family::User, &pk).ok_or_else(|| Reply::json(400, &json!({ "user": [message] })))
}

/// `propertymappings/all/PK/test/`
pub fn test_mapping(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    caller.must("authentik_core.view_propertymapping")?;
    let mapping = tested(sandbox, Family::Mapping, key)?;
    let user = user(sandbox, request)?;
    let reply = match evaluate_mapping(Context { sandbox, user }, mapping) {
        Ok(result) => json!({"result": written(&result, request), "successful": true}),
        Err(Failure::Raised(text)) => {
            json!({"result": format!("Traceback (most recent call last):\n{text}"), "successful": false})
        }
        Err(Failure::NotUnderstood) => return Err(Reply::not_played("an expression that it cannot evaluate")),
    };
    Ok(Reply::json(200, &reply))
}

/// The result as text, with four spaces of indentation where asked for.
fn written(result: &Value, request: &Request) -> String {
    if request.one("format_result").as_deref() != Some("true") {
        return result.to_string();
    }
    let mut text = Vec::new();
    let mut writer = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    match result.serialize(&mut writer) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(_) => result.to_string(),
    }
}

/// `policies/all/PK/test/`
pub fn test_policy(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    caller.must("authentik_policies.view_policy")?;
    let policy = tested(sandbox, Family::Policy, key)?;
    let user = user(sandbox, request)?;
    let result = engine::passes_policy(sandbox, policy, user);
    match result {
        Err(Failure::Raised(text)) => {
            Ok(Reply::json(200, &json!({"passing": false, "messages": [text], "log_messages": []})))
        }
        other => verdict(other.map_err(|_| Reply::not_played("a policy that it cannot evaluate"))),
    }
}

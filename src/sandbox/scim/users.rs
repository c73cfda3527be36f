//! Users that are pushed.

use super::{Call, Kind, reply, unforeseen};
use crate::sandbox::collections::Family;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::{list, text, value};
use crate::sandbox::{Sandbox, crud, rules};
use serde_json::{Value, json};

/// A user as the sender sees it.
pub(super) fn show(user: &Object) -> Object {
    let emails = match text(user, "email") {
        "" => json!([]),
        email => json!([{"value": email, "type": "work", "primary": true}]),
    };
    Object::from_iter([
        ("userName".to_owned(), value(user, "username")),
        ("name".to_owned(), json!({"formatted": value(user, "name")})),
        ("displayName".to_owned(), value(user, "name")),
        ("active".to_owned(), value(user, "is_active")),
        ("emails".to_owned(), emails),
    ])
}

/// Makes or changes a user. Whoever has the name already is taken over, wherever the user is from.
pub(super) fn write(sandbox: &mut Sandbox, call: Call<'_>, held: &Value, data: &Object) -> Result<Value, Reply> {
    if !list(call.source, "user_property_mappings").is_empty() {
        return Err(Reply::not_played("the property mappings of a SCIM source"));
    }
    let Some(username) = data.get("userName").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
        return Err(reply(400, &json!(["Invalid user"])));
    };
    let mut fields = properties(data)?;
    let template = text(call.source, "user_path_template");
    fields.insert("path".to_owned(), json!(template.replace("%(slug)s", text(call.source, "slug"))));
    fields.insert("username".to_owned(), json!(username));
    let known = sandbox.store.family(Family::User).find(|(_, user)| text(user, "username") == username);
    let known = known.map(|(_, user)| value(user, "pk"));
    let users = Kind::User.targets().ok_or_else(unforeseen)?;
    let pk = known.unwrap_or_else(|| held.clone());
    if let Some(user) = sandbox.store.get_mut(users, &pk) {
        user.extend(fields);
        return Ok(pk);
    }
    fields.entry("name").or_insert_with(|| json!(""));
    let mut row = crud::prepare(sandbox, users, &fields).map_err(|_| unforeseen())?;
    rules::complete(sandbox, users, &mut row);
    Ok(sandbox.store.insert(users, row))
}

/// What authentik takes of a user; what comes out as null is left as it was. So a `name` without
/// `formatted`, with no `displayName` beside it, leaves a new user without a name.
fn properties(data: &Object) -> Result<Object, Reply> {
    let mut fields = Object::new();
    if let Some(name) = data.get("name") {
        let name = name.get("formatted").or_else(|| data.get("displayName")).and_then(Value::as_str);
        fields.extend(name.map(|name| ("name".to_owned(), json!(name))));
    }
    if let Some(emails) = data.get("emails") {
        let emails = emails.as_array().ok_or_else(unforeseen)?;
        let primary = emails.iter().find(|email| email["primary"] == json!(true)).or_else(|| emails.first());
        let email = primary.map_or(Some(""), |email| email["value"].as_str());
        fields.extend(email.map(|email| ("email".to_owned(), json!(email))));
    }
    if let Some(active) = data.get("active").filter(|active| !active.is_null()) {
        let active = match active {
            Value::Bool(active) => *active,
            Value::String(word) if matches!(word.as_str(), "True" | "true") => true,
            Value::String(word) if matches!(word.as_str(), "False" | "false") => false,
            _ => return Err(unforeseen()),
        };
        fields.insert("is_active".to_owned(), json!(active));
    }
    Ok(fields)
}

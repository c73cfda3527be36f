//! Users, groups, and their tokens.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::{list, text, truth, value};
use crate::sandbox::version::Played;
use crate::sandbox::{crud, moment, people, rules};
use serde_json::{Value, json};

const SYSTEM_PERMISSIONS: &[&str] = &[
    "access_admin_interface",
    "view_system_info",
    "view_system_settings",
    "edit_system_settings",
    "view_role",
    "add_role",
    "change_role",
    "delete_role",
    "assign_role_permissions",
    "unassign_role_permissions",
];

/// `core/users/me/`
#[must_use]
pub fn me(sandbox: &Sandbox, caller: &Caller) -> Reply {
    let user = &caller.user;
    let mut shown = json!({
        "is_superuser": caller.superuser,
        "avatar": "data:image/svg+xml;base64,",
        "settings": {},
        "groups": named(sandbox, Family::Group, list(user, "groups")),
    });
    for key in ["pk", "username", "name", "is_active", "email", "uid", "type"] {
        shown[key] = value(user, key);
    }
    let held = SYSTEM_PERMISSIONS.iter().filter(|name| caller.may(&format!("authentik_rbac.{name}")));
    shown["system_permissions"] = held.map(|name| json!(name)).collect();
    if sandbox.has(Habit::UserRoles) {
        let groups = people::all_groups(sandbox, user);
        let mut roles: Vec<Value> = list(user, "roles").to_vec();
        roles.extend(groups.into_iter().flat_map(|group| list(group, "roles")).cloned());
        roles.sort_by_key(ToString::to_string);
        roles.dedup();
        shown["roles"] = named(sandbox, Family::Role, &roles);
    }
    let mut body = json!({ "user": shown });
    if sandbox.played() >= Played::V2026_8 {
        body["user"]["is_current"] = json!(true);
        body["users"] = json!([]);
    }
    Reply::json(200, &body)
}

fn named(sandbox: &Sandbox, family: Family, pks: &[Value]) -> Value {
    let found = pks.iter().filter_map(|pk| sandbox.store.get(family, pk));
    found.map(|row| json!({"name": value(row, "name"), "pk": value(row, "pk")})).collect()
}

/// `core/users/service_account/`: a user, maybe a group, and an app password, which is no token
/// for the API.
pub fn service_account(sandbox: &mut Sandbox, caller: &Caller, request: &Request) -> Handled {
    caller.must("authentik_core.add_user")?;
    caller.must("authentik_core.add_token")?;
    let body = request.object()?;
    let name = text(&body, "name").trim().to_owned();
    if name.is_empty() {
        return Err(Reply::json(400, &json!({"name": ["This field is required."]})));
    }
    if sandbox.store.family(Family::User).any(|(_, user)| text(user, "username") == name) {
        let field = if sandbox.has(Habit::NamedServiceAccountError) { "name" } else { "non_field_errors" };
        return Err(Reply::json(400, &json!({ field: ["This field must be unique."] })));
    }
    let expiring = body.get("expiring") != Some(&json!(false));
    let user = made(
        sandbox,
        caller,
        "core/users",
        &json!({
            "username": name,
            "name": name,
            "type": "service_account",
            "path": "goauthentik.io/service-accounts",
            "attributes": {"goauthentik.io/user/token-expires": expiring},
        }),
    )?;
    let token = made(
        sandbox,
        caller,
        "core/tokens",
        &json!({
            "identifier": format!("service-account-{name}-password"),
            "intent": "app_password",
            "user": value(&user, "pk"),
            "expiring": expiring,
            "expires": moment::text(moment::now() + 360 * 86_400, ".000000Z"),
        }),
    )?;
    let mut reply = json!({
        "username": name,
        "user_uid": value(&user, "uid"),
        "user_pk": value(&user, "pk"),
        "token": value(&token, "_key"),
    });
    if truth(&body, "create_group") {
        caller.must("authentik_core.add_group")?;
        let group = made(sandbox, caller, "core/groups", &json!({"name": name, "users": [value(&user, "pk")]}))?;
        reply["group_pk"] = value(&group, "pk");
    }
    Ok(Reply::json(200, &reply))
}

fn made(sandbox: &mut Sandbox, caller: &Caller, path: &str, fields: &Value) -> Result<Object, Reply> {
    let unforeseen = || Reply::page(500, "Server Error");
    let collection = Collection::at(path).ok_or_else(unforeseen)?;
    let row = crud::prepare(sandbox, collection, fields.as_object().ok_or_else(unforeseen)?).map_err(crud::refused)?;
    let pk = crud::add(sandbox, caller, collection, row);
    sandbox.store.get(collection.family, &pk).cloned().ok_or_else(unforeseen)
}

/// `core/groups/PK/add_user/` and `remove_user/`
pub fn set_member(sandbox: &mut Sandbox, caller: &Caller, request: &Request, key: &str, is_member: bool) -> Handled {
    let (Some(groups), Some(users)) = (Collection::at("core/groups"), Collection::at("core/users")) else {
        return Err(Reply::not_played("groups"));
    };
    let group = value(crud::find(sandbox, caller, groups, key)?, "pk");
    let permission = if is_member { "add_user_to_group" } else { "remove_user_from_group" };
    caller.must(&format!("authentik_core.{permission}"))?;
    let body = request.object()?;
    let Some(user) = sandbox.store.get_mut(users, &value(&body, "pk")) else {
        return Err(crud::missing(sandbox, users));
    };
    rules::set_membership(user, &group, is_member);
    Ok(Reply::nothing())
}

/// `core/tokens/IDENTIFIER/view_key/`
pub fn view_key(sandbox: &Sandbox, caller: &Caller, key: &str) -> Handled {
    let Some(tokens) = Collection::at("core/tokens") else { return Err(Reply::not_played("tokens")) };
    let token = crud::find(sandbox, caller, tokens, key)?;
    if !caller.made(token) {
        caller.must("authentik_core.view_token_key")?;
    }
    Ok(Reply::json(200, &json!({ "key": value(token, "_key") })))
}

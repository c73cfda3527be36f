//! Permissions and the roles that have them.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::crud;
use crate::sandbox::habits::Habit;
use crate::sandbox::list;
use crate::sandbox::message::{Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Permissions beyond those to view, add, change and delete what has a list of its own.
const OTHERS: &[&str] = &[
    "authentik_core.add_user_to_group",
    "authentik_core.remove_user_from_group",
    "authentik_core.view_provider",
    "authentik_core.view_token_key",
    "authentik_crypto.view_certificatekeypair_certificate",
    "authentik_crypto.view_certificatekeypair_key",
    "authentik_rbac.access_admin_interface",
    "authentik_rbac.assign_role_permissions",
    "authentik_rbac.edit_system_settings",
    "authentik_rbac.unassign_role_permissions",
    "authentik_rbac.view_system_info",
    "authentik_rbac.view_system_settings",
];

/// A permission with its number. Numbers differ from server to server.
struct Permission {
    id: usize,
    full: String,
    name: String,
    model: &'static str,
    verbose: &'static str,
}

/// The permissions to what the sandbox has. The real catalogue is longer.
fn all() -> Vec<Permission> {
    let mut found = Vec::new();
    for collection in Collection::all().filter(|collection| collection.is_reachable()) {
        for action in ["add", "change", "delete", "view"] {
            found.push(Permission {
                id: found.len() + 1,
                full: collection.permission(action),
                name: format!("Can {action} {}", collection.verbose[0]),
                model: collection.model,
                verbose: collection.verbose[0],
            });
        }
    }
    for full in OTHERS {
        let (id, name) = (found.len() + 1, full.replace(['.', '_'], " "));
        found.push(Permission {
            id,
            full: (*full).to_owned(),
            name,
            model: "authentik_rbac.systempermission",
            verbose: "System",
        });
    }
    found
}

/// `rbac/permissions/`
pub fn catalogue(sandbox: &Sandbox, caller: &Caller, request: &Request) -> Handled {
    if !sandbox.has(Habit::PermissionsForEverybody) {
        caller.must_be_superuser()?;
    }
    let granted = granted(sandbox, request)?;
    let codename = request.one("codename");
    let search = request.one("search").unwrap_or_default().to_lowercase();
    let matching = all().into_iter().filter(|permission| {
        let code = permission.full.split_once('.').map_or("", |(_, code)| code);
        granted.as_ref().is_none_or(|granted| granted.contains(&permission.full))
            && codename.as_deref().is_none_or(|wanted| wanted == code)
            && permission.name.to_lowercase().contains(&search)
    });
    let page = list::page(sandbox, matching.collect(), request)?;
    let results: Vec<Value> = page.items.iter().map(shown).collect();
    Ok(list::reply(sandbox, &page.pagination, &results))
}

/// The permissions of the role that a query names; none if it names none. A user's own, which could be
/// asked for up to 2025.10, are never any here: the sandbox gives permissions to roles alone.
fn granted(sandbox: &Sandbox, request: &Request) -> Result<Option<BTreeSet<String>>, Reply> {
    let asked = |key: &str| request.one(key).filter(|value| !value.is_empty());
    if let Some(role) = asked("role") {
        if sandbox.store.get(Family::Role, &json!(role)).is_none() {
            let message = "Select a valid choice. That choice is not one of the available choices.";
            return Err(Reply::json(400, &json!({ "role": [message] })));
        }
        return Ok(Some(sandbox.permissions.get(&role).cloned().unwrap_or_default()));
    }
    let by_user = !sandbox.has(Habit::UserRoles) && asked("user").is_some();
    Ok(by_user.then(BTreeSet::new))
}

fn shown(permission: &Permission) -> Value {
    let (app, code) = permission.full.split_once('.').unwrap_or_default();
    json!({
        "id": permission.id,
        "name": permission.name,
        "codename": code,
        "model": permission.model.split_once('.').map_or("", |(_, model)| model),
        "app_label": app,
        "app_label_verbose": app.replace('_', " "),
        "model_verbose": permission.verbose,
    })
}

/// `rbac/permissions/assigned_by_roles/UUID/assign/`: an unknown permission is a 405 without words,
/// and none is assigned.
pub fn assign(sandbox: &mut Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let Some(roles) = Collection::at("rbac/roles") else { return Err(Reply::not_played("roles")) };
    let role = text(crud::find(sandbox, caller, roles, key)?, "pk").to_owned();
    caller.must("authentik_rbac.assign_role_permissions")?;
    let body = request.object()?;
    let Some(wanted) = body.get("permissions").and_then(Value::as_array) else {
        return Err(Reply::json(400, &json!({"permissions": ["This field is required."]})));
    };
    if body.contains_key("model") || body.contains_key("object_pk") {
        return Err(Reply::not_played("permissions to single objects"));
    }
    let known = all();
    let found =
        wanted.iter().map(|name| known.iter().find(|permission| Some(permission.full.as_str()) == name.as_str()));
    let Some(found) = found.collect::<Option<Vec<_>>>() else { return Err(Reply::unforeseen()) };
    let granted = sandbox.permissions.entry(role).or_default();
    granted.extend(found.iter().map(|permission| permission.full.clone()));
    let ids = found.iter().map(|permission| json!({ "id": permission.id.to_string() }));
    Ok(Reply::json(200, &ids.collect()))
}

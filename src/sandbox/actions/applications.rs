//! Applications.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::value;
use crate::sandbox::{crud, engine};
use serde_json::{Value, json};

/// The user that `for_user` names, for superusers; everybody else is oneself.
pub fn for_user<'a>(sandbox: &'a Sandbox, caller: &'a Caller, request: &Request) -> Result<&'a Object, Reply> {
    let Some(asked) = request.one("for_user").filter(|_| caller.superuser) else { return Ok(&caller.user) };
    let pk = asked.parse::<i64>().map(Value::from).unwrap_or_default();
    let user = sandbox.store.get(Family::User, &pk);
    user.ok_or_else(|| Reply::json(400, &json!({"for_user": "User not found"})))
}

/// `core/applications/SLUG/check_access/`
pub fn check_access(sandbox: &Sandbox, caller: &Caller, request: &Request, slug: &str) -> Handled {
    let Some(applications) = Collection::at("core/applications") else { return Err(Reply::not_played("applications")) };
    let application = sandbox.store.by_key(applications, slug).ok_or_else(|| crud::missing(sandbox, applications))?;
    let user = for_user(sandbox, caller, request)?;
    let result = engine::may_open(sandbox, application, user);
    verdict(result.map_err(|_| Reply::not_played("a policy that it cannot evaluate")))
}

/// What is said of a policy's result.
pub fn verdict(result: Result<bool, Reply>) -> Handled {
    Ok(Reply::json(200, &json!({"passing": result?, "messages": [], "log_messages": []})))
}

/// `core/applications/SLUG/set_icon_url/`, up to 2025.10.
pub fn set_icon_url(sandbox: &mut Sandbox, caller: &Caller, request: &Request, slug: &str) -> Handled {
    let Some(applications) = Collection::at("core/applications") else { return Err(Reply::not_played("applications")) };
    if !sandbox.has(Habit::SetIconUrl) {
        return Err(Reply::page(404, "Not Found"));
    }
    let pk = value(crud::find(sandbox, caller, applications, slug)?, "pk");
    caller.must("authentik_core.change_application")?;
    let body = request.object()?;
    let Some(url) = body.get("url").filter(|url| url.is_string()).cloned() else {
        return Err(Reply::json(400, &json!({"url": ["This field is required."]})));
    };
    if let Some(application) = sandbox.store.get_mut(applications, &pk) {
        application.insert("meta_icon".to_owned(), url);
    }
    Ok(Reply::json(200, &json!({})))
}

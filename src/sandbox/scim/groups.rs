//! Groups that are pushed.

use super::{Call, Kind, reply, unforeseen};
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::{list, text, value};
use crate::sandbox::{Sandbox, crud, people, rules};
use serde_json::{Value, json};

/// A group as the sender sees it.
pub(super) fn show(sandbox: &Sandbox, group: &Object) -> Object {
    Object::from_iter([
        ("displayName".to_owned(), value(group, "name")),
        ("members".to_owned(), members(sandbox, group)),
    ])
}

/// The members by the ids that users have for the sender.
pub(super) fn members(sandbox: &Sandbox, group: &Object) -> Value {
    people::members(sandbox, group).into_iter().map(|user| json!({"value": value(user, "uuid")})).collect()
}

/// Makes or changes a group. A group that has the name already is taken over.
pub(super) fn write(sandbox: &mut Sandbox, call: Call<'_>, held: &Value, data: &Object) -> Result<Value, Reply> {
    if !list(call.source, "group_property_mappings").is_empty() {
        return Err(Reply::not_played("the property mappings of a SCIM source"));
    }
    let Some(name) = data.get("displayName").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
        return Err(reply(400, &json!(["Invalid group"])));
    };
    let wanted = wanted(sandbox, data)?;
    let groups = Kind::Group.targets().ok_or_else(unforeseen)?;
    let known = sandbox.store.family(Family::Group).find(|(_, group)| text(group, "name") == name);
    let pk = known.map_or_else(|| held.clone(), |(_, group)| value(group, "pk"));
    let pk = if let Some(group) = sandbox.store.get_mut(groups, &pk) {
        group.insert("name".to_owned(), json!(name));
        pk
    } else {
        let fields = Object::from_iter([("name".to_owned(), json!(name))]);
        let mut row = crud::prepare(sandbox, groups, &fields).map_err(|_| unforeseen())?;
        row.remove("users");
        rules::complete(sandbox, groups, &mut row);
        sandbox.store.insert(groups, row)
    };
    rules::set_members(sandbox, groups, &pk, wanted);
    Ok(pk)
}

/// Sets the members of a link's group to those listed, also to none.
pub(super) fn set_members(sandbox: &mut Sandbox, link: &Object, members: Option<Value>) {
    let (Some(groups), Some(Value::Array(members))) = (Kind::Group.targets(), members) else { return };
    let members = users(sandbox, &members);
    rules::set_members(sandbox, groups, &value(link, "group"), Some(members));
}

/// The users that a list of members names.
fn users(sandbox: &Sandbox, members: &[Value]) -> Value {
    let uuids: Vec<&str> = members.iter().filter_map(|member| member["value"].as_str()).collect();
    let users = sandbox.store.family(Family::User).map(|(_, user)| user);
    users.filter(|user| uuids.contains(&text(user, "uuid"))).map(|user| value(user, "pk")).collect()
}

/// The users that are to be members; none where nothing is to be changed. An empty list changes
/// nothing, and on older servers it means everybody.
fn wanted(sandbox: &Sandbox, data: &Object) -> Result<Option<Value>, Reply> {
    let Some(members) = data.get("members") else { return Ok(None) };
    let members = members.as_array().ok_or_else(unforeseen)?;
    if members.is_empty() && !sandbox.has(Habit::ScimExternalId) {
        return Err(Reply::not_played("a group without members, which makes everybody a member on some versions"));
    }
    Ok((!members.is_empty()).then(|| users(sandbox, members)))
}

//! List, create, read, change, delete: the same for every collection.

use super::actions::applications::for_user;
use super::check::{Errors, Mode, check, check_unique};
use super::collections::{Collection, Family};
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::rights::Caller;
use super::show::{Show, is_whole};
use super::store::value;
use super::{Sandbox, engine, list, rules};
use serde_json::Value;

/// `GET` of a collection.
pub fn list(
    sandbox: &Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    request: &Request,
) -> Result<Reply, Reply> {
    // What is shown of applications is for the policies to decide, so their list needs no right.
    let rows = match collection.family {
        Family::Application => sandbox.store.rows(collection).iter().collect(),
        _ => visible(sandbox, caller, collection)?,
    };
    let rows = list::choose(sandbox, collection, rows, request)?;
    let mut page = list::page(sandbox, rows, request)?;
    if collection.family == Family::Application {
        page.items = openable(sandbox, caller, page.items, request)?;
    }
    let show = Show { sandbox, request };
    if !page.items.iter().all(|row| is_whole(row)) {
        return Err(Reply::page(500, "Server Error"));
    }
    let results: Vec<Value> = page.items.iter().map(|row| show.object(collection, row)).collect();
    Ok(list::reply(sandbox, &page.pagination, &results))
}

/// The rows that the caller may view: all, or those that it made. None at all is a 403.
fn visible<'a>(
    sandbox: &'a Sandbox,
    caller: &Caller,
    collection: &'static Collection,
) -> Result<Vec<&'a Object>, Reply> {
    let rows = sandbox.store.rows(collection).iter();
    if caller.may(&collection.permission("view")) {
        return Ok(rows.collect());
    }
    let own: Vec<_> = rows.filter(|row| caller.made(row)).collect();
    if own.is_empty() { Err(Reply::forbidden()) } else { Ok(own) }
}

/// Of a page of applications those that the caller may open; the count is not touched by that.
fn openable<'a>(
    sandbox: &Sandbox,
    caller: &Caller,
    rows: Vec<&'a Object>,
    request: &Request,
) -> Result<Vec<&'a Object>, Reply> {
    if caller.superuser && request.one("superuser_full_list").as_deref() == Some("true") {
        return Ok(rows);
    }
    let user = for_user(sandbox, caller, request)?;
    let mut open = Vec::new();
    for row in rows {
        if engine::may_open(sandbox, row, user).map_err(|_| Reply::not_played("a policy that it cannot evaluate"))? {
            open.push(row);
        }
    }
    Ok(open)
}

/// `POST` to a collection.
pub fn create(
    sandbox: &mut Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    request: &Request,
) -> Result<Reply, Reply> {
    if !collection.creatable {
        return Err(Reply::not_played(&format!("POST {}", request.path)));
    }
    caller.must(&collection.permission("add"))?;
    let body = request.object()?;
    let row = prepare(sandbox, collection, &body).map_err(refused)?;
    let pk = add(sandbox, caller, collection, row);
    let Some((_, row)) = sandbox.store.find(collection.family, &pk) else {
        return Err(Reply::page(500, "Server Error"));
    };
    Ok(Reply::json(201, &Show { sandbox, request }.object(collection, row)))
}

/// Checks a new object without storing it.
pub fn prepare(sandbox: &Sandbox, collection: &Collection, body: &Object) -> Result<Object, Errors> {
    let mut row = check(sandbox, collection, body, Mode::Create)?;
    let mut sent: Object = row.iter().filter(|(name, _)| body.contains_key(*name)).map(pair).collect();
    rules::check_sent(sandbox, collection, &mut sent)?;
    row.extend(sent);
    rules::check(sandbox, collection, &row)?;
    check_unique(sandbox, collection, &row, None)?;
    Ok(row)
}

fn pair((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// Stores a checked object.
pub fn add(sandbox: &mut Sandbox, caller: &Caller, collection: &'static Collection, mut row: Object) -> Value {
    row.insert("_creator".to_owned(), value(&caller.user, "pk"));
    let members = row.remove("users");
    rules::complete(sandbox, collection, &mut row);
    let pk = sandbox.store.insert(collection, row);
    rules::set_members(sandbox, collection, &pk, members);
    rules::applications::take_over(sandbox, collection, &pk);
    pk
}

/// The object that an address names, if the caller may view it.
pub fn find<'a>(
    sandbox: &'a Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    key: &str,
) -> Result<&'a Object, Reply> {
    let row = sandbox.store.by_key(collection, key);
    let may = caller.may(&collection.permission("view"));
    match row {
        Some(row) if may || caller.made(row) => Ok(row),
        _ if !may && visible(sandbox, caller, collection).is_err() => Err(Reply::forbidden()),
        _ => Err(missing(sandbox, collection)),
    }
}

/// 404 for an object of that collection.
#[must_use]
pub fn missing(sandbox: &Sandbox, collection: &Collection) -> Reply {
    if sandbox.has(Habit::NamedNotFound) {
        return Reply::detail(404, &format!("No {} matches the given query.", collection.class));
    }
    Reply::detail(404, "Not found.")
}

/// `GET` of one object.
pub fn read(
    sandbox: &Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    key: &str,
    request: &Request,
) -> Result<Reply, Reply> {
    let row = find(sandbox, caller, collection, key)?;
    let show = Show { sandbox, request };
    if !is_whole(row) {
        return Err(Reply::page(500, "Server Error"));
    }
    Ok(Reply::json(200, &show.object(collection, row)))
}

/// `PATCH` and `PUT` of one object.
pub fn change(
    sandbox: &mut Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    key: &str,
    request: &Request,
) -> Result<Reply, Reply> {
    let old = find(sandbox, caller, collection, key)?.clone();
    caller.must(&collection.permission("change"))?;
    let body = request.object()?;
    let mode = if request.method == "PUT" { Mode::Replace } else { Mode::Change };
    let mut changes = check(sandbox, collection, &body, mode).map_err(refused)?;
    rules::check_sent(sandbox, collection, &mut changes).map_err(refused)?;
    let mut whole = old.clone();
    whole.extend(changes.clone());
    rules::check(sandbox, collection, &whole).map_err(refused)?;
    check_unique(sandbox, collection, &whole, old.get("pk")).map_err(refused)?;
    let pk = value(&old, "pk");
    let members = changes.remove("users");
    if let Some(row) = sandbox.store.get_mut(collection, &pk) {
        row.extend(changes);
    }
    rules::set_members(sandbox, collection, &pk, members);
    rules::applications::take_over(sandbox, collection, &pk);
    let Some((_, row)) = sandbox.store.find(collection.family, &pk) else { return Err(missing(sandbox, collection)) };
    let show = Show { sandbox, request };
    // The change is stored before the reply fails on it.
    if !is_whole(row) {
        return Err(Reply::unforeseen());
    }
    Ok(Reply::json(200, &show.object(collection, row)))
}

/// `DELETE` of one object.
pub fn delete(
    sandbox: &mut Sandbox,
    caller: &Caller,
    collection: &'static Collection,
    key: &str,
) -> Result<Reply, Reply> {
    let pk = value(find(sandbox, caller, collection, key)?, "pk");
    caller.must(&collection.permission("delete"))?;
    rules::applications::remove_with(sandbox, collection, &pk);
    sandbox.store.remove(collection, &pk);
    Ok(Reply::nothing())
}

/// 400 with the errors by field.
#[must_use]
pub fn refused(errors: Errors) -> Reply {
    Reply::json(400, &Value::Object(errors))
}

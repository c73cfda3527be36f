//! Objects of all kinds of a family in one list.

use super::{Handled, used_by};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::list;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::show::Show;
use crate::sandbox::store::value;
use serde_json::Value;

/// `GET providers/all/` and the like: the list, one object, or what uses it.
pub fn read(sandbox: &Sandbox, caller: &Caller, request: &Request, room: &str, rest: &[&str]) -> Handled {
    let (family, permission) = match room {
        "providers" => (Family::Provider, "authentik_core.view_provider"),
        "propertymappings" => (Family::Mapping, "authentik_core.view_propertymapping"),
        "stages" => (Family::Stage, "authentik_flows.view_stage"),
        _ => (Family::Policy, "authentik_policies.view_policy"),
    };
    match rest {
        [] => {
            caller.must(permission)?;
            whole(sandbox, family, request)
        }
        [key] => {
            caller.must(permission)?;
            let (collection, row) = one(sandbox, family, key)?;
            Ok(Reply::json(200, &shown(sandbox, request, family, collection, row)))
        }
        [key, "used_by"] => {
            let (collection, _) = one(sandbox, family, key)?;
            used_by::used_by(sandbox, caller, collection.path, key)
        }
        _ => Err(Reply::not_played(&request.path)),
    }
}

fn one<'a>(sandbox: &'a Sandbox, family: Family, key: &str) -> Result<(&'static Collection, &'a Object), Reply> {
    let mut rows = sandbox.store.family(family);
    let found = rows.find(|(_, row)| match row.get("pk") {
        Some(Value::Number(number)) => number.as_i64() == key.parse().ok(),
        pk => pk.and_then(Value::as_str) == Some(key),
    });
    found.ok_or_else(|| Reply::detail(404, "Not found."))
}

fn whole(sandbox: &Sandbox, family: Family, request: &Request) -> Handled {
    let Some(first) = Collection::of(family).next() else { return Err(Reply::not_played(&request.path)) };
    let rows = sandbox.store.family(family).map(|(_, row)| row).collect();
    let mut chosen = list::choose(sandbox, first, rows, request)?;
    if let Some(without) = request.one("application__isnull") {
        let show = Show { sandbox, request };
        chosen.retain(|row| show.application_of(row).is_none() == (without == "true"));
    }
    let page = list::page(sandbox, chosen, request)?;
    let found = page.items.iter().filter_map(|row| sandbox.store.find(family, &value(row, "pk")));
    let results: Vec<Value> = found.map(|(collection, row)| shown(sandbox, request, family, collection, row)).collect();
    Ok(list::reply(sandbox, &page.pagination, &results))
}

/// An object with the fields that all of its family have.
fn shown(sandbox: &Sandbox, request: &Request, family: Family, collection: &Collection, row: &Object) -> Value {
    let show = Show { sandbox, request };
    if family == Family::Provider {
        return show.provider(&value(row, "pk"), true);
    }
    let mut whole = show.object(collection, row);
    let common: Vec<&str> = collection.fields[0].iter().map(|field| field.name).collect();
    if let Some(whole) = whole.as_object_mut() {
        whole.retain(|key, _| common.contains(&key.as_str()) && (family != Family::Policy || key != "expression"));
    }
    whole
}

//! Lists: what is in them, in which order, page by page.

use super::Sandbox;
use super::collections::{Collection, Family, Field, Kind};
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::people;
use super::store::{list, value};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// Rows that a query chose.
pub type Rows<'a> = Vec<&'a Object>;

/// The rows that pass the query's filters and its search, in its order.
pub fn choose<'a>(
    sandbox: &Sandbox,
    collection: &Collection,
    rows: Rows<'a>,
    request: &Request,
) -> Result<Rows<'a>, Reply> {
    if let Some(filter) = UNPLAYED.iter().find(|filter| request.one(filter).is_some_and(|value| !value.is_empty())) {
        return Err(Reply::not_played(&format!("the filter `{filter}`")));
    }
    let mut chosen = rows;
    for filter in collection.filters {
        let parameter = if *filter == "target__in" { "target_in" } else { filter };
        let wanted: Vec<String> = request.all(parameter).into_iter().filter(|text| !text.is_empty()).collect();
        if wanted.is_empty() || is_of_another_version(sandbox, collection, filter) {
            continue;
        }
        check_reference(sandbox, collection, filter, &wanted)?;
        chosen.retain(|row| passes(sandbox, row, filter, &wanted));
    }
    if let Some(search) = request.one("search") {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let found = |row: &Object, word: &String| {
            collection.search.iter().any(|field| plain(&read(sandbox, row, field)).to_lowercase().contains(word))
        };
        chosen.retain(|row| words.iter().all(|word| found(row, word)));
    }
    order(sandbox, collection, &mut chosen, request.one("ordering"));
    Ok(chosen)
}

/// Filters that real servers know. All others they ignore, and so does the sandbox.
const UNPLAYED: &[&str] = &[
    "application",
    "attributes",
    "backchannel",
    "backchannel_application",
    "context_authorized_app",
    "context_model_app",
    "context_model_name",
    "context_model_pk",
    "date_joined",
    "date_joined__gt",
    "date_joined__lt",
    "is_backchannel",
    "last_updated",
    "last_updated__gt",
    "last_updated__lt",
    "only_with_launch_url",
    "path_startswith",
    "pbm_uuid",
    "providers__isnull",
    "redirect_uris",
    "stage_uuid",
    "policy_uuid",
];

/// Whether a filter reads a field that this version does not have: then it is ignored.
fn is_of_another_version(sandbox: &Sandbox, collection: &Collection, filter: &str) -> bool {
    let is_known = |field: &Field| field.name == filter;
    let anywhere = collection.fields.iter().flat_map(|part| part.iter()).any(is_known);
    anywhere && !collection.fields(sandbox.played()).any(is_known)
}

/// A filter on a reference accepts only ids that exist.
fn check_reference(sandbox: &Sandbox, collection: &Collection, filter: &str, wanted: &[String]) -> Result<(), Reply> {
    let field = collection.fields(sandbox.played()).find(|field| field.name == filter);
    let Some(Kind::One(family, _) | Kind::Many(family)) = field.map(|field| field.kind) else { return Ok(()) };
    let known = |text: &String| {
        let id = text.parse::<i64>().map_or_else(|_| json!(text), Value::from);
        if family == Family::Bindable { sandbox.store.bindable(&id) } else { sandbox.store.get(family, &id).is_some() }
    };
    if wanted.iter().all(known) {
        return Ok(());
    }
    let message = "Select a valid choice. That choice is not one of the available choices.";
    Err(Reply::json(400, &json!({ filter: [message] })))
}

fn passes(sandbox: &Sandbox, row: &Object, filter: &str, wanted: &[String]) -> bool {
    let last = wanted.last().map(String::as_str).unwrap_or_default();
    let (name, how) = filter.split_once("__").unwrap_or((filter, ""));
    let held = read(sandbox, row, name);
    match (name, how) {
        ("has_key", _) => (value(row, "private_key_available") == json!(true)) == (last == "true"),
        ("members_by_pk" | "members_by_username", _) => {
            let key = if name == "members_by_pk" { "pk" } else { "username" };
            people::members(sandbox, row).into_iter().any(|user| wanted.contains(&plain(&value(user, key))))
        }
        ("groups_by_pk" | "groups_by_name", _) => {
            let key = if name == "groups_by_pk" { "pk" } else { "name" };
            let groups = list(row, "groups").iter().filter_map(|pk| sandbox.store.get(Family::Group, pk));
            groups.into_iter().any(|group| wanted.contains(&plain(&value(group, key))))
        }
        ("providers_by_pk", _) => list(row, "providers").iter().any(|pk| wanted.contains(&plain(pk))),
        ("source", "slug") => {
            sandbox.store.get(Family::Source, &held).is_some_and(|source| plain(&value(source, "slug")) == last)
        }
        (_, "isnull") => held.is_null() == (last == "true"),
        (_, "iexact") => plain(&held).to_lowercase() == last.to_lowercase(),
        (_, "icontains") => plain(&held).to_lowercase().contains(&last.to_lowercase()),
        (_, "in") => wanted.iter().flat_map(|part| part.split(',')).any(|part| plain(&held) == part),
        ("managed" | "key_type" | "property_mappings" | "configuration_stages", _) => matches_any(&held, wanted),
        ("name" | "username" | "slug", _) => plain(&held) == last,
        _ => plain(&held).eq_ignore_ascii_case(last),
    }
}

fn matches_any(held: &Value, wanted: &[String]) -> bool {
    match held {
        Value::Array(items) => items.iter().any(|item| wanted.contains(&plain(item))),
        _ => wanted.contains(&plain(held)),
    }
}

/// A field by the name that filters and orders use.
fn read(sandbox: &Sandbox, row: &Object, name: &str) -> Value {
    match name {
        "user" if row.contains_key("intent") => {
            sandbox.store.get(Family::User, &value(row, "user")).map_or(Value::Null, |user| value(user, "username"))
        }
        "is_superuser" if row.contains_key("username") => json!(people::is_superuser(sandbox, row)),
        "flow_uuid" | "event_uuid" => value(row, "pk"),
        _ => value(row, name),
    }
}

/// A value as a query writes it.
fn plain(held: &Value) -> String {
    match held {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Sorts by the fields that were asked for and that the collection has, else by its own order.
fn order(sandbox: &Sandbox, collection: &Collection, rows: &mut Rows, asked: Option<String>) {
    let has = |name: &str| {
        let name = name.trim_start_matches('-');
        name == "pk" || collection.fields(sandbox.played()).any(|field| field.name == name)
    };
    let asked = asked.unwrap_or_default();
    let mut fields: Vec<&str> = asked.split(',').map(str::trim).filter(|name| !name.is_empty() && has(name)).collect();
    if fields.is_empty() {
        fields = collection.ordering.to_vec();
    }
    rows.sort_by(|one, other| {
        let by = |field: &&str| {
            let name = field.trim_start_matches('-');
            let order = compare(&value(one, name), &value(other, name));
            if field.starts_with('-') { order.reverse() } else { order }
        };
        fields.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => plain(one).to_lowercase().cmp(&plain(other).to_lowercase()),
    }
}

/// One page of something, counted.
#[derive(Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// What the reply says about paging.
    pub pagination: Value,
}

/// The page that a query asks for. A page past the end is a 404.
pub fn page<T>(sandbox: &Sandbox, all: Vec<T>, request: &Request) -> Result<Page<T>, Reply> {
    let limited = sandbox.has(Habit::PageLimit);
    let asked = request.one("page_size").and_then(|text| text.parse::<usize>().ok()).filter(|size| *size > 0);
    let size = match asked {
        Some(size) if limited => size.min(100),
        Some(size) => size,
        None if limited => 20,
        None => 100,
    };
    let count = all.len();
    let pages = count.div_ceil(size).max(1);
    let wanted = match request.one("page").as_deref() {
        None | Some("") => Some(1),
        Some("last") => Some(pages),
        Some(text) => text.parse::<usize>().ok(),
    };
    let Some(number) = wanted.filter(|number| (1..=pages).contains(number)) else {
        return Err(Reply::detail(404, "Invalid page."));
    };
    let start = (number - 1) * size;
    let items: Vec<T> = all.into_iter().skip(start).take(size).collect();
    let pagination = json!({
        "next": if number < pages { number + 1 } else { 0 },
        "previous": number - 1,
        "count": count,
        "current": number,
        "total_pages": pages,
        "start_index": if count == 0 { 0 } else { start + 1 },
        "end_index": start + items.len(),
    });
    Ok(Page { items, pagination })
}

/// A list reply. What `autocomplete` holds for users, groups and events serves authentik's own
/// query language only and is left empty here.
#[must_use]
pub fn reply(sandbox: &Sandbox, pagination: &Value, results: &[Value]) -> Reply {
    let mut body = json!({ "pagination": pagination, "results": results });
    if sandbox.has(Habit::Autocomplete) {
        body["autocomplete"] = json!({});
    }
    Reply::json(200, &body)
}

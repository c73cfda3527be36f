//! The pages of a list: what one page says, and bounds for a server that says too much.

use super::endpoints;
use crate::model::resource::Kind;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many objects are asked for at once. From authentik 2026.2 on the server's settings may cut
/// this without a word, so only `total_pages` says how many pages there are.
pub const PAGE_SIZE: &str = "100";

/// The field by which no two objects are alike.
const UNIQUE: &str = "pk";

/// The most pages of one list that are fetched: 50,000 objects.
pub const MOST_PAGES: u64 = 500;

/// How many pages are fetched side by side.
pub const SIDE_BY_SIDE: usize = 6;

/// One page.
pub struct Page {
    /// Its objects.
    pub items: Vec<Value>,
    /// How many pages there are, as this one says.
    pub total_pages: u64,
}

/// The query of one page.
///
/// What comes in no certain order may stand on two pages, or on none: where the order has ties, the primary
/// key decides. And up to authentik 2025.8 each binding holds its whole group, with all its members, unless
/// the request says `include_users=false`.
pub fn query<'a>(path: &str, query: &[(&'a str, &'a str)], number: u64) -> Vec<(&'a str, Cow<'a, str>)> {
    let certain = |(name, value): &(&'a str, &'a str)| match *name {
        "ordering" if *value != UNIQUE => (*name, Cow::Owned(format!("{value},{UNIQUE}"))),
        _ => (*name, Cow::Borrowed(*value)),
    };
    let mut query: Vec<(&str, Cow<str>)> = query.iter().map(certain).collect();
    if query.iter().all(|(name, _)| *name != "ordering") {
        query.push(("ordering", Cow::Borrowed(UNIQUE)));
    }
    if path == endpoints::collection(Kind::Binding) {
        query.push(("include_users", Cow::Borrowed("false")));
    }
    query.extend([("page_size", Cow::Borrowed(PAGE_SIZE)), ("page", Cow::Owned(number.to_string()))]);
    query
}

/// Takes a page apart. A bare list is a list of one page (`used_by` answers so).
pub fn read(value: Value) -> Result<Page, &'static str> {
    let mut object = match value {
        Value::Array(items) => return Ok(Page { items, total_pages: 1 }),
        Value::Object(object) => object,
        _ => return Err("it is not a list"),
    };
    let Some(Value::Array(items)) = object.remove("results") else {
        return Err("it is not a page of a list: `results` is missing");
    };
    let total = object.get("pagination").and_then(|pagination| pagination.get("total_pages"));
    let Some(total) = total.and_then(whole_number) else {
        return Err("it is not a page of a list: `pagination.total_pages` is missing");
    };
    Ok(Page { items, total_pages: total })
}

/// authentik writes the numbers of a page as JSON numbers, whole or with a fraction of nought.
fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64()?.to_string().parse().ok())
}

/// Joins pages. An object that moved to the next page while the list was read counts once.
pub fn join(pages: impl IntoIterator<Item = Vec<Value>>) -> Vec<Value> {
    let mut seen = HashSet::new();
    let mut is_new = |item: &Value| item.get("pk").is_none_or(|pk| seen.insert(pk.to_string()));
    pages.into_iter().flatten().filter(|item| is_new(item)).collect()
}

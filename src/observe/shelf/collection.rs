//! A list that was read whole, with what finds its objects again.

use serde_json::Value;
use std::collections::HashMap;

/// The fields by which objects are looked for.
const INDEXED: [&str; 5] = ["pk", "name", "slug", "username", "target"];

/// All objects of a list.
pub(super) struct Collection {
    items: Vec<Value>,
    places: HashMap<(&'static str, String), Vec<usize>>,
    /// Whether what is not in the list is not there at all.
    pub(super) is_certain: bool,
}

impl Collection {
    pub(super) fn new(items: Vec<Value>, is_certain: bool) -> Self {
        let mut places: HashMap<(&'static str, String), Vec<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            for field in INDEXED {
                if let Some(text) = item.get(field).and_then(plain) {
                    places.entry((field, text)).or_default().push(at);
                }
            }
        }
        Self { items, places, is_certain }
    }

    /// The objects that pass all filters, in the list's order.
    pub(super) fn passing(&self, filters: &[(&str, &str)]) -> Vec<&Value> {
        let passes = |item: &&Value| {
            filters.iter().all(|(name, value)| item.get(field(name)).and_then(plain).as_deref() == Some(value))
        };
        let indexed = filters.iter().find_map(|(name, value)| {
            let field = INDEXED.into_iter().find(|field| field == name)?;
            Some((field, (*value).to_owned()))
        });
        match indexed {
            Some(key) => self.at(&key).filter(passes).collect(),
            None => self.items.iter().filter(passes).collect(),
        }
    }

    /// The object that its own path names by this key: its primary key, or its slug.
    pub(super) fn by_key(&self, key: &str) -> Option<&Value> {
        ["slug", "pk"].into_iter().find_map(|field| self.at(&(field, key.to_owned())).next())
    }

    pub(super) fn items(&self) -> &[Value] {
        &self.items
    }

    fn at(&self, key: &(&'static str, String)) -> impl Iterator<Item = &Value> {
        self.places.get(key).into_iter().flatten().filter_map(|at| self.items.get(*at))
    }
}

/// The field that a filter looks at.
fn field(filter: &str) -> &str {
    if filter == "has_key" { "private_key_available" } else { filter.strip_suffix("__iexact").unwrap_or(filter) }
}

/// A value as a query writes it.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

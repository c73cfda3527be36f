//! What many integrations need, read at once: the pages of a few lists, in three rounds, whatever the
//! number of integrations.
//!
//! A list whose pages would be more than the objects wanted from it is not read whole: then those are
//! asked for one by one, so that a small file costs little on a large authentik.

mod collection;
mod reading;

use super::survey::shared_names;
use crate::authentik::client::Client;
use crate::error::Failure;
use crate::model::Version;
use crate::model::facts::Needs;
use crate::model::objects::{Flow, PropertyMapping, ScopeMapping};
use crate::model::resource::Names;
use collection::Collection;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Objects of one authentik, read before anything is decided.
pub struct Shelf {
    pub(super) version: Version,
    pub(super) flows: Rc<Vec<Flow>>,
    pub(super) scope_mappings: Rc<Vec<ScopeMapping>>,
    pub(super) saml_mappings: Rc<Vec<PropertyMapping>>,
    pub(super) scim_mappings: Rc<Vec<PropertyMapping>>,
    pub(super) names: Names,
    /// Lists that were read whole, by their paths.
    whole: BTreeMap<&'static str, Collection>,
    /// What was asked for by one filter alone, by path, filter and its value.
    some: BTreeMap<(String, String, String), Vec<Value>>,
    /// What was asked for by its own path; none if it is not there.
    single: BTreeMap<String, Option<Value>>,
}

/// The parameters of a query that choose no objects.
const NO_FILTERS: [&str; 6] =
    ["ordering", "page", "page_size", "include_users", "include_details", "superuser_full_list"];

impl Shelf {
    /// Reads everything that integrations with these needs have to know, in three rounds.
    pub async fn read(client: &Client, needs: &[Needs]) -> Result<Self, Failure> {
        reading::fill(client, needs).await
    }

    /// The objects that pass a query's filters; nothing if the shelf cannot tell.
    pub(super) fn list(&self, path: &str, query: &[(&str, &str)]) -> Option<Vec<&Value>> {
        let filters: Vec<(&str, &str)> = query.iter().filter(|(name, _)| !NO_FILTERS.contains(name)).copied().collect();
        if let Some(collection) = self.whole.get(path) {
            let mut passing = collection.passing(&filters);
            if query.contains(&("ordering", "order")) {
                passing.sort_by_key(|item| item.get("order").and_then(Value::as_i64));
            }
            return Some(passing);
        }
        let [(name, value)] = filters.as_slice() else { return None };
        let key = (path.to_owned(), (*name).to_owned(), (*value).to_owned());
        self.some.get(&key).map(|known| known.iter().collect())
    }

    /// The object of a path, or that there is none; nothing if the shelf cannot tell.
    pub(super) fn find(&self, path: &str) -> Option<Option<&Value>> {
        if let Some(known) = self.single.get(path) {
            return Some(known.as_ref());
        }
        let (collection, key) = path.strip_suffix('/')?.rsplit_once('/')?;
        let collection = self.whole.get(format!("{collection}/").as_str())?;
        let found = collection.by_key(key);
        // A list may hide what its own path shows (applications, for who is no superuser).
        (found.is_some() || collection.is_certain).then_some(found)
    }

    fn names(&mut self) {
        let mut names = BTreeMap::new();
        shared_names(&mut names, &self.flows, &self.scope_mappings, [&self.saml_mappings, &self.scim_mappings]);
        self.names = Names::of(names);
    }
}

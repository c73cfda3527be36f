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
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Objects of one authentik, read before anything is decided.
pub struct Shelf {
    pub(super) version: Version,
    /// Whether whoever asks is a superuser.
    sees_everything: bool,
    pub(super) flows: Rc<Vec<Flow>>,
    pub(super) scope_mappings: Rc<Vec<ScopeMapping>>,
    pub(super) saml_mappings: Rc<Vec<PropertyMapping>>,
    pub(super) scim_mappings: Rc<Vec<PropertyMapping>>,
    pub(super) names: Names,
    /// Lists that were read whole, by their paths.
    whole: BTreeMap<&'static str, Collection>,
    /// What was asked for by filters.
    some: RefCell<BTreeMap<Question, Vec<Value>>>,
    /// What was asked for by its own path; none if it is not there.
    single: RefCell<BTreeMap<String, Option<Value>>>,
}

/// Nothing that was read tells.
pub(super) struct CannotTell;

/// A path and the filters of its query.
type Question = (String, Vec<(String, String)>);

/// The parameters of a query that choose no objects.
const NO_FILTERS: [&str; 6] =
    ["ordering", "page", "page_size", "include_users", "include_details", "superuser_full_list"];

impl Shelf {
    /// Reads everything that integrations with these needs have to know, in three rounds.
    pub async fn read(client: &Client, needs: &[Needs]) -> Result<Self, Failure> {
        reading::fill(client, needs).await
    }

    /// The objects that were just made, for the look at them: the provider of each, and where an
    /// application is named, that one with its bindings.
    pub async fn read_back(&self, client: &Client, made: &[Needs]) -> Result<Self, Failure> {
        reading::again(client, self, made).await
    }

    /// The applications of these slugs with their bindings, and the SCIM sources; of one slug nothing,
    /// because there is nothing to share. The version is the server's; the
    /// flag says whether whoever asks is a superuser.
    pub(super) async fn of_applications(
        client: &Client,
        (version, sees_everything): (Version, bool),
        slugs: &[&str],
    ) -> Result<Self, Failure> {
        let mut shelf = Self::empty(version, sees_everything);
        if slugs.len() > 1 {
            reading::applications_of(client, &mut shelf, slugs).await?;
        }
        Ok(shelf)
    }

    /// Whether whoever asks is a superuser.
    pub(super) fn sees_everything(&self) -> bool {
        self.sees_everything
    }

    fn empty(version: Version, sees_everything: bool) -> Self {
        Self {
            version,
            sees_everything,
            flows: Rc::default(),
            scope_mappings: Rc::default(),
            saml_mappings: Rc::default(),
            scim_mappings: Rc::default(),
            names: Names::default(),
            whole: BTreeMap::new(),
            some: RefCell::default(),
            single: RefCell::default(),
        }
    }

    /// Without what is needed only for deciding.
    #[must_use]
    pub fn lightened(self) -> Self {
        Self::empty(self.version, self.sees_everything)
    }

    /// The server's version.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The objects that pass a query's filters; nothing if the shelf cannot tell.
    pub(super) fn list(&self, path: &str, query: &[(&str, &str)]) -> Option<Vec<Value>> {
        let Some(collection) = self.whole.get(path) else {
            return self.some.borrow().get(&question(path, query)).cloned();
        };
        let filters: Vec<(&str, &str)> = filters(query).collect();
        let mut passing = collection.passing(&filters);
        if query.contains(&("ordering", "order")) {
            passing.sort_by_key(|item| item.get("order").and_then(Value::as_i64));
        }
        Some(passing.into_iter().cloned().collect())
    }

    /// The object of a path, or that there is none.
    pub(super) fn find(&self, path: &str) -> Result<Option<Value>, CannotTell> {
        if let Some(known) = self.single.borrow().get(path) {
            return Ok(known.clone());
        }
        let split = path.strip_suffix('/').and_then(|path| path.rsplit_once('/'));
        let (collection, key) = split.ok_or(CannotTell)?;
        let collection = self.whole.get(format!("{collection}/").as_str()).ok_or(CannotTell)?;
        match collection.by_key(key) {
            // A list may hide what its own path shows (applications, for who is no superuser).
            None if !collection.is_certain => Err(CannotTell),
            found => Ok(found.cloned()),
        }
    }

    /// Keeps what had to be asked for after all, so that it is asked for once.
    pub(super) fn keep_list(&self, path: &str, query: &[(&str, &str)], found: &[Value]) {
        self.some.borrow_mut().insert(question(path, query), found.to_vec());
    }

    /// The same for one object.
    pub(super) fn keep(&self, path: &str, found: Option<&Value>) {
        self.single.borrow_mut().insert(path.to_owned(), found.cloned());
    }

    fn names(&mut self) {
        let mut names = BTreeMap::new();
        shared_names(&mut names, &self.flows, &self.scope_mappings, [&self.saml_mappings, &self.scim_mappings]);
        self.names = Names::of(names);
    }
}

fn filters<'a>(query: &[(&'a str, &'a str)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    query.iter().filter(|(name, _)| !NO_FILTERS.contains(name)).copied()
}

fn question(path: &str, query: &[(&str, &str)]) -> Question {
    let filters = filters(query).map(|(name, value)| (name.to_owned(), value.to_owned()));
    (path.to_owned(), filters.collect())
}

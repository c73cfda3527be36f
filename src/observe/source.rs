//! Where reading gets its objects from: each one asked for, or lists that were read before.
//!
//! What decides about one integration is written once ([`survey`](super::survey),
//! [`observe`](super::observe()), the look after a transaction). It asks for the same objects in the
//! same words, whether they come from the server or from a [`Shelf`].

use super::shelf::Shelf;
use crate::authentik::client::Client;
use crate::authentik::error::ApiError;
use crate::model::Version;
use crate::model::objects::{Flow, PropertyMapping, ScopeMapping};
use crate::model::resource::Names;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::rc::Rc;

/// The scope mappings of `OAuth2` providers.
pub(super) const SCOPE_MAPPINGS: &str = "propertymappings/provider/scope/";
/// The property mappings of SAML providers.
pub(super) const SAML_MAPPINGS: &str = "propertymappings/provider/saml/";
/// The property mappings of SCIM providers.
pub(super) const SCIM_MAPPINGS: &str = "propertymappings/provider/scim/";
/// The flows.
pub(super) const FLOWS: &str = "flows/instances/";

/// Where objects come from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    client: &'a Client,
    lists: Option<&'a Shelf>,
}

/// Every object is asked for.
impl<'a> From<&'a Client> for Source<'a> {
    fn from(client: &'a Client) -> Self {
        Self { client, lists: None }
    }
}

impl<'a> Source<'a> {
    /// What is on the shelf comes from there; the rest is asked for.
    #[must_use]
    pub fn with(client: &'a Client, lists: &'a Shelf) -> Self {
        Self { client, lists: Some(lists) }
    }

    /// Whether it answers from lists that were read before.
    #[must_use]
    pub fn has_lists(self) -> bool {
        self.lists.is_some()
    }

    /// The server's version.
    pub(super) async fn version(self) -> Result<Version, ApiError> {
        match self.lists {
            Some(lists) => Ok(lists.version.clone()),
            None => self.client.version().await,
        }
    }

    /// Objects of a collection that pass the filters of a query.
    pub(crate) async fn list(self, path: &str, query: &[(&str, &str)]) -> Result<Vec<Value>, ApiError> {
        let asked = async { self.client.objects(path, self.client.list(path, query).await?) };
        let Some(lists) = self.lists else { return asked.await };
        if let Some(known) = lists.list(path, query) {
            return Ok(known);
        }
        let found = asked.await?;
        lists.keep_list(path, query, &found);
        Ok(found)
    }

    /// The same as a type of [`objects`](crate::model::objects).
    pub(super) async fn list_as<T: DeserializeOwned>(
        self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, ApiError> {
        self.client.decoded(path, self.list(path, query).await?)
    }

    /// One object by its path; none if there is none.
    pub(crate) async fn find(self, path: &str) -> Result<Option<Value>, ApiError> {
        let Some(lists) = self.lists else { return self.client.find(path).await };
        if let Ok(known) = lists.find(path) {
            return Ok(known);
        }
        let found = self.client.find(path).await?;
        lists.keep(path, found.as_ref());
        Ok(found)
    }

    /// All flows.
    pub(super) async fn flows(self) -> Result<Rc<Vec<Flow>>, ApiError> {
        match self.lists {
            Some(lists) => Ok(Rc::clone(&lists.flows)),
            None => Ok(Rc::new(self.client.list_as(FLOWS, &[("ordering", "slug")]).await?)),
        }
    }

    /// All scope mappings.
    pub(super) async fn scope_mappings(self) -> Result<Rc<Vec<ScopeMapping>>, ApiError> {
        match self.lists {
            Some(lists) => Ok(Rc::clone(&lists.scope_mappings)),
            None => Ok(Rc::new(self.client.list_as(SCOPE_MAPPINGS, &[("ordering", "scope_name")]).await?)),
        }
    }

    /// All property mappings of SAML providers.
    pub(super) async fn saml_mappings(self) -> Result<Rc<Vec<PropertyMapping>>, ApiError> {
        match self.lists {
            Some(lists) => Ok(Rc::clone(&lists.saml_mappings)),
            None => Ok(Rc::new(self.client.list_as(SAML_MAPPINGS, &[("ordering", "name")]).await?)),
        }
    }

    /// All property mappings of SCIM providers.
    pub(super) async fn scim_mappings(self) -> Result<Rc<Vec<PropertyMapping>>, ApiError> {
        match self.lists {
            Some(lists) => Ok(Rc::clone(&lists.scim_mappings)),
            None => Ok(Rc::new(self.client.list_as(SCIM_MAPPINGS, &[("ordering", "name")]).await?)),
        }
    }

    /// The names of what everybody shares, if somebody has put them together already.
    pub(super) fn names(self) -> Option<Names> {
        self.lists.map(|lists| lists.names.clone())
    }
}

//! What earlier applies of a file made, as authentik itself remembers it: a group without members,
//! whose attributes hold the slug of each integration and the numbers of what was made for it.
//!
//! The slug is noted before the integration is made and the numbers afterwards, so that a run that is
//! cut off leaves a question and never a wrong answer. authentik gives no number twice, so one that is
//! still there is the one that was made.
//!
//! Others may write at the same time: right before each write what is there is read again, and only what
//! this run learnt is changed in it.

use super::Around;
use super::key::Key;
use crate::apply::others::is_group_used;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::Slug;
use crate::model::resource::Kind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The key of the attributes.
const KEY: &str = "akctl";

/// What was made for one integration, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::commands) struct MadeBy {
    /// The number of the provider or the source; null where a run began and nobody knows how it ended.
    pub(in crate::commands) id: Value,
    /// The number of the application; null where there is none, or it was there before.
    pub(in crate::commands) application: Value,
}

impl MadeBy {
    /// Whether a run began to make it and nobody knows how that ended.
    pub(in crate::commands) fn is_unknown(&self) -> bool {
        self.id.is_null()
    }

    fn written(&self) -> Value {
        if self.is_unknown() { Value::Null } else { json!({"id": self.id, "application": self.application}) }
    }

    fn read(value: &Value) -> Self {
        let part = |name: &str| value.get(name).cloned().unwrap_or_default();
        Self { id: part("id"), application: part("application") }
    }
}

/// What authentik remembers of a file.
pub(in crate::commands) struct Record {
    /// The file's name.
    pub(in crate::commands) file: Slug,
    /// Whether authentik remembered anything of the file when this run began.
    is_there: bool,
    /// What was made, by its key.
    pub(in crate::commands) made: BTreeMap<Key, MadeBy>,
    /// What authentik has of it, as far as this run knows.
    saved: BTreeMap<Key, MadeBy>,
}

/// The group as it is now.
#[derive(Default)]
struct Group {
    id: Option<Value>,
    /// Attributes of others.
    others: Map<String, Value>,
    /// Whether somebody has put people into it.
    has_members: bool,
    /// What it remembers; none if it remembers nothing of akctl's.
    made: Option<BTreeMap<Key, MadeBy>>,
}

impl Record {
    /// Reads it.
    pub(in crate::commands) async fn read(around: &Around<'_>, file: &Slug) -> Result<Self, Failure> {
        let group = around.interrupt.or(Group::read(&around.session.client, file)).await?;
        let is_there = group.made.is_some();
        let made = group.made.unwrap_or_default();
        Ok(Self { file: file.clone(), is_there, saved: made.clone(), made })
    }

    /// Whether authentik remembers the file at all.
    pub(in crate::commands) fn is_there(&self) -> bool {
        self.is_there
    }

    /// The group's name, for people.
    pub(in crate::commands) fn name(&self) -> String {
        group_name(&self.file)
    }

    /// Writes down what has changed. When nothing is left to remember, the group goes, unless somebody
    /// uses it for something else.
    pub(in crate::commands) async fn write(&mut self, around: &Around<'_>) -> Result<(), Failure> {
        if self.made == self.saved {
            return Ok(());
        }
        let client = &around.session.client;
        let group = Group::read(client, &self.file).await?;
        match &group.id {
            None => self.create(client).await?,
            Some(id) => self.change(client, id, &group).await?,
        }
        self.saved.clone_from(&self.made);
        Ok(())
    }

    async fn create(&self, client: &Client) -> Result<(), Failure> {
        let body = json!({"name": self.name(), "attributes": self.attributes(&Group::default())});
        let Err(error) = client.post(endpoints::collection(Kind::Group), &body).await else { return Ok(()) };
        // Another run may have been faster, or the answer was lost and the work is done.
        let group = Group::read(client, &self.file).await?;
        match &group.id {
            Some(id) => self.change(client, id, &group).await,
            None => Err(error.into()),
        }
    }

    async fn change(&self, client: &Client, id: &Value, group: &Group) -> Result<(), Failure> {
        let path = endpoints::detail(Kind::Group, id);
        let is_empty = self.merged(group).is_empty() && group.others.is_empty() && !group.has_members;
        // With a group that is bound its binding goes, and an application could be open to everyone.
        if is_empty && !is_group_used(client, id).await? {
            return Ok(client.delete(&path).await?);
        }
        client.patch(&path, &json!({"attributes": self.attributes(group)})).await?;
        Ok(())
    }

    /// What the group is to remember: what it remembers now, with what this run learnt.
    fn merged(&self, group: &Group) -> BTreeMap<Key, MadeBy> {
        let mut merged = group.made.clone().unwrap_or_default();
        for (key, made) in &self.made {
            if self.saved.get(key) != Some(made) {
                merged.insert(key.clone(), made.clone());
            }
        }
        merged.retain(|key, _| self.made.contains_key(key) || !self.saved.contains_key(key));
        merged
    }

    fn attributes(&self, group: &Group) -> Map<String, Value> {
        let merged = self.merged(group);
        let made: BTreeMap<&str, Value> = merged.iter().map(|(key, made)| (key.as_str(), made.written())).collect();
        let mut attributes = group.others.clone();
        attributes.insert(KEY.to_owned(), json!({"file": self.file.as_str(), "made": made}));
        attributes
    }
}

impl Group {
    async fn read(client: &Client, file: &Slug) -> Result<Self, Failure> {
        let name = group_name(file);
        let path = endpoints::collection(Kind::Group);
        let groups = client.list(path, &[("name", name.as_str()), ("include_users", "true")]).await?;
        let groups = client.objects(path, groups)?;
        let group = groups.into_iter().find(|group| group.get("name").and_then(Value::as_str) == Some(&name));
        let Some(group) = group else { return Ok(Self::default()) };
        let mut others = group.get("attributes").and_then(Value::as_object).cloned().unwrap_or_default();
        let made = match others.remove(KEY).as_ref().and_then(|ours| ours.get("made")) {
            Some(Value::Object(made)) => {
                Some(made.iter().map(|(key, made)| (Key::written(key), MadeBy::read(made))).collect())
            }
            _ => None,
        };
        let users = group.get("users").and_then(Value::as_array);
        Ok(Self {
            id: group.get("pk").cloned(),
            others,
            has_members: users.is_some_and(|users| !users.is_empty()),
            made,
        })
    }
}

fn group_name(file: &Slug) -> String {
    format!("akctl file {file}")
}

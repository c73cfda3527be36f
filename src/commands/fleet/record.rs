//! What earlier applies of a file made, as authentik itself remembers it: a group without members,
//! whose attributes hold the slug of each integration and the number of what was made for it.
//!
//! The slug is noted before the integration is made and the number afterwards, so that a run that is
//! cut off leaves a question and never a wrong answer. authentik gives no number twice, so one that is
//! still there is the one that was made.

use super::Around;
use super::key::Key;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::Slug;
use crate::model::resource::Kind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The key of the attributes.
const KEY: &str = "akctl";

/// What authentik remembers of a file.
pub(in crate::commands) struct Record {
    /// The file's name.
    pub(in crate::commands) file: Slug,
    /// The group; none if there is none yet.
    group: Option<Value>,
    /// Attributes of others.
    others: Map<String, Value>,
    /// Whether somebody has put people into the group.
    has_members: bool,
    /// What was made, by its key: the number of the provider or the source; null where a run began
    /// and nobody knows how it ended.
    pub(in crate::commands) made: BTreeMap<Key, Value>,
    /// What authentik has of it.
    saved: BTreeMap<Key, Value>,
}

impl Record {
    /// Reads it.
    pub(in crate::commands) async fn read(around: &Around<'_>, file: &Slug) -> Result<Self, Failure> {
        let name = group_name(file);
        let query = [("name", name.as_str()), ("include_users", "true")];
        let reading = around.session.client.list(endpoints::collection(Kind::Group), &query);
        let groups = around.interrupt.or(async { Ok(reading.await?) }).await?;
        let group = groups.into_iter().find(|group| group.get("name").and_then(Value::as_str) == Some(&name));
        let mut others =
            group.as_ref().and_then(|group| group.get("attributes")?.as_object()).cloned().unwrap_or_default();
        let made = others.remove(KEY).and_then(|ours| ours.get("made").cloned());
        let made: BTreeMap<Key, Value> = match made {
            Some(Value::Object(made)) => made.into_iter().map(|(key, id)| (Key::written(&key), id)).collect(),
            _ => BTreeMap::new(),
        };
        let users = group.as_ref().and_then(|group| group.get("users")).and_then(Value::as_array);
        Ok(Self {
            file: file.clone(),
            has_members: users.is_some_and(|users| !users.is_empty()),
            group: group.and_then(|group| group.get("pk").cloned()),
            others,
            saved: made.clone(),
            made,
        })
    }

    /// Whether authentik remembers the file at all.
    pub(in crate::commands) fn is_there(&self) -> bool {
        self.group.is_some()
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
        let mut attributes = self.others.clone();
        let made: BTreeMap<&str, &Value> = self.made.iter().map(|(key, id)| (key.as_str(), id)).collect();
        attributes.insert(KEY.to_owned(), json!({"file": self.file.as_str(), "made": made}));
        match &self.group {
            None => {
                let body = json!({"name": self.name(), "attributes": attributes});
                let group = client.post(endpoints::collection(Kind::Group), &body).await?;
                self.group = group.get("pk").cloned();
            }
            Some(id) if self.made.is_empty() && self.others.is_empty() && !self.has_members => {
                client.delete(&endpoints::detail(Kind::Group, id)).await?;
                self.group = None;
            }
            Some(id) => {
                client.patch(&endpoints::detail(Kind::Group, id), &json!({"attributes": attributes})).await?;
            }
        }
        self.saved.clone_from(&self.made);
        Ok(())
    }
}

fn group_name(file: &Slug) -> String {
    format!("akctl file {file}")
}

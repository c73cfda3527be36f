//! Provider, application and bindings at once, or not at all.

use super::body;
use super::{BACKCHANNEL, Run, look};
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::capabilities::Icon;
use crate::model::resource::{Address, Field, Kind};
use crate::plan::{Action, Change};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl Run<'_> {
    /// A provider and its application that are both new. Before 2024.12 the call drops bindings
    /// without a word, so there it is only for applications that have none.
    pub(super) fn can_be_one_transaction(&self, changes: &[&Change]) -> bool {
        let created = |is: fn(Kind) -> bool| {
            changes.iter().any(|change| is(change.address.kind) && change.action == Action::Create)
        };
        created(Kind::is_front)
            && created(|kind| kind == Kind::Application)
            && (self.can.transactional_bindings || !created(|kind| kind == Kind::Binding))
    }

    /// Says whether the transaction was made; a server that keeps the call for superusers
    /// (authentik 2024.8) gets the single steps instead.
    pub(super) async fn in_one_transaction(&mut self, changes: &[&Change]) -> Result<bool, Failure> {
        self.interrupt.check()?;
        let body = self.transaction(changes)?;
        let parts: Vec<&Address> = changes.iter().map(|change| &change.address).collect();
        match self.client.put_once(endpoints::TRANSACTION, &body).await {
            Ok(answer) if answer.get("applied") == Some(&Value::Bool(false)) => {
                return Err(Failure::failed("authentik did not carry out the transaction, and does not say why")
                    .hint("somebody else may be making the same objects: run the same command again"));
            }
            Ok(_) => self.made.transaction(&parts),
            Err(error) if error.is_not_allowed() && !self.can.transactional_by_rights => return Ok(false),
            Err(error) if error.maybe_done() => {
                self.made.transaction(&parts);
                let application = parts.iter().find(|address| address.kind == Kind::Application);
                let slug = application.map_or("", |address| address.key.as_str());
                if look::for_application(self.client, slug).await?.is_none() {
                    return Err(error.into());
                }
            }
            Err(error) => return Err(body::in_our_words(error)),
        }
        Ok(true)
    }

    /// The body of the call. References within it are the server's business.
    fn transaction(&self, changes: &[&Change]) -> Result<Value, Failure> {
        let part = |is: fn(Kind) -> bool| changes.iter().find(|change| is(change.address.kind));
        let without =
            |write: Option<&BTreeMap<String, Field>>, names: &[&str]| -> Result<Map<String, Value>, Failure> {
                let mut write = write.cloned().unwrap_or_default();
                write.retain(|name, _| !names.contains(&name.as_str()));
                self.body(&write)
            };
        let mut later = vec!["provider", BACKCHANNEL];
        if self.can.icon != Icon::Field {
            later.push("meta_icon");
        }
        let (application, provider) = (part(|kind| kind == Kind::Application), part(Kind::is_front));
        let mut body = json!({
            "app": without(application.map(|change| &change.write), &later)?,
            "provider_model": provider.and_then(|change| change.address.kind.front_model()),
            "provider": without(provider.map(|change| &change.write), &[])?,
        });
        let bindings = changes.iter().filter(|change| change.address.kind == Kind::Binding);
        let bindings: Vec<Value> = bindings
            .map(|change| Ok(Value::Object(without(Some(&change.write), &["target"])?)))
            .collect::<Result<_, Failure>>()?;
        if !bindings.is_empty() {
            body["policy_bindings"] = Value::Array(bindings);
        }
        Ok(body)
    }
}

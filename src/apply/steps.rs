//! Provider, application and bindings one after the other: where the server has no transaction
//! for them, and where some of them are there already.

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
    /// Provider, application without its provider, bindings, a look whether they are there, and
    /// only then the application's provider. What goes, goes last.
    pub(super) async fn step_by_step(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        let of = |kind| changes.iter().copied().filter(move |change: &&Change| change.address.kind == kind);
        for change in changes.iter().filter(|change| change.address.kind.is_front()) {
            self.one(change).await?;
            if let Some(found) = self.found.get(&change.address) {
                self.see_protection(change, found)?;
            }
        }
        let mut last: Vec<(Address, Map<String, Value>)> = Vec::new();
        for change in of(Kind::Application) {
            let mut change = change.clone();
            if let Some(provider) = change.write.remove("provider") {
                let write = BTreeMap::from([("provider".to_owned(), provider)]);
                last.push((change.address.clone(), self.body(&write)?));
            }
            // What is pushed to the application is attached when everything else is there.
            change.write.remove(BACKCHANNEL);
            if self.can.icon != Icon::Field {
                change.write.remove("meta_icon");
            }
            if change.action == Action::Create || !change.write.is_empty() {
                self.one(&change).await?;
            }
        }
        let (gone, wanted): (Vec<&Change>, Vec<&Change>) =
            of(Kind::Binding).partition(|change| change.action == Action::Delete);
        for change in &wanted {
            if !self.is_bound_already(change).await? {
                self.one(change).await?;
            }
        }
        if wanted.iter().any(|change| change.action != Action::Keep) {
            self.see_bindings(self.client.into(), changes).await?;
        }
        for (address, sent) in last {
            self.interrupt.check()?;
            self.made.attaches();
            self.update(&address, sent).await?;
        }
        for change in gone {
            self.see_wanted(changes).await?;
            self.one(change).await?;
        }
        Ok(())
    }

    /// Whether somebody has made the same binding since it was planned: the server takes it twice (all
    /// versions).
    async fn is_bound_already(&mut self, change: &Change) -> Result<bool, Failure> {
        if change.action != Action::Create {
            return Ok(false);
        }
        let sent = Value::Object(self.body(&change.write)?);
        let found = look::for_object(self.client, &change.address, &sent).await?;
        Ok(found.map(|found| self.found.insert(change.address.clone(), found)).is_some())
    }

    /// Providers that push people to the application, once it is there with its bindings.
    pub(super) async fn attach(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        for change in changes.iter().filter(|change| change.address.kind == Kind::Application) {
            let Some(providers) = change.write.get(BACKCHANNEL) else { continue };
            let write = BTreeMap::from([(BACKCHANNEL.to_owned(), providers.clone())]);
            self.interrupt.check()?;
            self.update(&change.address, self.body(&write)?).await?;
        }
        Ok(())
    }

    /// Up to authentik 2025.10 an application's icon has a call of its own.
    pub(super) async fn icon(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        if self.can.icon == Icon::Field {
            return Ok(());
        }
        for change in changes.iter().filter(|change| change.address.kind == Kind::Application) {
            let Some(Field::Value(Value::String(icon))) = change.write.get("meta_icon") else { continue };
            let slug = Value::from(change.address.key.as_str());
            let path = format!("{}set_icon_url/", endpoints::detail(Kind::Application, &slug));
            self.interrupt.check()?;
            self.made.changed(&change.address);
            let address = json!({"url": icon});
            // Doing it twice does no harm, so a lost answer is asked for again.
            let answer = match self.client.post(&path, &address).await {
                Err(error) if error.maybe_done() => self.client.post(&path, &address).await,
                answer => answer,
            };
            answer.map_err(body::in_our_words)?;
        }
        Ok(())
    }
}

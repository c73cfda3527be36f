//! The way back: what a run created and must take away again if it fails.

use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::resource::{Address, Found, Kind};
use serde_json::{Value, json};

/// How one creation is taken back.
#[derive(Debug)]
enum Way {
    /// Delete the object at this path.
    Delete(String),
    /// Delete the provider of this name: its id was never learnt.
    DeleteProviderNamed(String),
    /// Take the user out of the group again.
    Leave { group: String, user: Value },
}

/// What a run created, in order, and what it changed.
#[derive(Debug, Default)]
pub(super) struct Made {
    created: Vec<(Address, Way)>,
    changed: Vec<Address>,
}

impl Made {
    /// An object that was created on its own.
    pub(super) fn object(&mut self, address: &Address, found: &Found) {
        let id = if address.kind == Kind::Application { Value::from(address.key.as_str()) } else { found.id.clone() };
        self.created.push((address.clone(), Way::Delete(endpoints::detail(address.kind, &id))));
    }

    /// A provider, an application and its bindings that were created together. The bindings go
    /// with the application.
    pub(super) fn transaction(&mut self, parts: &[&Address]) {
        for address in parts {
            match address.kind {
                Kind::OAuth2Provider => {
                    self.created.push(((*address).clone(), Way::DeleteProviderNamed(address.key.clone())));
                }
                Kind::Application => {
                    let path = endpoints::detail(Kind::Application, &Value::from(address.key.as_str()));
                    self.created.push(((*address).clone(), Way::Delete(path)));
                }
                _ => {}
            }
        }
    }

    /// A user who was put into a group.
    pub(super) fn membership(&mut self, address: &Address, group: &str, user: &Value) {
        self.created.push((address.clone(), Way::Leave { group: group.to_owned(), user: user.clone() }));
    }

    /// An object that was there before and was changed: it is not changed back.
    pub(super) fn changed(&mut self, address: &Address) {
        if !self.created.iter().any(|(created, _)| created == address) {
            self.changed.push(address.clone());
        }
    }

    /// Takes back what was created, last first, and adds to the failure what is left.
    pub(super) async fn take_back(self, client: &Client, failure: Failure) -> Failure {
        let mut left = Vec::new();
        let mut count = 0;
        for (address, way) in self.created.into_iter().rev() {
            match back(client, &way).await {
                Ok(()) => count += 1,
                Err(error) => left.push((address, error)),
            }
        }
        let mut hints = Vec::new();
        if count > 0 {
            hints.push(format!("what this run had created was taken back ({count} objects)"));
        }
        for (address, error) in left {
            hints.push(format!(
                "left behind in authentik: the {address} ({error}); the same command takes it up again, or remove it there"
            ));
        }
        for address in self.changed {
            hints.push(format!("already changed in authentik: the {address}; the same command finishes the rest"));
        }
        failure.hints(hints)
    }
}

async fn back(client: &Client, way: &Way) -> Result<(), Failure> {
    match way {
        Way::Delete(path) => delete(client, path).await,
        Way::DeleteProviderNamed(name) => {
            let providers = client.list("providers/oauth2/", &[("name", name)]).await?;
            let named = |object: &&Value| object.get("name").and_then(Value::as_str) == Some(name.as_str());
            match providers.iter().find(named).and_then(|object| object.get("pk")) {
                Some(id) => delete(client, &endpoints::detail(Kind::OAuth2Provider, id)).await,
                None => Ok(()),
            }
        }
        Way::Leave { group, user } => {
            client.post(&format!("{group}remove_user/"), &json!({"pk": user})).await?;
            Ok(())
        }
    }
}

/// Deletes; what is gone already is as good.
async fn delete(client: &Client, path: &str) -> Result<(), Failure> {
    match client.delete(path).await {
        Err(error) if !error.is_not_found() => Err(error.into()),
        _ => Ok(()),
    }
}

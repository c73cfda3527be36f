//! The list of providers that an outpost serves. A PATCH replaces the whole list (all versions), so it is
//! read right before, and read again afterwards: whoever writes it at the same moment may have lost what
//! this run added. Nothing that others have in it is ever taken out.

use super::body::{self, Ids};
use super::{Run, look};
use crate::authentik::client::Client;
use crate::authentik::{ApiError, endpoints};
use crate::error::Failure;
use crate::model::resource::{Address, Field, Kind, Reference};
use crate::observe;
use crate::plan::{Action, Change};
use serde_json::{Value, json};

/// The field with the providers.
const PROVIDERS: &str = "providers";

/// How often it is written if others write it at the same time.
const ATTEMPTS: usize = 4;

/// A provider that this run put on an outpost.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    outpost: Address,
    path: String,
    provider: Value,
}

impl Run<'_> {
    /// Puts the new provider on its outpost, last of all: by then everything is there that protects the
    /// application. Answers the changes that nobody has seen on the server yet; the provider's id is not
    /// known before it was seen.
    pub(super) async fn join_outpost<'p>(
        &mut self,
        changes: &[&'p Change],
        unseen: Vec<&'p Change>,
    ) -> Result<Vec<&'p Change>, Failure> {
        let is_it = |change: &&&Change| change.address.kind == Kind::Outpost && change.action == Action::Update;
        let Some(change) = changes.iter().find(is_it) else { return Ok(unseen) };
        self.read_back(self.client.into(), &unseen).await?;
        let Some(provider) = change.write.get(PROVIDERS).and_then(ours) else { return Ok(Vec::new()) };
        let provider = body::value(&Field::Reference(provider.clone()), Ids(&self.found))?;
        let found = self.found.get(&change.address).cloned().unwrap_or_default();
        let path = endpoints::object(&change.address, &found);
        let joined = Joined { outpost: change.address.clone(), path, provider };
        self.interrupt.check()?;
        self.made.joined(&joined.outpost, &joined.path, &joined.provider);
        let served = self.put_on(&joined).await?;
        self.found.insert(joined.outpost.clone(), observe::found(served));
        self.joined.push(joined);
        Ok(Vec::new())
    }

    /// Looks once more, when everything else is done: a list that somebody else wrote in between may have
    /// lost the provider. It is put back then, and said.
    pub(super) async fn see_outposts(&mut self) -> Result<(), Failure> {
        for joined in self.joined.clone() {
            if list(&self.client.get(&joined.path, &[]).await?, &joined.outpost)?.contains(&joined.provider) {
                continue;
            }
            let served = self.put_on(&joined).await?;
            self.found.insert(joined.outpost.clone(), observe::found(served));
            self.warnings.push(format!(
                "somebody else changed the list of the {} at the same time and lost the provider: it was put back; see \
                 that nothing else is missing there",
                joined.outpost
            ));
        }
        Ok(())
    }

    /// Reads, adds, writes and reads back, until the provider is in the list.
    async fn put_on(&self, joined: &Joined) -> Result<Value, Failure> {
        // One after the other within this process: two that read before either writes would lose one.
        let _turn = self.client.turn().await;
        let Joined { outpost, path, provider } = joined;
        for _ in 0..ATTEMPTS {
            let object = self.client.get(path, &[]).await?;
            let mut providers = list(&object, outpost)?;
            if providers.contains(provider) {
                return Ok(object);
            }
            providers.push(provider.clone());
            match self.client.patch(path, &json!({ PROVIDERS: providers })).await {
                // Whether it was done shows when the list is read again.
                Ok(_) => {}
                Err(error) if error.maybe_done() => {}
                Err(error) => return Err(body::refused(Kind::Outpost, error)),
            }
        }
        let object = self.client.get(path, &[]).await?;
        if list(&object, outpost)?.contains(provider) {
            return Ok(object);
        }
        Err(Failure::failed(format!("authentik took the {outpost} with the provider in its list and did not keep it"))
            .hint("somebody else may be changing the same outpost: run the same command again"))
    }
}

/// Takes a provider off an outpost again. Says whether it was there.
pub(super) async fn leave(client: &Client, path: &str, provider: &Value) -> Result<bool, ApiError> {
    let _turn = client.turn().await;
    let Some(object) = client.find(path).await? else { return Ok(false) };
    let mut providers = object.get(PROVIDERS).and_then(Value::as_array).cloned().unwrap_or_default();
    if !providers.contains(provider) {
        return Ok(false);
    }
    providers.retain(|other| other != provider);
    client.patch(path, &json!({ PROVIDERS: providers })).await?;
    Ok(true)
}

/// The provider of this integration among the list's references.
fn ours(field: &Field) -> Option<&Reference> {
    field.references().find(|reference| matches!(reference, Reference::Planned(_)))
}

/// The list of an outpost. What is no outpost must not be taken for one without providers: the list that
/// is written would have lost them all.
fn list(object: &Value, outpost: &Address) -> Result<Vec<Value>, Failure> {
    let providers = object.get(PROVIDERS).and_then(Value::as_array).filter(|_| look::is_object(object));
    providers.cloned().ok_or_else(|| {
        Failure::failed(format!("authentik's answer about the {outpost} names no list of providers"))
            .hint("nothing was written to it; something between here and authentik may have answered in its place")
    })
}

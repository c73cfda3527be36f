//! The redirect address of the test: added to the provider, and taken away again.

use crate::authentik::{ApiError, Client, segment};
use crate::error::Failure;
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::Duration;

/// How often taking it away is tried.
const TRIES: u32 = 3;
/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// The redirect address of one test, at one provider.
pub(super) struct Redirect<'a> {
    pub client: &'a Client,
    /// The provider's primary key.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// The application's slug.
    pub slug: String,
    /// The address; no other test has the same.
    pub url: String,
    /// Whether the address may have been written.
    pub may_be_there: Cell<bool>,
}

/// The entries of a provider, in their order.
pub(super) fn entries(provider: &Value) -> Vec<Value> {
    provider.get("redirect_uris").and_then(Value::as_array).cloned().unwrap_or_default()
}

impl Redirect<'_> {
    /// Adds the address to what the provider has now. If this fails, the address may be there all the
    /// same.
    pub async fn add(&self) -> Result<(), Failure> {
        let mut all = entries(&self.client.get(&self.path(), &[]).await?);
        if all.iter().any(|entry| self.is_ours(entry)) {
            self.may_be_there.set(true);
            return Ok(());
        }
        // authentik stores an entry that is not complete, and cannot read the provider any more.
        let mut entry = json!({"matching_mode": "strict", "url": self.url});
        if all.iter().any(|known| known.get("redirect_uri_type").is_some()) {
            entry["redirect_uri_type"] = json!("authorization");
        }
        all.push(entry);
        let reply = self.write(&all).await;
        self.may_be_there.set(reply.as_ref().err().is_none_or(ApiError::maybe_done));
        let reply = reply?;
        if entries(&reply).iter().any(|entry| self.is_ours(entry)) {
            return Ok(());
        }
        Err(Failure::failed(format!("authentik did not take the redirect address {}", self.url)))
    }

    /// Takes the address away from what the provider has now, whatever else has changed there; says
    /// whether there was any need.
    pub async fn remove(&self) -> Result<bool, Failure> {
        if !self.may_be_there.get() {
            return Ok(false);
        }
        let mut tried = 0;
        loop {
            let error = match self.try_to_remove().await {
                Ok(()) => return Ok(true),
                Err(error) => error,
            };
            tried += 1;
            if tried == TRIES {
                return Err(self.left(&error));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_to_remove(&self) -> Result<(), ApiError> {
        // A provider that is gone has taken the address with it.
        let Some(provider) = self.client.find(&self.path()).await? else { return Ok(()) };
        let mut rest = entries(&provider);
        let before = rest.len();
        rest.retain(|entry| !self.is_ours(entry));
        if rest.len() < before {
            self.write(&rest).await?;
        }
        Ok(())
    }

    fn is_ours(&self, entry: &Value) -> bool {
        entry.get("url").and_then(Value::as_str) == Some(&self.url)
    }

    fn path(&self) -> String {
        format!("providers/oauth2/{}/", segment(&self.provider))
    }

    async fn write(&self, entries: &[Value]) -> Result<Value, ApiError> {
        self.client.patch(&self.path(), &json!({ "redirect_uris": entries })).await
    }

    fn left(&self, error: &ApiError) -> Failure {
        let Self { name, slug, url, .. } = self;
        Failure::failed(format!(
            "the redirect address {url} could not be taken away from the provider `{name}`: {error}"
        ))
        .hint(
            "remove it by hand (Applications > Providers in authentik's admin interface): any program on a person's \
                 own machine could take that person's code at it",
        )
        .hint(format!("`akctl verify {slug}` shows whether it is gone (redirect-loopback)"))
    }
}

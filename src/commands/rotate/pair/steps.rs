//! The writes, one after the other. Each is read back or looked for after a lost answer, and each can
//! be made again by the same command.

use super::report::Certificate;
use super::state::{Signs, State};
use crate::apply::certificate;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::{Failure, Kind as FailureKind};
use crate::interrupt::Interrupt;
use crate::model::ServerUrl;
use crate::model::resource::Kind;
use crate::model::x509::MadeFor;
use serde_json::{Map, Value, json};

/// How many days a pair is valid that replaces one of somebody else's.
const DAYS: u64 = 3650;

pub(super) struct Work<'a> {
    pub client: &'a Client,
    pub public: &'a ServerUrl,
    pub state: &'a State,
    pub interrupt: &'a Interrupt,
}

impl Work<'_> {
    /// Makes the new pair.
    pub async fn prepare(&self) -> Result<Certificate, Failure> {
        let name = &self.state.names.new;
        let made_for = self.made_for().await?;
        let body = certificate::pair(json!(name), &made_for.common_name, made_for.alternative_names, made_for.days)?;
        let pem = body.get("certificate_data").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.interrupt.check()?;
        let sent = self.client.post(endpoints::collection(Kind::Certificate), &Value::Object(body)).await;
        match sent {
            Err(error) if !error.maybe_done() => return Err(error.into()),
            Err(error) if self.find(name).await?.is_none() => return Err(error.into()),
            _ => {}
        }
        Certificate::of(name, &pem)
    }

    /// For whom the new pair is: the same as the one that it replaces, if that is akctl's own.
    async fn made_for(&self) -> Result<MadeFor, Failure> {
        if self.state.signs == Signs::WithOwn {
            let pem = self.pem_of(&self.state.current_name).await?;
            return MadeFor::read(&pem)
                .map_err(|why| Failure::failed(format!("the certificate `{}`: {why}", self.state.current_name)));
        }
        let host = self.public.host().trim_matches(['[', ']']).to_owned();
        Ok(MadeFor { common_name: host.chars().take(64).collect(), alternative_names: vec![host], days: DAYS })
    }

    /// Lets the new pair sign, and gives it the name of the one that did.
    pub async fn switch(&self) -> Result<Certificate, Failure> {
        let State { names, provider, kind, current_name, .. } = self.state;
        let again = |failure: Failure| failure.hint("the same command goes on where this one ended");
        let new = self.find(&names.new).await?.ok_or_else(|| Failure::failed(format!("`{}` is gone", names.new)))?;
        if *current_name != names.new {
            self.interrupt.check()?;
            let path = endpoints::detail(*kind, &provider.id);
            let sent = self.client.patch(&path, &self.body(&new)).await;
            let there = self.client.get(&path, &[]).await?;
            if there.get(self.state.field()) != Some(&new) {
                let kept = || Failure::failed("authentik took the new pair and did not keep it");
                return Err(again(sent.err().map_or_else(kept, Failure::from)));
            }
        }
        if let Some(old) = self.find(&names.own).await? {
            self.rename(&old, &names.old).await.map_err(again)?;
        }
        self.rename(&new, &names.own).await.map_err(again)?;
        Certificate::of(&names.own, &self.pem_of(&names.own).await?)
    }

    /// What the provider is sent. A SAML provider is refused a pair without the word what it signs,
    /// also where that stays (all versions).
    fn body(&self, pair: &Value) -> Value {
        let mut body = Map::from_iter([(self.state.field().to_owned(), pair.clone())]);
        for field in ["sign_assertion", "sign_response"] {
            if let Some(value) = self.state.provider.fields.get(field) {
                body.insert(field.to_owned(), value.clone());
            }
        }
        Value::Object(body)
    }

    /// Removes the old pair, if nothing uses it.
    pub async fn finish(&self) -> Result<(), Failure> {
        let name = &self.state.names.old;
        let Some(old) = self.find(name).await? else { return Ok(()) };
        let path = endpoints::detail(Kind::Certificate, &old);
        let answer = self.client.get(&format!("{path}used_by/"), &[]).await?;
        let users = answer.as_array().ok_or_else(|| {
            Failure::failed(format!("authentik's answer about who uses `{name}` cannot be read"))
                .hint("nothing was removed")
        })?;
        let names: Vec<&str> = users.iter().filter_map(|user| user.get("name")?.as_str()).collect();
        if !users.is_empty() {
            let what = format!("`{name}` is still used by {}", names.join(", "));
            return Err(Failure::new(FailureKind::Decision, what)
                .hint("choose another pair there first")
                .hint("nothing was removed"));
        }
        self.interrupt.check()?;
        match self.client.delete(&path).await {
            Err(error) if error.maybe_done() && self.client.find(&path).await?.is_none() => Ok(()),
            Err(error) if !error.is_not_found() => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn rename(&self, pk: &Value, name: &str) -> Result<(), Failure> {
        self.interrupt.check()?;
        let path = endpoints::detail(Kind::Certificate, pk);
        match self.client.patch(&path, &json!({ "name": name })).await {
            Err(error) if !error.maybe_done() => Err(error.into()),
            Err(error) if self.find(name).await?.as_ref() != Some(pk) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The primary key of the pair of this name.
    async fn find(&self, name: &str) -> Result<Option<Value>, Failure> {
        let query = [("name", name), ("include_details", "false")];
        let all = self.client.list(endpoints::collection(Kind::Certificate), &query).await?;
        let is_it = |pair: &&Value| pair.get("name").and_then(Value::as_str) == Some(name);
        Ok(all.iter().find(is_it).and_then(|pair| pair.get("pk")).cloned())
    }

    /// The certificate of the pair of this name, as PEM.
    pub async fn pem_of(&self, name: &str) -> Result<String, Failure> {
        let gone = || Failure::failed(format!("authentik has no certificate called `{name}`"));
        let pk = self.find(name).await?.ok_or_else(gone)?;
        let path = format!("{}view_certificate/", endpoints::detail(Kind::Certificate, &pk));
        let answer = self.client.get(&path, &[]).await?;
        answer.get("data").and_then(Value::as_str).map(str::to_owned).ok_or_else(gone)
    }
}

//! Makes a plan real, and takes back what a failed run created.
//!
//! What protects an application is there before the application can be opened: provider,
//! application and bindings come in one transaction where the server keeps bindings in it
//! (authentik 2024.12 and later); otherwise the application gets its provider last, after its
//! bindings were seen.

mod body;
pub(crate) mod certificate;
mod guard;
mod look;
pub(crate) mod others;
mod outpost;
pub mod removal;
mod steps;
mod transaction;
mod undo;

use crate::authentik::client::Client;
use crate::authentik::{ApiError, endpoints};
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::model::facts::Needs;
use crate::model::resource::{Address, Field, Found, Kind, Observed};
use crate::model::{Capabilities, Secret};
use crate::observe::{self, Source};
use crate::plan::{Action, Change, Plan};
use body::Ids;
use futures_util::future::join;
use outpost::Joined;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::future::ready;
use undo::Made;

/// The field with the providers that push people to an application.
const BACKCHANNEL: &str = "backchannel_providers";

/// What is there after a plan was applied.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The objects as the server has them now, at their addresses.
    pub found: BTreeMap<Address, Found>,
    /// The token of the source, where it was asked for.
    pub source_token: Option<Secret>,
    /// What happened on the way that the person should know.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// The only object of a kind.
    #[must_use]
    pub fn only(&self, kind: Kind) -> Option<&Found> {
        self.found.iter().find(|(address, _)| address.kind == kind).map(|(_, found)| found)
    }

    /// The provider through which people sign in.
    #[must_use]
    pub fn front(&self) -> Option<&Found> {
        self.found.iter().find(|(address, _)| address.kind.is_front()).map(|(_, found)| found)
    }
}

/// Applies a plan without conflicts: all writes, and every look that decides about a next write.
/// After a failure or an interruption what this run created is taken back; the error names what
/// could not be.
pub async fn apply<'a>(
    client: &'a Client,
    can: &'a Capabilities,
    plan: &'a Plan,
    observed: &Observed,
    interrupt: &'a Interrupt,
) -> Result<Applied<'a>, Failure> {
    let mut run = Run {
        client,
        can,
        interrupt,
        made: Made::default(),
        found: observed.found.clone(),
        joined: Vec::new(),
        warnings: Vec::new(),
    };
    match run.write(plan).await {
        Ok(unseen) => Ok(Applied { run, unseen }),
        Err(failure) => Err(run.made.take_back(client, failure).await),
    }
}

/// A plan that was applied and whose last look at the server is still to come.
pub struct Applied<'a> {
    run: Run<'a>,
    /// The changes that were made in one transaction, which answers neither ids nor bindings.
    unseen: Vec<&'a Change>,
}

impl Applied<'_> {
    /// Reads what was not read yet: ids, the client's secret, and whether the bindings are really
    /// there. Without them, and if somebody asks akctl to stop, the integration is taken back.
    pub async fn read_back(self) -> Result<Outcome, Failure> {
        Ok(self.read_back_with(ready(())).await?.0)
    }

    /// The same while something else is done, which counts as part of the work: an interruption of
    /// either takes the integration back.
    pub async fn read_back_with<T>(mut self, other: impl Future<Output = T>) -> Result<(Outcome, T), Failure> {
        let (client, interrupt) = (self.run.client, self.run.interrupt);
        let work = async {
            let (seen, other) = join(self.run.last_look(client.into(), &self.unseen), other).await;
            seen.map(|()| other)
        };
        match interrupt.or(work).await {
            Ok(other) => Ok((self.run.outcome(), other)),
            Err(failure) => Err(self.run.made.take_back(client, failure).await),
        }
    }

    /// What the last look is still to find: the provider, and where it is bound, the application with
    /// its bindings. Nothing, if all of it was read already.
    #[must_use]
    pub fn unseen(&self) -> Option<Needs> {
        let address = |is: fn(Kind) -> bool| {
            self.unseen.iter().map(|change| &change.address).find(|address| is(address.kind)).cloned()
        };
        let provider = address(Kind::is_front)?;
        let bound = address(|kind| kind == Kind::Binding).and_then(|_| address(|kind| kind == Kind::Application));
        Some(Needs { provider: Some(provider), application: bound.map(|address| address.key), ..Needs::default() })
    }

    /// The same from a source that was filled after the plan was applied. What is not to be found there is
    /// asked for before it is given up.
    pub async fn read_back_from(mut self, source: Source<'_>) -> Result<Outcome, Failure> {
        let seen = match self.run.last_look(source, &self.unseen).await {
            Err(_) if source.has_lists() => self.run.last_look(self.run.client.into(), &self.unseen).await,
            seen => seen,
        };
        match seen {
            Ok(()) => Ok(self.run.outcome()),
            Err(failure) => Err(self.run.made.take_back(self.run.client, failure).await),
        }
    }
}

/// Whether a value is what was sent, with the server's habits: it trims text, adds fields to the
/// entries of lists (authentik 2026.5: `redirect_uri_type`), and orders ids as it likes.
fn is_as_sent(there: &Value, sent: &Value) -> bool {
    match (there, sent) {
        (Value::String(there), Value::String(sent)) => there.trim() == sent.trim(),
        (Value::Array(there), Value::Array(sent)) => {
            there.len() == sent.len() && sent.iter().all(|item| there.iter().any(|other| is_as_sent(other, item)))
        }
        (Value::Object(there), Value::Object(sent)) => {
            sent.iter().all(|(name, value)| there.get(name).is_some_and(|other| is_as_sent(other, value)))
        }
        _ => there == sent,
    }
}

/// One application of a plan under way.
struct Run<'a> {
    client: &'a Client,
    can: &'a Capabilities,
    interrupt: &'a Interrupt,
    made: Made,
    found: BTreeMap<Address, Found>,
    /// The providers that were put on outposts.
    joined: Vec<Joined>,
    /// What the person should know.
    warnings: Vec<String>,
}

impl Run<'_> {
    /// All writes. Answers the changes that nobody has seen on the server yet.
    async fn write<'p>(&mut self, plan: &'p Plan) -> Result<Vec<&'p Change>, Failure> {
        let (prepared, integration): (Vec<&Change>, Vec<&Change>) =
            plan.changes.iter().partition(|change| change.address.kind < Kind::SamlProvider);
        for change in &prepared {
            self.one(change).await?;
        }
        self.see_second_factor(&prepared).await?;
        let unseen = if self.can_be_one_transaction(&integration) && self.in_one_transaction(&integration).await? {
            integration.clone()
        } else {
            self.step_by_step(&integration).await?;
            Vec::new()
        };
        self.attach(&integration).await?;
        self.icon(&integration).await?;
        self.join_outpost(&integration, unseen).await
    }

    /// What was not seen yet, and what somebody else may have undone meanwhile.
    async fn last_look(&mut self, source: Source<'_>, unseen: &[&Change]) -> Result<(), Failure> {
        self.read_back(source, unseen).await?;
        self.see_outposts().await
    }

    fn outcome(self) -> Outcome {
        Outcome { found: self.found, source_token: None, warnings: self.warnings }
    }

    /// One object on its own.
    async fn one(&mut self, change: &Change) -> Result<(), Failure> {
        self.interrupt.check()?;
        match change.action {
            Action::Keep => Ok(()),
            Action::Create if change.write.contains_key("common_name") => {
                self.create(&change.address, certificate::upload(&change.write)?).await
            }
            Action::Create => self.create(&change.address, self.body(&change.write)?).await,
            Action::Update => {
                let sent = self.body(&change.write)?;
                self.made.uses(&change.address, &change.write);
                self.update(&change.address, sent).await
            }
            Action::Delete => self.delete(change).await,
        }
    }

    async fn create(&mut self, address: &Address, sent: Map<String, Value>) -> Result<(), Failure> {
        if address.kind == Kind::Membership {
            return self.join(address, &sent).await;
        }
        let sent = Value::Object(sent);
        let found = match self.client.post(endpoints::collection(address.kind), &sent).await {
            Ok(object) if look::is_object(&object) => observe::found(object),
            // Something answered, and not with the object: the same as a lost answer.
            Ok(_) => {
                self.made.perhaps(address, &sent);
                look::for_object(self.client, address, &sent).await?.ok_or_else(|| look::not_there(address))?
            }
            // The answer is lost, the work may be done: look before saying that it failed.
            Err(error) if error.maybe_done() => {
                self.made.perhaps(address, &sent);
                look::for_object(self.client, address, &sent).await?.ok_or(error)?
            }
            Err(error) => return self.taken_up(address, &sent, error).await,
        };
        self.made.object(address, &found);
        look::see_stored(address, &sent, &found)?;
        self.found.insert(address.clone(), found);
        Ok(())
    }

    /// What integrations share may have been made by another run in the meantime: then it is there, as
    /// good as if it had been there before.
    async fn taken_up(&mut self, address: &Address, sent: &Value, error: ApiError) -> Result<(), Failure> {
        let is_shared = address.kind == Kind::Group || address.kind.is_shared();
        if is_shared
            && error.may_be_taken()
            && let Some(found) = look::for_object(self.client, address, sent).await?
        {
            look::see_stored(address, sent, &found)?;
            self.found.insert(address.clone(), found);
            return Ok(());
        }
        Err(body::refused(address.kind, error))
    }

    /// Puts a user into a group. Doing it twice does no harm, so a lost answer is asked for again.
    async fn join(&mut self, address: &Address, sent: &Map<String, Value>) -> Result<(), Failure> {
        let part = |name: &str| sent.get(name).cloned().unwrap_or_default();
        let (path, user) = (endpoints::detail(Kind::Group, &part("group")), part("pk"));
        let (action, person) = (format!("{path}add_user/"), json!({"pk": user}));
        let answer = match self.client.post(&action, &person).await {
            Err(error) if error.maybe_done() => self.client.post(&action, &person).await,
            answer => answer,
        };
        answer.map_err(body::in_our_words)?;
        self.made.membership(address, &path, &user);
        Ok(())
    }

    async fn update(&mut self, address: &Address, sent: Map<String, Value>) -> Result<(), Failure> {
        let found = self.found.get(address).cloned().unwrap_or_default();
        let path = endpoints::object(address, &found);
        self.made.changed(address);
        let object = match self.client.patch(&path, &Value::Object(sent.clone())).await {
            Ok(object) if look::is_object(&object) => object,
            Ok(_) => self.changed_all_the_same(&path, &sent).await?.ok_or_else(|| look::not_there(address))?,
            Err(error) if error.maybe_done() => self.changed_all_the_same(&path, &sent).await?.ok_or(error)?,
            Err(error) => return Err(body::refused(address.kind, error)),
        };
        let found = observe::found(object);
        look::see_stored(address, &Value::Object(sent), &found)?;
        self.found.insert(address.clone(), found);
        Ok(())
    }

    /// After a lost answer: the object, if it has what was sent.
    async fn changed_all_the_same(&self, path: &str, sent: &Map<String, Value>) -> Result<Option<Value>, ApiError> {
        let object = self.client.get(path, &[]).await?;
        // What authentik never shows cannot be compared: a token, a certificate.
        let mut shown = sent.iter().filter_map(|(field, value)| Some((object.get(field)?, value))).peekable();
        let is_done = shown.peek().is_some() && shown.all(|(there, value)| is_as_sent(there, value));
        Ok(is_done.then_some(object))
    }

    async fn delete(&mut self, change: &Change) -> Result<(), Failure> {
        let Some(Field::Value(id)) = change.write.get("pk") else { return Ok(()) };
        self.made.changed(&change.address);
        match self.client.delete(&endpoints::detail(change.address.kind, id)).await {
            Err(error) if !error.is_not_found() => Err(body::in_our_words(error)),
            _ => Ok(()),
        }
    }

    fn body(&self, write: &BTreeMap<String, Field>) -> Result<Map<String, Value>, Failure> {
        body::body(write, Ids(&self.found))
    }
}

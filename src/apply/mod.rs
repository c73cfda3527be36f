//! Makes a plan real, and takes back what a failed run created.
//!
//! What protects an application is there before the application can be opened: provider,
//! application and bindings come in one transaction where the server keeps bindings in it
//! (authentik 2024.12 and later); otherwise the application gets its provider last, after its
//! bindings were seen.

mod body;
mod undo;

use crate::authentik::capabilities::{Capabilities, Icon};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::error::Failure;
use crate::model::resource::{Address, Field, Found, Kind, Observed};
use crate::observe;
use crate::plan::{Action, Change, Plan};
use body::Ids;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use undo::Made;

/// What is there after a plan was applied.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The objects as the server has them now, at their addresses.
    pub found: BTreeMap<Address, Found>,
}

impl Outcome {
    /// The only object of a kind.
    #[must_use]
    pub fn only(&self, kind: Kind) -> Option<&Found> {
        self.found.iter().find(|(address, _)| address.kind == kind).map(|(_, found)| found)
    }
}

/// Applies a plan without conflicts: all writes, and every look that decides about a next write.
/// After a failure what this run created is taken back; the error names what could not be.
pub async fn apply<'a>(
    client: &'a Client,
    can: &'a Capabilities,
    plan: &'a Plan,
    observed: &Observed,
) -> Result<Applied<'a>, Failure> {
    let mut run = Run { client, can, made: Made::default(), found: observed.found.clone() };
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
    /// there. Without them the integration is taken back.
    pub async fn read_back(mut self) -> Result<Outcome, Failure> {
        match self.run.read_back(&self.unseen).await {
            Ok(()) => Ok(Outcome { found: self.run.found }),
            Err(failure) => Err(self.run.made.take_back(self.run.client, failure).await),
        }
    }
}

struct Run<'a> {
    client: &'a Client,
    can: &'a Capabilities,
    made: Made,
    found: BTreeMap<Address, Found>,
}

impl Run<'_> {
    /// All writes. Answers the changes that nobody has seen on the server yet.
    async fn write<'p>(&mut self, plan: &'p Plan) -> Result<Vec<&'p Change>, Failure> {
        let (prepared, integration): (Vec<&Change>, Vec<&Change>) =
            plan.changes.iter().partition(|change| change.address.kind < Kind::OAuth2Provider);
        for change in prepared {
            self.one(change).await?;
        }
        if self.can_be_one_transaction(&integration) && self.in_one_transaction(&integration).await? {
            self.icon(&integration).await?;
            return Ok(integration);
        }
        self.step_by_step(&integration).await?;
        self.icon(&integration).await?;
        Ok(Vec::new())
    }

    /// One object on its own.
    async fn one(&mut self, change: &Change) -> Result<(), Failure> {
        let sent = self.body(&change.write)?;
        match change.action {
            Action::Keep => Ok(()),
            Action::Create => self.create(&change.address, sent).await,
            Action::Update => self.update(&change.address, sent).await,
            Action::Delete => self.delete(change).await,
        }
    }

    /// A provider and its application that are both new. Before 2024.12 the call drops bindings
    /// without a word, so there it is only for applications that have none.
    fn can_be_one_transaction(&self, changes: &[&Change]) -> bool {
        let created =
            |kind| changes.iter().any(|change| change.address.kind == kind && change.action == Action::Create);
        let bound = created(Kind::Binding);
        created(Kind::OAuth2Provider) && created(Kind::Application) && (self.can.transactional_bindings || !bound)
    }

    /// Says whether the transaction was made; a server that keeps the call for superusers
    /// (authentik 2024.8) gets the single steps instead.
    async fn in_one_transaction(&mut self, changes: &[&Change]) -> Result<bool, Failure> {
        let body = self.transaction(changes)?;
        let parts: Vec<&Address> = changes.iter().map(|change| &change.address).collect();
        match self.client.put_once(endpoints::TRANSACTION, &body).await {
            Ok(_) => {}
            Err(error) if error.is_not_allowed() && !self.can.transactional_bindings => return Ok(false),
            Err(error) if error.maybe_done() => {
                let slug = &changes
                    .iter()
                    .find(|change| change.address.kind == Kind::Application)
                    .map_or("", |c| &c.address.key);
                if self.lookup_application(slug).await?.is_none() {
                    return Err(error.into());
                }
            }
            Err(error) => return Err(body::in_our_words(error)),
        }
        self.made.transaction(&parts);
        Ok(true)
    }

    fn transaction(&self, changes: &[&Change]) -> Result<Value, Failure> {
        let part = |kind| changes.iter().find(|change| change.address.kind == kind).map(|change| &change.write);
        let without = |write: Option<&BTreeMap<String, Field>>, name: &str| -> Result<Map<String, Value>, Failure> {
            let mut write = write.cloned().unwrap_or_default();
            write.remove(name);
            self.body(&write)
        };
        let mut application = without(part(Kind::Application), "provider")?;
        if self.can.icon != Icon::Field {
            application.remove("meta_icon");
        }
        let mut bindings = Vec::new();
        for change in
            changes.iter().filter(|change| change.address.kind == Kind::Binding && change.action == Action::Create)
        {
            bindings.push(Value::Object(without(Some(&change.write), "target")?));
        }
        let mut body = json!({
            "app": application,
            "provider_model": endpoints::OAUTH2_PROVIDER_MODEL,
            "provider": without(part(Kind::OAuth2Provider), "")?,
        });
        if !bindings.is_empty() {
            body["policy_bindings"] = Value::Array(bindings);
        }
        Ok(body)
    }

    /// Provider, application without its provider, bindings, a look whether they are there, and
    /// only then the application's provider.
    async fn step_by_step(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        let of = |kind| changes.iter().copied().filter(move |change: &&Change| change.address.kind == kind);
        for change in of(Kind::OAuth2Provider) {
            self.one(change).await?;
        }
        let mut last: Vec<(Address, Map<String, Value>)> = Vec::new();
        for change in of(Kind::Application) {
            let mut change = change.clone();
            if let Some(provider) = change.write.remove("provider") {
                let write = BTreeMap::from([("provider".to_owned(), provider)]);
                last.push((change.address.clone(), self.body(&write)?));
            }
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
            self.one(change).await?;
        }
        if wanted.iter().any(|change| change.action != Action::Keep) {
            self.see_bindings(changes).await?;
        }
        for (address, sent) in last {
            self.update(&address, sent).await?;
        }
        for change in gone {
            self.one(change).await?;
        }
        Ok(())
    }

    /// Before authentik 2025.12 an application's icon has a call of its own.
    async fn icon(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        if self.can.icon == Icon::Field {
            return Ok(());
        }
        for change in changes.iter().filter(|change| change.address.kind == Kind::Application) {
            let Some(Field::Value(Value::String(icon))) = change.write.get("meta_icon") else { continue };
            let slug = Value::from(change.address.key.as_str());
            let path = format!("{}set_icon_url/", endpoints::detail(Kind::Application, &slug));
            self.client.post(&path, &json!({"url": icon})).await.map_err(body::in_our_words)?;
        }
        Ok(())
    }

    async fn create(&mut self, address: &Address, sent: Map<String, Value>) -> Result<(), Failure> {
        if address.kind == Kind::Membership {
            return self.join(address, sent).await;
        }
        let sent = Value::Object(sent);
        let object = match self.client.post(endpoints::collection(address.kind), &sent).await {
            Ok(object) => object,
            // The answer is lost, the work may be done: look before saying that it failed.
            Err(error) if error.maybe_done() => match self.lookup(address, &sent).await? {
                Some(found) => Value::Object(found.fields.into_iter().collect()),
                None => return Err(error.into()),
            },
            Err(error) => return Err(body::in_our_words(error)),
        };
        let found = observe::found(object);
        self.made.object(address, &found);
        self.found.insert(address.clone(), found);
        Ok(())
    }

    async fn join(&mut self, address: &Address, sent: Map<String, Value>) -> Result<(), Failure> {
        let (group, user) =
            (sent.get("group").cloned().unwrap_or_default(), sent.get("pk").cloned().unwrap_or_default());
        let path = endpoints::detail(Kind::Group, &group);
        self.client.post(&format!("{path}add_user/"), &json!({"pk": user})).await.map_err(body::in_our_words)?;
        self.made.membership(address, &path, &user);
        Ok(())
    }

    async fn update(&mut self, address: &Address, sent: Map<String, Value>) -> Result<(), Failure> {
        let id = self.path_id(address);
        let path = endpoints::detail(address.kind, &id);
        let object = self.client.patch(&path, &Value::Object(sent)).await.map_err(body::in_our_words)?;
        self.made.changed(address);
        self.found.insert(address.clone(), observe::found(object));
        Ok(())
    }

    async fn delete(&mut self, change: &Change) -> Result<(), Failure> {
        let Some(Field::Value(id)) = change.write.get("pk") else { return Ok(()) };
        self.client.delete(&endpoints::detail(change.address.kind, id)).await.map_err(body::in_our_words)?;
        self.made.changed(&change.address);
        Ok(())
    }

    fn path_id(&self, address: &Address) -> Value {
        match address.kind {
            Kind::Application => Value::from(address.key.as_str()),
            _ => self.found.get(address).map(|found| found.id.clone()).unwrap_or_default(),
        }
    }

    fn body(&self, write: &BTreeMap<String, Field>) -> Result<Map<String, Value>, Failure> {
        body::body(write, Ids(&self.found))
    }
}

/// Looking: after a lost reply, and to see whether what protects is really there.
impl Run<'_> {
    async fn lookup_application(&self, slug: &str) -> Result<Option<Found>, ApiError> {
        match self.client.get(&endpoints::detail(Kind::Application, &Value::from(slug)), &[]).await {
            Ok(object) => Ok(Some(observe::found(object))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Finds an object by its natural key.
    async fn lookup(&self, address: &Address, sent: &Value) -> Result<Option<Found>, ApiError> {
        match address.kind {
            Kind::Application => self.lookup_application(&address.key).await,
            Kind::Binding => {
                let target = sent.get("target").and_then(Value::as_str).unwrap_or_default();
                let bindings = self.client.list("policies/bindings/", &[("target", target)]).await?;
                Ok(bindings.into_iter().find(|object| object.get("group") == sent.get("group")).map(observe::found))
            }
            kind => {
                let objects = self.client.list(endpoints::collection(kind), &[("name", &address.key)]).await?;
                let named = |object: &Value| object.get("name").and_then(Value::as_str) == Some(&address.key);
                Ok(objects.into_iter().find(named).map(observe::found))
            }
        }
    }

    /// Reads the objects of a transaction, and with them whether the bindings are really there.
    async fn read_back(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        let bound = changes.iter().any(|change| change.address.kind == Kind::Binding);
        let address =
            |kind| changes.iter().find(|change| change.address.kind == kind).map(|change| change.address.clone());
        let (Some(provider), Some(application)) = (address(Kind::OAuth2Provider), address(Kind::Application)) else {
            return Ok(());
        };
        let nothing = Value::Null;
        let asked_application =
            async { if bound { self.lookup_application(&application.key).await } else { Ok(None) } };
        let (found_provider, found_application) =
            futures_util::future::join(self.lookup(&provider, &nothing), asked_application).await;
        let found_provider = found_provider?.ok_or_else(|| not_there(&provider))?;
        self.found.insert(provider, found_provider);
        if bound {
            let found_application = found_application?.ok_or_else(|| not_there(&application))?;
            self.found.insert(application, found_application);
            self.see_bindings(changes).await?;
        }
        Ok(())
    }

    /// Fails unless every binding of the plan is on the server.
    async fn see_bindings(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        let application =
            self.found.iter().find(|(address, _)| address.kind == Kind::Application).map(|(_, found)| found.clone());
        let there = observe::bindings(self.client, application.as_ref()).await?;
        for change in
            changes.iter().filter(|change| change.address.kind == Kind::Binding && change.action != Action::Delete)
        {
            let wanted = match change.write.get("group") {
                Some(field) => body::value(field, Ids(&self.found))?,
                None => continue,
            };
            let Some(object) = there.iter().find(|object| object.get("group") == Some(&wanted)) else {
                return Err(Failure::failed(format!("authentik took the {} and did not keep it", change.address))
                    .hint("without it the application would be open to every user, so it was not made"));
            };
            self.found.insert(change.address.clone(), observe::found(object.clone()));
        }
        Ok(())
    }
}

fn not_there(address: &Address) -> Failure {
    Failure::failed(format!("authentik said that the {address} was made, and it is not there"))
        .hint("the token's user may lack the right to view it: ask for the rights to view providers and applications")
}

//! Looking: after a lost answer, and to see whether what protects is really there.

use super::body::{self, Ids};
use super::{Run, is_as_sent};
use crate::authentik::endpoints;
use crate::authentik::short;
use crate::error::Failure;
use crate::model::resource::{Address, Found, Kind};
use crate::observe::{self, Source};
use crate::plan::{Action, Change};
use futures_util::future::join;
use serde_json::Value;

/// The application with this slug.
pub(super) async fn for_application<'a>(source: impl Into<Source<'a>>, slug: &str) -> Result<Option<Found>, Failure> {
    let object = source.into().find(&endpoints::detail(Kind::Application, &Value::from(slug))).await?;
    object.map(|object| Ok(observe::found(readable(object)?))).transpose()
}

/// The object with this natural key. A binding is found by what was sent for it.
pub(super) async fn for_object<'a>(
    source: impl Into<Source<'a>>,
    address: &Address,
    sent: &Value,
) -> Result<Option<Found>, Failure> {
    let source = source.into();
    match address.kind {
        Kind::Application => for_application(source, &address.key).await,
        Kind::Binding => {
            let target = sent.get("target").and_then(Value::as_str).unwrap_or_default();
            let bindings = source.list(endpoints::collection(Kind::Binding), &[("target", target)]).await?;
            let same = |object: &Value| {
                let mut parts = observe::BOUND.iter().filter_map(|part| Some((*part, sent.get(*part)?)));
                lets_in(object) && parts.any(|(part, id)| object.get(part) == Some(id))
            };
            first(bindings, same)
        }
        Kind::StageBinding => {
            let part = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default();
            let query = [("target", part("target")), ("stage", part("stage"))];
            let there = source.list(endpoints::collection(Kind::StageBinding), &query).await?;
            first(there, |object| ["target", "stage"].iter().all(|name| object.get(*name) == sent.get(*name)))
        }
        kind => {
            let (field, filter) = (endpoints::key_field(kind), endpoints::key_filter(kind));
            let objects = source.list(endpoints::collection(kind), &[(filter, &address.key)]).await?;
            first(objects, |object| object.get(field).and_then(Value::as_str) == Some(&address.key))
        }
    }
}

/// The first that fits. What is no object says nothing about what is there.
fn first(objects: Vec<Value>, fits: impl Fn(&Value) -> bool) -> Result<Option<Found>, Failure> {
    let objects = objects.into_iter().map(readable).collect::<Result<Vec<_>, _>>()?;
    Ok(objects.into_iter().find(fits).map(observe::found))
}

fn readable(object: Value) -> Result<Value, Failure> {
    if is_object(&object) {
        Ok(object)
    } else {
        Err(Failure::failed("the answer does not have the shape of an object of authentik"))
    }
}

impl Run<'_> {
    /// Reads the objects of a transaction, and with them whether the bindings are really there.
    pub(super) async fn read_back(&mut self, source: Source<'_>, changes: &[&Change]) -> Result<(), Failure> {
        let address =
            |kind| changes.iter().find(|change| change.address.kind == kind).map(|change| change.address.clone());
        let front = changes.iter().find(|change| change.address.kind.is_front());
        let (Some(front), Some(application)) = (front, address(Kind::Application)) else { return Ok(()) };
        let provider = front.address.clone();
        let is_bound = address(Kind::Binding).is_some();
        let asked = async { if is_bound { for_application(source, &application.key).await } else { Ok(None) } };
        let (found_provider, found_application) = join(for_object(source, &provider, &Value::Null), asked).await;
        let found_provider = found_provider?.ok_or_else(|| not_there(&provider))?;
        self.see_protection(front, &found_provider)?;
        self.found.insert(provider, found_provider);
        if is_bound {
            let found_application = found_application?.ok_or_else(|| not_there(&application))?;
            self.found.insert(application, found_application);
            self.see_bindings(source, changes).await?;
        }
        Ok(())
    }

    /// Fails unless every binding of the plan is on the server.
    pub(super) async fn see_bindings(&mut self, source: Source<'_>, changes: &[&Change]) -> Result<(), Failure> {
        let application = self.found.iter().find(|(address, _)| address.kind == Kind::Application);
        let application = application.map(|(_, found)| found.clone());
        let there = observe::bindings(source, application.as_ref()).await?;
        let there = there.into_iter().map(readable).collect::<Result<Vec<_>, _>>()?;
        let is_written = |change: &&&Change| {
            change.address.kind == Kind::Binding && matches!(change.action, Action::Create | Action::Update)
        };
        for change in changes.iter().filter(is_written) {
            let part = observe::BOUND.iter().find_map(|part| Some((*part, change.write.get(*part)?)));
            let Some((part, field)) = part else { continue };
            let wanted = body::value(field, Ids(&self.found))?;
            let same = there.iter().filter(|object| object.get(part) == Some(&wanted) && lets_in(object)).collect();
            let Some(object) = self.one_of_the_same(change, same).await? else {
                return Err(Failure::failed(format!("authentik took the {} and did not keep it", change.address))
                    .hint("without it the application would be open to every user"));
            };
            self.found.insert(change.address.clone(), observe::found(object.clone()));
        }
        Ok(())
    }
}

impl Run<'_> {
    /// One of the bindings that bind the same. The server takes the same binding twice (all versions), so
    /// two akctl that run at once may both have made it: then one stays, the same for both.
    async fn one_of_the_same<'o>(
        &self,
        change: &Change,
        mut same: Vec<&'o Value>,
    ) -> Result<Option<&'o Value>, Failure> {
        let content = |object: &Value| ["enabled", "negate", "order"].map(|field| object.get(field).cloned());
        let id = |object: &Value| object.get("pk").map(Value::to_string);
        same.sort_by_key(|object| id(object));
        let Some(stays) = same.first().copied() else { return Ok(None) };
        let twice = same.iter().skip(1).filter(|object| content(object) == content(stays));
        for object in twice.filter(|_| change.action == Action::Create) {
            let path = endpoints::detail(Kind::Binding, object.get("pk").unwrap_or(&Value::Null));
            self.client.delete(&path).await.or_else(|error| if error.is_not_found() { Ok(()) } else { Err(error) })?;
        }
        Ok(Some(stays))
    }
}

/// The fields on which it rests who gets in, by kind.
fn protecting(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Binding => &["enabled", "negate", "group", "user", "policy", "target"],
        Kind::ExpressionPolicy => &["expression"],
        Kind::ValidateStage => {
            &["not_configured_action", "device_classes", "configuration_stages", "last_auth_threshold"]
        }
        Kind::StageBinding => &["stage", "target"],
        Kind::Flow => &["designation", "authentication"],
        Kind::ScimProvider => &["filter_group", "group_filters"],
        _ => &[],
    }
}

/// Fails if the server has stored something else than was sent, where it rests on that who gets in.
pub(super) fn see_stored(address: &Address, sent: &Value, found: &Found) -> Result<(), Failure> {
    for name in protecting(address.kind) {
        let (Some(sent), Some(there)) = (sent.get(*name), found.fields.get(*name)) else { continue };
        if !is_as_sent(there, sent) {
            let there = short(&there.to_string());
            let what = format!("authentik took the {address} and stored {there} as its `{name}`");
            return Err(Failure::failed(what).hint("with that, others would get in than was asked for"));
        }
    }
    Ok(())
}

/// The fields of a provider that protect: which key signs, and what people go through.
const PROTECTION: [&str; 3] = ["signing_key", "signing_kp", "authorization_flow"];

impl Run<'_> {
    /// Fails unless every binding that is to be there is, switched on: without the last one the application
    /// would be open to every user.
    pub(super) async fn see_wanted(&self, changes: &[&Change]) -> Result<(), Failure> {
        let application = self.found.iter().find(|(address, _)| address.kind == Kind::Application);
        let there = observe::bindings(self.client, application.map(|(_, found)| found)).await?;
        let wanted = changes.iter().filter(|change| change.address.kind == Kind::Binding);
        for change in wanted.filter(|change| change.action != Action::Delete) {
            let id = self.found.get(&change.address).map(|found| &found.id);
            let is_it = |object: &&Value| object.get("pk") == id && lets_in(object);
            if !there.iter().any(|object| is_it(&object)) {
                let what = format!("somebody has taken away or switched off the {} in the meantime", change.address);
                return Err(Failure::failed(what).hint(
                    "the bindings that were to go stay: without them the application could be open to every user",
                ));
            }
        }
        Ok(())
    }

    /// Fails unless the provider has the key and the flow that it was given.
    pub(super) fn see_protection(&self, change: &Change, found: &Found) -> Result<(), Failure> {
        for (name, field) in change.write.iter().filter(|(name, _)| PROTECTION.contains(&name.as_str())) {
            let (wanted, there) = (body::value(field, Ids(&self.found))?, found.fields.get(name));
            if there.is_some_and(|there| *there != wanted) {
                let what = format!("authentik took the {} and did not keep its `{name}`", change.address);
                return Err(Failure::failed(what).hint("without it logins would not be protected as asked for"));
            }
        }
        Ok(())
    }

    /// Fails unless the flow with the second factor really has the stages that this run put into it.
    pub(super) async fn see_second_factor(&mut self, changes: &[&Change]) -> Result<(), Failure> {
        let is_written = |change: &&&Change| change.address.kind == Kind::StageBinding && change.action != Action::Keep;
        let written: Vec<&&Change> = changes.iter().filter(is_written).collect();
        if written.is_empty() {
            return Ok(());
        }
        let flow = self.found.iter().find(|(address, _)| address.kind == Kind::Flow).map(|(_, flow)| flow);
        let there = observe::stage_bindings(self.client, flow).await?;
        for change in written {
            let Some(stage) = change.write.get("stage") else { continue };
            let stage = body::value(stage, Ids(&self.found))?;
            if !there.iter().any(|object| object.get("stage") == Some(&stage)) {
                return Err(Failure::failed(format!("authentik took the {} and did not keep it", change.address))
                    .hint("without it nobody would be asked for a second factor"));
            }
        }
        Ok(())
    }
}

/// Whether a binding does what it is for: one that is switched off, or turned around, lets nobody in.
fn lets_in(binding: &Value) -> bool {
    let is = |name: &str| binding.get(name).and_then(Value::as_bool);
    is("enabled") != Some(false) && is("negate") != Some(true)
}

/// Whether an answer is an object of authentik: each has a primary key.
pub(super) fn is_object(answer: &Value) -> bool {
    answer.get("pk").is_some_and(|id| !id.is_null())
}

pub(super) fn not_there(address: &Address) -> Failure {
    Failure::failed(format!("authentik said that the {address} was made, and it is not there"))
        .hint("the token's user may lack the right to view it: it needs the rights to view providers and applications")
}

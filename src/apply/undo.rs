//! The way back: what a run created and must take away again if it fails.

use super::{look, others, outpost};
use crate::authentik::client::Client;
use crate::authentik::{ApiError, endpoints};
use crate::error::Failure;
use crate::model::resource::{Address, Field, Found, Kind, Reference};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How one creation is taken back.
#[derive(Debug)]
enum Way {
    /// Delete the object at this path, which has this id.
    Delete { path: String, id: Value },
    /// Find the object by its natural key, and delete it if it is there: its id was never learnt.
    FindAndDelete { sent: Value },
    /// Take the user out of the group again.
    Leave { group: String, user: Value },
    /// Take the provider off the outpost again.
    TakeOff { outpost: String, provider: Value },
}

/// What a run created, in order, and what it changed.
#[derive(Debug, Default)]
pub(super) struct Made {
    created: Vec<(Address, Way)>,
    changed: Vec<Address>,
    /// What objects that were there before have been made to use.
    in_use: Vec<Address>,
    /// Whether this run has given an application its provider.
    attached: bool,
}

impl Made {
    /// An object that was created on its own.
    pub(super) fn object(&mut self, address: &Address, found: &Found) {
        self.created.retain(|(known, _)| known != address);
        let way = Way::Delete { path: endpoints::object(address, found), id: found.id.clone() };
        self.created.push((address.clone(), way));
    }

    /// An object that was perhaps created: the answer was lost.
    pub(super) fn perhaps(&mut self, address: &Address, sent: &Value) {
        self.created.push((address.clone(), Way::FindAndDelete { sent: sent.clone() }));
    }

    /// A provider, an application and its bindings that were created together. The bindings go
    /// with the application. Whatever else stands in the plan was there before.
    pub(super) fn transaction(&mut self, parts: &[&Address]) {
        self.attached = true;
        let is_made = |kind: Kind| kind == Kind::Application || kind.is_front();
        for address in parts.iter().filter(|address| is_made(address.kind)) {
            self.created.push(((*address).clone(), Way::FindAndDelete { sent: Value::Null }));
        }
    }

    /// An application is about to get its provider.
    pub(super) fn attaches(&mut self) {
        self.attached = true;
    }

    /// A user who was put into a group.
    pub(super) fn membership(&mut self, address: &Address, group: &str, user: &Value) {
        self.created.push((address.clone(), Way::Leave { group: group.to_owned(), user: user.clone() }));
    }

    /// A provider that is being put on an outpost, which was there before.
    pub(super) fn joined(&mut self, address: &Address, outpost: &str, provider: &Value) {
        let way = Way::TakeOff { outpost: outpost.to_owned(), provider: provider.clone() };
        self.created.push((address.clone(), way));
    }

    /// An object that was there before and is being changed: it is not changed back.
    pub(super) fn changed(&mut self, address: &Address) {
        if !self.created.iter().any(|(created, _)| created == address) && !self.changed.contains(address) {
            self.changed.push(address.clone());
        }
    }

    /// An object that was there before is being changed, and uses these objects from then on.
    pub(super) fn uses(&mut self, address: &Address, write: &BTreeMap<String, Field>) {
        if self.created.iter().any(|(created, _)| created == address) {
            return;
        }
        for reference in write.values().flat_map(Field::references) {
            if let Reference::Planned(used) = reference {
                self.in_use.push(used.clone());
            }
        }
    }

    /// Takes back what was created, last first, and adds to the failure what is left. It ends at
    /// the first object that stays, because that one may need those that came before it.
    pub(super) async fn take_back(mut self, client: &Client, mut failure: Failure) -> Failure {
        let served = self.leave_what_goes_along();
        let mut hints = self.leave_what_protects();
        hints.extend(self.leave_what_is_shared());
        hints.extend(self.leave_what_is_used());
        let mut taken_back = Vec::new();
        while let Some((address, way)) = self.created.pop() {
            match back(client, &address, &way, self.attached).await {
                Ok(Back::Gone) if matches!(way, Way::TakeOff { .. }) => {
                    taken_back.push(format!("provider's place on the {address}"));
                }
                Ok(Back::Gone) => taken_back.push(address.to_string()),
                Ok(Back::WasNot) => {}
                Ok(Back::InUse) => hints.push(format!(
                    "left in authentik, because somebody else uses it by now: the {address}; {TAKEN_UP}"
                )),
                Err(left) => {
                    let what = if left.surely { "left behind" } else { "perhaps left behind" };
                    hints.push(format!("{what} in authentik: the {address} ({}); {TAKEN_UP}", left.why));
                    let is_proxy = |address: &Address| address.kind == Kind::ProxyProvider;
                    if is_proxy(&address) || self.created.iter().any(|(address, _)| is_proxy(address)) {
                        hints.extend(served.iter().map(|outpost| {
                            format!("perhaps left behind in authentik: the provider in the list of the {outpost}; {TAKEN_UP}")
                        }));
                    }
                    let before = self.created.drain(..).rev();
                    hints
                        .extend(before.map(|(address, _)| {
                            format!("perhaps left behind in authentik: the {address}; {TAKEN_UP}")
                        }));
                }
            }
        }
        failure.leaves_something = !hints.is_empty();
        if !taken_back.is_empty() {
            hints.push(format!("taken back: the {}", taken_back.join(", the ")));
        }
        for address in self.changed {
            hints.push(format!("perhaps changed already: the {address}; the same command finishes the rest"));
        }
        failure.hints(hints)
    }

    /// A provider that is deleted goes from its outpost in the same moment, and nobody else's list is
    /// written for it. Answers the outpost.
    fn leave_what_goes_along(&mut self) -> Option<Address> {
        if !self.created.iter().any(|(address, _)| address.kind == Kind::ProxyProvider) {
            return None;
        }
        let is_served = |(_, way): &(Address, Way)| matches!(way, Way::TakeOff { .. });
        let at = self.created.iter().position(is_served)?;
        Some(self.created.remove(at).0)
    }

    /// A binding goes with its application, never before it: there must be no moment at which the
    /// application is open. Where an application that was there before has been changed, its new
    /// bindings and their groups stay.
    fn leave_what_protects(&mut self) -> Vec<String> {
        let has = |list: &[(Address, Way)], kind| list.iter().any(|(address, _)| address.kind == kind);
        if has(&self.created, Kind::Application) {
            self.created.retain(|(address, _)| address.kind != Kind::Binding);
            return Vec::new();
        }
        let is_changed = self.changed.iter().any(|address| matches!(address.kind, Kind::Application | Kind::Binding));
        if !is_changed || !has(&self.created, Kind::Binding) {
            return Vec::new();
        }
        let (stays, goes): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.created).into_iter().partition(|(address, _)| PROTECTING.contains(&address.kind));
        self.created = goes;
        stays
            .into_iter()
            .map(|(address, _)| format!("left in authentik, because it protects: the {address}; {TAKEN_UP}"))
            .collect()
    }
}

impl Made {
    /// Flows and stages with a second factor are shared, and so are groups: another integration may use
    /// them by now, and no look can tell what happens right after it. Deleting a flow deletes every
    /// provider that uses it, and with a group goes the binding that lets in nobody else (all versions).
    /// They stay, and do nothing as long as nothing uses them.
    fn leave_what_is_shared(&mut self) -> Vec<String> {
        let is_shared = |address: &Address| address.kind.is_shared() || address.kind == Kind::Group;
        let (shared, own): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.created).into_iter().partition(|(address, _)| is_shared(address));
        self.created = own;
        let left = |(address, way): (Address, Way)| {
            let what = if matches!(way, Way::Delete { .. }) { "left" } else { "perhaps left" };
            format!("{what} in authentik, because other integrations may use it: the {address}; {TAKEN_UP}")
        };
        shared.into_iter().map(left).collect()
    }
}

impl Made {
    /// A key, a certificate or a group that an object from before has been made to use: without it
    /// that object would sign with nothing, or push everybody.
    fn leave_what_is_used(&mut self) -> Vec<String> {
        let in_use = std::mem::take(&mut self.in_use);
        let (used, own): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.created).into_iter().partition(|(address, _)| in_use.contains(address));
        self.created = own;
        let left = |(address, _): (Address, Way)| {
            format!("left in authentik, because what was there before uses it now: the {address}; {TAKEN_UP}")
        };
        used.into_iter().map(left).collect()
    }
}

/// What keeps people out of an application: a binding goes with its policy or its group.
const PROTECTING: [Kind; 4] = [Kind::Binding, Kind::ExpressionPolicy, Kind::Group, Kind::Membership];

/// What a person can do about what is left.
const TAKEN_UP: &str = "the same command takes it up again";

/// Why something could not be taken back.
struct Left {
    why: String,
    /// Whether it is there for certain: the server may have done what it did not answer.
    surely: bool,
}

impl From<ApiError> for Left {
    fn from(error: ApiError) -> Self {
        Self { why: error.to_string(), surely: !error.maybe_done() }
    }
}

/// What became of something that was to be taken back.
enum Back {
    Gone,
    WasNot,
    InUse,
}

/// Takes one object back, unless somebody else has built upon it meanwhile: another akctl, or a person.
async fn back(client: &Client, address: &Address, way: &Way, attached: bool) -> Result<Back, Left> {
    let unless_used = async |id: &Value, path: &str| {
        if others::use_it(client, address, (id, path), attached).await? {
            return Ok(Back::InUse);
        }
        delete(client, path).await
    };
    match way {
        Way::Delete { path, id } => unless_used(id, path).await,
        Way::FindAndDelete { sent } => {
            let unknown = |error: Failure| Left { why: error.to_string(), surely: false };
            match look::for_object(client, address, sent).await.map_err(unknown)? {
                Some(found) => unless_used(&found.id, &endpoints::object(address, &found)).await,
                None => Ok(Back::WasNot),
            }
        }
        Way::TakeOff { outpost, provider } => {
            let was_there = outpost::leave(client, outpost, provider).await?;
            Ok(if was_there { Back::Gone } else { Back::WasNot })
        }
        Way::Leave { group, user } => {
            client.post(&format!("{group}remove_user/"), &json!({"pk": user})).await?;
            Ok(Back::Gone)
        }
    }
}

/// Deletes; what is gone already is as good.
async fn delete(client: &Client, path: &str) -> Result<Back, Left> {
    match client.delete(path).await {
        Ok(()) => Ok(Back::Gone),
        Err(error) if error.is_not_found() => Ok(Back::WasNot),
        Err(error) => Err(error.into()),
    }
}

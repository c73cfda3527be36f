//! Decides what goes with an integration that is taken away. Pure and total.
//!
//! What bears akctl's mark and the integration's name, or hangs on its provider, goes, unless
//! something that stays uses it. authentik itself protects nothing: deleting a flow deletes the
//! providers that use it, deleting a policy takes its bindings along, deleting an application its
//! back-channel providers (all versions).

mod parts;
#[cfg(test)]
mod tests;
mod whose;

use super::conflicts::in_one_line;
use super::{Action, Change, Conflict, Plan};
use crate::model::resource::{Address, Field, Found, Kind, MARK, MFA_FLOW};
use parts::Going;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use whose::Whose;

/// What the server has that may have to do with an integration.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The slug of the integration.
    pub slug: String,
    /// Whether the token sees all objects. Others see what their rights show, and the server tells
    /// them no other users of an object either.
    pub sees_everything: bool,
    /// The application of that slug.
    pub application: Option<Found>,
    /// What its bindings bind, for people: `group Operators`.
    pub bindings: Vec<String>,
    /// The groups that they bind.
    pub groups: BTreeSet<String>,
    /// All providers, of all kinds, with the fields that all of them have.
    pub providers: Vec<Found>,
    /// What else bears the mark, and the flows with a second factor.
    pub objects: BTreeMap<Address, Found>,
    /// Every stage's place in a flow.
    pub stage_bindings: Vec<Found>,
    /// All stages that ask for a second factor, whoever made them.
    pub validate_stages: Vec<Found>,
    /// The names of the outposts that serve a proxy provider, by its primary key.
    pub outposts: BTreeMap<String, Vec<String>>,
    /// What the server says of who uses an object.
    pub uses: BTreeMap<Address, Vec<Use>>,
}

/// One user of an object, as the server tells it (`used_by`, all versions).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What authentik calls its kind: `provider`, `policybindingmodel`.
    pub model: String,
    /// Its primary key as text.
    pub id: String,
    /// What authentik calls it.
    pub name: String,
}

impl Seen {
    /// The objects of which it matters who uses them, so that the server must be asked.
    #[must_use]
    pub fn candidates(&self) -> Vec<&Address> {
        let providers = whose::providers(self);
        self.objects.keys().filter(|address| parts::may_go(self, &providers, address)).collect()
    }

    /// The proxy providers that go, of which it matters who serves them.
    #[must_use]
    pub fn proxies(&self) -> Vec<&Found> {
        let providers = whose::providers(self);
        providers.going.iter().filter(|one| one.kind == Kind::ProxyProvider).map(|one| one.found).collect()
    }

    /// The names that the integration's objects begin with: its slug, and the one that it had when
    /// its provider was made.
    fn bases(&self) -> BTreeSet<&str> {
        let front = self.application.as_ref().and_then(super::ownership::attached);
        let base = self.providers.iter().find(|provider| front.as_ref().is_some_and(|front| front.id == provider.id));
        let base = base.and_then(|provider| provider.text("name")?.strip_suffix(MARK));
        base.into_iter().chain([self.slug.as_str()]).collect()
    }

    /// Whether a name is one that akctl gives to the objects of this integration alone.
    fn is_named_for(&self, name: &str) -> bool {
        let Some(name) = name.strip_suffix(MARK) else { return false };
        self.bases()
            .into_iter()
            .any(|base| name.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(": ")))
    }
}

/// What goes and what stays, in the order of the work: the application first, because from then on
/// nobody can open it; its provider after everything that is found through it, so that a second run
/// still finds that; flows when no provider is left that uses them.
#[must_use]
pub fn plan(seen: &Seen) -> Plan {
    let mut plan = Plan::default();
    let whose = whose::whose(seen);
    plan.conflicts.extend(whose::conflicts(seen, &whose));
    in_one_line(&mut plan.conflicts);
    if matches!(whose, Whose::NotOurs { .. }) {
        return plan;
    }
    let mut going = Going::default();
    if whose == Whose::Ours
        && let Some(application) = &seen.application
    {
        going.add(Kind::Application, application);
        plan.changes.extend(whose::application(seen, application));
    }
    let providers = whose::providers(seen);
    for provider in &providers.going {
        going.add(provider.kind, provider.found);
    }
    let of = |is: fn(Kind) -> bool| providers.going.iter().filter(move |provider| is(provider.kind));
    plan.changes.extend(of(|kind| !kind.is_front()).map(whose::Provider::removal));
    let (parts, shared) = parts::decide(seen, &providers, &mut going);
    let (gone, stays): (Vec<Change>, Vec<Change>) =
        parts.into_iter().chain(providers.staying()).partition(|change| change.action == Action::Delete);
    plan.changes.extend(gone);
    plan.changes.extend(of(Kind::is_front).map(|provider| off_its_outposts(seen, provider.removal(), provider.found)));
    plan.changes.extend(source(seen));
    plan.changes.extend(shared);
    plan.changes.extend(stays);
    if whose == Whose::Attached {
        plan.changes.push(keep(
            Address::new(Kind::Application, seen.slug.as_str()),
            "akctl did not make it, and only added to it",
        ));
    }
    if !seen.sees_everything && !plan.is_empty() {
        plan.warnings.push(
            "the token's user is not a superuser: akctl sees only what that user's rights show, so it cannot be certain \
             that nothing else uses what goes"
                .to_owned(),
        );
    }
    plan
}

/// A provider goes from the lists of its outposts in the moment in which it is deleted; the lists themselves
/// are not written, so nothing else in them can be lost.
fn off_its_outposts(seen: &Seen, mut change: Change, provider: &Found) -> Change {
    for outpost in seen.outposts.get(&provider.id.to_string()).into_iter().flatten() {
        change.notes.push(format!("the outpost `{outpost}` stops serving it, and goes on serving the others"));
    }
    change
}

/// What lets others push people into authentik.
fn source(seen: &Seen) -> Option<Change> {
    let address = Address::new(Kind::ScimSource, seen.slug.as_str());
    let found = seen.objects.get(&address)?;
    if !found.text("name").is_some_and(|name| name.ends_with(MARK)) {
        return Some(keep(address, "akctl did not make it"));
    }
    let mut change = removal(address, found);
    change.notes.push("its account and its token go with it".to_owned());
    change.notes.push("users and groups that came through it stay".to_owned());
    Some(change)
}

/// An object that is removed by a request of its own: by what its path names it, and as what it was seen.
fn removal(address: Address, found: &Found) -> Change {
    let id = match address.kind {
        Kind::Application | Kind::Flow | Kind::ScimSource => Value::from(address.key.as_str()),
        _ => found.id.clone(),
    };
    let seen = Field::Value(found.id.clone());
    let write = BTreeMap::from([("pk".to_owned(), Field::Value(id)), ("seen".to_owned(), seen)]);
    Change { write, ..change(address, Action::Delete) }
}

/// An object that goes when another one does.
fn goes_along(address: Address, with: &str) -> Change {
    Change { notes: vec![format!("goes with {with}")], ..change(address, Action::Delete) }
}

fn keep(address: Address, why: &str) -> Change {
    Change { notes: vec![format!("stays: {why}")], ..change(address, Action::Keep) }
}

fn change(address: Address, action: Action) -> Change {
    Change { address, action, fields: Vec::new(), notes: Vec::new(), write: BTreeMap::new() }
}

/// Whether it is one of the flows with a second factor, which integrations share.
fn is_shared_flow(address: &Address) -> bool {
    address.kind == Kind::Flow && address.key.starts_with(MFA_FLOW)
}

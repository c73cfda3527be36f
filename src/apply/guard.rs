//! The last look before something is removed: whether somebody has built upon it since the removal was
//! planned, or put something else in its place.
//!
//! authentik itself protects nothing (all versions): deleting a flow deletes the providers that use it,
//! deleting a policy takes its bindings along, and an application without bindings is open to everyone.

use super::others;
use crate::authentik::ApiError;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::resource::{Address, Field, Kind};
use crate::plan::{Action, Change};
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeSet;

/// What the look found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Now {
    /// It may go.
    Goes,
    /// It is gone.
    Gone,
    /// Something that stays uses it by now.
    InUse,
    /// Something else stands in its place.
    Another,
}

/// What a removal takes away, as its users are told: by kind of id.
pub(super) struct Going {
    providers: BTreeSet<String>,
    others: BTreeSet<String>,
    /// Whether the last look was at the application that a provider which goes too belongs to.
    frees_provider: Cell<bool>,
}

impl Going {
    /// Everything that these changes delete.
    pub(super) fn of(changes: &[Change]) -> Self {
        let mut going = Self { providers: BTreeSet::new(), others: BTreeSet::new(), frees_provider: Cell::new(false) };
        for change in changes.iter().filter(|change| change.action == Action::Delete) {
            let is_provider = change.address.kind.is_front() || change.address.kind == Kind::ScimProvider;
            let ids = ["pk", "seen"].iter().filter_map(|name| written(change, name)).map(text);
            let of_its_kind = if is_provider { &mut going.providers } else { &mut going.others };
            of_its_kind.extend(ids);
        }
        going
    }

    /// Whether a user of something goes too, as the server tells users (`used_by`, all versions).
    fn has(&self, user: &Value) -> bool {
        let part = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or_default();
        // Providers go by numbers, which other objects may have too.
        let ids = if part("model_name").ends_with("provider") { &self.providers } else { &self.others };
        ids.contains(part("pk"))
    }
}

/// Looks at what is about to go.
pub(super) async fn look(client: &Client, change: &Change, path: &str, going: &Going) -> Result<Now, Failure> {
    let Change { address, .. } = change;
    let is_free = going.frees_provider.take();
    let Some(id) = written(change, "seen") else { return Ok(Now::Goes) };
    let in_use = match address.kind {
        Kind::Application => return Ok(application(client, (id, path), going).await?),
        Kind::Flow => has_providers(client, id).await?,
        Kind::ValidateStage | Kind::ConsentStage | Kind::TotpStage | Kind::WebAuthnStage => {
            has_flows(client, id, going).await? || is_led_to(client, id, going).await?
        }
        Kind::ScopeMapping | Kind::SamlMapping | Kind::Certificate => has_users(client, change, path, going).await?,
        // It went off its application in the request before this one.
        kind if kind.is_front() && is_free => false,
        // It hangs on the application of the integration itself.
        Kind::ScimProvider => false,
        _ => others::use_it(client, address, (id, path), false).await?,
    };
    Ok(if in_use { Now::InUse } else { Now::Goes })
}

/// What a person reads of something that stays after all.
pub(super) fn stays(address: &Address) -> String {
    format!("the {address} stays: something else uses it by now")
}

async fn application(client: &Client, (id, path): (&Value, &str), going: &Going) -> Result<Now, ApiError> {
    let Some(there) = client.find(path).await? else { return Ok(Now::Gone) };
    if there.get("pk") != Some(id) {
        return Ok(Now::Another);
    }
    going.frees_provider.set(there.get("provider").is_some_and(|provider| going.providers.contains(&text(provider))));
    Ok(Now::Goes)
}

/// Whether people go through a flow when they sign in or out through a provider. Its `used_by` does not
/// tell (all versions).
async fn has_providers(client: &Client, id: &Value) -> Result<bool, ApiError> {
    let path = "providers/all/";
    let providers = client.objects(path, client.list(path, &[("ordering", "pk")]).await?)?;
    let flows = ["authorization_flow", "authentication_flow", "invalidation_flow"];
    Ok(providers.iter().any(|provider| flows.iter().any(|flow| provider.get(flow) == Some(id))))
}

/// Whether a stage stands in a flow that stays.
async fn has_flows(client: &Client, id: &Value, going: &Going) -> Result<bool, ApiError> {
    let path = endpoints::collection(Kind::StageBinding);
    let stage = text(id);
    let places = client.objects(path, client.list(path, &[("stage", &stage)]).await?)?;
    let stays = |place: &Value| {
        let flow = place.get("target").map(text).unwrap_or_default();
        place.get("stage") == Some(id) && !going.others.contains(&flow)
    };
    Ok(places.iter().any(stays))
}

/// Whether a stage that stays leads people to this one, to set up a device.
async fn is_led_to(client: &Client, id: &Value, going: &Going) -> Result<bool, ApiError> {
    let path = endpoints::collection(Kind::ValidateStage);
    let stages = client.objects(path, client.list(path, &[("ordering", "name")]).await?)?;
    let leads = |stage: &Value| {
        let to = stage.get("configuration_stages").and_then(Value::as_array);
        let is_going = stage.get("pk").is_some_and(|pk| going.others.contains(&text(pk)));
        !is_going && to.is_some_and(|to| to.contains(id))
    };
    Ok(stages.iter().any(leads))
}

/// Whether the server names users of the object that stay.
async fn has_users(client: &Client, change: &Change, path: &str, going: &Going) -> Result<bool, Failure> {
    let Some(users) = client.find(&format!("{path}used_by/")).await? else { return Ok(false) };
    let is_user = |user: &Value| ["model_name", "pk"].iter().all(|part| user.get(part).is_some_and(Value::is_string));
    match users.as_array() {
        Some(users) if users.iter().all(is_user) => Ok(users.iter().any(|user| !going.has(user))),
        _ => Err(Failure::failed(format!("authentik's answer about who uses the {} cannot be read", change.address))),
    }
}

fn written<'a>(change: &'a Change, name: &str) -> Option<&'a Value> {
    match change.write.get(name) {
        Some(Field::Value(value)) => Some(value),
        _ => None,
    }
}

/// An id as text.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

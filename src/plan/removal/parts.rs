//! What hangs on an integration: it goes if nothing that stays uses it.

use super::whose::Providers;
use super::{Change, Seen, Use, is_shared_flow, keep, removal};
use crate::model::resource::{Address, Found, Kind, MARK};
use crate::plan::Action;
use serde_json::Value;
use std::collections::BTreeSet;

/// What is decided to go, by its id.
#[derive(Debug, Default)]
pub(super) struct Going {
    providers: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Going {
    pub(super) fn add(&mut self, kind: Kind, found: &Found) {
        let ids = match kind {
            kind if kind.is_front() || kind == Kind::ScimProvider => &mut self.providers,
            _ => &mut self.others,
        };
        ids.insert(text(&found.id));
    }

    fn has_provider(&self, provider: &Found) -> bool {
        self.providers.contains(&text(&provider.id))
    }

    fn has(&self, user: &Use) -> bool {
        // Providers go by numbers, which other objects may have too.
        if user.model.ends_with("provider") {
            self.providers.contains(&user.id)
        } else {
            self.others.contains(&user.id)
        }
    }
}

/// An id as the server writes it among an object's users.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Whether an object goes with the integration, if nothing else uses it.
pub(super) fn may_go(seen: &Seen, providers: &Providers, address: &Address) -> bool {
    let is_attached = || {
        let id = seen.objects.get(address).map(|found| &found.id);
        providers.going.iter().any(|provider| {
            let mappings = provider.found.fields.get("property_mappings").and_then(Value::as_array);
            mappings.into_iter().flatten().any(|mapping| Some(mapping) == id)
        })
    };
    match address.kind {
        Kind::ScopeMapping | Kind::SamlMapping => {
            address.key.ends_with(MARK) && (seen.is_named_for(&address.key) || is_attached())
        }
        Kind::Certificate | Kind::ExpressionPolicy => seen.is_named_for(&address.key),
        Kind::Flow => is_shared_flow(address),
        kind => is_stage(kind) && address.key.ends_with(MARK),
    }
}

fn is_stage(kind: Kind) -> bool {
    matches!(kind, Kind::TotpStage | Kind::WebAuthnStage | Kind::ValidateStage | Kind::ConsentStage)
}

/// The integration's own parts, and what integrations share: flows before their stages, and the
/// stages that lead to others before those.
pub(super) fn decide(seen: &Seen, providers: &Providers, going: &mut Going) -> (Vec<Change>, Vec<Change>) {
    let of = |is: fn(Kind) -> bool| {
        let wanted = seen.objects.iter().filter(move |(address, _)| is(address.kind));
        wanted.filter(|(address, _)| may_go(seen, providers, address))
    };
    let own = of(|kind| kind < Kind::TotpStage).map(|(address, found)| part(seen, going, address, found)).collect();
    let mut shared: Vec<Change> = Vec::new();
    for (address, found) in of(|kind| kind == Kind::Flow) {
        let change = flow(seen, providers, going, address, found);
        if change.action == Action::Delete {
            going.add(Kind::Flow, found);
        }
        // Of flows that others use and this integration does not there is nothing to say.
        if change.action == Action::Delete || providers.going.iter().any(|own| uses_flow(own.found, found)) {
            shared.push(change);
        }
    }
    let places = seen.stage_bindings.iter().filter(|place| going.others.contains(&text(&field(place, "target"))));
    going.others.extend(places.map(|place| text(&place.id)).collect::<Vec<_>>());
    for is in [
        |kind| matches!(kind, Kind::ValidateStage | Kind::ConsentStage),
        |kind| matches!(kind, Kind::TotpStage | Kind::WebAuthnStage),
    ] as [fn(Kind) -> bool; 2]
    {
        for (address, found) in of(is) {
            if seen.sees_everything && !is_stage_used(seen, going, address, found) {
                going.add(address.kind, found);
                shared.push(removal(address.clone(), found));
            }
        }
    }
    (own, shared)
}

/// A mapping, a certificate or a policy.
fn part(seen: &Seen, going: &Going, address: &Address, found: &Found) -> Change {
    let told = seen.uses.get(address).into_iter().flatten().filter(|user| !going.has(user)).map(described);
    let has_mapping = |provider: &&Found| {
        let mappings = provider.fields.get("property_mappings").and_then(Value::as_array);
        mappings.is_some_and(|mappings| mappings.contains(&found.id)) && !going.has_provider(provider)
    };
    let seen_using = seen.providers.iter().filter(has_mapping).map(provider_name);
    let users: BTreeSet<String> = told.chain(seen_using).collect();
    if users.is_empty() { removal(address.clone(), found) } else { keep(address.clone(), &used(&users)) }
}

/// A flow with a second factor. The server does not tell which providers use it, and would delete
/// them with it (all versions).
fn flow(seen: &Seen, providers: &Providers, going: &Going, address: &Address, found: &Found) -> Change {
    if !seen.sees_everything {
        return keep(address.clone(), "only a superuser sees whether another provider uses it");
    }
    let using = seen.providers.iter().filter(|other| !going.has_provider(other) && uses_flow(other, found));
    // What a flow consists of is told as its users too.
    let parts = |user: &&Use| {
        user.model == "flowstagebinding" || user.model.ends_with("stage") || user.model.starts_with("policy")
    };
    let told = seen.uses.get(address).into_iter().flatten().filter(|user| !parts(user) && !going.has(user));
    let users: BTreeSet<String> = using.map(provider_name).chain(told.map(described)).collect();
    if !users.is_empty() {
        return keep(address.clone(), &used(&users));
    }
    let mut change = removal(address.clone(), found);
    let is_own = providers.going.iter().any(|own| uses_flow(own.found, found));
    change.notes.push(if is_own { "no other provider uses it" } else { "left over: no provider uses it" }.to_owned());
    change
}

/// Whether people go through a flow when they sign in or out through a provider.
fn uses_flow(provider: &Found, flow: &Found) -> bool {
    ["authorization_flow", "authentication_flow", "invalidation_flow"]
        .iter()
        .any(|name| provider.fields.get(*name).is_some_and(|id| *id == flow.id))
}

/// Whether anything that stays has a stage: a flow, or a stage that leads to it for setting up a
/// device.
fn is_stage_used(seen: &Seen, going: &Going, address: &Address, found: &Found) -> bool {
    let in_flow = seen
        .stage_bindings
        .iter()
        .any(|place| field(place, "stage") == found.id && !going.others.contains(&text(&place.id)));
    let led_to = seen.validate_stages.iter().any(|stage| {
        let leads = stage.fields.get("configuration_stages").and_then(Value::as_array);
        leads.is_some_and(|leads| leads.contains(&found.id)) && !going.others.contains(&text(&stage.id))
    });
    in_flow || led_to || seen.uses.get(address).into_iter().flatten().any(|user| !going.has(user))
}

fn field(found: &Found, name: &str) -> Value {
    found.fields.get(name).cloned().unwrap_or_default()
}

fn provider_name(provider: &Found) -> String {
    format!("the provider `{}`", provider.text("name").unwrap_or_default())
}

/// A user of an object, for people.
fn described(user: &Use) -> String {
    let Use { model, id, name } = user;
    if model.ends_with("provider") {
        format!("the provider `{name}`")
    } else if model == "policybindingmodel" {
        format!("another application or flow, to which it is bound ({id})")
    } else {
        format!("`{name}` ({model})")
    }
}

fn used(users: &BTreeSet<String>) -> String {
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let verb = if users.len() == 1 { "uses" } else { "use" };
    format!("{} {verb} it too", users.join(" and "))
}

//! Consent: what an application may know, said by the user.

use super::flow::Goal;
use super::page;
use super::stage::{Step, Visit};
use crate::sandbox::message::Object;
use crate::sandbox::oidc::application_of;
use crate::sandbox::store::{text, value};
use crate::sandbox::{Sandbox, moment};
use serde_json::Value;

/// A consent that was given.
#[derive(Debug, Clone)]
pub struct Consent {
    user: Value,
    application: Value,
    scopes: Vec<String>,
    until: Option<u64>,
}

/// A consent stage, or the question that a client asks for (`prompt=consent`). A stage remembers the
/// answer unless its mode is `always_require`, and asks again for other scopes.
pub fn step(sandbox: &mut Sandbox, visit: &mut Visit<'_>, stage: Option<&Object>) -> Step {
    // A login asks for no consent: without an application there is nothing to consent to.
    let Goal::Authorize(asked) = &visit.plan.goal else { return Step::Next };
    let mode = stage.map_or("always_require", |stage| text(stage, "mode"));
    let application = application_of(sandbox, &asked.provider).cloned().unwrap_or_default();
    let (user, pk, now) = (visit.plan.user.clone(), value(&application, "pk"), sandbox.now());
    let mut scopes = asked.scopes.clone();
    scopes.sort();
    let given = |known: &Consent| {
        let lasts = known.until.is_none_or(|until| until > now);
        lasts && known.user == user && known.application == pk && known.scopes == scopes
    };
    let remembers = mode != "always_require";
    if remembers && !visit.plan.must_consent && sandbox.browsers.consents.iter().any(given) {
        return Step::Next;
    }
    let token = visit.plan.token.as_str();
    if visit.form.as_ref().is_none_or(|form| form.get("token") != token) {
        return Step::Ask(page::consent(text(&application, "name"), &asked.scopes, token));
    }
    if remembers {
        let length = stage.map(|stage| moment::span(text(stage, "consent_expire_in"))).unwrap_or_default();
        let until = (mode == "expiring").then_some(now + length);
        sandbox.browsers.consents.retain(|known| known.user != user || known.application != pk);
        sandbox.browsers.consents.push(Consent { user, application: pk, scopes, until });
    }
    Step::Next
}

//! Authenticator validation: the second factor.

use super::stage::{Step, Visit};
use super::{cookie, device, page};
use crate::sandbox::check::random;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::message::{Form, Object, Reply};
use crate::sandbox::store::{list, text, value};
use crate::sandbox::{Sandbox, moment};
use serde_json::Value;

/// The cookie of a second factor that was shown.
const FACTOR: &str = "authentik_mfa";

/// A second factor that was shown: to which stage, with which device, and until when that lasts.
#[derive(Debug, Clone)]
pub struct Factor {
    stage: Value,
    device: Value,
    until: u64,
}

/// An authenticator validation stage. The texts for a user without a device were seen on 2025.10.
pub fn step(sandbox: &mut Sandbox, visit: &mut Visit<'_>, stage: &Object) -> Result<Step, Reply> {
    let Some(user) = sandbox.store.get(Family::User, &visit.plan.user).cloned() else {
        return Err(Reply::not_played("a second factor of nobody"));
    };
    if let Some((setup, codes)) = visit.plan.setup.take() {
        return Ok(enrol(sandbox, visit, setup, codes));
    }
    let classes = list(stage, "device_classes");
    let devices = device::of(&user, classes);
    if devices.is_empty() {
        return match text(stage, "not_configured_action") {
            "skip" => Ok(Step::Next),
            "configure" => choose(sandbox, visit, stage),
            _ => Err(page::denied("No (allowed) MFA authenticator configured.")),
        };
    }
    let ids: Vec<Value> = devices.iter().map(|device| device["pk"].clone()).collect();
    if is_remembered(sandbox, visit, stage, &ids) {
        return Ok(Step::Next);
    }
    let Some(form) = visit.form.take() else { return Ok(Step::Ask(page::code(&devices, ""))) };
    let users = Collection::at("core/users");
    let row = users.and_then(|users| sandbox.store.get_mut(users, &visit.plan.user));
    let Some(device) = row.and_then(|row| device::take(row, classes, form.get("code").trim())) else {
        return Ok(Step::Ask(page::code(&devices, "Invalid Token.")));
    };
    remember(sandbox, visit, stage, device);
    visit.plan.methods.push("mfa");
    Ok(Step::Next)
}

/// Whether this browser has shown a device to this very stage, not longer ago than the stage now
/// allows. What was shown to another stage, at the login for example, does not count.
fn is_remembered(sandbox: &Sandbox, visit: &Visit<'_>, stage: &Object, devices: &[Value]) -> bool {
    let threshold = moment::span(text(stage, "last_auth_threshold"));
    let shown = cookie(visit.request, FACTOR).and_then(|id| sandbox.browsers.factors.get(&id));
    let now = sandbox.now();
    shown.is_some_and(|factor| {
        let lasts = factor.until > now && factor.until <= now + threshold;
        lasts && Some(&factor.stage) == stage.get("pk") && devices.contains(&factor.device)
    })
}

fn remember(sandbox: &mut Sandbox, visit: &mut Visit<'_>, stage: &Object, device: Value) {
    let threshold = moment::span(text(stage, "last_auth_threshold"));
    if threshold == 0 {
        return;
    }
    let (id, until) = (random(40), sandbox.now() + threshold);
    sandbox.browsers.factors.insert(id.clone(), Factor { stage: value(stage, "pk"), device, until });
    visit.session.cookies.push((FACTOR, id));
}

/// Somebody without a device sets one up: the only way that the stage names, or the one that is
/// chosen. The sandbox plays lists of static codes.
fn choose(sandbox: &Sandbox, visit: &mut Visit<'_>, stage: &Object) -> Result<Step, Reply> {
    let found = list(stage, "configuration_stages").iter().filter_map(|pk| sandbox.store.find(Family::Stage, pk));
    let ways: Vec<(&Collection, &Object)> = found.collect();
    let chosen = visit.form.take().unwrap_or_default();
    let way = match ways.as_slice() {
        [] => return Err(page::denied("No (allowed) MFA authenticator configured.")),
        [only] => Some(only),
        _ => ways.iter().find(|(_, way)| text(way, "pk") == chosen.get("stage")),
    };
    let Some((collection, way)) = way else {
        return Ok(Step::Ask(page::ways(ways.iter().map(|(_, way)| *way))));
    };
    if collection.path != "stages/authenticator/static" {
        return Err(Reply::not_played(&format!("the set-up stage \"{}\"", text(way, "name"))));
    }
    let number = |field: &str| value(way, field).as_u64().and_then(|number| usize::try_from(number).ok());
    let (count, length) = (number("token_count").unwrap_or(6), number("token_length").unwrap_or(12));
    let codes: Vec<String> = (0..count.min(100)).map(|_| random(length.min(100)).to_lowercase()).collect();
    let page = page::codes(&codes);
    visit.plan.setup = Some((value(way, "pk"), codes));
    Ok(Step::Ask(page))
}

/// The codes were seen, and become a device.
fn enrol(sandbox: &mut Sandbox, visit: &mut Visit<'_>, setup: Value, codes: Vec<String>) -> Step {
    if visit.form.take().as_ref().is_none_or(|form| Form::get(form, "confirm").is_empty()) {
        let page = page::codes(&codes);
        visit.plan.setup = Some((setup, codes));
        return Step::Ask(page);
    }
    let users = Collection::at("core/users");
    if let Some(row) = users.and_then(|users| sandbox.store.get_mut(users, &visit.plan.user)) {
        device::add(row, device::tokens(codes));
    }
    Step::Next
}

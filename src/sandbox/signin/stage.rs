//! The stages of a flow, one step each.

use super::flow::{Goal, Plan};
use super::{Session, consent, page, validate};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::message::{Form, Object, Reply, Request};
use crate::sandbox::moment;
use crate::sandbox::show::is_active;
use crate::sandbox::store::{text, value};
use serde_json::{Value, json};

const IDENTIFICATION: &str = "default-authentication-identification";
const PASSWORD: &str = "default-authentication-password";
const LOGIN: &str = "default-authentication-login";

/// A browser at a stage.
#[derive(Debug)]
pub struct Visit<'a> {
    /// The request at hand.
    pub request: &'a Request,
    /// The browser's session.
    pub session: &'a mut Session,
    /// The flow that it is in.
    pub plan: &'a mut Plan,
    /// The answer to what this stage asked before, if it did.
    pub form: Option<Form>,
}

/// What a stage says.
#[derive(Debug)]
pub enum Step {
    /// On to the next one.
    Next,
    /// Somebody must answer this first.
    Ask(Reply),
}

/// Takes one stage. Err: the flow ends here.
pub fn step(sandbox: &mut Sandbox, visit: &mut Visit<'_>, pk: &Value) -> Result<Step, Reply> {
    if pk.is_null() {
        return Ok(consent::step(sandbox, visit, None));
    }
    let Some((collection, stage)) = sandbox.store.find(Family::Stage, pk) else {
        return Err(Reply::not_played("a stage that was removed in the middle of a flow"));
    };
    let stage = stage.clone();
    match (collection.path, text(&stage, "name")) {
        ("stages/consent", _) => Ok(consent::step(sandbox, visit, Some(&stage))),
        ("stages/authenticator/validate", _) => validate::step(sandbox, visit, &stage),
        (_, IDENTIFICATION) => identify(sandbox, visit),
        // The form of the identification stage has asked for the password already.
        (_, PASSWORD) if !visit.plan.user.is_null() => Ok(Step::Next),
        (_, LOGIN) if !visit.plan.user.is_null() => {
            login(sandbox, visit);
            Ok(Step::Next)
        }
        (_, name) => Err(Reply::not_played(&format!("the stage \"{name}\""))),
    }
}

/// Name and password, in one form. authentik asks for one after the other; which of the two was
/// wrong it does not say either.
fn identify(sandbox: &Sandbox, visit: &mut Visit<'_>) -> Result<Step, Reply> {
    let after = visit.plan.stages.get(1).and_then(|pk| sandbox.store.get(Family::Stage, pk));
    if !matches!(visit.plan.goal, Goal::SignIn(_)) || after.is_none_or(|stage| text(stage, "name") != PASSWORD) {
        return Err(Reply::not_played("an identification without a password"));
    }
    let Some(form) = visit.form.take() else { return Ok(Step::Ask(page::login(""))) };
    let mut users = sandbox.store.family(Family::User).map(|(_, user)| user);
    let found = users.find(|user| may_sign_in(user, form.get("username"), form.get("password")));
    let Some(user) = found else { return Ok(Step::Ask(page::login("Invalid password"))) };
    visit.plan.user = value(user, "pk");
    visit.plan.methods.push("pwd");
    Ok(Step::Next)
}

fn may_sign_in(user: &Object, name: &str, password: &str) -> bool {
    let known = text(user, "_password");
    is_active(user) && text(user, "username") == name && !known.is_empty() && known == password
}

fn login(sandbox: &mut Sandbox, visit: &mut Visit<'_>) {
    let user = visit.plan.user.clone();
    let now = sandbox.now();
    visit.session.sign_in(user.clone(), now, visit.plan.methods.clone());
    let users = Collection::at("core/users");
    if let Some(row) = users.and_then(|users| sandbox.store.get_mut(users, &user)) {
        row.insert("last_login".to_owned(), json!(moment::text(now, ".000000Z")));
    }
}

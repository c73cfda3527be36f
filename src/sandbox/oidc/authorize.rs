//! The authorize endpoint: from a right request to the login, to the flow of the provider, or
//! straight back to the client.

use super::asked::{self, Asked};
use super::{application_of, login};
use crate::sandbox::actions::Handled;
use crate::sandbox::collections::Family;
use crate::sandbox::message::{Reply, Request};
use crate::sandbox::signin::flow::{self, Goal, Plan, Standing};
use crate::sandbox::signin::{Session, page, within};
use crate::sandbox::store::{text, value};
use crate::sandbox::{Sandbox, engine};
use serde_json::Value;

const LOGIN_REQUIRED: (&str, &str) = ("login_required", "The Authorization Server requires End-User authentication");

/// `GET /application/o/authorize/`.
pub fn authorize(sandbox: &mut Sandbox, request: &Request) -> Handled {
    let asked = asked::read(sandbox, request)?;
    if application_of(sandbox, &asked.provider).is_none() {
        return Err(Reply::page(404, "Not Found"));
    }
    within(sandbox, request, |sandbox, session| {
        if must_sign_in(sandbox, session, &asked) {
            return to_login(sandbox, request, session, &asked);
        }
        admit(sandbox, request, session, asked)
    })
}

/// Whether the login comes first: nobody is signed in, it is too long ago, or the client asks for a
/// new one. One login is enough for that, and serves one request.
fn must_sign_in(sandbox: &Sandbox, session: &mut Session, asked: &Asked) -> bool {
    let is_due =
        session.user.is_null() || asked.max_age.is_some_and(|age| sandbox.now().saturating_sub(session.since) > age);
    if !asked.prompts("login") {
        return is_due;
    }
    let was_at = session.asked_again.take();
    if !is_due && was_at.is_some_and(|logins| logins < session.logins) {
        return false;
    }
    session.asked_again = Some(session.logins);
    true
}

fn to_login(sandbox: &Sandbox, request: &Request, session: &Session, asked: &Asked) -> Handled {
    if asked.prompts("none") {
        if session.user.is_null() {
            return Ok(asked.refusal(LOGIN_REQUIRED));
        }
        return Err(Reply::not_played("`prompt=none` where a new login is due"));
    }
    let provider = sandbox.store.get(Family::Provider, &asked.provider);
    let own = provider.map(|provider| value(provider, "authentication_flow")).unwrap_or_default();
    if sandbox.store.get(Family::Flow, &own).is_some_and(|own| text(own, "slug") != flow::LOGIN) {
        return Err(Reply::not_played("a login by a provider's own authentication flow"));
    }
    Ok(Reply::redirect(&login(sandbox, request)))
}

/// Somebody who is signed in goes through the provider's authorization flow, if policies let them.
fn admit(sandbox: &mut Sandbox, request: &Request, session: &mut Session, asked: Asked) -> Handled {
    let user = sandbox.store.get(Family::User, &session.user).cloned().unwrap_or_default();
    let application = application_of(sandbox, &asked.provider).cloned().unwrap_or_default();
    let is_open = engine::may_open(sandbox, &application, &user);
    if !is_open.map_err(|_| Reply::not_played("a policy that it cannot evaluate"))? {
        return Ok(page::denied(""));
    }
    let provider = sandbox.store.get(Family::Provider, &asked.provider).cloned().unwrap_or_default();
    let flow = sandbox.store.get(Family::Flow, &value(&provider, "authorization_flow")).cloned().unwrap_or_default();
    let (is_silent, must_consent) = (asked.prompts("none"), asked.prompts("consent"));
    let mut plan = Plan::new(sandbox, &flow, Goal::Authorize(Box::new(asked)), &session.user)?;
    if must_consent {
        plan.must_consent = true;
        let asks =
            |pk: &Value| sandbox.store.find(Family::Stage, pk).is_some_and(|(kind, _)| kind.path == "stages/consent");
        if !plan.stages.iter().any(asks) {
            plan.stages.push(Value::Null);
        }
    }
    let address = plan.address(&request.query);
    session.plan = Some(plan);
    match flow::go_on(sandbox, request, session, None)? {
        Standing::Done(reply) => Ok(reply),
        Standing::Asks(_) if is_silent => {
            session.plan = None;
            Err(Reply::not_played("`prompt=none` where something must be asked"))
        }
        Standing::Asks(_) => Ok(Reply::redirect(&address)),
    }
}

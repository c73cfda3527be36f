//! Logging out of an application.

use super::{address, login, provider_of, quoted};
use crate::sandbox::Sandbox;
use crate::sandbox::actions::Handled;
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Reply, Request};
use crate::sandbox::signin::{Session, flow, page, within};
use crate::sandbox::store::{text, value};
use serde_json::Value;

/// The stage that ends the whole session.
const LOGOUT: &str = "default-invalidation-logout";

/// `GET /application/o/SLUG/end-session/`. An address to go to that is not registered for it is
/// refused where such addresses are known. Not signed in, the login comes first (recorded).
pub fn end_session(sandbox: &mut Sandbox, request: &Request, slug: &str) -> Handled {
    let provider = provider_of(sandbox, slug)?.clone();
    let wanted = request.one("post_logout_redirect_uri").filter(|_| sandbox.has(Habit::RedirectUriType));
    if let Some(wanted) = &wanted
        && !address::allowed(&provider, wanted, "logout")?
    {
        return Err(Reply::page(400, "Bad Request"));
    }
    if sandbox.has(Habit::SessionEndPage) {
        return Ok(Reply::redirect(&format!("/if/session-end/{slug}/")));
    }
    within(sandbox, request, |sandbox, session| {
        if session.user.is_null() {
            return Ok(Reply::redirect(&login(sandbox, request)));
        }
        let flow = value(&provider, "invalidation_flow");
        invalidate(sandbox, session, &flow)?;
        match wanted {
            Some(wanted) => Ok(Reply::redirect(&with_state(&wanted, request))),
            None => Ok(page::logged_out(slug)),
        }
    })
}

/// The provider's invalidation flow. The default one has no stages and ends nothing but the
/// application's own session; the session with authentik ends by the stage that is for it.
fn invalidate(sandbox: &Sandbox, session: &mut Session, flow: &Value) -> Result<(), Reply> {
    let flow = sandbox.store.get(Family::Flow, flow).ok_or_else(|| Reply::not_played("end-session without a flow"))?;
    let stages = flow::stages(sandbox, flow, &session.user)?;
    for stage in stages.iter().filter_map(|pk| sandbox.store.get(Family::Stage, pk)) {
        if text(stage, "name") != LOGOUT {
            return Err(Reply::not_played(&format!("the stage \"{}\"", text(stage, "name"))));
        }
        *session = Session::default();
    }
    Ok(())
}

/// The client's `state` goes along (OpenID Connect RP-Initiated Logout 1.0, section 3).
fn with_state(address: &str, request: &Request) -> String {
    let Some(state) = request.one("state").filter(|state| !state.is_empty()) else { return address.to_owned() };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}state={}", quoted(&state, ""))
}

//! Signing in: the sessions of browsers, and the flows that lead through one.
//!
//! authentik's own pages are a program that speaks to an API of flows; these are plain forms at the
//! same addresses. What is asked, in which order, and what comes of the answers follows the flows,
//! stages and bindings of the sandbox. What authentik does with them is told by its source as
//! remembered, unless a comment names a recording.

mod consent;
pub mod device;
pub mod flow;
pub mod page;
mod stage;
mod validate;

use super::Sandbox;
use super::actions::Handled;
use super::check::random;
use super::collections::Family;
use super::message::Request;
use super::show::is_active;
use consent::Consent;
use flow::Plan;
use serde_json::Value;
use std::collections::BTreeMap;
use validate::Factor;

/// The cookie of a session.
const SESSION: &str = "authentik_session";

/// What is known of browsers.
#[derive(Debug, Clone, Default)]
pub struct Browsers {
    sessions: BTreeMap<String, Session>,
    factors: BTreeMap<String, Factor>,
    consents: Vec<Consent>,
}

impl Browsers {
    /// Whether a user is still signed in to the session of that key.
    #[must_use]
    pub fn is_signed_in(&self, key: &str, user: &Value) -> bool {
        self.sessions.values().any(|session| session.key == key && session.user == *user)
    }
}

/// The session of one browser.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// Names the session for as long as one user is signed in to it; tokens remember it.
    pub key: String,
    /// The id of the user who is signed in; null where nobody is.
    pub user: Value,
    /// When that user signed in, in seconds since 1970.
    pub since: u64,
    /// How that user signed in: the words of the claim `amr`.
    pub methods: Vec<&'static str>,
    /// How often somebody has signed in to this session.
    pub logins: usize,
    /// The count of logins at which a client asked for another one.
    pub asked_again: Option<usize>,
    /// The flow that this browser is in.
    pub plan: Option<Plan>,
    /// Cookies that the next reply sets.
    cookies: Vec<(&'static str, String)>,
}

impl Session {
    /// Signs a user in.
    fn sign_in(&mut self, user: Value, now: u64, methods: Vec<&'static str>) {
        if self.user != user {
            self.key = random(32);
        }
        self.user = user;
        self.since = now;
        self.methods = methods;
        self.logins += 1;
    }

    fn is_blank(&self) -> bool {
        self.user.is_null() && self.plan.is_none() && self.asked_again.is_none()
    }
}

/// Does something in the session of the browser that asks. Signing in changes the cookie, and a
/// session in which nothing has happened gets none.
pub fn within(
    sandbox: &mut Sandbox,
    request: &Request,
    act: impl FnOnce(&mut Sandbox, &mut Session) -> Handled,
) -> Handled {
    let cookie = cookie(request, SESSION);
    let known = cookie.as_ref().and_then(|id| sandbox.browsers.sessions.remove(id));
    let id = cookie.filter(|_| known.is_some());
    let mut session = known.unwrap_or_default();
    if !sandbox.store.get(Family::User, &session.user).is_some_and(is_active) {
        session.user = Value::Null;
    }
    let logins = session.logins;
    let outcome = act(sandbox, &mut session);
    let id = id.filter(|_| session.logins == logins).unwrap_or_else(|| {
        let id = random(40);
        if !session.is_blank() {
            session.cookies.push((SESSION, id.clone()));
        }
        id
    });
    let secure = if request.scheme == "https" { "; Secure" } else { "" };
    let set = session.cookies.drain(..).map(|(name, value)| {
        ("set-cookie".to_owned(), format!("{name}={value}; HttpOnly; Path=/; SameSite=Lax{secure}"))
    });
    let set: Vec<_> = set.collect();
    if !session.is_blank() {
        sandbox.browsers.sessions.insert(id, session);
    }
    let add = |mut reply: super::Reply| {
        reply.headers.extend(set.clone());
        reply
    };
    outcome.map(add).map_err(add)
}

/// Whether the browser that asks belongs to somebody.
#[must_use]
pub fn is_signed_in(sandbox: &Sandbox, request: &Request) -> bool {
    let session = cookie(request, SESSION).and_then(|id| sandbox.browsers.sessions.get(&id));
    session.is_some_and(|session| sandbox.store.get(Family::User, &session.user).is_some_and(is_active))
}

/// The value of a cookie.
fn cookie(request: &Request, name: &str) -> Option<String> {
    let pairs = request.cookie.as_deref().unwrap_or_default().split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned());
    found.next()
}

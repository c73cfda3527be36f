//! What was given out: codes and tokens.

use super::asked::Challenge;
use super::device::Waiting;
use super::{claims, jwt};
use crate::sandbox::check::random;
use crate::sandbox::collections::Family;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::show::is_active;
use crate::sandbox::store::{text, value};
use crate::sandbox::{Sandbox, moment};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a user has granted to a client.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The id of the provider.
    pub provider: Value,
    /// The id of the user.
    pub user: Value,
    /// The scopes.
    pub scopes: Vec<String>,
    /// What the client wants to find in the ID token.
    pub nonce: Option<String>,
    /// When the user signed in, in seconds since 1970.
    pub auth_time: u64,
    /// How, as words of the claim `amr`.
    pub methods: Vec<&'static str>,
    /// The session in which it was granted.
    pub session: String,
}

impl Grant {
    /// Whether a scope was granted.
    #[must_use]
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }

    /// The provider and the user, while both are there and the user is active.
    #[must_use]
    pub fn parties(&self, sandbox: &Sandbox) -> Option<(Object, Object)> {
        let provider = sandbox.store.get(Family::Provider, &self.provider)?;
        let user = sandbox.store.get(Family::User, &self.user).filter(|user| is_active(user))?;
        Some((provider.clone(), user.clone()))
    }
}

/// A code.
#[derive(Debug, Clone)]
pub struct Code {
    /// What it stands for.
    pub grant: Grant,
    /// The address that it was sent to.
    pub redirect_uri: String,
    /// What its use needs.
    pub challenge: Option<Challenge>,
    /// Its end, in seconds since 1970.
    pub until: u64,
}

/// An access token.
#[derive(Debug, Clone)]
pub struct Access {
    /// What it stands for.
    pub grant: Grant,
    /// Its end, in seconds since 1970.
    pub until: u64,
}

/// A refresh token.
#[derive(Debug, Clone)]
pub struct Refresh {
    /// What it stands for.
    pub grant: Grant,
    /// Its end, in seconds since 1970.
    pub until: u64,
    /// Whether it was used already.
    pub is_used: bool,
}

/// Everything that was given out and may come back.
#[derive(Debug, Clone, Default)]
pub struct Issued {
    /// Codes; one that was used is gone.
    pub codes: BTreeMap<String, Code>,
    /// Access tokens.
    pub access: BTreeMap<String, Access>,
    /// Refresh tokens.
    pub refresh: BTreeMap<String, Refresh>,
    /// Logins of devices, by the device code.
    pub devices: BTreeMap<String, Waiting>,
}

/// A new code.
pub fn code(sandbox: &mut Sandbox, provider: &Object, grant: Grant, sent: (&str, Option<Challenge>)) -> String {
    let until = sandbox.now() + moment::span(text(provider, "access_code_validity"));
    let (redirect_uri, challenge) = (sent.0.to_owned(), sent.1);
    let code = random(40);
    sandbox.issued.codes.insert(code.clone(), Code { grant, redirect_uri, challenge, until });
    code
}

/// A new refresh token.
pub fn refresh(sandbox: &mut Sandbox, provider: &Object, grant: Grant) -> String {
    let until = sandbox.now() + moment::span(text(provider, "refresh_token_validity"));
    let token = random(128);
    sandbox.issued.refresh.insert(token.clone(), Refresh { grant, until, is_used: false });
    token
}

/// A new access token, and the claims of the ID token that goes with it.
///
/// The access token is a JWT with the claims of the ID token and three more.
pub fn access(
    sandbox: &mut Sandbox,
    request: &Request,
    (provider, user): (&Object, &Object),
    grant: &Grant,
) -> Result<(String, Object), Reply> {
    let until = sandbox.now() + moment::span(text(provider, "access_token_validity"));
    let claims = claims::id_token(sandbox, request, (provider, user), grant)?;
    let mut inside = claims.clone();
    inside.insert("azp".to_owned(), value(provider, "client_id"));
    inside.insert("uid".to_owned(), json!(random(40)));
    inside.entry("scope").or_insert_with(|| json!(grant.scopes.join(" ")));
    let token = jwt::encode(sandbox, provider, &inside)?;
    sandbox.issued.access.insert(token.clone(), Access { grant: grant.clone(), until });
    Ok((token, claims))
}

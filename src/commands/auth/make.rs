//! The work: account, role, group, token, in an order in which each can be taken back.

use super::taken_back::Made;
use crate::authentik::{ApiError, segment};
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::{Secret, day};
use crate::session::Session;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

/// What is to be made.
pub struct Wanted {
    /// The account's name.
    pub account: String,
    /// The role's name.
    pub role: String,
    /// The group's name, where roles reach users through groups (up to authentik 2025.10).
    pub group: Option<String>,
    /// The token's identifier.
    pub token: String,
    /// The role's permissions.
    pub rights: BTreeSet<String>,
    /// How many days the token must be good at least.
    pub days: Option<u32>,
    /// Whether the token ends.
    pub expiring: bool,
    /// How long the token is good, in words.
    pub lifetime: String,
}

/// The work under way.
pub struct Making<'a> {
    session: &'a Session,
    interrupt: &'a Interrupt,
    wanted: &'a Wanted,
    made: Made,
}

impl<'a> Making<'a> {
    /// Nothing is made yet.
    pub fn new(session: &'a Session, interrupt: &'a Interrupt, wanted: &'a Wanted) -> Self {
        Self { session, interrupt, wanted, made: Made::default() }
    }

    /// Makes everything, hands the token over to `keep`, and answers it with its end. If anything fails,
    /// what was made is taken back.
    pub async fn run(
        mut self,
        keep: impl FnOnce(&Secret) -> Result<(), Failure>,
    ) -> Result<(Secret, Option<String>), Failure> {
        let outcome = self.steps().await.and_then(|(token, expires)| {
            self.interrupt.check()?;
            keep(&token)?;
            Ok((token, expires))
        });
        match outcome {
            Ok(done) => Ok(done),
            Err(failure) => Err(self.made.take_back(&self.session.client, failure).await),
        }
    }

    async fn steps(&mut self) -> Result<(Secret, Option<String>), Failure> {
        let user = self.account().await?;
        self.forget_password().await?;
        let role = self.role().await?;
        self.connect(&user, &role).await?;
        let expires = self.token(&user).await?;
        let path = format!("core/tokens/{}/view_key/", segment(&self.wanted.token));
        let answer = self.session.client.get(&path, &[]).await?;
        let key = answer.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| Failure::failed("authentik made the token, and does not show its key"))?;
        Ok((Secret::new(key.to_owned()), expires))
    }

    /// authentik makes an app password too, which is no token for the API (all versions).
    async fn account(&mut self) -> Result<Value, Failure> {
        let name = &self.wanted.account;
        let body = json!({"name": name, "create_group": false, "expiring": true});
        let answer = self.write("core/users/service_account/", &body).await;
        let answer = answer.inspect_err(|error| self.made.perhaps(error, format!("the service account `{name}`")))?;
        let pk = answer.get("user_pk").cloned().ok_or_else(|| unnamed("the service account"))?;
        self.made.add(format!("core/users/{pk}/"), format!("the service account `{name}`"));
        Ok(pk)
    }

    /// The app password would be a second way in that nobody needs.
    async fn forget_password(&mut self) -> Result<(), Failure> {
        let query = [("user__username", self.wanted.account.as_str()), ("intent", "app_password")];
        for token in self.session.client.list("core/tokens/", &query).await? {
            let is_ours = token.pointer("/user_obj/username").and_then(Value::as_str) == Some(&self.wanted.account);
            if let Some(identifier) = token.get("identifier").and_then(Value::as_str).filter(|_| is_ours) {
                self.interrupt.check()?;
                self.session.client.delete(&format!("core/tokens/{}/", segment(identifier))).await?;
            }
        }
        Ok(())
    }

    async fn role(&mut self) -> Result<String, Failure> {
        let name = &self.wanted.role;
        let answer = self.write("rbac/roles/", &json!({ "name": name })).await;
        let answer = answer.inspect_err(|error| self.made.perhaps(error, format!("the role `{name}`")))?;
        let pk = text(&answer, "pk").ok_or_else(|| unnamed("the role"))?;
        self.made.add(format!("rbac/roles/{}/", segment(&pk)), format!("the role `{name}`"));
        let path = format!("rbac/permissions/assigned_by_roles/{}/assign/", segment(&pk));
        self.write(&path, &json!({ "permissions": self.wanted.rights })).await?;
        Ok(pk)
    }

    /// Gives the role to the account: by itself, or up to authentik 2025.10 through a group.
    async fn connect(&mut self, user: &Value, role: &str) -> Result<(), Failure> {
        let Some(name) = &self.wanted.group else {
            self.interrupt.check()?;
            let answer = self.session.client.patch(&format!("core/users/{user}/"), &json!({ "roles": [role] })).await?;
            let roles = answer.get("roles").and_then(Value::as_array);
            if roles.is_none_or(|roles| !roles.contains(&json!(role))) {
                return Err(Failure::failed("authentik did not give the role to the account, and does not say why"));
            }
            return Ok(());
        };
        let answer = self.write("core/groups/", &json!({"name": name, "roles": [role]})).await;
        let answer = answer.inspect_err(|error| self.made.perhaps(error, format!("the group `{name}`")))?;
        let pk = text(&answer, "pk").ok_or_else(|| unnamed("the group"))?;
        self.made.add(format!("core/groups/{}/", segment(&pk)), format!("the group `{name}`"));
        self.write(&format!("core/groups/{}/add_user/", segment(&pk)), &json!({ "pk": user })).await?;
        Ok(())
    }

    /// Makes the token, and answers its end. authentik sets the end itself, whatever is asked
    /// (its source, 2024.8 to 2026.8: "For API tokens, expires cannot be overridden").
    async fn token(&mut self, user: &Value) -> Result<Option<String>, Failure> {
        let Wanted { token, days, expiring, .. } = self.wanted;
        let body = json!({
            "identifier": token, "intent": "api", "user": user, "description": "akctl", "expiring": expiring,
        });
        let answer = self.write("core/tokens/", &body).await;
        let answer = answer.inspect_err(|error| self.made.perhaps(error, format!("the token `{token}`")))?;
        self.made.add(format!("core/tokens/{}/", segment(token)), format!("the token `{token}`"));
        let expires = text(&answer, "expires").filter(|_| *expiring);
        match (days, &expires) {
            (Some(days), Some(end)) if is_before(end, *days) => Err(too_short(end, *days)),
            _ => Ok(expires),
        }
    }

    async fn write(&self, path: &str, body: &Value) -> Result<Value, WriteError> {
        self.interrupt.check().map_err(WriteError::Interrupted)?;
        self.session.client.post(path, body).await.map_err(|error| WriteError::Api(Box::new(error)))
    }
}

/// Why something was not written.
pub enum WriteError {
    /// The person stopped it before.
    Interrupted(Failure),
    /// authentik or the network.
    Api(Box<ApiError>),
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Interrupted(failure) => failure,
            WriteError::Api(error) => error.into_failure(),
        }
    }
}

fn text(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

fn unnamed(what: &str) -> Failure {
    Failure::failed(format!("authentik made {what}, and does not say which it is"))
}

/// Whether an end comes before so many days from now have passed.
fn is_before(end: &str, days: u32) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 86_400;
    let today = i64::try_from(now).unwrap_or(i64::MAX);
    day::of(end).is_none_or(|end| end < today.saturating_add(i64::from(days)))
}

fn too_short(end: &str, days: u32) -> Failure {
    Failure::new(Kind::Decision, format!("authentik would end the token at {end}, before {days} days have passed"))
        .hint(format!("raise System > Settings > Default token duration in authentik, to days={days} for example"))
        .hint("or leave out --days and take what authentik gives, or give --no-expiry")
}

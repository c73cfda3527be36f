//! Who asks, and what they may do.

use super::Sandbox;
use super::collections::Family;
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::moment;
use super::people;
use super::store::{list, text, truth, value};
use serde_json::Value;
use std::collections::BTreeSet;

/// Who asks.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The user that the token belongs to.
    pub user: Object,
    /// Whether everything is allowed.
    pub superuser: bool,
    /// What is allowed otherwise, as `app.action_model`.
    pub permissions: BTreeSet<String>,
}

/// Whether a token has ended. Moments are written so that their texts are in their order.
fn is_over(sandbox: &Sandbox, token: &Object) -> bool {
    truth(token, "expiring")
        && matches!(text(token, "expires"), end if !end.is_empty() && end < moment::text(sandbox.now(), ".").as_str())
}

impl Caller {
    /// Finds the caller by the token. A wrong token and no token are both 403. An app password is
    /// not a token for the API.
    pub fn find(sandbox: &Sandbox, request: &Request) -> Result<Self, Reply> {
        let Some(header) = request.authorization.as_deref().filter(|header| !header.trim().is_empty()) else {
            return Err(Reply::detail(403, "Authentication credentials were not provided."));
        };
        let token = header.strip_prefix("Bearer ").unwrap_or_default().trim();
        let known = sandbox.store.family(Family::Token).map(|(_, row)| row);
        let known = known.filter(|row| text(row, "intent") == "api" && !is_over(sandbox, row));
        let found = known.into_iter().find(|row| !token.is_empty() && text(row, "_key") == token);
        let user = found.and_then(|row| sandbox.store.get(Family::User, &value(row, "user")));
        match user {
            Some(user) if super::show::is_active(user) => Ok(Self::of(sandbox, user)),
            _ => Err(Reply::detail(403, "Token invalid/expired")),
        }
    }

    /// A user with the permissions that roles give.
    #[must_use]
    pub fn of(sandbox: &Sandbox, user: &Object) -> Self {
        let groups = people::all_groups(sandbox, user);
        let mut roles: Vec<&Value> = groups.into_iter().flat_map(|group| list(group, "roles")).collect();
        if sandbox.has(Habit::UserRoles) {
            roles.extend(list(user, "roles"));
        }
        let granted = roles.into_iter().filter_map(|role| sandbox.permissions.get(role.as_str()?));
        let permissions = granted.flatten().cloned().collect();
        Self { user: user.clone(), superuser: people::is_superuser(sandbox, user), permissions }
    }

    /// Whether something is allowed.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.superuser || self.permissions.contains(permission)
    }

    /// 403 unless something is allowed.
    pub fn must(&self, permission: &str) -> Result<(), Reply> {
        if self.may(permission) { Ok(()) } else { Err(Reply::forbidden()) }
    }

    /// 403 unless everything is allowed.
    pub fn must_be_superuser(&self) -> Result<(), Reply> {
        if self.superuser { Ok(()) } else { Err(Reply::forbidden()) }
    }

    /// Whether the caller made that object.
    #[must_use]
    pub fn made(&self, row: &Object) -> bool {
        row.get("_creator").is_some_and(|creator| Some(creator) == self.user.get("pk"))
    }
}

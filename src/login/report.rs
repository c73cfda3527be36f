//! What a login brought, as a report for people and programs.

use super::preview::{Application, Authentik};
use super::token::{Check, Verdict};
use serde::Serialize;
use serde_json::{Map, Value};

/// The whole report. It holds no token.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Which authentik it is.
    pub authentik: Authentik,
    /// The application.
    pub application: Application,
    /// The scopes that were asked for.
    pub scopes: Vec<String>,
    /// The scopes that authentik says it granted.
    pub granted_scopes: Vec<String>,
    /// The checks, in order.
    pub checks: Vec<Check>,
    /// The claims of the ID token; none if none came, or it cannot be read.
    pub id_token: Option<Map<String, Value>>,
    /// The claims of userinfo; none if it did not answer.
    pub userinfo: Option<Map<String, Value>>,
    /// How many checks failed.
    pub failed: usize,
}

impl Report {
    /// Counts what failed.
    #[must_use]
    pub fn counted(mut self) -> Self {
        self.failed = self.checks.iter().filter(|check| check.verdict == Verdict::Failed).count();
        self
    }
}

/// Whether userinfo is about the user of the ID token: without this comparison somebody could swap the
/// access token for that of another user.
pub fn same_user(token: &Map<String, Value>, userinfo: &Map<String, Value>) -> Result<String, String> {
    let sub = |claims: &Map<String, Value>| claims.get("sub").and_then(Value::as_str).map(str::to_owned);
    match (sub(token), sub(userinfo)) {
        (Some(one), Some(other)) if one == other => Ok("it is about the user of the ID token".to_owned()),
        (Some(one), Some(other)) => Err(format!("it is about {other:?}, and the ID token about {one:?}")),
        _ => Err("the ID token or userinfo does not say whom it is about (sub)".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn userinfo_must_be_about_the_same_user() {
        let of = |value: Value| value.as_object().cloned().expect("an object");
        assert!(same_user(&of(json!({"sub": "a"})), &of(json!({"sub": "a"}))).is_ok());
        for (one, other) in
            [(json!({"sub": "a"}), json!({"sub": "b"})), (json!({}), json!({})), (json!({"sub": "a"}), json!({}))]
        {
            assert!(same_user(&of(one.clone()), &of(other)).is_err(), "{one}");
        }
    }
}

//! What a login of one user would bring, as a report for people and programs.

use super::claims::{self, Membership, Outcome, Tried};
use crate::model::ServerUrl;
use crate::model::endpoints::OidcEndpoints;
use serde::Serialize;
use serde_json::{Map, Value, json};

#[cfg(test)]
mod tests;

/// The whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// Which authentik it is.
    pub authentik: Authentik,
    /// The application.
    pub application: Application,
    /// The user.
    pub user: Person,
    /// Whether the user gets in.
    pub access: Access,
    /// The provider; none if the application has none, or it cannot be read.
    pub provider: Option<Provider>,
    /// What an `OAuth2` application is told; none for other kinds.
    pub openid: Option<OpenId>,
    /// What a SAML application is told; none for other kinds.
    pub saml: Option<Saml>,
    /// What is not known, and what to know.
    pub notes: Vec<String>,
}

/// Which authentik it is.
#[derive(Debug, Clone, Serialize)]
pub struct Authentik {
    /// Its public address.
    pub url: String,
    /// Its version.
    pub version: String,
}

/// The application.
#[derive(Debug, Clone, Serialize)]
pub struct Application {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The provider.
#[derive(Debug, Clone, Serialize)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// The word for its kind.
    pub kind: String,
}

/// The user.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Person {
    /// The name to sign in with.
    pub username: String,
    /// The name that people read.
    pub name: String,
    /// The e-mail address; empty if there is none.
    pub email: String,
    /// Whether the user can sign in at all.
    pub is_active: bool,
    /// The groups in which the user is directly.
    pub groups: Vec<String>,
    /// Everything that authentik says about the user, for the subject.
    #[serde(skip)]
    pub record: Value,
}

impl Person {
    /// A user as the API returns it.
    #[must_use]
    pub fn of(record: &Value) -> Self {
        let text = |field: &str| record.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let groups = record.get("groups_obj").and_then(Value::as_array).into_iter().flatten();
        Self {
            username: text("username"),
            name: text("name"),
            email: text("email"),
            is_active: record.get("is_active").and_then(Value::as_bool).unwrap_or(true),
            groups: groups.filter_map(|group| group.get("name")?.as_str()).map(str::to_owned).collect(),
            record: record.clone(),
        }
    }
}

/// Whether the user gets in.
#[derive(Debug, Clone, Serialize)]
pub struct Access {
    /// What authentik says; none if it could not be asked.
    pub allowed: Option<bool>,
    /// Why it is so, in one sentence.
    pub why: String,
    /// What policies told the user.
    pub messages: Vec<String>,
    /// What authentik logged while it decided.
    pub log: Vec<String>,
    /// Each binding of the application, in order.
    pub bindings: Vec<Bound>,
}

/// One binding, seen for the user.
#[derive(Debug, Clone, Serialize)]
pub struct Bound {
    /// What is bound: `group Editors`.
    pub what: String,
    /// Whether it lets the user in; none if that is not known.
    pub passes: Option<bool>,
    /// Why.
    pub why: String,
}

/// What an `OAuth2` application is told.
#[derive(Debug, Clone, Serialize)]
pub struct OpenId {
    /// The scopes that it asks for.
    pub scopes: Vec<String>,
    /// Where these scopes come from.
    pub scopes_from: String,
    /// Those for which the provider has no mapping: authentik drops them without a word.
    pub dropped_scopes: Vec<String>,
    /// The provider's mappings of these scopes, tried one by one.
    pub mappings: Vec<Tried>,
    /// The claims of the ID token that are known before a login; none if there is no ID token.
    pub id_token: Option<Map<String, Value>>,
    /// The claims of the ID token that are settled at the login.
    pub set_at_login: Vec<String>,
    /// Which of the user's values the claim `sub` holds.
    pub subject_from: String,
    /// The claims of userinfo; none if it refuses to answer.
    pub userinfo: Option<Map<String, Value>>,
    /// The claims that list texts: groups and roles as the application sees them.
    pub memberships: Vec<Membership>,
}

/// What a SAML application is told.
#[derive(Debug, Clone, Serialize)]
pub struct Saml {
    /// What stands in the `NameID`; none if it is settled at the login.
    pub name_id: Option<String>,
    /// Where it comes from.
    pub name_id_from: String,
    /// The attributes, in the order of the mappings.
    pub attributes: Vec<Attribute>,
    /// The provider's mappings, tried one by one.
    pub mappings: Vec<Tried>,
}

/// An attribute of a SAML assertion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// What an ID token holds besides claims of mappings, settled only at the login.
const AT_LOGIN: [&str; 5] = ["exp", "iat", "auth_time", "acr", "amr"];

impl OpenId {
    /// From the provider, the user, and the mappings that were tried.
    #[must_use]
    pub fn of(provider: &Value, endpoints: &Endpoints<'_>, user: &Value, asked: Asked, tried: Vec<Tried>) -> Self {
        let Asked { scopes, from, dropped } = asked;
        let text = |field: &str| provider.get(field).and_then(Value::as_str).unwrap_or_default();
        let claims = claims::merged(&tried);
        let (subject, subject_from) = subject(text("sub_mode"), user);
        // Without `openid` there is no ID token, and userinfo answers 403.
        let is_openid = scopes.iter().any(|scope| scope == "openid") && !dropped.iter().any(|scope| scope == "openid");
        let with_claims = provider.get("include_claims_in_id_token").and_then(Value::as_bool).unwrap_or(true);
        let id_token = is_openid.then(|| {
            let mut token = Map::new();
            token.insert("iss".to_owned(), json!(endpoints.issuer(text("issuer_mode"))));
            token.insert("sub".to_owned(), subject.clone());
            token.insert("aud".to_owned(), json!(text("client_id")));
            if with_claims {
                token.extend(claims.clone());
            }
            token
        });
        let userinfo = is_openid.then(|| {
            let mut answer = claims.clone();
            answer.insert("sub".to_owned(), subject);
            answer
        });
        let token = id_token.as_ref();
        let at_login = AT_LOGIN.iter().filter(|claim| token.is_some_and(|token| !token.contains_key(**claim)));
        Self {
            scopes,
            scopes_from: from,
            dropped_scopes: dropped,
            set_at_login: at_login.map(|claim| (*claim).to_owned()).collect(),
            memberships: if is_openid { claims::memberships(&claims) } else { Vec::new() },
            id_token,
            subject_from: subject_from.to_owned(),
            userinfo,
            mappings: tried,
        }
    }
}

/// The scopes that an application asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The scopes, in order.
    pub scopes: Vec<String>,
    /// Where they come from.
    pub from: String,
    /// Those that the provider does not have.
    pub dropped: Vec<String>,
}

/// Where the issuer comes from.
#[derive(Debug, Clone, Copy)]
pub struct Endpoints<'a> {
    /// authentik's public address.
    pub public: &'a ServerUrl,
    /// The application's addresses.
    pub own: &'a OidcEndpoints,
}

impl Endpoints<'_> {
    /// What stands in the claim `iss`.
    #[must_use]
    pub fn issuer(&self, mode: &str) -> String {
        if mode == "global" { self.public.join("/") } else { self.own.issuer.clone() }
    }
}

/// The claim `sub`, and which of the user's values it is (authentik 2024.8 to 2026.8).
fn subject(mode: &str, user: &Value) -> (Value, &'static str) {
    let value = |field: &str| user.get(field).cloned().unwrap_or_default();
    match mode {
        "user_id" => (json!(value("pk").to_string()), "the user's primary key"),
        "user_uuid" => (value("uuid"), "the user's UUID"),
        "user_username" => (value("username"), "the name to sign in with; renaming the user changes it"),
        "user_email" => (value("email"), "the e-mail address; another address changes it"),
        "user_upn" => match user.get("attributes").and_then(|attributes| attributes.get("upn")) {
            Some(upn) => (upn.clone(), "the user's attribute upn"),
            None => (value("uid"), "the user's hashed id, because the user has no attribute upn"),
        },
        _ => (value("uid"), "the user's hashed id"),
    }
}

impl Saml {
    /// From the mappings that were tried; `name_id` is the one that fills the `NameID`, where the
    /// provider has one.
    #[must_use]
    pub fn of(tried: Vec<Tried>, name_id: Option<Tried>) -> Self {
        let (value, from) = match name_id {
            None => (None, "the format that the application asks for settles it at the login".to_owned()),
            Some(Tried { outcome: Outcome::Emitted, emitted: Value::Null, name, .. }) => (
                None,
                format!("the mapping {name} emits nothing, so the format that the application asks for settles it"),
            ),
            Some(Tried { outcome: Outcome::Emitted, emitted, name, .. }) => {
                (Some(texts(&emitted).join(", ")), format!("the mapping {name}"))
            }
            Some(Tried { name, why, .. }) => {
                (None, format!("the mapping {name}, which could not be tried: {}", why.unwrap_or_default()))
            }
        };
        let emitted = tried.iter().filter(|one| one.outcome == Outcome::Emitted && !one.emitted.is_null());
        let attributes = emitted.map(|one| Attribute { name: one.target.clone(), values: texts(&one.emitted) });
        Self { name_id: value, name_id_from: from, attributes: attributes.collect(), mappings: tried }
    }
}

/// Values as authentik writes them into an assertion: each item of a list is one, and everything is
/// written as Python does.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(python).collect(),
        other => vec![python(other)],
    }
}

fn python(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

//! From the code to the claims: what an application does after the browser came back.

use super::{Login, Test};
use crate::authentik::transport::Response;
use crate::error::Failure;
use crate::login::preview::{Application, Authentik};
use crate::login::report::{Report, same_user};
use crate::login::signature::{Key, Token};
use crate::login::token::{Check, Expected, checks, same};
use crate::model::Secret;
use crate::model::text::printable;
use futures_util::future::join;
use serde_json::{Map, Value};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the application can read of authentik before anybody signs in.
pub(super) struct Published {
    /// The issuer that the discovery document names.
    pub issuer: Result<String, String>,
    /// The keys that sign.
    pub keys: Result<Value, String>,
}

impl Published {
    /// Reads it through the public address. What cannot be read fails its check later.
    pub async fn read(login: &Login<'_>) -> Self {
        let document = |url: &str| {
            let url = url.to_owned();
            async move { login.session.client.anonymous_json(&url).await.map_err(|error| error.to_string()) }
        };
        let endpoints = &login.party.endpoints;
        let (discovery, keys) = join(document(&endpoints.discovery), document(&endpoints.jwks)).await;
        let issuer = |document: Value| document.get("issuer").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { issuer: discovery.map(issuer), keys }
    }
}

/// What the token endpoint gave.
pub(super) struct Tokens {
    id: String,
    access: Secret,
    scopes: Vec<String>,
}

impl Tokens {
    pub fn of(body: &Value) -> Self {
        let said = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
        Self {
            id: said("id_token").to_owned(),
            access: Secret::new(said("access_token").to_owned()),
            scopes: said("scope").split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// Uses the code, and looks at everything that comes.
pub(super) async fn finish(test: &Test<'_>, code: &str) -> Result<Report, Failure> {
    let tokens = tokens(test, code).await?;
    let first = vec![
        Check::of("state", Ok("the browser came back with that of this login".to_owned())),
        Check::of("pkce", Ok("the code was taken with the verifier (S256)".to_owned())),
    ];
    Ok(report(&test.login, tokens, first, Some(&test.nonce)).await)
}

/// Looks at everything that came. What belongs to the way by which it came was looked at first.
pub(super) async fn report(login: &Login<'_>, tokens: Tokens, first: Vec<Check>, nonce: Option<&str>) -> Report {
    let published = &login.published;
    let discovery = published.issuer.clone().and_then(|seen| same("the document says", &seen, &login.party.issuer));
    let mut all = vec![Check::of("discovery", discovery)];
    all.extend(first);
    let token = Token::read(&tokens.id);
    match &token {
        Ok(token) => all.extend(checks(token, &expected(login, &tokens, nonce))),
        Err(_) if tokens.id.is_empty() => {
            all.push(Check::of("id-token", Err("none came: the scope openid is missing".to_owned())));
        }
        Err(why) => all.push(Check::of("id-token", Err(why.clone()))),
    }
    let userinfo = userinfo(login, &tokens.access).await;
    all.push(Check::of(
        "userinfo",
        match (&token, &userinfo) {
            (Ok(token), Ok(userinfo)) => same_user(&token.claims, userinfo),
            (_, Err(why)) => Err(why.clone()),
            (Err(_), Ok(_)) => Err("it answered, and there is no ID token to compare it with".to_owned()),
        },
    ));
    if let (Some(hint), Ok(claims)) = (&login.arguments.user, &userinfo)
        && let Some(name) = claims.get("preferred_username").and_then(Value::as_str)
        && name != hint
    {
        login.context.ui.warn(&printable(&format!("it was {name} who signed in, not {hint}")));
    }
    let report = Report {
        authentik: Authentik { url: login.session.public.to_string(), version: login.subject.version.to_string() },
        application: Application {
            slug: login.subject.application.slug.clone(),
            name: login.subject.application.name.clone(),
        },
        scopes: login.scopes.clone(),
        granted_scopes: tokens.scopes,
        checks: all,
        id_token: token.ok().map(|token| token.claims),
        userinfo: userinfo.ok(),
        failed: 0,
    };
    report.counted()
}

fn expected<'a>(login: &'a Login<'_>, tokens: &'a Tokens, nonce: Option<&'a str>) -> Expected<'a> {
    let key = match (login.party.has_key, &login.published.keys, &login.party.secret) {
        (true, Ok(keys), _) => Ok(Key::Published(keys)),
        (true, Err(why), _) => Err(format!("authentik's keys could not be read: {why}")),
        (false, _, Some(secret)) => Ok(Key::Secret(secret)),
        (false, _, None) => Err("the client secret is not known".to_owned()),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Expected {
        key,
        issuer: &login.party.issuer,
        client_id: &login.party.client_id,
        nonce,
        access_token: tokens.access.expose(),
        now: i64::try_from(now).unwrap_or_default(),
    }
}

async fn tokens(test: &Test<'_>, code: &str) -> Result<Tokens, Failure> {
    let party = test.login.party;
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", test.redirect.url.as_str()),
        ("code_verifier", test.verifier.expose()),
        ("client_id", party.client_id.as_str()),
    ];
    form.extend(test.login.secret());
    let reply = test.login.session.client.anonymous_post(&party.endpoints.token, &form).await?;
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let said = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    if reply.status != 200 || said("access_token").is_empty() {
        return Err(refused(&test.login, "token endpoint refused the code", &reply, &body));
    }
    Ok(Tokens::of(&body))
}

/// Of an answer that is none only the words that OAuth has for it are told.
pub(super) fn refused(login: &Login<'_>, what: &str, reply: &Response, body: &Value) -> Failure {
    let said = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let why = match (said("error"), said("error_description")) {
        ("", _) => "without saying why".to_owned(),
        (error, "") => format!("as {error}"),
        (error, description) => format!("as {error}: {description}"),
    };
    let message = format!("the {what} ({}) {why}", reply.status);
    Failure::failed(printable(&message).into_owned())
        .hint(format!("`akctl verify {}` shows what is wrong with the provider", login.subject.application.slug))
}

async fn userinfo(login: &Login<'_>, access: &Secret) -> Result<Map<String, Value>, String> {
    let reply = login.session.client.get_with(&login.party.endpoints.userinfo, access).await;
    let reply = reply.map_err(|error| error.to_string())?;
    if reply.status != 200 {
        return Err(format!("it answers {}", reply.status));
    }
    serde_json::from_slice(&reply.body).map_err(|_| "its answer is no JSON object".to_owned())
}

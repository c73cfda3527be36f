//! From the code to the claims: what an application does after the browser came back.

use super::Test;
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
    pub async fn read(test: &Test<'_>) -> Self {
        let document = |url: &str| {
            let url = url.to_owned();
            async move { test.session.client.anonymous_json(&url).await.map_err(|error| error.to_string()) }
        };
        let endpoints = &test.party.endpoints;
        let (discovery, keys) = join(document(&endpoints.discovery), document(&endpoints.jwks)).await;
        let issuer = |document: Value| document.get("issuer").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { issuer: discovery.map(issuer), keys }
    }
}

/// What the token endpoint gave.
struct Tokens {
    id: String,
    access: Secret,
    scopes: Vec<String>,
}

/// Uses the code, and looks at everything that comes.
pub(super) async fn finish(test: &Test<'_>, code: &str) -> Result<Report, Failure> {
    let tokens = tokens(test, code).await?;
    let published = &test.published;
    let discovery = published.issuer.clone().and_then(|seen| same("the document says", &seen, &test.party.issuer));
    let mut all = vec![
        Check::of("discovery", discovery),
        Check::of("state", Ok("the browser came back with that of this login".to_owned())),
        Check::of("pkce", Ok("the code was taken with the verifier (S256)".to_owned())),
    ];
    let token = Token::read(&tokens.id);
    match &token {
        Ok(token) => all.extend(checks(token, &expected(test, &tokens))),
        Err(_) if tokens.id.is_empty() => {
            all.push(Check::of("id-token", Err("none came: the scope openid is missing".to_owned())));
        }
        Err(why) => all.push(Check::of("id-token", Err(why.clone()))),
    }
    let userinfo = userinfo(test, &tokens.access).await;
    all.push(Check::of(
        "userinfo",
        match (&token, &userinfo) {
            (Ok(token), Ok(userinfo)) => same_user(&token.claims, userinfo),
            (_, Err(why)) => Err(why.clone()),
            (Err(_), Ok(_)) => Err("it answered, and there is no ID token to compare it with".to_owned()),
        },
    ));
    if let (Some(hint), Ok(claims)) = (&test.arguments.user, &userinfo)
        && let Some(name) = claims.get("preferred_username").and_then(Value::as_str)
        && name != hint
    {
        test.context.ui.warn(&printable(&format!("it was {name} who signed in, not {hint}")));
    }
    let report = Report {
        authentik: Authentik { url: test.session.public.to_string(), version: test.subject.version.to_string() },
        application: Application {
            slug: test.subject.application.slug.clone(),
            name: test.subject.application.name.clone(),
        },
        scopes: test.scopes.clone(),
        granted_scopes: tokens.scopes,
        checks: all,
        id_token: token.ok().map(|token| token.claims),
        userinfo: userinfo.ok(),
        failed: 0,
    };
    Ok(report.counted())
}

fn expected<'a>(test: &'a Test<'_>, tokens: &'a Tokens) -> Expected<'a> {
    let key = match (test.party.has_key, &test.published.keys, &test.party.secret) {
        (true, Ok(keys), _) => Ok(Key::Published(keys)),
        (true, Err(why), _) => Err(format!("authentik's keys could not be read: {why}")),
        (false, _, Some(secret)) => Ok(Key::Secret(secret)),
        (false, _, None) => Err("the client secret is not known".to_owned()),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Expected {
        key,
        issuer: &test.party.issuer,
        client_id: &test.party.client_id,
        nonce: &test.nonce,
        access_token: tokens.access.expose(),
        now: i64::try_from(now).unwrap_or_default(),
    }
}

async fn tokens(test: &Test<'_>, code: &str) -> Result<Tokens, Failure> {
    let party = &test.party;
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", test.redirect.url.as_str()),
        ("code_verifier", test.verifier.expose()),
        ("client_id", party.client_id.as_str()),
    ];
    if let Some(secret) = party.secret.as_ref().filter(|_| party.is_confidential) {
        form.push(("client_secret", secret.expose()));
    }
    let reply = test.session.client.anonymous_post(&party.endpoints.token, &form).await?;
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let said = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    if reply.status != 200 || said("access_token").is_empty() {
        return Err(refused(test, &reply, &body));
    }
    Ok(Tokens {
        id: said("id_token").to_owned(),
        access: Secret::new(said("access_token").to_owned()),
        scopes: said("scope").split_whitespace().map(str::to_owned).collect(),
    })
}

/// Of an answer that is none only the words that OAuth has for it are told.
fn refused(test: &Test<'_>, reply: &Response, body: &Value) -> Failure {
    let said = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let why = match (said("error"), said("error_description")) {
        ("", _) => "without saying why".to_owned(),
        (error, "") => format!("as {error}"),
        (error, description) => format!("as {error}: {description}"),
    };
    let message = format!("the token endpoint refused the code ({}) {why}", reply.status);
    Failure::failed(printable(&message).into_owned())
        .hint(format!("`akctl verify {}` shows what is wrong with the provider", test.subject.application.slug))
}

async fn userinfo(test: &Test<'_>, access: &Secret) -> Result<Map<String, Value>, String> {
    let reply = test.session.client.get_with(&test.party.endpoints.userinfo, access).await;
    let reply = reply.map_err(|error| error.to_string())?;
    if reply.status != 200 {
        return Err(format!("it answers {}", reply.status));
    }
    serde_json::from_slice(&reply.body).map_err(|_| "its answer is no JSON object".to_owned())
}

//! `akctl status`: which authentik it is, who the token is, and what would get in the way.

use crate::authentik::Client;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::model::endpoints::Endpoints;
use crate::model::{Capabilities, ServerUrl, text};
use crate::public;
use crate::session::Session;
use futures_util::future::join3;
use serde::Serialize;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// How far two clocks may be apart before logins suffer: authentik's codes are good for a minute.
const CLOCKS_APART: Duration = Duration::from_secs(30);

/// What there is to say about a connection.
#[derive(Serialize)]
struct Status {
    url: String,
    public_url: String,
    version: String,
    user: String,
    is_superuser: bool,
    warnings: Vec<String>,
}

/// Asks and tells.
pub async fn run(context: &Context) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let status = Interrupt::watch().or(ask(&session)).await?;
    let printed = match structured(context.global.output, &status)? {
        Some(text) => text,
        None => lines(&status),
    };
    context.ui.data(&printed)?;
    for warning in &status.warnings {
        context.ui.warn(&text::printable(warning));
    }
    Ok(())
}

async fn ask(session: &Session) -> Result<Status, Failure> {
    let Session { client, public, .. } = session;
    let me = client.get("core/users/me/", &[]);
    let (version, me, seen) = join3(client.version(), me, address(client, public)).await;
    let (version, me) = (version?, me?);
    let can = Capabilities::of(&version)?;
    let mut warnings = Vec::new();
    if can.newer_than_known {
        warnings.push(format!("authentik {version} is newer than any that akctl was tried with"));
    }
    let user = me.get("user").unwrap_or(&Value::Null);
    let is_superuser = user.get("is_superuser").and_then(Value::as_bool).unwrap_or_default();
    if !is_superuser {
        warnings.push(
            "the token's user is not a superuser: akctl sees and does only what that user's rights allow".to_owned(),
        );
    }
    warnings.extend(seen);
    Ok(Status {
        url: client.base().to_string(),
        public_url: public.to_string(),
        version: version.to_string(),
        user: user.get("username").and_then(Value::as_str).unwrap_or_default().to_owned(),
        is_superuser,
        warnings,
    })
}

/// What an application would stumble over at the public address: its clock, and the issuer of an
/// application that is there already.
async fn address(client: &Client, public: &ServerUrl) -> Vec<String> {
    // Where nobody answers there is nothing more to ask.
    let mut warnings: Vec<String> = match client.anonymous_get(&public.join("/api/v3/root/config/")).await {
        Ok(response) if response.status == 200 => response.header("date").and_then(clock).into_iter().collect(),
        Ok(response) => vec![format!("{public} answers {} where authentik answers 200", response.status)],
        Err(error) => return vec![format!("the public address could not be checked: {error}")],
    };
    // One page is enough: any application tells.
    let page = client.get("providers/oauth2/", &[("ordering", "pk"), ("page_size", "20")]).await.unwrap_or_default();
    let providers = page.get("results").and_then(Value::as_array).into_iter().flatten();
    let slug = providers
        .map(|provider| provider.get("assigned_application_slug"))
        .find_map(|slug| slug?.as_str()?.parse().ok());
    if let Some(slug) = slug {
        warnings.extend(public::look(client, &Endpoints::oidc(public, &slug), false).await.warnings);
    }
    warnings
}

/// What to say about the time that a server gave, in the form of HTTP.
fn clock(date: &str) -> Option<String> {
    let (theirs, ours) = (httpdate::parse_http_date(date).ok()?, SystemTime::now());
    let apart = theirs.duration_since(ours).or_else(|_| ours.duration_since(theirs)).unwrap_or_default();
    let is_late = theirs < ours;
    (apart > CLOCKS_APART).then(|| {
        let direction = if is_late { "behind" } else { "ahead of" };
        format!(
            "authentik's clock is {} seconds {direction} this machine's: one of the two is wrong, and tokens are refused for it",
            apart.as_secs()
        )
    })
}

fn lines(status: &Status) -> String {
    let who = if status.is_superuser { "superuser" } else { "not a superuser" };
    let pairs = [
        ("address", status.url.clone()),
        ("public address", status.public_url.clone()),
        ("version", status.version.clone()),
        ("signed in as", format!("{} ({who})", status.user)),
    ];
    pairs.iter().map(|(name, value)| format!("{name:<15} {}\n", text::printable(value))).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_agree_are_no_matter_and_others_are() {
        let at = |offset: i64| {
            let shift = Duration::from_secs(offset.unsigned_abs());
            let now = SystemTime::now();
            clock(&httpdate::fmt_http_date(if offset < 0 { now - shift } else { now + shift }))
        };
        assert_eq!(at(0), None);
        assert!(at(600).is_some_and(|said| said.contains("ahead of")));
        assert!(at(-600).is_some_and(|said| said.contains("behind")));
        assert_eq!(clock("yesterday"), None);
    }
}

//! `akctl login-test SLUG --device`: akctl plays an application on a machine without a browser.

use super::Login;
use super::exchange::{self, Tokens};
use crate::error::Failure;
use crate::login::device::{self, Answer, GRANT, Started};
use crate::login::report::Report;
use crate::login::token::Check;
use crate::model::text::printable;
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Begins a login, and waits for somebody to sign in wherever there is a browser.
pub(super) async fn run(login: &Login<'_>) -> Result<Report, Failure> {
    check_brand(login).await?;
    let started = begin(login).await?;
    tell(login, &started);
    let (tokens, asked) = wait(login, &started).await?;
    let first = vec![Check::of("device", Ok(format!("the code was taken, at the {} question", ordinal(asked))))];
    Ok(exchange::report(login, tokens, first, None).await)
}

fn ordinal(number: usize) -> String {
    match (number % 10, number % 100) {
        (1, last) if last != 11 => format!("{number}st"),
        (2, last) if last != 12 => format!("{number}nd"),
        (3, last) if last != 13 => format!("{number}rd"),
        _ => format!("{number}th"),
    }
}

/// Without a device flow the page for the code is a 404. The brand is that of the public address
/// (`flow_device_code`: its slug, left out where there is none; authentik 2024.8 to 2026.8).
async fn check_brand(login: &Login<'_>) -> Result<(), Failure> {
    let public = &login.session.public;
    let brand = login.session.client.anonymous_json(&public.join("/api/v3/core/brands/current/")).await?;
    let flow = brand.get("flow_device_code").and_then(Value::as_str).unwrap_or_default();
    if flow.is_empty() {
        return Err(Failure::failed(format!(
            "the brand of {public} has no device code flow: nobody could enter a code"
        ))
        .hint("make a flow with the designation \"Stage Configuration\" in authentik under Flows and Stages > Flows")
        .hint("choose it under System > Brands, in the brand's default flows, as its \"Device code flow\"")
        .hint("nothing was changed"));
    }
    Ok(())
}

async fn begin(login: &Login<'_>) -> Result<Started, Failure> {
    let scope = login.scopes.join(" ");
    let mut form = vec![("client_id", login.party.client_id.as_str()), ("scope", scope.as_str())];
    form.extend(login.secret());
    let url = login.session.public.join("/application/o/device/");
    let reply = login.session.client.anonymous_post(&url, &form).await?;
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if let (200, Some(started)) = (reply.status, Started::read(&body)) {
        return Ok(started);
    }
    Err(exchange::refused(login, "device endpoint refused the login", &reply, &body))
}

fn tell(login: &Login<'_>, started: &Started) {
    let whole = match &started.whole_address {
        Some(whole) => format!("or open this one, which holds the code:\n\n  {}\n\n", printable(whole)),
        None => String::new(),
    };
    login.context.ui.say(&format!(
        "Open this address in a browser on any machine:\n\n  {}\n\nsign in, and enter this code:\n\n  {}\n\n{whole}\
         Waiting {} seconds; Ctrl-C ends the test.\n",
        printable(&started.address),
        printable(&started.user_code),
        patience(login, started).as_secs()
    ));
}

/// No longer than the code is good.
fn patience(login: &Login<'_>, started: &Started) -> Duration {
    Duration::from_secs(login.arguments.wait).min(started.lasts)
}

/// Asks again and again, and never more often than authentik allows.
async fn wait(login: &Login<'_>, started: &Started) -> Result<(Tokens, usize), Failure> {
    let party = login.party;
    let mut form = vec![
        ("grant_type", GRANT),
        ("device_code", started.device_code.as_str()),
        ("client_id", party.client_id.as_str()),
    ];
    form.extend(login.secret());
    let end = Instant::now() + patience(login, started);
    let mut interval = started.interval;
    for asked in 1.. {
        sleep(interval.min(end.saturating_duration_since(Instant::now()))).await;
        if Instant::now() >= end {
            break;
        }
        let reply = login.session.client.anonymous_post(&party.endpoints.token, &form).await?;
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let answer = device::answer(reply.status, &body);
        interval = device::interval(interval, &answer);
        match answer {
            Answer::Tokens => return Ok((Tokens::of(&body), asked)),
            Answer::Wait | Answer::Slower => {}
            Answer::Expired => break,
            Answer::Refused(_) => {
                return Err(exchange::refused(login, "token endpoint refused the device code", &reply, &body));
            }
        }
    }
    let slug = &login.subject.application.slug;
    Err(Failure::failed(format!("nobody entered the code within {} seconds", patience(login, started).as_secs()))
        .hint(format!("if authentik denied it, `akctl preview {slug} --user NAME` says why"))
        .hint(
            "--wait SECONDS gives more time, as long as authentik's code is good: the provider's access code validity",
        ))
}

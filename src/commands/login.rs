//! `akctl login`: address and token, tried, shown, kept.

mod answers;

use crate::authentik::client::check_encrypted;
use crate::cli::login::Login;
use crate::commands::auth::check;
use crate::commands::status::{self, Status};
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::model::text::printable;
use crate::model::{Secret, ServerUrl};
use crate::profiles::store::{self, Chosen, Owner, StoreError};
use crate::profiles::{Profile, ProfileName, Profiles};
use crate::session;
use crate::settings::Connection;
use answers::Answers;
use futures_util::future::try_join;
use serde::Serialize;
use std::path::Path;

/// How often a person may give an address, and a token.
const TRIES: u32 = 3;

/// What signing in came to: the promise of `-o json`.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    status: Status,
    store: store::StoreKind,
}

/// Signs in.
pub async fn run(context: &Context, arguments: &Login) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    refuse_sandbox(context, "akctl login")?;
    let profiles = context.profiles()?;
    let mut answers = Answers::given(context, &profiles)?;
    let connection = reach(context, &mut answers).await?;
    answers.check_replaced(context, &profiles, &connection.url, arguments.replace)?;
    context.ui.say(&format!("{} is an authentik{}.\n", connection.url, encrypted(&connection)));
    let (token, status) = sign_in(context, &answers, &connection).await?;
    let chosen = store::choose(arguments.store, &connection.url, |kind| store::open(kind, profiles.folder()))?;
    let folder = profiles.folder().to_owned();
    keep(profiles, &answers.name, &connection, &token, &chosen)?;
    tell(context, &answers.name, &Report { status, store: chosen.kind }, &chosen, &folder)
}

/// The connection to an authentik that answers. A person may give another address.
async fn reach(context: &Context, answers: &mut Answers) -> Result<Connection, Failure> {
    let mut left = TRIES;
    loop {
        answers.ask_url(context)?;
        left -= 1;
        match try_address(context, answers).await {
            Ok(connection) => return Ok(connection),
            Err(failure) if left > 0 && answers.forget_url(context) => say_failure(context, &failure),
            Err(failure) => return Err(failure),
        }
    }
}

/// Nobody is asked for a token that must not go to this address, or that no authentik would get.
async fn try_address(context: &Context, answers: &Answers) -> Result<Connection, Failure> {
    let connection = answers.connection(context)?;
    check_encrypted(&connection.url, connection.allow_plain_http)?;
    probe(&session::anonymous(&connection, &context.global, &context.ui)?).await?;
    Ok(connection)
}

/// A token that authentik takes, and what it says of it. A person may give another token.
async fn sign_in(context: &Context, answers: &Answers, connection: &Connection) -> Result<(Secret, Status), Failure> {
    let mut left = TRIES;
    loop {
        let token = answers.token(context)?;
        left -= 1;
        match try_token(context, connection, token.clone()).await {
            Ok(status) => return Ok((token, status)),
            Err(failure)
                if left > 0
                    && matches!(failure.kind, Kind::NotAllowed | Kind::Usage)
                    && answers.token_is_asked(context) =>
            {
                say_failure(context, &failure);
            }
            Err(failure) => return Err(failure),
        }
    }
}

async fn try_token(context: &Context, connection: &Connection, token: Secret) -> Result<Status, Failure> {
    let session = session::with_token(connection, token, &context.global, &context.ui)?;
    let (mut status, rights) = try_join(status::ask(&session), check::summary(&session.client)).await?;
    status.warnings.extend(rights);
    Ok(status)
}

/// What failed, before it is asked again.
fn say_failure(context: &Context, failure: &Failure) {
    context.ui.say(&format!("{}\n", printable(&failure.told())));
    for hint in &failure.hints {
        context.ui.say(&format!("  {}\n", printable(hint)));
    }
}

/// Signing in to what ends with the command makes no sense.
pub fn refuse_sandbox(context: &Context, command: &str) -> Result<(), Failure> {
    #[cfg(feature = "sandbox")]
    if context.global.sandbox.is_some() {
        return Err(Failure::usage(format!(
            "`{command}` does nothing with --sandbox: the authentik in memory ends with the command, so there is \
             nothing to keep"
        ))
        .hint("`akctl sandbox` serves one that stays; sign in to its address with its token"));
    }
    let _ = (context, command);
    Ok(())
}

/// Whether an authentik answers at this address, asked without a token.
async fn probe(session: &session::Session) -> Result<(), Failure> {
    let base = session.client.base();
    let config = session.client.anonymous_json(&base.join("/api/v3/root/config/")).await?;
    if config.get("capabilities").is_some_and(serde_json::Value::is_array) {
        return Ok(());
    }
    Err(Failure::failed(format!("{base} answers, and is no authentik: /api/v3/root/config/ has no `capabilities`"))
        .hint("give the address that opens authentik's own pages"))
}

fn encrypted(connection: &Connection) -> &'static str {
    match (connection.url.is_https(), connection.insecure) {
        (true, false) => ", and its TLS certificate is trusted",
        (true, true) => ", and its TLS certificate was not checked",
        (false, _) => ", and the connection is not encrypted",
    }
}

/// Keeps the token, then the profile; if the profile cannot be written, the token is forgotten again.
fn keep(
    mut profiles: Profiles,
    name: &ProfileName,
    connection: &Connection,
    token: &Secret,
    chosen: &Chosen,
) -> Result<(), Failure> {
    let owner = Owner { profile: name, url: &connection.url };
    let store = store::open(chosen.kind, profiles.folder());
    let seen = profiles.content.profiles.get(name).map(|profile| profile.url.clone());
    let public_url = Some(&connection.public_url).filter(|public| **public != connection.url).cloned();
    let ca_file = connection.ca_file.as_ref().map(|file| std::path::absolute(file).unwrap_or_else(|_| file.clone()));
    let profile = Profile { url: connection.url.clone(), public_url, ca_file, store: Some(chosen.kind) };
    let enter = |profiles: &mut Profiles| {
        let before = profiles.content.profiles.get(name).cloned();
        // Another akctl may have made it one for another address since the person was asked.
        if let Some(now) = before.as_ref().map(|before| &before.url)
            && Some(now) != seen.as_ref()
            && *now != connection.url
        {
            return Err(other_address(name, now, &connection.url));
        }
        store.write(owner, token).map_err(|error| not_kept(chosen.kind, &error))?;
        profiles.content.profiles.insert(name.clone(), profile);
        profiles.content.current = Some(name.clone());
        Ok(before)
    };
    let before = profiles.change(enter, || drop(store.delete(owner)))?;
    // A token that nobody can reach any more must not stay.
    if let Some(Profile { url, store: Some(kind), .. }) = before
        && (kind, &url) != (chosen.kind, &connection.url)
        && !(kind == store::StoreKind::File && chosen.kind == kind)
    {
        let _ = store::open(kind, profiles.folder()).delete(Owner { profile: name, url: &url });
    }
    Ok(())
}

fn not_kept(kind: store::StoreKind, error: &StoreError) -> Failure {
    Failure::new(Kind::Failed, format!("the store `{kind}` did not keep the token: {error}"))
}

fn tell(context: &Context, name: &ProfileName, report: &Report, chosen: &Chosen, folder: &Path) -> Result<(), Failure> {
    let printed = match structured(context.global.output, report)? {
        Some(text) => text,
        None => status::lines(&report.status),
    };
    context.ui.data(&printed)?;
    for warning in &report.status.warnings {
        context.ui.warn(&printable(warning));
    }
    for name in [crate::env::AUTHENTIK_URL, crate::env::AUTHENTIK_TOKEN] {
        if context.environment.get(name).is_some() {
            context.ui.warn(&format!("{name} is set: it comes before the profile, unless --profile names one"));
        }
    }
    let said = printable(&chosen.kept(folder, name)).into_owned();
    context.ui.say(&format!("Signed in: {said}.\nThe profile `{name}` is used from now on.\n"));
    Ok(())
}

/// An address that must not be mistaken for another profile's.
fn other_address(name: &ProfileName, old: &ServerUrl, new: &ServerUrl) -> Failure {
    Failure::new(Kind::Decision, format!("the profile `{name}` is for {old}, and this would make it one for {new}"))
        .hint("give another name with --profile, or add --replace")
}

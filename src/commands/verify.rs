//! `akctl verify SLUG | --all`: does it work, and why not.

pub(super) mod expectations;
mod fix;

use crate::cli::Output;
use crate::cli::verify::Verify;
use crate::commands::structured;
use crate::context::Context;
use crate::env::AUTHENTIK_INSECURE;
use crate::error::{Failure, Problems};
use crate::interrupt::Interrupt;
use crate::model::Secret;
use crate::model::text::printable;
use crate::render;
use crate::session::{self, Session};
use crate::verify::check::run as run_checks;
use crate::verify::checks::AUDIT;
use crate::verify::look::Eyes;
use crate::verify::picture::{Look, Picture};
use crate::verify::report::Report;
use crate::verify::world::World;
use expectations::Expectations;
use futures_util::stream::{self, StreamExt};
use std::path::Path;
use url::Url;

/// How many integrations are looked at from outside at once.
const SIDE_BY_SIDE: usize = 4;

/// Checks and tells.
pub async fn run(context: &Context, arguments: Verify) -> Result<(), Failure> {
    let secret = prepare(context, &arguments)?;
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let work = Work { context, session: &session, arguments: &arguments, secret: secret.as_ref() };
    let interrupt = Interrupt::watch();
    let mut seen = interrupt.or(work.look()).await?;
    if arguments.fix {
        match fix::fix(&work, &mut seen, &interrupt).await {
            Ok(true) => seen = interrupt.or(work.look()).await?,
            Ok(false) => {}
            Err(failure) => {
                print(context, &arguments, &seen.report)?;
                return Err(failure);
            }
        }
    }
    print(context, &arguments, &seen.report)?;
    verdict(&seen.report)
}

fn print(context: &Context, arguments: &Verify, report: &Report) -> Result<(), Failure> {
    let printed = match structured(context.global.output, report)? {
        Some(text) => text,
        None => render::verify::text(report, arguments.all),
    };
    Ok(context.ui.data(&printed)?)
}

/// Everything that can be wrong before anything is asked; and the secret to try.
fn prepare(context: &Context, arguments: &Verify) -> Result<Option<Secret>, Failure> {
    let mut problems = Problems::default();
    if let Some(address) = &arguments.app
        && let Err(why) = login_address(address)
    {
        problems.add(format!("--app: {why}"));
    }
    let streams = [&context.global.token_file, &arguments.inputs, &arguments.client_secret_file];
    if streams.into_iter().flatten().filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        problems.add("only one of --token-file, --inputs and --client-secret-file can read standard input");
    }
    if context.global.output == Output::Env {
        problems.add("-o env: there are no variables to print; take json or yaml");
    }
    problems.finish(())?;
    let Some(path) = &arguments.client_secret_file else { return Ok(None) };
    let text = session::read("--client-secret-file", path)?;
    // The line end that an editor adds is not meant; other white space is what may be wrong.
    let secret = text.strip_suffix('\n').map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text));
    if secret.is_empty() {
        return Err(Failure::usage("--client-secret-file: it is empty"));
    }
    Ok(Some(Secret::new(secret.to_owned())))
}

/// An address to open, with its query, which names the provider in many applications.
fn login_address(text: &str) -> Result<(), String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?} is not a web address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{text:?} is not a web address: it must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the address must not hold a user name or password".to_owned());
    }
    Ok(())
}

/// The report of everything that is there, with what only an audit tells.
pub(super) async fn everything(context: &Context, session: &Session) -> Result<Report, Failure> {
    let arguments = Verify { all: true, ..Verify::default() };
    let work = Work { context, session, arguments: &arguments, secret: None };
    let Seen { report, world, .. } = Interrupt::watch().or(work.look()).await?;
    Ok(report.with(run_checks(AUDIT, &world)))
}

/// Fails if a check did.
pub(super) fn verdict(report: &Report) -> Result<(), Failure> {
    match report.failed {
        0 => Ok(()),
        1 => Err(Failure::failed("1 check failed")),
        several => Err(Failure::failed(format!("{several} checks failed"))),
    }
}

/// What a look showed.
struct Seen<'a> {
    report: Report,
    world: World,
    /// One for each of the report's integrations.
    pictures: Vec<Picture>,
    expectations: Expectations<'a>,
}

struct Work<'a> {
    context: &'a Context,
    session: &'a Session,
    arguments: &'a Verify,
    secret: Option<&'a Secret>,
}

impl<'a> Work<'a> {
    async fn look(&self) -> Result<Seen<'a>, Failure> {
        let eyes =
            Eyes { client: &self.session.client, public: &self.session.public, tls: tls(self.context, self.session) };
        let mut expectations = Expectations::new(self.context, self.arguments, &self.session.public)?;
        let world = match &self.arguments.slug {
            Some(slug) => Box::pin(eyes.one(slug)).await?,
            None => Box::pin(eyes.all()).await?,
        };
        warn_of_rights(self.context, &world);
        let mut pictures = world.pictures();
        expectations.read(self.context, &pictures).await;
        for picture in &mut pictures {
            picture.expect = expectations.of(picture)?;
        }
        let outside = stream::iter(pictures).map(|picture| self.seen_from_outside(&eyes, picture));
        let pictures: Vec<Picture> = outside.buffered(SIDE_BY_SIDE).collect().await;
        Ok(Seen { report: Report::of(&world.server, &pictures), world, pictures, expectations })
    }

    async fn seen_from_outside(&self, eyes: &Eyes<'_>, mut picture: Picture) -> Picture {
        eyes.look_from_outside(&mut picture, self.secret).await;
        if let Some(address) = &self.arguments.app {
            let launch_url = picture.application.as_ref().map_or("", |application| application.launch_url.as_str());
            let opened = picture.expect.as_ref().map(|expect| expect.login_address(address, launch_url));
            picture.sent = Some(eyes.application(opened.as_deref().unwrap_or(address)).await);
        }
        picture
    }
}

/// Whether TLS certificates are looked at, or why not.
pub(super) fn tls(context: &Context, session: &Session) -> Look<()> {
    if session.is_sandbox {
        return Err("it is an authentik in memory".to_owned());
    }
    match context.environment.get(AUTHENTIK_INSECURE).map(str::trim) {
        Some("true" | "1") => Err("AUTHENTIK_INSECURE accepts any certificate".to_owned()),
        _ => Ok(()),
    }
}

/// Says that there may be more than what is shown.
pub(super) fn warn_of_rights(context: &Context, world: &World) {
    if !world.sees_all {
        context.ui.warn(&printable("the token's user is not a superuser: what that user may not see is not looked at"));
    }
}

//! `akctl login-test SLUG`: a real login of a real user, in which akctl plays the application.

mod device;
mod exchange;
mod listener;
mod party;
mod redirect;

use crate::cli::Output;
use crate::cli::login_test::LoginTest;
use crate::commands::preview::subject::{Subject, scopes};
use crate::commands::structured;
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::interrupt::{Interrupt, asked_to_stop};
use crate::login::flow::{self, Answer, Request};
use crate::login::report::Report;
use crate::model::Secret;
use crate::model::text::printable;
use crate::render;
use crate::render::style::{Role, paint};
use crate::session::Session;
use crate::verify::objects::Mapping;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use exchange::Published;
use listener::Listener;
use party::Party;
use redirect::Redirect;
use std::cell::Cell;
use std::time::Duration;

/// A login under way, by whichever way.
struct Login<'a> {
    context: &'a Context,
    session: &'a Session,
    arguments: &'a LoginTest,
    subject: &'a Subject,
    party: &'a Party,
    published: Published,
    scopes: Vec<String>,
}

/// A login by a browser on this machine: everything that it needs is known, and nothing was written yet.
struct Test<'a> {
    login: Login<'a>,
    redirect: &'a Redirect<'a>,
    state: String,
    nonce: String,
    verifier: Secret,
}

/// Has somebody sign in, and tells what came of it.
pub async fn run(context: &Context, arguments: &LoginTest) -> Result<(), Failure> {
    if context.global.output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    let session = context.session()?;
    if session.is_sandbox {
        return Err(Failure::usage("no browser can reach the authentik of --sandbox: it is in akctl's memory alone")
            .hint("`akctl sandbox` serves one for which browsers and --url work"));
    }
    let interrupt = stop();
    let (report, left) = login(context, &session, arguments, &interrupt).await?;
    let printed = match structured(context.global.output, &report)? {
        Some(text) => text,
        None => render::login_test::text(&report),
    };
    context.ui.data(&printed)?;
    if let Some(left) = left {
        return Err(left);
    }
    match report.failed {
        0 => Ok(()),
        1 => Err(Failure::failed("the login came through, and 1 check failed")),
        several => Err(Failure::failed(format!("the login came through, and {several} checks failed"))),
    }
}

/// Reads, asks, adds the address, waits, and takes the address away again on every way out. With the
/// report comes a failure if the address could not be taken away.
async fn login(
    context: &Context,
    session: &Session,
    arguments: &LoginTest,
    interrupt: &Interrupt,
) -> Result<(Report, Option<Failure>), Failure> {
    let client = &session.client;
    let subject = interrupt.or(Subject::read(client, &arguments.slug)).await?;
    let allows_plain = context.global.allow_plain_http_token;
    let party = Party::of(&subject, &session.public, allows_plain, arguments.device)?;
    let published = Published { issuer: Err(String::new()), keys: Err(String::new()) };
    let (subject, party) = (&subject, &party);
    let mut login = Login { context, session, arguments, subject, party, published, scopes: Vec::new() };
    login.scopes = interrupt.or(login.asked()).await?;
    login.published = interrupt.or(async { Ok(Published::read(&login).await) }).await?;
    if arguments.device {
        return interrupt.or(device::run(&login)).await.map(|report| (report, None));
    }
    by_browser(login, interrupt).await
}

/// Adds the redirect address, waits, and takes it away again on every way out.
async fn by_browser(login: Login<'_>, interrupt: &Interrupt) -> Result<(Report, Option<Failure>), Failure> {
    let Login { context, session, arguments, subject, party, .. } = login;
    let client = &session.client;
    let listener = Listener::bind(arguments.port).await.map_err(|error| {
        let message = format!("--port: 127.0.0.1:{} cannot be listened on", arguments.port);
        Failure::usage(message).caused_by(error).hint("without --port a free one is taken")
    })?;
    let redirect = Redirect {
        client,
        provider: party.provider.clone(),
        name: party.name.clone(),
        slug: subject.application.slug.clone(),
        url: flow::redirect_uri(listener.port()),
        may_be_there: Cell::new(false),
    };
    let test = Test { login, redirect: &redirect, state: random(), nonce: random(), verifier: Secret::new(random()) };
    test.agree()?;
    interrupt.check()?;
    // From here on an interrupt only asks: the address goes again before akctl ends.
    let outcome = match redirect.add().await {
        Ok(()) => interrupt.or(test.wait(&listener)).await,
        Err(failure) => Err(failure),
    };
    match (outcome, redirect.remove().await) {
        (outcome, Ok(was_there)) => {
            if was_there {
                context.ui.say("The redirect address was taken away again.\n");
            }
            outcome.map(|report| (report, None))
        }
        (Err(failure), Err(left)) => Err(failure.hint(left.told()).hints(left.hints)),
        (Ok(report), Err(left)) => Ok((report, Some(left))),
    }
}

impl Login<'_> {
    /// The client's secret, as a field of a form, where it is sent.
    fn secret(&self) -> Option<(&'static str, &str)> {
        let secret = self.party.secret.as_ref().filter(|_| self.party.is_confidential)?;
        Some(("client_secret", secret.expose()))
    }

    /// The scopes to ask for. A refresh token would outlive the test, so `offline_access` is asked for
    /// only by name.
    async fn asked(&self) -> Result<Vec<String>, Failure> {
        let query = [("ordering", "scope_name")];
        let all = self.session.client.list("propertymappings/provider/scope/", &query).await?;
        let own: Vec<Mapping> = self.subject.own(&all).into_iter().map(Mapping::of).collect();
        let given = self.arguments.scopes.as_deref();
        let mut scopes = scopes(self.context, &self.subject.application, &own, given)?.scopes;
        if given.is_none() {
            scopes.retain(|scope| scope != "offline_access");
        }
        if scopes.is_empty() {
            return Err(Failure::failed(format!("the provider `{}` has no scope at all", self.party.name))
                .hint(format!("`akctl verify {}` shows what is wrong with it", self.subject.application.slug)));
        }
        Ok(scopes)
    }
}

impl Test<'_> {
    /// Shows what will be written, and asks.
    fn agree(&self) -> Result<(), Failure> {
        let ui = &self.login.context.ui;
        let plan = format!(
            "For the test, and until it ends, the provider gets one more redirect address:\n  {} {}\n    {} {}\n",
            paint(Role::Changed, "~"),
            printable(&format!("provider {}", self.login.party.name)),
            paint(Role::Added, "+"),
            self.redirect.url
        );
        ui.say(&plan);
        if self.login.arguments.yes {
            return Ok(());
        }
        if !ui.can_ask {
            let message = "nobody can be asked here, and --yes was not given: nothing was changed";
            return Err(Failure::new(Kind::Decision, message).hint("add --yes to add the redirect address unasked"));
        }
        if ui.confirm("Add it for the test?")? {
            return Ok(());
        }
        Err(Failure::new(Kind::Decision, "the answer was no: nothing was changed"))
    }

    /// Waits for somebody to sign in, and looks at what comes.
    async fn wait(&self, listener: &Listener) -> Result<Report, Failure> {
        let request = Request {
            endpoint: self.login.party.endpoints.authorization.clone(),
            client_id: self.login.party.client_id.clone(),
            redirect_uri: self.redirect.url.clone(),
            scope: self.login.scopes.join(" "),
            state: self.state.clone(),
            nonce: self.nonce.clone(),
            challenge: flow::challenge(self.verifier.expose()),
            hint: self.login.arguments.user.clone(),
        };
        let ui = &self.login.context.ui;
        ui.say(&format!(
            "Open this address in a browser on this machine, and sign in:\n\n  {}\n\n\
             Waiting {} seconds; Ctrl-C ends the test.\n",
            printable(&request.address()),
            self.login.arguments.wait
        ));
        let stray = |why: &str| ui.warn(&format!("a browser came that does not belong to this login: {why}"));
        let answer = listener.answer(&self.state, stray);
        let Ok(answer) = tokio::time::timeout(Duration::from_secs(self.login.arguments.wait), answer).await else {
            return Err(self.nobody());
        };
        let slug = &self.login.subject.application.slug;
        match answer.map_err(|error| Failure::failed("the browser could not be waited for").caused_by(error))? {
            Answer::Code(code) => exchange::finish(self, &code).await,
            Answer::Refused(why) => Err(Failure::failed(format!("authentik refused the login as {why}"))
                .hint(format!("`akctl verify {slug}` shows what is wrong with the provider"))),
            // The listener hands these to `stray`.
            Answer::Stray(why) => Err(Failure::failed(why)),
        }
    }

    fn nobody(&self) -> Failure {
        let slug = &self.login.subject.application.slug;
        Failure::failed(format!("nobody came back from authentik within {} seconds", self.login.arguments.wait))
            .hint(format!("if authentik denied it, `akctl preview {slug} --user NAME` says why"))
            .hint("--wait SECONDS gives more time")
    }
}

/// 32 random bytes, as they may stand in an address.
fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Ctrl-C and SIGTERM ask, and so does a terminal that is closed: a person may close it while akctl
/// waits.
fn stop() -> Interrupt {
    let (interrupt, sender) = Interrupt::pair();
    tokio::spawn(async move {
        tokio::select! {
            () = asked_to_stop() => {}
            () = hung_up() => {}
        }
        let _ = sender.send(true);
    });
    interrupt
}

async fn hung_up() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut hangup) = signal(SignalKind::hangup()) {
            hangup.recv().await;
            return;
        }
    }
    std::future::pending::<()>().await;
}

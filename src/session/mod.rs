//! A connection that is ready for use: to a real authentik, or to one in memory.

#[cfg(feature = "sandbox")]
pub mod in_process;

use crate::authentik::client::{Client, ClientOptions};
use crate::authentik::http::{HttpOptions, HttpTransport};
use crate::authentik::trace::{Level, Tracer};
use crate::authentik::transport::Transport;
use crate::cli::Global;
use crate::env::Environment;
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use crate::render::style::{Role, paint};
use crate::settings::{self, Connection, TokenSource};
use crate::ui::Ui;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

/// One authentik, ready to be asked.
pub struct Session {
    /// The client of its API.
    pub client: Client,
    /// The address that people and applications use.
    pub public: ServerUrl,
    /// Whether it is the one in memory, so that nothing real is touched.
    pub is_sandbox: bool,
}

/// Opens the connection that flags and environment describe. Nothing is sent yet.
pub fn open(global: &Global, environment: &Environment, ui: &Ui) -> Result<Session, Failure> {
    #[cfg(feature = "sandbox")]
    if let Some(version) = &global.sandbox {
        return in_process::open(version, global.public_url.as_deref(), &tracer(global));
    }
    let connection = settings::connection(&global.connection(), environment)?;
    if connection.insecure {
        ui.alarm(
            "AUTHENTIK_INSECURE is set: any TLS certificate is accepted, so somebody in between could read the token",
        );
    }
    let token = token(&connection.token)?;
    let tracer = tracer(global);
    let transport = HttpTransport::new(HttpOptions {
        connect_timeout: connection.connect_timeout,
        request_timeout: connection.request_timeout,
        ca_file: connection.ca_file.clone(),
        insecure: connection.insecure,
        tracer: tracer.clone(),
        ..HttpOptions::default()
    })?;
    let transport = tracer.over(Rc::new(transport), Some(&connection.url.to_string()));
    connect(&connection, transport, token)
}

fn connect(connection: &Connection, transport: Rc<dyn Transport>, token: Secret) -> Result<Session, Failure> {
    let options =
        ClientOptions { token: Some(token), allow_plain_http: connection.allow_plain_http, ..ClientOptions::default() };
    let client = Client::new(connection.url.clone(), transport, options)?;
    Ok(Session { client, public: connection.public_url.clone(), is_sandbox: false })
}

/// How documents of applications are fetched: with the time limits and the authorities that flags
/// and environment name. `AUTHENTIK_INSECURE` is about authentik and counts for nobody else.
#[must_use]
pub fn fetching(global: &Global, environment: &Environment) -> HttpOptions {
    let flags = global.connection();
    HttpOptions {
        connect_timeout: Duration::from_secs(flags.connect_timeout),
        request_timeout: Duration::from_secs(flags.request_timeout),
        ca_file: settings::ca_file(&flags, environment),
        tracer: tracer(global),
        ..HttpOptions::default()
    }
}

/// Tells of requests on standard error, as much as `-v` asks for.
fn tracer(global: &Global) -> Tracer {
    let ui = Ui::new(global.color);
    Tracer::new(Level::of(global.verbose), Rc::new(move |line| ui.say(&paint(Role::Faint, &format!("{line}\n")))))
}

/// Reads the token from where it is.
fn token(source: &TokenSource) -> Result<Secret, Failure> {
    let text = match source {
        TokenSource::Known(secret) => return Ok(secret.clone()),
        TokenSource::File(path) => read("--token-file", path)?,
    };
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Failure::usage("--token-file: it must hold the token and nothing else"));
    }
    Ok(Secret::new(text.to_owned()))
}

/// The text of a file that a flag names; `-` is standard input.
pub fn read(flag: &str, path: &Path) -> Result<String, Failure> {
    let text = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|error| Failure::usage(format!("{flag}: {} cannot be read", path.display())).caused_by(error))
}

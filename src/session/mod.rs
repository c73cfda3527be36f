//! A connection that is ready for use: to a real authentik, or to one in memory.

#[cfg(feature = "sandbox")]
pub mod in_process;

use crate::authentik::client::{Client, ClientOptions};
use crate::authentik::http::{HttpOptions, HttpTransport};
use crate::authentik::trace::{Level, Tracer};
use crate::authentik::transport::Transport;
use crate::cli::Global;
use crate::env::Environment;
use crate::error::{Failure, Kind};
use crate::model::text::printable;
use crate::model::{Secret, ServerUrl};
use crate::profiles::Profiles;
use crate::profiles::store::{self, Owner, StoreKind};
use crate::render::style::{Role, paint};
use crate::settings::{self, Connection, Origin, Origins, TokenSource};
use crate::ui::Ui;
use std::io::Read;
use std::path::{Path, PathBuf};
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
    /// Certificate authorities that are trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Where address, token and the rest came from.
    pub origins: Origins,
}

/// Opens the connection that flags, environment and profiles describe. Nothing is sent yet.
pub fn open(global: &Global, environment: &Environment, ui: &Ui) -> Result<Session, Failure> {
    #[cfg(feature = "sandbox")]
    if let Some(version) = &global.sandbox {
        return in_process::open(version, global.public_url.as_deref(), &tracer(global));
    }
    let connection = settings::connection(&global.connection(), environment, || Profiles::load(environment))?;
    let token = token(&connection, environment, ui)?;
    with_token(&connection, token, global, ui)
}

/// Opens a connection with a token that is known.
pub fn with_token(connection: &Connection, token: Secret, global: &Global, ui: &Ui) -> Result<Session, Failure> {
    connect(connection, transport(connection, global, ui)?, Some(token))
}

/// Opens a connection without a token: only what everybody may read can be asked.
pub fn anonymous(connection: &Connection, global: &Global, ui: &Ui) -> Result<Session, Failure> {
    connect(connection, transport(connection, global, ui)?, None)
}

fn transport(connection: &Connection, global: &Global, ui: &Ui) -> Result<Rc<dyn Transport>, Failure> {
    if connection.insecure {
        ui.alarm(
            "AUTHENTIK_INSECURE is set: any TLS certificate is accepted, so somebody in between could read the token",
        );
    }
    let tracer = tracer(global);
    let transport = HttpTransport::new(HttpOptions {
        connect_timeout: connection.connect_timeout,
        request_timeout: connection.request_timeout,
        ca_file: connection.ca_file.clone(),
        insecure: connection.insecure,
        tracer: tracer.clone(),
        ..HttpOptions::default()
    })?;
    Ok(tracer.over(Rc::new(transport), Some(&connection.url.to_string())))
}

fn connect(connection: &Connection, transport: Rc<dyn Transport>, token: Option<Secret>) -> Result<Session, Failure> {
    let token_name = Some(token_name(&connection.origins.token));
    let options =
        ClientOptions { token, token_name, allow_plain_http: connection.allow_plain_http, ..ClientOptions::default() };
    let client = Client::new(connection.url.clone(), transport, options)?;
    Ok(Session {
        client,
        public: connection.public_url.clone(),
        is_sandbox: false,
        ca_file: connection.ca_file.clone(),
        origins: connection.origins.clone(),
    })
}

/// What hints call a token that came from there.
fn token_name(origin: &Origin) -> String {
    match origin {
        Origin::Profile(name) => {
            format!("the token of the profile `{name}` (`akctl login --profile {name}` stores another)")
        }
        Origin::Answer => "the token".to_owned(),
        origin => format!("the token (from {origin})"),
    }
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
fn token(connection: &Connection, environment: &Environment, ui: &Ui) -> Result<Secret, Failure> {
    match &connection.token {
        TokenSource::Known(secret) => Ok(secret.clone()),
        TokenSource::File(path) => token_file(path, ui),
        TokenSource::Stored(profile, kind) => {
            let profiles = Profiles::load(environment)?;
            let owner = Owner { profile, url: &connection.url };
            if *kind == StoreKind::File {
                warn_of_readers(&store::token_path(profiles.folder(), profile), ui);
            }
            let again = format!("`akctl login --profile {profile}` stores one");
            let failed = |message: String| Failure::new(Kind::NotAllowed, message).hint(again.clone());
            match store::open(*kind, profiles.folder()).read(owner) {
                Ok(Some(token)) => Ok(token),
                Ok(None) => Err(failed(format!(
                    "the store `{kind}` has no token of the profile `{profile}` for {}",
                    connection.url
                ))),
                Err(error) => Err(failed(format!(
                    "the store `{kind}` did not give the token of the profile `{profile}`: {error}"
                ))),
            }
        }
    }
}

/// Reads a token from a file that holds nothing else; `-` is standard input.
pub fn token_file(path: &Path, ui: &Ui) -> Result<Secret, Failure> {
    warn_of_readers(path, ui);
    let text = read("--token-file", path)?;
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Failure::usage("--token-file: it must hold the token and nothing else"));
    }
    Ok(Secret::new(text.to_owned()))
}

/// Warns where others on this machine may read or change a file with a token. Pipes are nobody else's.
#[cfg(unix)]
fn warn_of_readers(path: &Path, ui: &Ui) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = std::fs::metadata(path) else { return };
    let mode = found.permissions().mode() & 0o777;
    if found.is_file() && mode & 0o077 != 0 {
        let path = path.display().to_string();
        let path = printable(&path);
        ui.warn(&format!(
            "{path} holds a token, and others on this machine can read it ({mode:04o}): chmod 600 {path}"
        ));
    }
}

/// Only Unix tells it by a mode.
#[cfg(not(unix))]
fn warn_of_readers(_: &Path, _: &Ui) {}

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

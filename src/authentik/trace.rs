//! What `-v` and `-vv` tell: a line for each request. A layer over any transport, so that requests
//! with the token and without it, to authentik and to others, are told alike.
//!
//! No header and no body is ever told, and of a query only what cannot be a secret.

use super::hidden;
use super::transport::{Request, Response, Transport, TransportError};
use crate::model::Secret;
use crate::model::text::printable;
use crate::model::x509::Certificate;
use async_trait::async_trait;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};
use url::Url;

/// Keys of a query whose values say what is looked for and nothing else.
const SAFE_KEYS: [&str; 16] = [
    "designation",
    "for_user",
    "has_key",
    "include_details",
    "include_users",
    "managed",
    "name",
    "name__iexact",
    "ordering",
    "page",
    "page_size",
    "search",
    "slug",
    "superuser_full_list",
    "target",
    "username",
];

/// The longest path and the longest value that is told whole, in characters.
const LONGEST: usize = 200;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing.
    #[default]
    Nothing,
    /// A line for each request.
    Requests,
    /// Also why something is asked again, where answers lead, how large they are, and whose
    /// certificate the server has.
    Reasons,
}

impl Level {
    /// The level of so many `-v`.
    #[must_use]
    pub fn of(count: u8) -> Self {
        match count {
            0 => Self::Nothing,
            1 => Self::Requests,
            _ => Self::Reasons,
        }
    }
}

/// Takes a line, without its line end.
pub type Sink = Rc<dyn Fn(&str)>;

/// Tells of requests.
#[derive(Clone, Default)]
pub struct Tracer {
    level: Level,
    sink: Option<Sink>,
    /// Addresses whose certificate has been told.
    told: Rc<RefCell<BTreeSet<String>>>,
    /// What was sent that nobody is told, also where a server repeats it later.
    secrets: Rc<RefCell<BTreeSet<String>>>,
}

impl fmt::Debug for Tracer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracer").field("level", &self.level).finish_non_exhaustive()
    }
}

impl Tracer {
    /// Tells so much to this place.
    #[must_use]
    pub fn new(level: Level, sink: Sink) -> Self {
        Self { level, sink: Some(sink), told: Rc::default(), secrets: Rc::default() }
    }

    /// Whether so much is told.
    #[must_use]
    pub fn tells(&self, level: Level) -> bool {
        self.sink.is_some() && self.level >= level
    }

    /// The transport, with everything that goes through it told. Addresses of `home` are told
    /// without scheme and host.
    #[must_use]
    pub fn over(&self, transport: Rc<dyn Transport>, home: Option<&str>) -> Rc<dyn Transport> {
        if !self.tells(Level::Requests) {
            return transport;
        }
        let home = home.and_then(|home| Url::parse(home).ok()).map(|home| home.origin().ascii_serialization());
        Rc::new(Traced { inner: transport, tracer: self.clone(), home, again: RefCell::default() })
    }

    fn tell(&self, level: Level, line: &str) {
        if let Some(sink) = self.sink.as_ref().filter(|_| self.level >= level) {
            sink(&printable(&self.without_secrets(line)));
        }
    }

    /// Remembers the secrets of a request.
    fn learn(&self, request: &Request) {
        let sent = hidden::lasting(&request.body).into_iter();
        let sent = sent.chain(request.bearer.as_ref().map(Secret::expose));
        let mut secrets = self.secrets.borrow_mut();
        for secret in sent {
            if !secrets.contains(secret) {
                secrets.insert(secret.to_owned());
            }
        }
    }

    fn without_secrets(&self, text: &str) -> String {
        let secrets = self.secrets.borrow();
        hidden::without(text, &secrets.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Tells whose certificate a server has, in its DER form, once for each server.
    pub fn certificate(&self, url: &Url, der: &[u8]) {
        let server = url.origin().ascii_serialization();
        if !self.tells(Level::Reasons) || !self.told.borrow_mut().insert(server.clone()) {
            return;
        }
        let line = match Certificate::from_der(der) {
            Ok(Certificate { subject, not_after, .. }) => {
                format!("  TLS: {server} has a certificate of {subject:?} that ends {not_after}")
            }
            Err(reason) => format!("  TLS: the certificate of {server} cannot be read: {reason}"),
        };
        self.tell(Level::Reasons, &line);
    }
}

/// A transport that tells of every request.
struct Traced {
    inner: Rc<dyn Transport>,
    tracer: Tracer,
    home: Option<String>,
    /// What will be sent again, and for which time.
    again: RefCell<Vec<(String, u32)>>,
}

impl Traced {
    /// Method and address as they are told.
    fn shown(&self, request: &Request) -> String {
        let Ok(url) = Url::parse(&request.url) else { return format!("{} (no address)", request.method) };
        format!("{} {}", request.method, address(&url, self.home.as_deref()))
    }

    /// For which time this is sent again.
    fn retry(&self, shown: &str) -> Option<u32> {
        let mut again = self.again.borrow_mut();
        let at = again.iter().position(|(what, _)| what == shown)?;
        Some(again.swap_remove(at).1)
    }

    fn reasons(&self, request: &Request, response: &Response) {
        if let (300..=399, Some(to)) = (response.status, response.header("location")) {
            // Before it is cut: a part of a secret is not found.
            let to = &self.tracer.without_secrets(to);
            let to = Url::parse(&request.url).and_then(|from| from.join(to));
            let to = to.map_or_else(|_| "what is no address".to_owned(), |to| address(&to, None));
            let why = if request.bearer.is_some() {
                ": not followed, the token goes only to the address that was asked"
            } else {
                ""
            };
            self.tracer.tell(Level::Reasons, &format!("  it redirects to {to}{why}"));
        }
    }
}

#[async_trait(?Send)]
impl Transport for Traced {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        self.tracer.learn(request);
        let shown = self.shown(request);
        let retry = self.retry(&shown).map(|retry| format!(", retry {retry}")).unwrap_or_default();
        let started = Instant::now();
        let outcome = self.inner.send(request).await;
        let time = started.elapsed().as_millis();
        match &outcome {
            Ok(response) => {
                let mut size = String::new();
                if self.tracer.tells(Level::Reasons) {
                    size = format!(", {} bytes", response.body.len());
                }
                self.tracer.tell(Level::Requests, &format!("{shown} {} in {time} ms{size}{retry}", response.status));
                self.reasons(request, response);
            }
            Err(error) => {
                self.tracer.tell(Level::Requests, &format!("{shown} failed in {time} ms{retry}"));
                self.tracer.tell(Level::Reasons, &format!("  {error}"));
            }
        }
        outcome
    }

    fn repeats(&self, request: &Request, retry: u32, pause: Duration) {
        let shown = self.shown(request);
        self.tracer.tell(Level::Reasons, &format!("  {shown}: again in {} ms, retry {retry}", pause.as_millis()));
        self.again.borrow_mut().push((shown, retry));
        self.inner.repeats(request, retry, pause);
    }
}

/// An address as it is told: without a user's name and password, with a query that gives nothing away.
fn address(url: &Url, home: Option<&str>) -> String {
    let origin = url.origin().ascii_serialization();
    let mut told = if home == Some(origin.as_str()) { String::new() } else { origin };
    told.push_str(&short(url.path()));
    for (number, (key, value)) in url.query_pairs().enumerate() {
        told.push(if number == 0 { '?' } else { '&' });
        let value = if SAFE_KEYS.contains(&key.as_ref()) { short(&value) } else { "…".to_owned() };
        let _ = write!(told, "{}={value}", short(&key));
    }
    told
}

/// At most so much that a line stays readable.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

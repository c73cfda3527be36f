//! The client: authentik's API in its own words, with the token, retries and pages.

use super::error::{ApiError, Asked};
use super::gate::{self, Gate};
use super::hidden;
use super::pages::{self, Page};
use super::retry::{self, Clock, Repeat, SystemClock};
use super::transport::{Body, Method, Request, Response, Transport, TransportError};
use super::wire::{Call, json};
use super::words::short;
use crate::error::Failure;
use crate::model::objects::{self, ServerVersion};
use crate::model::version::NotAVersion;
use crate::model::{Secret, ServerUrl, Version};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;
use std::rc::Rc;
use std::time::Instant;
use url::form_urlencoded;

/// How a client behaves.
pub struct ClientOptions {
    /// The API token; without one only anonymous requests succeed.
    pub token: Option<Secret>,
    /// What the token is called in hints; the names of the ways to give one, where it is not known.
    pub token_name: Option<String>,
    /// Whether the token may go to another machine without encryption.
    pub allow_plain_http: bool,
    /// Time, for the pauses between retries.
    pub clock: Rc<dyn Clock>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self { token: None, token_name: None, allow_plain_http: false, clock: Rc::new(SystemClock) }
    }
}

/// Refuses an address to which a token would go without encryption, unless that is allowed.
pub fn check_encrypted(base: &ServerUrl, allow_plain_http: bool) -> Result<(), Failure> {
    if base.is_https() || base.is_loopback() || allow_plain_http {
        return Ok(());
    }
    let message = format!("the token would go to {base} without encryption, and anyone on the way could read it");
    Err(Failure::usage(message)
        .hint("give an address that begins with https://")
        .hint("where the way is safe, allow it with --allow-plain-http-token"))
}

/// A client of one authentik. Calls may run side by side.
pub struct Client {
    transport: Rc<dyn Transport>,
    base: ServerUrl,
    options: ClientOptions,
    gate: Gate,
    /// Held by whoever replaces a list as a whole that others write too.
    turn: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the authentik at `base`. Refuses (wrong usage) to send a token in clear text to
    /// another machine, and a token that cannot stand in a header.
    pub fn new(base: ServerUrl, transport: Rc<dyn Transport>, options: ClientOptions) -> Result<Self, Failure> {
        if let Some(token) = &options.token {
            check_token(token)?;
            check_encrypted(&base, options.allow_plain_http)?;
        }
        Ok(Self { transport, base, options, gate: Gate::new(gate::SIDE_BY_SIDE), turn: tokio::sync::Mutex::default() })
    }

    /// Waits for the turn to replace a list as a whole: read it, add to it, write it. It ends with the value.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Sets how many requests may be under way at once; a server that is overloaded gets fewer.
    pub fn set_side_by_side(&self, most: usize) {
        self.gate.set_most(most);
    }

    /// The address of this authentik.
    #[must_use]
    pub fn base(&self) -> &ServerUrl {
        &self.base
    }

    /// The version that runs.
    pub async fn version(&self) -> Result<Version, ApiError> {
        let path = "admin/version/";
        let (response, call) = self.api(Method::Get, path, &[], Body::Empty, Repeat::Always).await?;
        let unreadable = |why: String| ApiError::unreadable(call.asked.clone(), &response, why);
        let answer: ServerVersion =
            json(&response, &call.asked).and_then(|value| objects::read(value).map_err(unreadable))?;
        answer.version_current.parse().map_err(|error: NotAVersion| unreadable(short(&error.to_string())))
    }

    /// Reads. `path` is relative to `/api/v3/` and ends in a slash: `core/groups/`. What comes
    /// from data goes into it through [`segment`](super::segment).
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, ApiError> {
        let (response, call) = self.api(Method::Get, path, query, Body::Empty, Repeat::Always).await?;
        json(&response, &call.asked)
    }

    /// Reads an object of a type of [`objects`].
    pub async fn get_as<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, ApiError> {
        let (response, call) = self.api(Method::Get, path, query, Body::Empty, Repeat::Always).await?;
        let value = json(&response, &call.asked)?;
        objects::read(value).map_err(|why| ApiError::unreadable(call.asked, &response, why))
    }

    /// Reads an object that may not exist: `None` if authentik itself says that it does not.
    pub async fn find(&self, path: &str) -> Result<Option<Value>, ApiError> {
        match self.get(path, &[]).await {
            Err(error) if error.is_not_found() => Ok(None),
            result => result.map(Some),
        }
    }

    /// Reads a list with all its pages, in the server's order.
    pub async fn list(&self, path: &str, query: &[(&str, &str)]) -> Result<Vec<Value>, ApiError> {
        let first = self.first_page(path, query).await?;
        self.with_rest(path, query, first).await
    }

    /// The first page of a list, which says how many pages there are.
    pub(crate) async fn first_page(&self, path: &str, query: &[(&str, &str)]) -> Result<Page, ApiError> {
        self.page(path, query, 1).await
    }

    /// A list whose first page was read, with all other pages.
    pub(crate) async fn with_rest(
        &self,
        path: &str,
        query: &[(&str, &str)],
        first: Page,
    ) -> Result<Vec<Value>, ApiError> {
        let mut total = first.total_pages;
        let mut read = 1;
        let mut pages = vec![first.items];
        // A list can grow while it is read: the later pages tell.
        while read < total {
            if total > pages::MOST_PAGES {
                let response = Response { status: 200, headers: Vec::new(), body: Vec::new() };
                let why = "the list has more pages than akctl reads";
                return Err(ApiError::unreadable(self.asked(Method::Get, path), &response, why));
            }
            let batch: Vec<Page> = stream::iter(read + 1..=total)
                .map(|number| self.later_page(path, query, number))
                .buffered(pages::SIDE_BY_SIDE)
                .try_collect()
                .await?;
            read = total;
            total = batch.iter().map(|page| page.total_pages).max().unwrap_or(total).max(read);
            pages.extend(batch.into_iter().map(|page| page.items));
        }
        Ok(pages::join(pages))
    }

    /// Reads a list of objects of a type of [`objects`].
    pub async fn list_as<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<Vec<T>, ApiError> {
        self.decoded(path, self.list(path, query).await?)
    }

    /// Objects of a list, if all of them are some: each has a primary key. What has none says nothing
    /// about what is there, and must not pass for nothing being there.
    pub(crate) fn objects(&self, path: &str, items: Vec<Value>) -> Result<Vec<Value>, ApiError> {
        if items.iter().all(|item| item.get("pk").is_some_and(|id| !id.is_null())) {
            return Ok(items);
        }
        let response = Response { status: 200, headers: Vec::new(), body: Vec::new() };
        Err(ApiError::unreadable(self.asked(Method::Get, path), &response, "an entry of the list has no primary key"))
    }

    /// Objects of a list as a type of [`objects`].
    pub(crate) fn decoded<T: DeserializeOwned>(&self, path: &str, items: Vec<Value>) -> Result<Vec<T>, ApiError> {
        let response = Response { status: 200, headers: Vec::new(), body: Vec::new() };
        let unreadable = |why| ApiError::unreadable(self.asked(Method::Get, path), &response, why);
        items.into_iter().map(|item| objects::read(item).map_err(unreadable)).collect()
    }

    /// Creates. Sent again only if the server cannot have done it.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, ApiError> {
        self.write(Method::Post, path, body, Repeat::IfNotDone).await
    }

    /// Changes some fields. Sent again only if the server cannot have done it.
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Value, ApiError> {
        self.write(Method::Patch, path, body, Repeat::IfNotDone).await
    }

    /// Replaces a whole object.
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value, ApiError> {
        self.write(Method::Put, path, body, Repeat::Always).await
    }

    /// A PUT that creates, such as `core/transactional/applications/`: sent again only if the
    /// server cannot have done it.
    pub async fn put_once(&self, path: &str, body: &Value) -> Result<Value, ApiError> {
        self.write(Method::Put, path, body, Repeat::IfNotDone).await
    }

    /// Removes. If the answer to a first try was lost and the object is gone at the second, the
    /// first did it.
    pub async fn delete(&self, path: &str) -> Result<(), ApiError> {
        let call = self.call(Method::Delete, path, &[], Body::Empty, Repeat::Always);
        let (outcome, retries) = self.exchange(&call).await;
        let response = outcome.map_err(|error| ApiError::no_answer(call.asked.clone(), error))?;
        match self.success(response, call.asked.clone(), &call.request.body) {
            Err(error) if retries > 0 && error.is_not_found() => Ok(()),
            // authentik answers nothing, or JSON: a page is somebody else's.
            Ok(response) if !response.body.is_empty() => json(&response, &call.asked).map(drop),
            result => result.map(drop),
        }
    }

    async fn write(&self, method: Method, path: &str, body: &Value, repeat: Repeat) -> Result<Value, ApiError> {
        let (response, call) = self.api(method, path, &[], Body::Json(body.clone()), repeat).await?;
        if response.body.is_empty() {
            return Ok(Value::Null);
        }
        json(&response, &call.asked)
    }

    async fn page(&self, path: &str, query: &[(&str, &str)], number: u64) -> Result<Page, ApiError> {
        let query = pages::query(path, query, number);
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        let (response, call) = self.api(Method::Get, path, &query, Body::Empty, Repeat::Always).await?;
        let value = json(&response, &call.asked)?;
        pages::read(value).map_err(|why| ApiError::unreadable(call.asked, &response, why))
    }

    /// A page after the first one. If the list has become shorter meanwhile, a page past its end
    /// is 404 (authentik 2024.8 to 2026.5): there is nothing on it.
    async fn later_page(&self, path: &str, query: &[(&str, &str)], number: u64) -> Result<Page, ApiError> {
        match self.page(path, query, number).await {
            Err(error) if error.is_not_found() => Ok(Page { items: Vec::new(), total_pages: 0 }),
            result => result,
        }
    }

    /// Sends a call of the API and takes nothing but a success.
    async fn api(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Body,
        repeat: Repeat,
    ) -> Result<(Response, Call), ApiError> {
        let call = self.call(method, path, query, body, repeat);
        let outcome = self.exchange(&call).await.0;
        let response = outcome.map_err(|error| ApiError::no_answer(call.asked.clone(), error))?;
        Ok((self.success(response, call.asked.clone(), &call.request.body)?, call))
    }

    fn call(&self, method: Method, path: &str, query: &[(&str, &str)], body: Body, repeat: Repeat) -> Call {
        let asked = self.asked(method, path);
        let mut url = self.base.join(&asked.path);
        if !query.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            url = format!("{url}?{query}");
        }
        Call { request: Request { method, url, bearer: self.options.token.clone(), body }, asked, repeat }
    }

    fn asked(&self, method: Method, path: &str) -> Asked {
        let path = format!("/api/v3/{}", path.trim_start_matches('/'));
        let ClientOptions { token, token_name, .. } = &self.options;
        Asked {
            method,
            server: self.base.to_string(),
            path,
            with_token: token.is_some(),
            token_name: token_name.clone(),
        }
    }

    /// A refusal that repeats the request (a debugging proxy, an echo) must not bring the token to
    /// a screen, nor a secret that was sent.
    fn without_secrets(&self, mut response: Response, sent: &Body) -> Response {
        let mut secrets = hidden::secrets(sent);
        secrets.extend(self.options.token.as_ref().map(Secret::expose));
        response.body = hidden::without(&String::from_utf8_lossy(&response.body), &secrets).into_bytes();
        for (_, value) in &mut response.headers {
            *value = hidden::without(value, &secrets);
        }
        response
    }

    pub(super) fn success(&self, response: Response, asked: Asked, sent: &Body) -> Result<Response, ApiError> {
        match response.status {
            200..=299 => Ok(response),
            _ => Err(ApiError::refused(asked, &self.without_secrets(response, sent), self.options.clock.now())),
        }
    }

    /// Sends a call, again where that may help. The only place where requests leave; the second
    /// value is how often the call was sent again.
    pub(super) async fn exchange(&self, call: &Call) -> (Result<Response, TransportError>, u32) {
        let clock = &self.options.clock;
        let mut retries = 0;
        loop {
            let pass = match self.gate.enter(clock.as_ref()).await {
                Ok(pass) => pass,
                Err(refusal) => return (Ok(refusal), retries),
            };
            let started = Instant::now();
            let outcome = self.transport.send(&call.request).await;
            drop(pass);
            self.gate.learn(&outcome, started.elapsed(), clock.now());
            let Some(pause) = retry::pause(call.repeat, retries, &outcome, clock.now(), rand::random()) else {
                return (outcome, retries);
            };
            retries += 1;
            self.transport.repeats(&call.request, retries, pause);
            clock.sleep(pause).await;
        }
    }
}

fn check_token(token: &Secret) -> Result<(), Failure> {
    let text = token.expose();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let what = if text.is_empty() { "is empty" } else { "holds a character that no token of authentik has" };
    Err(Failure::usage(format!("the token {what}")).hint("look for a line end, a space or a quotation mark in it"))
}

//! A server that gives recorded replies again, to the same request the first one first; and the bare
//! client, which sends recorded requests and reads the replies.

use crate::server::Exchange;
use crate::{BARE, CONCURRENCY, write};
use akctl::sandbox::Reply;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Method, Response, Uri};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

type Replies = HashMap<String, VecDeque<Reply>>;

/// A server on a free port, stopped when it is dropped.
pub struct Replay {
    url: String,
    _stop: oneshot::Sender<()>,
}

struct Shared {
    latency: Duration,
    replies: Mutex<Replies>,
}

impl Replay {
    pub fn start(latency: Duration, exchanges: &[Exchange]) -> Self {
        let mut replies = Replies::new();
        for Exchange { request, reply, .. } in exchanges {
            let key = format!("{} {}?{}", request.method, request.path, request.query);
            replies.entry(key).or_default().push_back(reply.clone());
        }
        let shared = Arc::new(Shared { latency, replies: Mutex::new(replies) });
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let router = Router::new().fallback(answer).with_state(shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("told");
                tokio::select! {
                    served = async { axum::serve(listener, router).await } => served.expect("served"),
                    _ = stopped => {}
                }
            });
        });
        Self { url: format!("http://{}", told.recv().expect("an address")), _stop: stop }
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

async fn answer(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, _body: Bytes) -> Response<Body> {
    if !shared.latency.is_zero() {
        tokio::time::sleep(shared.latency).await;
    }
    let key = format!("{method} {}?{}", uri.path(), uri.query().unwrap_or_default());
    let reply = {
        let mut replies = shared.replies.lock().expect("not poisoned");
        let known = replies.get_mut(&key).unwrap_or_else(|| panic!("an unknown request: {key}"));
        if known.len() > 1 { known.pop_front() } else { known.front().cloned() }.expect("a reply")
    };
    let response = reply
        .headers
        .iter()
        .fold(Response::builder().status(reply.status), |response, (name, value)| response.header(name, value));
    response.body(Body::from(reply.body)).expect("a reply")
}

/// The bare client against this server.
pub fn command(server: &Replay, exchanges: &[Exchange]) -> Command {
    let mut rounds: Vec<Vec<Value>> = Vec::new();
    for Exchange { round, request, .. } in exchanges {
        rounds.resize(rounds.len().max(*round), Vec::new());
        let target = format!("{}{}{}", request.path, if request.query.is_empty() { "" } else { "?" }, request.query);
        let body = String::from_utf8(request.body.clone()).expect("text");
        let kind = &request.content_type;
        let has_token = request.authorization.is_some();
        rounds[round - 1].push(json!([request.method, format!("{}{target}", server.url()), has_token, kind, body]));
    }
    let file = write("requests-of-files.json", &serde_json::to_vec(&rounds).expect("JSON"));
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.env_clear().env(BARE, file);
    command
}

type Line = (String, String, bool, Option<String>, String);

/// The program.
pub fn run(file: &Path) {
    let rounds: Vec<Vec<Line>> = serde_json::from_slice(&std::fs::read(file).expect("readable")).expect("rounds");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        // Plain http to this machine: neither a proxy nor certificates need to be looked for.
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        for round in rounds {
            stream::iter(round).for_each_concurrent(CONCURRENCY, |line| send(&client, line)).await;
        }
    });
}

async fn send(client: &reqwest::Client, (method, url, has_token, kind, body): Line) {
    let mut request = client.request(method.parse().expect("a method"), url);
    if has_token {
        request = request.bearer_auth("token");
    }
    if let Some(kind) = kind {
        request = request.header("content-type", kind).body(body);
    }
    let reply = request.send().await.expect("a reply");
    reply.bytes().await.expect("a body");
}

//! An authentik in memory behind HTTP that notes what it is asked and what waited for what, and a server
//! that gives those replies again.

use super::http;
use akctl::sandbox::{DEFAULT_VERSION, Reply, Request, Sandbox};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One request, with its reply and its round: one more than the round of the deepest request that had its
/// reply before this one was asked. Counted from 1.
#[derive(Clone)]
pub struct Exchange {
    pub round: usize,
    pub request: Request,
    pub reply: Reply,
}

/// A server on a free port, stopped when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    url: String,
    token: String,
    /// Dropping it stops the server.
    _serving: http::Serving,
}

struct Shared {
    latency: Duration,
    answers: Answers,
    notes: Mutex<Notes>,
}

enum Answers {
    Live(Box<Mutex<Sandbox>>),
    /// By method, path and query; to the same request the first reply first, and the last one for ever.
    Again(Mutex<HashMap<String, VecDeque<Reply>>>),
}

#[derive(Default)]
struct Notes {
    taken: Vec<Exchange>,
    /// The round of the deepest request that was replied to.
    replied: usize,
}

impl Server {
    /// A fresh authentik.
    pub fn live(latency: Duration) -> Self {
        Self::of(fresh(), latency, 0)
    }

    /// This authentik, on this port; on a free one for 0.
    pub fn of(sandbox: Sandbox, latency: Duration, port: u16) -> Self {
        let token = sandbox.token().to_owned();
        Self::start(latency, Answers::Live(Box::new(Mutex::new(sandbox))), token, port)
    }

    /// The authentik behind it as it is now.
    pub fn sandbox(&self) -> Sandbox {
        match &self.shared.answers {
            Answers::Live(sandbox) => sandbox.lock().expect("not poisoned").clone(),
            Answers::Again(_) => panic!("there is none behind a replay"),
        }
    }

    /// A server that gives these replies to these requests.
    pub fn replay(latency: Duration, exchanges: &[Exchange]) -> Self {
        let mut replies: HashMap<String, VecDeque<Reply>> = HashMap::new();
        for Exchange { request, reply, .. } in exchanges {
            replies.entry(key(request)).or_default().push_back(reply.clone());
        }
        Self::start(latency, Answers::Again(Mutex::new(replies)), "token".to_owned(), 0)
    }

    fn start(latency: Duration, answers: Answers, token: String, port: u16) -> Self {
        let shared = Arc::new(Shared { latency, answers, notes: Mutex::default() });
        let (url, serving) = http::serve(Router::new().fallback(answer).with_state(Arc::clone(&shared)), port);
        Self { shared, url, token, _serving: serving }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// What was asked since this was last called.
    pub fn taken(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.shared.notes.lock().expect("not poisoned")).taken
    }
}

/// An authentik with nothing in it but its defaults.
pub fn fresh() -> Sandbox {
    Sandbox::new(DEFAULT_VERSION.parse().expect("a version"))
}

fn key(Request { method, path, query, .. }: &Request) -> String {
    format!("{method} {path}?{query}")
}

async fn answer(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response<Body> {
    let round = shared.notes.lock().expect("not poisoned").replied + 1;
    if !shared.latency.is_zero() {
        tokio::time::sleep(shared.latency).await;
    }
    let request = http::read(request).await;
    match &shared.answers {
        Answers::Live(sandbox) => {
            let reply = sandbox.lock().expect("not poisoned").handle(&request);
            let mut notes = shared.notes.lock().expect("not poisoned");
            notes.replied = notes.replied.max(round);
            let written = http::write(&reply);
            notes.taken.push(Exchange { round, request, reply });
            written
        }
        // Nothing is kept: it is the clients that are measured.
        Answers::Again(replies) => http::write(&next(replies, &request)),
    }
}

fn next(replies: &Mutex<HashMap<String, VecDeque<Reply>>>, request: &Request) -> Reply {
    let mut replies = replies.lock().expect("not poisoned");
    let key = key(request);
    let known = replies.get_mut(&key).unwrap_or_else(|| panic!("an unknown request: {key}"));
    if known.len() > 1 { known.pop_front() } else { known.front().cloned() }.expect("a reply")
}

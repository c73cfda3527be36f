//! An authentik in memory behind HTTP that notes what it is asked, in which round, how much at
//! once, and how deep: a request is one round deeper than the deepest reply that had been given before it
//! was asked.

use super::http;
use akctl::sandbox::{Reply, Sandbox};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// A server on a free port, stopped when it is dropped.
pub struct Counting {
    shared: Arc<Shared>,
    pub url: String,
    pub token: String,
    _serving: http::Serving,
}

struct Shared {
    sandbox: Mutex<Sandbox>,
    notes: Mutex<Notes>,
}

/// What was asked.
#[derive(Default, Clone)]
pub struct Notes {
    /// Method, path and query of each request.
    pub asked: Vec<(String, String, String)>,
    /// The most requests that were under way at once.
    pub highest: usize,
    /// How many rounds there were: how many requests each waited for the reply to the one before.
    pub rounds: usize,
    under_way: usize,
    /// The round of the deepest request that was replied to.
    replied: usize,
    /// So many requests are refused as too many.
    pub refuse: usize,
}

/// So long each reply takes, so that what is sent side by side is seen side by side.
const LATENCY: Duration = Duration::from_millis(200);

impl Counting {
    pub fn start(version: &str) -> Self {
        let sandbox = Sandbox::new(version.parse().expect("a version"));
        let token = sandbox.token().to_owned();
        let shared = Arc::new(Shared { sandbox: Mutex::new(sandbox), notes: Mutex::default() });
        let (url, serving) = http::serve(Router::new().fallback(answer).with_state(Arc::clone(&shared)), 0);
        Self { shared, url, token, _serving: serving }
    }

    /// What was asked since this was last called.
    pub fn taken(&self) -> Notes {
        std::mem::take(&mut *self.notes())
    }

    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        self.shared.notes.lock().expect("not poisoned")
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response<Body> {
    let (round, refuse) = {
        let mut notes = shared.notes.lock().expect("not poisoned");
        let round = notes.replied + 1;
        notes.rounds = notes.rounds.max(round);
        notes.under_way += 1;
        notes.highest = notes.highest.max(notes.under_way);
        let uri = request.uri();
        let query = uri.query().unwrap_or_default().to_owned();
        notes.asked.push((request.method().to_string(), uri.path().to_owned(), query));
        let refuse = notes.refuse > 0;
        notes.refuse = notes.refuse.saturating_sub(1);
        (round, refuse)
    };
    tokio::time::sleep(LATENCY).await;
    let request = http::read(request).await;
    let reply = if refuse {
        Reply::json(429, &serde_json::json!({"detail": "Too many."}))
    } else {
        shared.sandbox.lock().expect("not poisoned").handle(&request)
    };
    let mut notes = shared.notes.lock().expect("not poisoned");
    notes.under_way -= 1;
    notes.replied = notes.replied.max(round);
    http::write(&reply)
}

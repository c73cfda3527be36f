//! An authentik in memory behind HTTP that notes what it is asked and what was asked side by side,
//! and a server that gives those replies again.

use akctl::sandbox::{DEFAULT_VERSION, Reply, Request, Sandbox};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Response, header};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// One request, with its reply and its round: a round ends with the first reply after which
/// something new is asked. Counted from 1.
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
    _stop: oneshot::Sender<()>,
}

struct Shared {
    latency: Duration,
    answers: Answers,
    notes: Mutex<Notes>,
}

enum Answers {
    Live(Box<Mutex<Sandbox>>),
    Again(Vec<Exchange>),
}

#[derive(Default)]
struct Notes {
    taken: Vec<Exchange>,
    round: usize,
    replied: bool,
}

impl Server {
    /// A fresh authentik.
    pub fn live(latency: Duration) -> Self {
        let sandbox = Sandbox::new(DEFAULT_VERSION.parse().expect("a version"));
        let token = sandbox.token().to_owned();
        Self::start(latency, Answers::Live(Box::new(Mutex::new(sandbox))), token)
    }

    /// A server that gives these replies to these requests.
    pub fn replay(latency: Duration, exchanges: &[Exchange]) -> Self {
        Self::start(latency, Answers::Again(exchanges.to_vec()), String::new())
    }

    fn start(latency: Duration, answers: Answers, token: String) -> Self {
        let shared = Arc::new(Shared { latency, answers, notes: Mutex::default() });
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
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
        let url = format!("http://{}", told.recv().expect("an address"));
        Self { shared, url, token, _stop: stop }
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

async fn answer(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response<Body> {
    let round = {
        let mut notes = shared.notes.lock().expect("not poisoned");
        if notes.replied || notes.round == 0 {
            notes.round += 1;
            notes.replied = false;
        }
        notes.round
    };
    if !shared.latency.is_zero() {
        tokio::time::sleep(shared.latency).await;
    }
    let request = read(request).await;
    let reply = match &shared.answers {
        Answers::Live(sandbox) => sandbox.lock().expect("not poisoned").handle(&request),
        Answers::Again(exchanges) => {
            let same = |exchange: &&Exchange| {
                let known = &exchange.request;
                (&known.method, &known.path, &known.query) == (&request.method, &request.path, &request.query)
            };
            exchanges.iter().find(same).expect("a known request").reply.clone()
        }
    };
    let mut notes = shared.notes.lock().expect("not poisoned");
    notes.replied = true;
    let written = write(&reply);
    notes.taken.push(Exchange { round, request, reply });
    written
}

async fn read(request: axum::extract::Request) -> Request {
    let (parts, body) = request.into_parts();
    let text = |name: header::HeaderName| Some(parts.headers.get(name)?.to_str().expect("text").to_owned());
    Request {
        method: parts.method.as_str().to_owned(),
        scheme: "http".to_owned(),
        host: text(header::HOST).expect("a host"),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: text(header::AUTHORIZATION),
        cookie: text(header::COOKIE),
        content_type: text(header::CONTENT_TYPE),
        body: to_bytes(body, usize::MAX).await.expect("a body").to_vec(),
    }
}

fn write(reply: &Reply) -> Response<Body> {
    let response = reply
        .headers
        .iter()
        .fold(Response::builder().status(reply.status), |response, (name, value)| response.header(name, value));
    response.body(Body::from(reply.body.clone())).expect("a reply")
}

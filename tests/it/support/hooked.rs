//! An authentik in memory behind HTTP that does something while it answers the n-th request.

use akctl::sandbox::{Reply, Request, Sandbox};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Response, header};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

type Hook = Box<dyn Fn() + Send>;

/// What stands in place of the sandbox's reply.
type Instead = Box<dyn Fn(&Request) -> Option<Reply> + Send>;

/// A server on a free port, stopped when it is dropped.
pub struct Hooked {
    shared: Arc<Shared>,
    pub url: String,
    pub token: String,
    _stop: oneshot::Sender<()>,
}

#[derive(Default)]
struct Wishes {
    asked: usize,
    hook: Option<(usize, Hook)>,
    instead: Option<Instead>,
}

struct Shared {
    sandbox: Mutex<Sandbox>,
    wishes: Mutex<Wishes>,
}

impl Hooked {
    /// A fresh authentik of this version.
    pub fn start(version: &str) -> Self {
        Self::of(Sandbox::new(version.parse().expect("a version")))
    }

    /// One that is there already.
    pub fn of(sandbox: Sandbox) -> Self {
        let token = sandbox.token().to_owned();
        let shared = Arc::new(Shared { sandbox: Mutex::new(sandbox), wishes: Mutex::default() });
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

    /// The state.
    pub fn sandbox(&self) -> MutexGuard<'_, Sandbox> {
        self.shared.sandbox.lock().expect("not poisoned")
    }

    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        self.shared.wishes.lock().expect("not poisoned")
    }

    /// How many requests came since the last [`forget`](Self::forget).
    pub fn asked(&self) -> usize {
        self.wishes().asked
    }

    /// Counts from the beginning again.
    pub fn forget(&self) {
        self.wishes().asked = 0;
    }

    /// Does this after the request of that number was worked on and before it is answered.
    pub fn on(&self, at: usize, hook: impl Fn() + Send + 'static) {
        self.wishes().hook = Some((at, Box::new(hook)));
    }

    /// Answers some requests in another way.
    pub fn instead(&self, instead: impl Fn(&Request) -> Option<Reply> + Send + 'static) {
        self.wishes().instead = Some(Box::new(instead));
    }

    /// Does nothing but answer from now on.
    pub fn calm(&self) {
        *self.wishes() = Wishes::default();
    }

    /// The slugs of all applications.
    pub fn slugs(&self) -> Vec<String> {
        let path = "core/applications/?superuser_full_list=true&page_size=100";
        let applications = crate::integrate::world::list(&mut self.sandbox(), path);
        applications.iter().filter_map(|application| application["slug"].as_str().map(str::to_owned)).collect()
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: axum::extract::Request) -> Response<Body> {
    let request = read(request).await;
    let mut wishes = shared.wishes.lock().expect("not poisoned");
    let number = wishes.asked;
    wishes.asked += 1;
    let instead = wishes.instead.as_ref().and_then(|instead| instead(&request));
    let reply = instead.unwrap_or_else(|| shared.sandbox.lock().expect("not poisoned").handle(&request));
    if let Some((at, hook)) = &wishes.hook
        && *at == number
    {
        hook();
    }
    drop(wishes);
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name.as_str(), value.as_str());
    }
    response.body(Body::from(reply.body)).expect("a response")
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
        cookie: None,
        content_type: text(header::CONTENT_TYPE),
        body: to_bytes(body, usize::MAX).await.expect("a body").to_vec(),
        ..Request::default()
    }
}

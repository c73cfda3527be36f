//! Between HTTP and the sandbox.

use akctl::sandbox::{Reply, Request};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Response, header};
use std::thread::JoinHandle;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serves on a port of this machine, a free one for 0, in a thread of its own, until what is answered
/// beside the address is dropped.
pub fn serve(router: Router, port: u16) -> (String, Serving) {
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
            tell.send(listener.local_addr().expect("an address")).expect("told");
            tokio::select! {
                served = async { axum::serve(listener, router).await } => served.expect("served"),
                _ = stopped => {}
            }
        });
    });
    let address = told.recv().expect("an address");
    (format!("http://{address}"), Serving { stop: Some(stop), thread: Some(thread) })
}

/// A server that is stopped, and its port free again, once this is dropped.
pub struct Serving {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(std::thread::panicking() || matches!(ended, Some(Ok(()))), "the server panicked");
    }
}

/// A request as the sandbox takes it.
pub async fn read(request: axum::extract::Request) -> Request {
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
        ..Request::default()
    }
}

/// A reply of the sandbox as HTTP.
pub fn write(reply: &Reply) -> Response<Body> {
    let response = reply
        .headers
        .iter()
        .fold(Response::builder().status(reply.status), |response, (name, value)| response.header(name, value));
    response.body(Body::from(reply.body.clone())).expect("a reply")
}

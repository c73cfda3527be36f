//! A sandbox behind HTTP, on this machine only.

use super::{Reply, Request, Sandbox};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse as _;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// The largest body that is read.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

#[derive(Clone)]
struct Shared {
    sandbox: Arc<Mutex<Sandbox>>,
    latency: Option<Duration>,
}

/// Binds a port of 127.0.0.1 (0 for any free one) and gives the bound address and the future that
/// serves until `stop` is done. `latency` is added to every reply; replies wait side by side.
pub async fn serve(
    sandbox: Arc<Mutex<Sandbox>>,
    port: u16,
    latency: Option<Duration>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<(SocketAddr, impl Future<Output = std::io::Result<()>>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new().fallback(answer).with_state(Shared { sandbox, latency });
    let server = axum::serve(listener, router).with_graceful_shutdown(stop);
    Ok((address, server.into_future()))
}

async fn answer(State(shared): State<Shared>, request: axum::extract::Request) -> Response<Body> {
    if let Some(latency) = shared.latency {
        tokio::time::sleep(latency).await;
    }
    let Some(request) = read(request).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let reply = shared.sandbox.lock().unwrap_or_else(PoisonError::into_inner).handle(&request);
    write(reply)
}

async fn read(request: axum::extract::Request) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let text = |name: header::HeaderName| parts.headers.get(name)?.to_str().ok().map(str::to_owned);
    Some(Request {
        method: parts.method.as_str().to_owned(),
        scheme: "http".to_owned(),
        host: text(header::HOST).unwrap_or_else(|| "localhost".to_owned()),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: text(header::AUTHORIZATION),
        cookie: text(header::COOKIE),
        content_type: text(header::CONTENT_TYPE),
        page_origin: text(header::ORIGIN),
        page_headers: text(header::ACCESS_CONTROL_REQUEST_HEADERS),
        body: to_bytes(body, BODY_LIMIT).await.ok()?.to_vec(),
    })
}

fn write(reply: Reply) -> Response<Body> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    let response = response.body(Body::from(reply.body));
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

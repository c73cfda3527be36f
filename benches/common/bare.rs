//! The bare client: sends given requests, those of a round side by side, and reads the replies.

use super::server::{Exchange, Server};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Set for the bare client: the file with its requests.
pub const BARE: &str = "AKCTL_BENCH_BARE";

/// The bare client as a program of its own against this server, with at most so many requests at once.
pub fn command(server: &Server, exchanges: &[Exchange], concurrency: usize) -> Command {
    let mut rounds: Vec<Vec<Value>> = Vec::new();
    for Exchange { round, request, reply } in exchanges {
        rounds.resize(rounds.len().max(*round), Vec::new());
        let target = format!("{}{}{}", request.path, if request.query.is_empty() { "" } else { "?" }, request.query);
        let body = String::from_utf8(request.body.clone()).expect("text");
        let kind = &request.content_type;
        let token = request.authorization.is_some().then(|| server.token());
        rounds[round - 1].push(json!([
            request.method,
            format!("{}{target}", server.url()),
            token,
            kind,
            body,
            reply.status
        ]));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests.json");
    let content = serde_json::to_vec(&json!([concurrency, rounds])).expect("JSON");
    std::fs::write(&file, content).expect("written");
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.env_clear().env(BARE, file);
    command
}

/// Method, address, token, kind of the body, body, and the status of the reply that akctl got.
type Line = (String, String, Option<String>, Option<String>, String, u16);

/// The program, if this process is to be it.
pub fn run() -> bool {
    let Some(file) = std::env::var_os(BARE) else { return false };
    let content = std::fs::read(file).expect("readable");
    let (concurrency, rounds): (usize, Vec<Vec<Line>>) = serde_json::from_slice(&content).expect("rounds");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        // Plain http to this machine: neither a proxy nor certificates need to be looked for.
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        for round in rounds {
            stream::iter(round).for_each_concurrent(concurrency, |line| send(&client, line)).await;
        }
    });
    true
}

async fn send(client: &reqwest::Client, (method, url, token, kind, body, expected): Line) {
    let mut request = client.request(method.parse().expect("a method"), url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(kind) = kind {
        request = request.header("content-type", kind).body(body);
    }
    let reply = request.send().await.expect("a reply");
    let (status, url) = (reply.status(), reply.url().clone());
    // What is refused takes less time than what is done.
    assert_eq!(status.as_u16(), expected, "{url}");
    reply.bytes().await.expect("a body");
}

//! The bare client: sends given requests, those of a round side by side, and reads the replies.

use crate::server::{Exchange, Server};
use crate::{BARE, timed as time};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Runs the bare client as a program of its own against this server.
pub fn timed(server: &Server, exchanges: &[Exchange]) -> Duration {
    let mut rounds: Vec<Vec<Value>> = Vec::new();
    for Exchange { round, request, .. } in exchanges {
        rounds.resize(rounds.len().max(*round), Vec::new());
        let target = format!("{}{}{}", request.path, if request.query.is_empty() { "" } else { "?" }, request.query);
        let body = String::from_utf8(request.body.clone()).expect("text");
        let kind = &request.content_type;
        let has_token = request.authorization.is_some();
        rounds[round - 1].push(json!([request.method, format!("{}{target}", server.url()), has_token, kind, body]));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests.json");
    std::fs::write(&file, serde_json::to_vec(&rounds).expect("JSON")).expect("written");
    let program = std::env::current_exe().expect("a path");
    time(Command::new(program).env_clear().env(BARE, &file))
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
            join_all(round.into_iter().map(|line| send(&client, line))).await;
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

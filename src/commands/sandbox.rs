//! `akctl sandbox`: an authentik in memory, served until it is stopped.

use crate::sandbox::{Sandbox, SandboxVersion, server};
use anyhow::Context as _;
use serde_json::json;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Serves a sandbox of that version on 127.0.0.1 until Ctrl-C or SIGTERM. Its address, its token
/// and its version go to stdout before the first request is taken: in lines, or as one line of
/// JSON. Port 0 takes any free one; `latency_ms` is added to every reply.
pub async fn run(version: SandboxVersion, port: u16, latency_ms: Option<u64>, json: bool) -> anyhow::Result<()> {
    let sandbox = Sandbox::new(version);
    let (token, version) = (sandbox.token().to_owned(), sandbox.version().reported().to_owned());
    let latency = latency_ms.map(Duration::from_millis);
    let (address, serving) = server::serve(Arc::new(Mutex::new(sandbox)), port, latency, stopped())
        .await
        .with_context(|| format!("cannot listen on port {port} of 127.0.0.1"))?;
    let url = format!("http://{address}");
    let text = if json {
        json!({"url": url, "token": token, "version": version}).to_string()
    } else {
        format!("url      {url}\ntoken    {token}\nversion  {version}")
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    drop(out);
    serving.await.context("the sandbox stopped serving")
}

/// Done when somebody asks the process to end.
async fn stopped() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

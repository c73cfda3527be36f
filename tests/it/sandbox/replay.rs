//! Recordings of real servers, sent to the sandbox by the tool that judges them.
//!
//! Runs where the tool is (`AKCTL_REPLAY` names it, or it lies beside the repository) and Python
//! is installed.

use super::shared;
use akctl::sandbox::{Sandbox, server};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

const RECORDED: &[&str] =
    &["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.5.0-grants", "2026.5.0-rc1"];

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn recorded_exchanges_are_answered_alike() {
    let tool = std::env::var_os("AKCTL_REPLAY").map(PathBuf::from).or_else(|| shared("tools/replay.py"));
    let python = Command::new("python3").arg("--version").output();
    let (Some(tool), Ok(_)) = (tool, python) else {
        eprintln!("skipped: no recordings or no python3 here");
        return;
    };
    for version in RECORDED {
        for part in [["--to", "99"], ["--from", "100"]] {
            judge(version, part, &replay(&tool, version, part));
        }
    }
}

/// Runs the tool against a fresh sandbox behind HTTP.
fn replay(tool: &Path, version: &str, part: [&str; 2]) -> Value {
    let sandbox = Sandbox::new(version.parse().expect("a played version"));
    let token = sandbox.token().to_owned();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    let serving = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let stopped = async { drop(stopped.await) };
            let sandbox = Arc::new(Mutex::new(sandbox));
            let (address, serving) = server::serve(sandbox, 0, None, stopped).await.expect("a free port");
            tell.send(address).expect("somebody who waits");
            serving.await.expect("to serve");
        });
    });
    let address = told.recv().expect("an address");
    let url = format!("http://{address}");
    let output = Command::new("python3").arg(tool).args([version, &url, &token, "--json"]).args(part).output();
    drop(stop);
    serving.join().expect("a server that ends");
    serde_json::from_slice(&output.expect("python3 runs").stdout).expect("a verdict in JSON")
}

/// No exchange may differ or be unplayed; thin ones lack only what serves authentik's own query
/// language.
fn judge(version: &str, part: [&str; 2], verdict: &Value) {
    for exchange in verdict["exchanges"].as_array().expect("exchanges") {
        let differences: Vec<&str> =
            exchange["differences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fine = match exchange["verdict"].as_str() {
            Some("same") => true,
            Some("thin") => differences.iter().all(|difference| difference.starts_with("/autocomplete/")),
            _ => false,
        };
        assert!(fine, "{version} {part:?} {}: {} {differences:?}", exchange["exchange"], exchange["verdict"]);
    }
}

//! `akctl sandbox`: an authentik in memory, served until it is stopped.

use crate::cli::{Output, SandboxArgs};
use crate::commands::structured;
use crate::context::Context;
use crate::error::Failure;
use crate::interrupt::asked_to_stop;
use crate::sandbox::{NotPlayed, Sandbox, SandboxVersion, server};
use serde::Serialize;
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How to reach the sandbox.
#[derive(Serialize)]
struct Served {
    url: String,
    token: String,
    version: String,
}

/// Serves a sandbox on 127.0.0.1 until Ctrl-C or SIGTERM. Its address, its token and its version
/// go to stdout before the first request is taken.
pub async fn run(context: &Context, arguments: &SandboxArgs) -> Result<(), Failure> {
    let SandboxArgs { authentik, port, latency } = arguments;
    let version: SandboxVersion =
        authentik.parse().map_err(|error: NotPlayed| Failure::usage(format!("--authentik: {error}")))?;
    let sandbox = Sandbox::new(version);
    let token = sandbox.token().to_owned();
    let latency = (*latency > 0).then(|| Duration::from_millis(*latency));
    let (address, serving) = server::serve(Arc::new(Mutex::new(sandbox)), *port, latency, asked_to_stop())
        .await
        .map_err(|error| Failure::failed(format!("cannot listen on port {port} of 127.0.0.1")).caused_by(error))?;
    let served = Served { url: format!("http://{address}"), token, version: authentik.clone() };
    let text = match context.global.output {
        // One line, because whoever reads it waits for a line: the sandbox goes on.
        Output::Json => format!("{}\n", json!(served)),
        Output::Yaml => structured(Output::Yaml, &served)?.unwrap_or_default(),
        Output::Text | Output::Env => format!("AUTHENTIK_URL={}\nAUTHENTIK_TOKEN={}\n", served.url, served.token),
    };
    context.ui.exact(&text)?;
    if context.ui.stdout_is_terminal {
        context.ui.say(&format!("An authentik {authentik} in memory. Ctrl-C ends it and forgets everything.\n"));
    }
    serving.await.map_err(|error| Failure::failed("the sandbox stopped serving").caused_by(error))
}

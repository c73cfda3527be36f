//! Serves a sandbox: `cargo run --example sandbox -- VERSION PORT`.

use akctl::sandbox::{Sandbox, server};
use std::sync::{Arc, Mutex};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let version = arguments.next().unwrap_or_else(|| "2025.10.3".to_owned()).parse()?;
    let port = arguments.next().unwrap_or_else(|| "0".to_owned()).parse()?;
    let sandbox = Sandbox::new(version);
    let token = sandbox.token().to_owned();
    let stop = async { drop(tokio::signal::ctrl_c().await) };
    let (address, serving) = server::serve(Arc::new(Mutex::new(sandbox)), port, None, stop).await?;
    #[allow(clippy::print_stdout)]
    {
        println!("http://{address} {token}");
    }
    serving.await?;
    Ok(())
}

//! Serves a sandbox: `cargo run --example sandbox -- VERSION PORT [json]`.

use akctl::sandbox;

#[path = "../src/commands/sandbox.rs"]
mod command;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |place: usize| arguments.get(place).map(String::as_str);
    let version = argument(0).unwrap_or("2025.10.3").parse()?;
    let port = argument(1).unwrap_or("0").parse()?;
    command::run(version, port, None, argument(2) == Some("json")).await
}

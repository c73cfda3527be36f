//! `akctl login-test`.

use clap::Args;

/// `akctl login-test SLUG`.
#[derive(Debug, Args)]
#[command(after_help = "\
A person signs in with a browser on this machine, and akctl plays the application. For that a redirect
address of this machine is added to the provider, and taken away again however the test ends. The client
secret is read from authentik. Nothing is shown of tokens but their claims.
With --device nothing is changed: akctl shows an address and a code, to be entered in a browser on any machine.
The exit code is 1 if a check failed, or if nobody signed in.

Examples:
  akctl login-test SLUG
  akctl login-test SLUG --user anna --yes -o json
  akctl login-test SLUG --device")]
pub struct LoginTest {
    /// The application's slug
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// Play an application without a browser, by the device flow (RFC 8628)
    #[arg(long, conflicts_with_all = ["port", "user"])]
    pub device: bool,
    /// The port to listen on, on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// The name with which authentik's login form begins
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// The scopes to ask for [default: those of the preset, else all of the provider, without offline_access]
    #[arg(long, value_name = "SCOPES")]
    pub scopes: Option<String>,
    /// Give up after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub wait: u64,
    /// Add the redirect address without asking
    #[arg(long)]
    pub yes: bool,
}

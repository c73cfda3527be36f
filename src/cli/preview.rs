//! `akctl preview`.

use clap::Args;

/// `akctl preview SLUG --user NAME`.
#[derive(Debug, Args)]
#[command(after_help = "\
Nothing is signed in and nothing is changed: authentik evaluates its policies and mappings for that user.
The exit code is 1 if the user is refused.

Examples:
  akctl preview SLUG --user anna
  akctl preview SLUG --user anna --scopes \"openid profile email\" -o json")]
pub struct Preview {
    /// The application's slug
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// The name with which the user signs in
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// The scopes that the application asks for [default: those of its preset, else all of the provider]
    #[arg(long, value_name = "SCOPES")]
    pub scopes: Option<String>,
}

//! `akctl verify`.

use clap::Args;
use std::path::PathBuf;

/// `akctl verify SLUG` or `akctl verify --all`.
#[derive(Debug, Default, Args)]
#[command(
    override_usage = "akctl verify <SLUG> [OPTIONS]\n       akctl verify --all [OPTIONS]",
    after_help = "\
The exit code is 1 if a check failed. Warnings alone are no failure.

Examples:
  akctl verify --all
  akctl verify SLUG
  akctl verify SLUG --preset NAME --set app_url=https://app.company
  akctl verify SLUG --fix
  akctl verify SLUG --app https://app.company/oauth/login --client-secret-file secret.txt"
)]
pub struct Verify {
    /// The application's slug
    #[arg(value_name = "SLUG", required_unless_present = "all", conflicts_with = "all")]
    pub slug: Option<String>,
    /// Check every application, and every provider without one
    #[arg(long)]
    pub all: bool,
    /// The preset to compare with [default: the one whose id, alias or name the application bears]
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub preset: Option<String>,
    /// Give an input of the preset as it was given when the integration was made; may be repeated
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "all")]
    pub set: Vec<String>,
    /// File with inputs of the preset, YAML or JSON; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub inputs: Option<PathBuf>,
    /// Address behind the application's own login button, or its bare address where the preset knows the way on: see
    /// what it sends people to authentik with
    #[arg(long, value_name = "URL", conflicts_with = "all")]
    pub app: Option<String>,
    /// File with the client secret that the application has; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub client_secret_file: Option<PathBuf>,
    /// Mend what akctl can mend by itself: show the changes, ask, make them, and look again
    #[arg(long)]
    pub fix: bool,
    /// With --fix: do not ask before writing
    #[arg(short, long, requires = "fix")]
    pub yes: bool,
}

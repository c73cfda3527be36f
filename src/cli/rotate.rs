//! `akctl rotate`.

use clap::Args;
use std::path::PathBuf;

const ABOUT: &str = "\
From the moment of the change until the new secret is entered in the application, nobody can sign in to it through
authentik. Nothing else of the integration is touched.

Examples:
  akctl rotate wiki
  akctl rotate wiki --yes --out-dir wiki";

/// `akctl rotate SLUG`.
#[derive(Debug, Clone, Args)]
#[command(after_help = ABOUT)]
pub struct Rotate {
    /// Slug of the application
    pub slug: String,
    /// Do not ask before changing it
    #[arg(short, long)]
    pub yes: bool,
    /// Print the secret also where no person reads it: in a pipe, a file, JSON
    #[arg(long)]
    pub show_secrets: bool,
    /// Write the secret to the file SLUG.client-secret in this folder (mode 0600)
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
}

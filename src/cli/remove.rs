//! `akctl remove`.

use clap::Args;

const ABOUT: &str = "\
What goes: the application with its bindings, its provider, and the mappings, policies, certificates, SCIM providers
and SCIM sources that akctl made for it. What stays: groups, whatever something else uses, and everything that
akctl did not make. An application that akctl did not make is not touched.

Examples:
  akctl remove wiki --dry-run
  akctl remove wiki --yes";

/// `akctl remove SLUG`.
#[derive(Debug, Clone, Args)]
#[command(after_help = ABOUT)]
pub struct Remove {
    /// Slug of the application, or of the SCIM source
    pub slug: String,
    /// Show what would go and what would stay, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// With --dry-run: exit with 3 if there is something to remove
    #[arg(long, requires = "dry_run")]
    pub exit_code: bool,
    /// Do not ask before removing
    #[arg(short, long)]
    pub yes: bool,
}

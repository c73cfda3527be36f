//! Commands about a file of integrations: `plan`, `apply`, `destroy`, `export`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which files, and which of their integrations.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "File of integrations")]
pub struct Files {
    /// File of integrations, or a folder with such files (*.yaml, *.yml); may be repeated
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// Only the integration with this slug; may be repeated
    #[arg(long, value_name = "SLUG", requires = "file")]
    pub only: Vec<String>,
    /// How many requests may be under way at once; fewer if the server is overloaded
    #[arg(long, value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub concurrency: u16,
}

/// What may be done to integrations.
#[allow(clippy::struct_excessive_bools)] // Each is a switch of its own on the command line.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How it is done")]
pub struct Allowed {
    /// Take over applications that akctl did not make
    #[arg(long)]
    pub adopt: bool,
    /// Make changes after which an application takes its users for other ones
    #[arg(long)]
    pub force: bool,
    /// Also remove what earlier applies of this file made and it no longer names; the file needs a name
    #[arg(long, conflicts_with = "only")]
    pub prune: bool,
}

const PLAN: &str = "\
Reads everything at once and writes nothing. The format: `akctl plan --schema` prints its JSON Schema.

Examples:
  akctl plan -f akctl.yaml
  akctl plan -f akctl.yaml --out akctl.plan
  akctl plan -f integrations --only wiki --exit-code";

/// `akctl plan`.
#[derive(Debug, Clone, Args)]
#[command(after_help = PLAN)]
pub struct Plan {
    /// Which integrations.
    #[command(flatten)]
    pub files: Files,
    /// What may be done.
    #[command(flatten)]
    pub allowed: Allowed,
    /// Save the plan, so that `akctl apply FILE` makes exactly these changes
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Exit with 3 if there is something to do
    #[arg(long)]
    pub exit_code: bool,
    /// Print a JSON Schema of the format, for editors, and do nothing else
    #[arg(long, exclusive = true)]
    pub schema: bool,
}

const APPLY: &str = "\
Integrations that do not depend on each other are made side by side; the failure of one does not stop the others, and
the same command again finishes the rest. Settings go where the file says (`outputs`); none are printed.

Examples:
  akctl apply -f akctl.yaml
  akctl apply -f akctl.yaml --yes --prune
  akctl apply akctl.plan --yes";

/// `akctl apply`.
#[derive(Debug, Clone, Args)]
#[command(after_help = APPLY)]
pub struct Apply {
    /// A plan that `akctl plan --out FILE` saved
    #[arg(value_name = "PLAN", conflicts_with_all = ["file", "only", "adopt", "force", "prune"])]
    pub plan: Option<PathBuf>,
    /// Which integrations.
    #[command(flatten)]
    pub files: Files,
    /// What may be done.
    #[command(flatten)]
    pub allowed: Allowed,
    /// Do not ask before writing
    #[arg(short, long)]
    pub yes: bool,
    /// Write the outputs of all integrations, also of those that did not change
    #[arg(long)]
    pub outputs: bool,
}

const DESTROY: &str = "\
Takes away every integration that the file names, as `akctl remove` does. What akctl did not make is not touched.

Examples:
  akctl destroy -f akctl.yaml --dry-run
  akctl destroy -f akctl.yaml --only wiki --yes";

/// `akctl destroy`.
#[derive(Debug, Clone, Args)]
#[command(after_help = DESTROY)]
pub struct Destroy {
    /// Which integrations.
    #[command(flatten)]
    pub files: Files,
    /// Show what would go and what would stay, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before removing
    #[arg(short, long)]
    pub yes: bool,
}

/// In what form an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ExportFormat {
    /// A file of integrations
    #[default]
    Akctl,
    /// For goauthentik's Terraform provider, with import blocks
    Terraform,
    /// A blueprint of authentik
    Blueprint,
}

const EXPORT: &str = "\
Without slugs, everything that akctl made. No secret is written: a file of integrations names variables for those that it
needs. What no preset explains is a comment in the file, and is named on standard error.

Examples:
  akctl export > akctl.yaml
  akctl export wiki --format terraform > wiki.tf";

/// `akctl export`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXPORT)]
pub struct Export {
    /// Slugs of applications and SCIM sources
    #[arg(value_name = "SLUG")]
    pub slugs: Vec<String>,
    /// In what form
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: ExportFormat,
}

//! Commands about an integration that is there: `show`, `diff` and `adopt`. As with `integrate`, the
//! preset's own flags are built once it is known ([`super::preset_flags`]).

use super::files::Files;
use super::integrate::{Options, RunOptions};
use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

/// `akctl show SLUG [flags]`.
#[derive(Debug, Args)]
#[command(
    override_usage = "akctl show <SLUG> [OPTIONS]",
    after_help = SHOW,
    disable_help_subcommand = true
)]
pub struct Show {
    /// What to show.
    #[command(flatten)]
    pub options: ShowOptions,
    /// The slug and what follows it.
    #[command(subcommand)]
    pub slug: Option<Named>,
}

const SHOW: &str = "\
What the preset asks is read back from authentik where that is certain, and given as flags otherwise:
`akctl show SLUG --preset NAME --help` shows them.

Examples:
  akctl show wiki --preset oidc
  akctl show wiki --preset oidc --show-secrets -o json";

/// `akctl diff SLUG [flags]`.
#[derive(Debug, Args)]
#[command(
    override_usage = "akctl diff [SLUG] [OPTIONS]",
    after_help = DIFF,
    disable_help_subcommand = true
)]
pub struct Diff {
    /// With what it is compared.
    #[command(flatten)]
    pub options: IntegrateOptions,
    /// Files of integrations, in place of a slug.
    #[command(flatten)]
    pub files: Files,
    /// The slug and what follows it.
    #[command(subcommand)]
    pub slug: Option<Named>,
}

const DIFF: &str = "\
Give the flags with which it was integrated. What the preset must know and was not given is read back from authentik
where that is certain. Without a slug, everything is compared that akctl made and a preset explains; what cannot be is
named. Exits with 3 if authentik has something else; nothing is written.

Examples:
  akctl diff
  akctl diff wiki --preset oidc --redirect https://wiki.company/back
  akctl diff wiki --preset oidc --inputs wiki.yaml -o json
  akctl diff -f akctl.yaml";

/// `akctl adopt SLUG --preset NAME [flags]`.
#[derive(Debug, Args)]
#[command(
    override_usage = "akctl adopt <SLUG> --preset <NAME> [OPTIONS]",
    after_help = ADOPT,
    disable_help_subcommand = true
)]
pub struct Adopt {
    /// What it is to become.
    #[command(flatten)]
    pub options: IntegrateOptions,
    /// The slug and what follows it.
    #[command(subcommand)]
    pub slug: Option<Named>,
}

const ADOPT: &str = "\
Every difference is shown before akctl asks. The application keeps its name, its client id and its secret; what others
added to it stays unless --exact is given.

Examples:
  akctl adopt wiki --preset oidc --redirect https://wiki.company/back --dry-run
  akctl adopt wiki --preset oidc --redirect https://wiki.company/back";

/// The flags of `akctl diff` and `akctl adopt`.
#[derive(Debug, Args)]
pub struct IntegrateOptions {
    /// Which preset it is.
    #[command(flatten)]
    pub preset: PresetOption,
    /// The flags that every preset has.
    #[command(flatten)]
    pub options: Options,
}

impl IntegrateOptions {
    /// Whether anything was given.
    #[must_use]
    pub fn are_given(&self) -> bool {
        self.preset.preset.is_some() || self.options != Options::default()
    }
}

/// Flags of `akctl integrate` that say nothing here, by the names of their arguments.
#[must_use]
pub fn without_effect(verb: &str) -> &'static [&'static str] {
    match verb {
        "diff" => &["slug", "dry_run", "exit_code", "yes", "adopt", "force", "show_secrets", "out_dir"],
        "adopt" => &["slug", "adopt"],
        _ => &[],
    }
}

/// The slug and everything after it, taken apart once the preset is known.
#[derive(Debug, Subcommand)]
pub enum Named {
    /// The slug and what follows.
    #[command(external_subcommand)]
    Slug(Vec<OsString>),
}

/// Which preset explains the integration.
#[derive(Debug, Clone, Default, Args)]
pub struct PresetOption {
    /// The preset that explains it [default: the one that bears its slug or its name]
    #[arg(long, global = true, value_name = "NAME")]
    pub preset: Option<String>,
}

/// The flags of `akctl show`.
#[derive(Debug, Clone, Default, Args)]
pub struct ShowOptions {
    /// Which preset it is.
    #[command(flatten)]
    pub preset: PresetOption,
    /// Print secrets also where no person reads them: in a pipe, a file, JSON
    #[arg(long, global = true)]
    pub show_secrets: bool,
    /// Write what is printed to files in this folder; those with secrets get the mode 0600
    #[arg(long, global = true, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Give an input of the preset; may be repeated
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// File with inputs of the preset, YAML or JSON; - reads standard input
    #[arg(long, global = true, value_name = "FILE")]
    pub inputs: Option<PathBuf>,
}

impl From<ShowOptions> for Options {
    fn from(options: ShowOptions) -> Self {
        let ShowOptions { preset: _, show_secrets, out_dir, set, inputs } = options;
        Self { run: RunOptions { show_secrets, out_dir, set, inputs, ..RunOptions::default() }, ..Self::default() }
    }
}

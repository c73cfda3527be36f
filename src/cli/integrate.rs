//! `akctl integrate`: the flags that every preset has. A preset's own flags are built from the
//! preset when it is named ([`super::preset_flags`]).

use clap::{Args, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// `akctl integrate PRESET [flags]`.
#[derive(Debug, Args)]
#[command(
    override_usage = "akctl integrate <PRESET> [OPTIONS]",
    after_help = "See `akctl presets list` for the presets, and `akctl integrate PRESET --help` for what a preset asks.",
    disable_help_subcommand = true
)]
pub struct Integrate {
    /// Flags that every preset has.
    #[command(flatten)]
    pub options: Options,
    /// The preset and what follows it.
    #[command(subcommand)]
    pub preset: Option<Named>,
}

/// The preset's name and everything after it, taken apart once the preset is known.
#[derive(Debug, Subcommand)]
pub enum Named {
    /// The name and what follows.
    #[command(external_subcommand)]
    Preset(Vec<OsString>),
}

/// Flags that every preset has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Options {
    /// What the person wants of the application.
    #[command(flatten)]
    pub application: ApplicationOptions,
    /// Who may use it.
    #[command(flatten)]
    pub access: AccessOptions,
    /// How the work is done.
    #[command(flatten)]
    pub run: RunOptions,
}

/// What the person wants of the application in authentik.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Application in authentik")]
pub struct ApplicationOptions {
    /// Slug of the application; it stands in its addresses [default: the preset's]
    #[arg(long, global = true, value_name = "SLUG")]
    pub slug: Option<String>,
    /// Name of the application, as people see it [default: the preset's]
    #[arg(long, global = true, value_name = "NAME")]
    pub name: Option<String>,
    /// Flow in which people sign in who are not yet [default: authentik's own choice]
    #[arg(long, global = true, value_name = "SLUG")]
    pub authentication_flow: Option<String>,
    /// Flow that people go through when they sign in [default: the one that asks for consent]
    #[arg(long, global = true, value_name = "SLUG")]
    pub authorization_flow: Option<String>,
    /// Flow that people go through when they sign out
    #[arg(long, global = true, value_name = "SLUG")]
    pub invalidation_flow: Option<String>,
    /// Name of the RSA certificate-key pair that signs [default: authentik's self-signed one]
    #[arg(long, global = true, value_name = "NAME")]
    pub signing_key: Option<String>,
    /// Outpost that serves an application behind a proxy provider [default: authentik's embedded one]
    #[arg(long, global = true, value_name = "NAME")]
    pub outpost: Option<String>,
    /// Heading under which the application's tile stands
    #[arg(long, global = true, value_name = "TEXT")]
    pub tile_group: Option<String>,
    /// Address of an icon for the tile, or fa://NAME
    #[arg(long, global = true, value_name = "URL")]
    pub icon: Option<String>,
    /// Who makes the application; stands on the tile
    #[arg(long, global = true, value_name = "TEXT")]
    pub publisher: Option<String>,
    /// A line about the application; stands on the tile
    #[arg(long, global = true, value_name = "TEXT")]
    pub description: Option<String>,
}

/// Who may use the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Who may use it")]
pub struct AccessOptions {
    /// Let only members of this group open the application; may be repeated
    #[arg(long, global = true, value_name = "GROUP")]
    pub bind_group: Vec<String>,
    /// Let only this user open the application, besides the groups; may be repeated
    #[arg(long, global = true, value_name = "USER")]
    pub bind_user: Vec<String>,
    /// Let people in only from this network, as authentik sees their address; may be repeated
    #[arg(long, global = true, value_name = "CIDR")]
    pub allow_network: Vec<String>,
    /// File with the body of a Python function that must return true as well; - reads standard input
    #[arg(long, global = true, value_name = "FILE")]
    pub policy_expression: Option<PathBuf>,
    /// Ask everybody for a second factor; who has no device is refused, or led through setting one up
    #[arg(
        long,
        global = true,
        value_name = "deny|enrol",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "deny",
        hide_possible_values = true
    )]
    pub require_mfa: Option<Mfa>,
    /// With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]
    #[arg(long, global = true, value_name = "TIME", requires = "require_mfa")]
    pub mfa_lasts: Option<String>,
    /// Create groups that are missing
    #[arg(long, global = true)]
    pub create_groups: bool,
    /// Put a user into a group; may be repeated
    #[arg(long, global = true, value_name = "GROUP=USER")]
    pub add_member: Vec<String>,
}

/// What happens to people who have no device for a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mfa {
    /// They are refused.
    Deny,
    /// They are led through setting one up.
    Enrol,
}

/// How the work is done.
#[allow(clippy::struct_excessive_bools)] // Each is a switch of its own on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "How it is done")]
pub struct RunOptions {
    /// Show what would be done, and do nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// With --dry-run: exit with 3 if there is something to do
    #[arg(long, global = true, requires = "dry_run")]
    pub exit_code: bool,
    /// Do not ask before writing
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go
    #[arg(long, global = true)]
    pub exact: bool,
    /// Take over an application that akctl did not make
    #[arg(long, global = true)]
    pub adopt: bool,
    /// Make changes after which the application takes its users for other ones
    #[arg(long, global = true)]
    pub force: bool,
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

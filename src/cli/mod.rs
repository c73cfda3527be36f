//! The command line: clap types only. Doc comments of flags are the help that people read.
#![allow(clippy::doc_markdown)]

pub mod audit;
pub mod auth;
pub mod completing;
pub mod declared;
pub mod existing;
pub mod files;
pub mod integrate;
pub mod login;
pub mod login_test;
pub mod preset_flags;
pub mod preview;
pub mod profiles;
pub mod remove;
pub mod rotate;
pub mod verify;

use crate::settings::Flags;
use crate::ui::Color;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Wires applications to an existing authentik.
#[derive(Debug, Parser)]
#[command(name = "akctl", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    /// Flags that every command has.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  akctl presets list
  akctl integrate PRESET --help
  akctl integrate PRESET --app-url https://app.company --dry-run

akctl finds authentik by a profile (akctl login), by AUTHENTIK_URL and AUTHENTIK_TOKEN, or by --url and --token-file.
Add --sandbox to any command to try it on an authentik in memory.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sign in to an authentik: keep its address and a token as a profile
    Login(login::Login),
    /// Forget the token of a profile
    Logout,
    /// List, choose, show and remove profiles: the saved connections
    Profiles {
        /// What to do with profiles.
        #[command(subcommand)]
        command: profiles::ProfilesCommand,
    },
    /// Show what the token may do, or make a service account that may do just enough
    Auth {
        /// What to do about rights.
        #[command(subcommand)]
        command: auth::AuthCommand,
    },
    /// Connect an application to authentik, and print what to enter in the application
    Integrate(Box<integrate::Integrate>),
    /// Show again what to enter in the application of an integration
    Show(existing::Show),
    /// Show where authentik has something else than a preset and its inputs say
    Diff(Box<existing::Diff>),
    /// Bring an application that somebody made by hand under a preset
    Adopt(Box<existing::Adopt>),
    /// Give an application a new client secret, or with --certificate another key
    Rotate(rotate::Rotate),
    /// Take an integration away: everything that akctl made for it and nothing else uses
    Remove(remove::Remove),
    /// Show what a file of integrations would change
    Plan(Box<files::Plan>),
    /// Make authentik what a file of integrations says
    Apply(Box<files::Apply>),
    /// Take away every integration that a file names
    Destroy(files::Destroy),
    /// Write what authentik has as a file of integrations, for Terraform, or as a blueprint
    Export(files::Export),
    /// Show which authentik it is, who the token is, and what would get in the way
    Status,
    /// List what is connected to authentik, and what looks wrong with it
    List,
    /// Check whether an application's login works, and say what is wrong and what mends it
    Verify(Box<verify::Verify>),
    /// Show whether a user gets into an application, why not, and what the application learns
    Preview(preview::Preview),
    /// Have somebody sign in with a browser, check the login as an application does, and show its claims
    LoginTest(login_test::LoginTest),
    /// Check everything that is connected, and report what is broken or risky, also for pipelines
    Audit(audit::Audit),
    /// List, show and check presets: the files that say what an application needs
    Presets {
        /// What to do with presets.
        #[command(subcommand)]
        command: PresetsCommand,
    },
    /// Serve an authentik in memory on this machine, for trying and for tests
    #[cfg(feature = "sandbox")]
    Sandbox(SandboxArgs),
    /// Print a script that makes a shell complete akctl's commands and flags
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write manual pages into a folder: one for each command and for each preset
    #[command(after_help = MAN)]
    Man {
        /// The folder; it is made if it is not there
        folder: PathBuf,
    },
}

const MAN: &str = "\
Examples:
  akctl man ~/.local/share/man/man1
  man akctl-integrate";

const COMPLETIONS: &str = "\
Examples:
  akctl completions bash > ~/.local/share/bash-completion/completions/akctl
  akctl completions zsh > \"${fpath[1]}/_akctl\"
  akctl completions fish > ~/.config/fish/completions/akctl.fish

The script asks akctl at each step, so presets, their own flags and the slugs that `akctl list` or
`akctl integrate` saw are completed. It asks no server and reads no token.";

/// Commands about presets.
#[derive(Debug, Subcommand)]
pub enum PresetsCommand {
    /// List the presets, or find one
    List(PresetsListArgs),
    /// Show one preset: what it asks, what it makes in authentik, what it rests on
    Show {
        /// The preset's name
        preset: String,
    },
    /// Begin a preset of your own, in your presets folder
    New(PresetsNewArgs),
    /// Check a preset file: mistakes with their places, and what is dangerous
    Check {
        /// The file; without one, every preset akctl knows is checked
        file: Option<PathBuf>,
    },
    /// Print a JSON Schema of the format, for editors
    Schema,
}

/// `akctl presets list`.
#[derive(Debug, Args)]
pub struct PresetsListArgs {
    /// Only presets that have all these words in what the list says of them
    pub words: Vec<String>,
    /// Only presets of this category
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Only presets for this protocol: oidc, saml, scim, proxy
    #[arg(long, value_name = "PROTOCOL")]
    pub protocol: Option<String>,
}

/// `akctl presets new`.
#[derive(Debug, Args)]
pub struct PresetsNewArgs {
    /// The preset's name: lower-case letters, digits and hyphens
    #[arg(value_name = "NAME")]
    pub id: String,
    /// Name of the application, as people write it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// What the application is, in one line [default: its name]
    #[arg(long, value_name = "TEXT")]
    pub summary: Option<String>,
    /// Category in which it is listed [default: other]
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// What the application speaks
    #[arg(long, value_enum, value_name = "PROTOCOL", default_value_t)]
    pub protocol: NewProtocol,
    /// Where people come back to, with OpenID Connect: a path such as /oauth/callback below the
    /// application's address, or a whole address; may be repeated
    #[arg(long, value_name = "PATH")]
    pub redirect: Vec<String>,
    /// The application cannot keep a secret, as an app on phones cannot
    #[arg(long)]
    pub public: bool,
    /// Where the signed answer goes, with SAML: a path or a whole address
    #[arg(long, value_name = "PATH")]
    pub acs: Option<String>,
    /// The name by which the application knows itself, with SAML: a path or the whole name [default:
    /// the application's address]
    #[arg(long, value_name = "NAME")]
    pub entity_id: Option<String>,
    /// Page of the application's documentation; may be repeated
    #[arg(long, value_name = "URL")]
    pub docs: Vec<String>,
}

/// The protocols for which a preset can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NewProtocol {
    /// `OpenID` Connect
    #[default]
    Oidc,
    /// SAML 2.0
    Saml,
}

/// `akctl sandbox`.
#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// Which authentik to play
    #[arg(long, value_name = "VERSION", default_value = crate::sandbox::DEFAULT_VERSION)]
    pub authentik: String,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Add this many milliseconds to every reply
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
}

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Output {
    /// For people
    #[default]
    Text,
    /// For programs; its keys stay
    Json,
    /// For programs
    Yaml,
    /// NAME=value lines for a shell
    Env,
}

/// Flags that every command has.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Connection and output")]
pub struct Global {
    /// Saved connection to use; `akctl login` makes one [env: AKCTL_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]
    #[arg(long, global = true, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Address by which people and applications reach authentik [default: the one in use]
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// PEM file with certificate authorities to trust besides the system's [env: AKCTL_CA_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Seconds that making a connection may take
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub connect_timeout: u64,
    /// Seconds that one request may take
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,
    /// Send the token over an unencrypted connection: whoever listens can take authentik over
    #[arg(long, global = true)]
    pub allow_plain_http_token: bool,
    /// Try it on an authentik in memory; nothing real is touched
    #[cfg(feature = "sandbox")]
    #[arg(long, global = true, value_name = "VERSION", num_args = 0..=1, require_equals = true, default_missing_value = crate::sandbox::DEFAULT_VERSION, conflicts_with_all = ["profile", "url", "token_file"])]
    pub sandbox: Option<String>,
    /// How to print
    #[arg(short, long, global = true, value_enum, value_name = "FORMAT", default_value_t)]
    pub output: Output,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// Say nothing but errors, and what must be asked; data is printed all the same
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell of each request: method, path, status and time; -vv also tells why, and how large answers are
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

impl Global {
    /// The part that says how to reach authentik.
    #[must_use]
    pub fn connection(&self) -> Flags {
        Flags {
            profile: self.profile.clone(),
            url: self.url.clone(),
            public_url: self.public_url.clone(),
            token_file: self.token_file.clone(),
            ca_file: self.ca_file.clone(),
            allow_plain_http: self.allow_plain_http_token,
            connect_timeout: self.connect_timeout,
            request_timeout: self.timeout,
        }
    }
}

//! `akctl rotate`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

const ABOUT: &str = "\
From the moment of the change until the new secret is entered in the application, nobody can sign in to it through
authentik. Nothing else of the integration is touched.

With --certificate the key pair that signs is replaced, if akctl made it. A SAML application is given the new
certificate first: prepare makes it, switch lets it sign, finish removes the old one. For OAuth2 authentik publishes one
signing key at a time, so making and switching is one step; finish removes the old one.

Examples:
  akctl rotate wiki
  akctl rotate wiki --yes --out-dir wiki
  akctl rotate payroll --certificate
  akctl rotate payroll --certificate=switch
  akctl rotate payroll --certificate=finish";

/// A step on the way to another key pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// The first step of this kind of application.
    Begin,
    /// A new pair is made, and nothing uses it yet.
    Prepare,
    /// The provider signs with the new pair.
    Switch,
    /// The old pair goes.
    Finish,
}

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
    /// Write the secret to the file SLUG.client-secret in this folder (mode 0600), or the new certificate to SLUG.pem
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Replace the key pair that signs, and not the client secret
    #[arg(
        long,
        value_name = "prepare|switch|finish",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "begin",
        hide_possible_values = true,
        conflicts_with = "show_secrets"
    )]
    pub certificate: Option<Step>,
    /// With --certificate: give the application a pair of its own, where it signs with another one
    #[arg(long, requires = "certificate")]
    pub own: bool,
}

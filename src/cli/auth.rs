//! `akctl auth`.

use crate::profiles::store::StoreKind;
use crate::rights::Part;
use clap::{Args, Subcommand};

/// Commands about the rights of a token.
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Show which rights the token lacks for what akctl would do
    Check(Check),
    /// Make a service account with just the rights that akctl needs, and keep its token as a profile
    CreateServiceAccount(CreateServiceAccount),
}

const CHECK: &str = "\
Nothing is written. A superuser may do everything. Otherwise the rights of the token's roles are read where
authentik lists them, and lists are tried; what only writing would show is called unknown.
The exit code is 5 if a right that is needed lacks.

Examples:
  akctl auth check
  akctl auth check --preset PRESET -o json";

/// `akctl auth check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK)]
pub struct Check {
    /// Only what this preset needs (repeatable) [default: what all need]
    #[arg(long, value_name = "PRESET")]
    pub preset: Vec<String>,
}

const CREATE: &str = "\
It takes a superuser's token. It makes a service account, a role with the rights, before authentik 2025.12 a group
that gives the role to the account, and an API token. If anything fails, what was made is taken back.
authentik itself decides how long an API token is good: System > Settings > Default token duration. At its end
authentik replaces the token's key.

Examples:
  akctl auth create-service-account --dry-run
  akctl auth create-service-account --name pipeline --preset PRESET --yes
  akctl auth create-service-account --name pipeline --preset PRESET --with groups,second-factor --yes";

/// `akctl auth create-service-account`.
#[derive(Debug, Args)]
#[command(after_help = CREATE)]
pub struct CreateServiceAccount {
    /// Name of the account; role, group and token are named after it
    #[arg(long, value_name = "NAME", default_value = "akctl")]
    pub name: String,
    /// Only the rights that this preset always needs (repeatable) [default: what all need, but for members]
    #[arg(long, value_name = "PRESET")]
    pub preset: Vec<String>,
    /// Rights for this too, separated by commas (repeatable)
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub with: Vec<Part>,
    /// Name of the profile that keeps the token [default: the account's name]
    #[arg(long, value_name = "NAME")]
    pub save_as: Option<String>,
    /// Where to keep the token [default: the keyring if it works, else the file]
    #[arg(long, value_enum, value_name = "STORE")]
    pub store: Option<StoreKind>,
    /// Take everything back unless authentik lets the token live so many days
    #[arg(long, value_name = "DAYS", conflicts_with = "no_expiry", value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: Option<u32>,
    /// A token that never ends
    #[arg(long)]
    pub no_expiry: bool,
    /// Show what would be made, and make nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Do not ask before making it
    #[arg(short, long)]
    pub yes: bool,
}

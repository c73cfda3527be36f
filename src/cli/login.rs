//! `akctl login` and `akctl logout`.

use crate::profiles::store::StoreKind;
use clap::Args;

const ABOUT: &str = "\
What is not given is asked, on a terminal. The token never appears on the screen, and no flag takes its text.
Create one in authentik under Directory > Tokens and App passwords, with the intent API Token.

Examples:
  akctl login
  akctl login --profile work --url https://authentik.company
  akctl login --url https://authentik.company --token-file token
  printf %s \"$TOKEN\" | akctl login --url https://authentik.company --token-file - --store file";

/// `akctl login`.
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub struct Login {
    /// Where to keep the token [default: the keyring if it works, else the file]
    #[arg(long, value_enum, value_name = "STORE")]
    pub store: Option<StoreKind>,
    /// Replace a profile of the same name that is for another address
    #[arg(long)]
    pub replace: bool,
}

//! `akctl profiles`.

use clap::Subcommand;

/// Commands about profiles.
#[derive(Debug, Subcommand)]
pub enum ProfilesCommand {
    /// List the profiles
    List,
    /// Make a profile the one that is used where none is named
    Use {
        /// The profile's name
        name: String,
    },
    /// Show one profile, and whether its token is there
    Show {
        /// The profile's name [default: the current one]
        name: Option<String>,
    },
    /// Forget a profile and its token
    Remove {
        /// The profile's name
        name: String,
    },
}

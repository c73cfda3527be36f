//! `akctl audit`.

use clap::{Args, ValueEnum};

/// `akctl audit`.
#[derive(Debug, Args)]
#[command(after_help = "\
The checks are those of `akctl verify --all`, and whether everybody is asked for a second factor.
The exit code is 1 if one failed.

Examples:
  akctl audit
  akctl audit -o json
  akctl audit --format sarif > akctl.sarif
  akctl audit --format junit > akctl.xml")]
pub struct Audit {
    /// A format that pipelines read, in place of that of -o
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
}

/// Formats that pipelines read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// SARIF 2.1.0: failures and warnings, for code scanning
    Sarif,
    /// JUnit's XML: every check as a test case
    Junit,
}

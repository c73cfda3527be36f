//! The day after: commands about an integration that is there.

mod adopt;
mod certificate;
mod diff;
mod drift;
mod rotate;
mod show;
mod words;

use crate::support::{Akctl, Server};

/// Portainer, integrated with these flags.
fn portainer(server: &Server, flags: &[&'static str]) -> String {
    let base = ["--app-url", "https://portainer.company", "--create-groups", "--yes", "--show-secrets"];
    Akctl::integrate(server, "portainer").args(base).args(flags.iter().copied()).ok().stdout
}

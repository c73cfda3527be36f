//! `akctl integrate` against authentiks in memory.
#![allow(clippy::print_stdout)] // Tests that count say what they counted.

mod access;
mod access_table;
mod again;
mod budget;
mod connection;
mod dry_run;
mod flags;
mod fresh;
mod later;
mod meanwhile;
mod oidc;
mod outpost;
mod output;
mod ownership;
mod real;
mod refused;
mod requests;
mod saml;
mod scim;
mod second_factor;
mod strangers;
mod teams;
mod terminal;
mod widening;
pub(crate) mod world;

use crate::support::{Akctl, Server};

/// `akctl integrate portainer` with all that it needs and nothing more.
fn portainer(server: &Server) -> Akctl {
    Akctl::integrate(server, "portainer").args(["--app-url", "https://portainer.company", "--yes"])
}

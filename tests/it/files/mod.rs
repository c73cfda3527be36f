//! Files of integrations: what is read, what is made, and how many requests that takes.

mod additions;
mod counting;
mod export;
#[path = "../../../benches/common/http.rs"]
mod http;
mod mistakes;
#[path = "../../../benches/common/mixture.rs"]
mod mixture;
mod outputs;
mod prune;
mod requests;
mod rights;
mod round_trip;
mod runs;
mod saved;

use crate::support::{Akctl, Server};

/// A file of two integrations that share a group.
const TWO: &str = "\
version: 1
defaults:
  access: {groups: [Staff], create_groups: true}
integrations:
  - {preset: oidc, slug: wiki, name: Wiki, inputs: {redirect: [https://wiki.company/back]}}
  - {preset: oidc, slug: board, name: Board, inputs: {redirect: [https://board.company/back]}}
";

/// `akctl VERB -f akctl.yaml` with this file; more words follow.
fn on(server: &Server, verb: &str, file: &str) -> Akctl {
    Akctl::on(server).file("akctl.yaml", file).args([verb, "-f", "akctl.yaml"])
}

/// The status of each integration of a report, in order.
fn statuses(report: &serde_json::Value) -> Vec<(String, String)> {
    let lines = report["integrations"].as_array().expect("a list");
    let text = |line: &serde_json::Value, name: &str| line[name].as_str().expect("text").to_owned();
    lines.iter().map(|line| (text(line, "slug"), text(line, "status"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(slug, status)| ((*slug).to_owned(), (*status).to_owned())).collect()
}

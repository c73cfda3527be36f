//! What people see: the plan and the settings of every sample.

use super::samples::SAMPLES;
use super::{integrate, report};
use crate::support::Server;
use regex::Regex;

const VERSION: &str = "2026.8.5";

#[test]
fn plan_and_settings_of_every_sample() {
    let keys = Regex::new(r#"\{\\?"keys\\?":\[.*\]\}"#).expect("an expression");
    for sample in SAMPLES {
        let server = Server::start(VERSION);
        let plan = integrate(&server, sample).args(["--dry-run"]).ok().stdout;
        let report = report(&server, sample);
        let settings = integrate(&server, sample).args(["--yes", "--show-secrets"]).ok().stdout;
        let mut text = format!("{plan}\n{settings}").replace(server.url(), "https://authentik.example");
        for (field, word) in [("client_id", "CLIENT-ID"), ("client_secret", "CLIENT-SECRET")] {
            if let Some(value) = report["provider"][field].as_str() {
                text = text.replace(value, word);
            }
        }
        let text = keys.replace_all(&text, "JWKS");
        let name = format!("{} {}", sample.preset, sample.name).replace(' ', "-");
        insta::assert_snapshot!(name, text);
    }
}

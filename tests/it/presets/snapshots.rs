//! What people see: the plan and the settings of every sample.

use super::samples::SAMPLES;
use super::{integrate, report};
use crate::support::Server;
use regex::Regex;

const VERSION: &str = "2026.8.5";

#[test]
fn plan_and_settings_of_every_sample() {
    let random = [
        (r#"\{\\?"keys\\?":\[.*\]\}"#, "JWKS"),
        ("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----", "CERTIFICATE"),
        ("(<ds:X509Certificate>)[^<]*", "${1}CERTIFICATE"),
        ("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", "SHA-256"),
        ("(?:[0-9A-F]{2}:){19}[0-9A-F]{2}", "SHA-1"),
        ("until [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", "until THEN"),
    ]
    .map(|(pattern, word)| (Regex::new(pattern).expect("an expression"), word));
    for sample in SAMPLES.iter() {
        let server = Server::start(VERSION);
        let plan = integrate(&server, sample).args(["--dry-run"]).ok().stdout;
        let report = report(&server, sample);
        let settings = integrate(&server, sample).args(["--yes", "--show-secrets"]).ok().stdout;
        let mut text = format!("{plan}\n{settings}").replace(server.url(), "https://authentik.example");
        for (value, word) in [
            (&report["provider"]["client_id"], "CLIENT-ID"),
            (&report["provider"]["client_secret"], "CLIENT-SECRET"),
            (&report["source"]["token"], "SOURCE-TOKEN"),
        ] {
            if let Some(value) = value.as_str() {
                text = text.replace(value, word);
            }
        }
        for (pattern, word) in &random {
            text = pattern.replace_all(&text, *word).into_owned();
        }
        let name = format!("{} {}", sample.preset, sample.name).replace(' ', "-");
        insta::assert_snapshot!(name, text);
    }
}

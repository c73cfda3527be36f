//! `akctl diff` finds drift and writes nothing.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

fn diff(server: &Server, slug: &str) -> Akctl {
    Akctl::on(server).args(["diff", slug])
}

#[test]
fn a_fresh_integration_has_no_drift_and_a_changed_one_has() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams"]);
        let same = diff(&server, "portainer").args(["--teams"]).ok();
        assert!(same.stdout.contains("Nothing to do"), "{version}: {}", same.stdout);
        let provider = server.provider_of("portainer")["pk"].clone();
        let elsewhere = json!([{"matching_mode": "strict", "url": "https://elsewhere.company/"}]);
        server.patch(&format!("providers/oauth2/{provider}/"), json!({"redirect_uris": elsewhere}));
        let before = server.everything();
        server.forget();
        let flags = ["--teams", "--app-url", "https://portainer.company"];
        diff(&server, "portainer").args(["--teams"]).fails(2, &["--app-url is missing"]);
        let differs = diff(&server, "portainer").args(flags).fails(3, &["authentik has something else"]);
        assert!(differs.stdout.contains("+ strict https://portainer.company/"), "{version}: {}", differs.stdout);
        let report = diff(&server, "portainer").args(flags).args(["-o", "json"]).fails(3, &[]).json();
        assert_eq!(
            (&report["dry_run"], &report["client"]["where"]),
            (&json!(true), &json!("Settings > Authentication"))
        );
        assert!(server.writes().is_empty(), "{version}");
        assert_eq!(server.everything(), before, "{version}");
    }
}

#[test]
fn inputs_that_are_given_count_more_than_what_is_there() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    diff(&server, "portainer").ok();
    let other = diff(&server, "portainer").args(["--app-url", "https://other.company"]).fails(3, &[]);
    assert!(other.stdout.contains("+ https://other.company/"), "{}", other.stdout);
    // What the preset says by itself is not read back: it is what is compared with.
    let server = Server::start("2026.8.5");
    let oidc = ["--name", "Phone", "--client-type", "public", "--redirect", "app:///back", "--yes"];
    Akctl::integrate(&server, "oidc").args(oidc).ok();
    let differs = diff(&server, "phone").args(["--preset", "oidc"]).fails(3, &["a run would stop before this"]);
    assert!(differs.stdout.contains("client_type"), "{}", differs.stdout);
    diff(&server, "phone").args(["--preset", "oidc", "--client-type", "public"]).ok();
}

#[test]
fn what_cannot_be_compared_is_told() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    diff(&server, "nothing").args(["--preset", "portainer"]).fails(2, &["no application and no SCIM source"]);
    diff(&server, "portainer").args(["--preset", "saml"]).fails(2, &["--acs is missing"]);
    let saml = ["--acs", "https://a.example/acs", "--entity-id", "a"];
    diff(&server, "portainer").args(["--preset", "saml"]).args(saml).fails(4, &["another kind"]);
    diff(&server, "portainer").args(["--slug", "other"]).fails(2, &["the integration is `portainer` already"]);
    let help = diff(&server, "portainer").args(["--help"]).ok().stdout;
    assert!(help.contains("--app-url") && !help.contains("--dry-run"), "{help}");
}

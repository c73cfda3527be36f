//! Values that the application shows only once it knows authentik: two runs.

use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const NOWHERE: &str = "https://not-known-yet.invalid";

fn saml(server: &Server, acs: &str) -> Akctl {
    Akctl::integrate(server, "saml").args(["--name", "Ledger", "--acs", acs, "--entity-id", "ledger", "--yes"])
}

fn oidc(server: &Server, redirect: &str) -> Akctl {
    Akctl::integrate(server, "oidc").args(["--name", "Notes", "--redirect", redirect, "--yes"])
}

fn provider(server: &Server, collection: &str, name: &str) -> Value {
    let name = format!("{name} (akctl)");
    server.list(collection).into_iter().find(|provider| provider["name"] == *name).expect("it")
}

fn redirects(server: &Server) -> Vec<String> {
    let made = provider(server, "providers/oauth2/", "notes");
    let entries = made["redirect_uris"].as_array().expect("a list");
    entries.iter().map(|entry| entry["url"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn an_address_for_saml_answers_comes_later_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = saml(&server, "later").json();
        let needed = json!([{
            "input": "acs",
            "flag": "--acs",
            "where": "Applications that show it only once they know authentik show it beside the form for the identity \
                      provider.",
        }]);
        assert_eq!(report["still_needed"], needed, "{version}");
        assert_eq!(provider(&server, "providers/saml/", "ledger")["acs_url"], NOWHERE, "{version}");

        server.forget();
        assert_eq!(saml(&server, "later").json()["still_needed"], needed, "{version}");
        assert!(server.writes().is_empty(), "{version}");
        assert_eq!(saml(&server, "https://ledger.company/acs").json()["still_needed"], json!([]), "{version}");
        assert_eq!(
            provider(&server, "providers/saml/", "ledger")["acs_url"],
            "https://ledger.company/acs",
            "{version}"
        );

        server.forget();
        assert_eq!(saml(&server, "later").json()["still_needed"], json!([]), "{version}: authentik has it by now");
        assert!(server.writes().is_empty(), "{version}: what is known is not forgotten");
    }
}

#[test]
fn an_address_to_come_back_to_takes_the_place_of_its_stand_in() {
    let server = Server::start("2025.10.3");
    let ran = oidc(&server, "later").ok();
    let end = "Still needed before anybody can sign in\n  --redirect  Applications that show it only once they have";
    assert!(ran.stdout.contains(end), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("value in place of `later`.\n"), "{}", ran.stdout);
    assert_eq!(redirects(&server), [NOWHERE]);
    let verified = Akctl::on(&server).args(["verify", "notes"]).run();
    assert!(verified.code == 1 && verified.stdout.contains("redirect_uris: not known yet"), "{}", verified.stdout);

    oidc(&server, "https://notes.company/back").ok();
    assert_eq!(redirects(&server), ["https://notes.company/back"]);
    let verified = Akctl::on(&server).args(["verify", "notes"]).run();
    assert!(!verified.stdout.contains("not known yet"), "{}", verified.stdout);

    server.forget();
    oidc(&server, "later").args(["--exact"]).ok();
    let ran = oidc(&server, "later").ok();
    assert!(server.writes().is_empty() && !ran.stdout.contains("Still needed"), "{}", ran.stdout);
}

#[test]
fn the_word_counts_only_where_the_preset_says_so() {
    let server = Server::start("2025.10.3");
    let portainer = Akctl::integrate(&server, "portainer").args(["--app-url", "later", "--yes"]);
    portainer.fails(2, &["\"later\" is not a web address"]);
    let saml = Akctl::integrate(&server, "saml").args(["--name", "Ledger", "--entity-id", "ledger", "--yes"]);
    saml.fails(2, &["Give the word `later` if it is not known yet."]);
    assert!(server.log().is_empty());
}

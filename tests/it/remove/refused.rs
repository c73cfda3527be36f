//! What is somebody else's, or would pull something of somebody else's down, is refused.

use super::{held, portainer, remove};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

#[test]
fn an_application_that_akctl_did_not_make_is_refused() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &[]);
        let provider = server.provider_of("portainer");
        server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"name": "Provider for Portainer"}));
        server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
        let before = held(&server);
        let ran = remove(&server, "portainer").fails(
            4,
            &[
                "the application `portainer` was not made by akctl (its provider is `Provider for Portainer`)",
                "akctl adopt portainer --preset NAME",
                "nothing was removed",
            ],
        );
        assert_eq!(ran.stdout, "", "{version}");
        remove(&server, "bare").fails(4, &["it has no provider, so akctl cannot tell who made it"]);
        assert_eq!(held(&server), before, "{version}");
        let report = remove(&server, "portainer").args(["-o", "json"]).fails(4, &[]).json();
        assert_eq!(report["changes"], json!([]), "{version}");
        assert_eq!(report["conflicts"].as_array().map(Vec::len), Some(1), "{version}");
    }
}

#[test]
fn somebodys_provider_that_would_go_with_the_application_stands_in_the_way() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &[]);
        let scim = server.post("providers/scim/", json!({"name": "Push", "url": "https://a.example", "token": "t"}));
        server.patch("core/applications/portainer/", json!({"backchannel_providers": [scim["pk"]]}));
        let before = held(&server);
        remove(&server, "portainer").fails(
            4,
            &["has the back-channel provider `Push`, which akctl did not make", "take it off the application"],
        );
        assert_eq!(held(&server), before, "{version}");
        server.patch("core/applications/portainer/", json!({"backchannel_providers": []}));
        remove(&server, "portainer").ok();
    }
}

#[test]
fn a_provider_that_another_application_has_by_now_stays() {
    let server = Server::start("2026.8.5");
    portainer(&server, &["--teams"]);
    let provider = server.provider_of("portainer")["pk"].clone();
    server.patch("core/applications/portainer/", json!({"provider": null}));
    server.post("core/applications/", json!({"name": "Other", "slug": "other", "provider": provider}));
    remove(&server, "portainer").fails(4, &["it has no provider"]);
    server.api("DELETE", "core/applications/portainer/", &json!(null));
    let ran = remove(&server, "portainer").ok();
    assert!(
        ran.stdout.contains("it belongs to the application `other`; `akctl remove other` removes it"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("Nothing to do"), "{}", ran.stdout);
    // An application that got another slug takes what bears its old one with it.
    remove(&server, "other").ok();
    assert!(!server.everything().to_string().contains("(akctl)"));
}

#[test]
fn a_source_that_akctl_did_not_make_stays() {
    let server = Server::start("2026.8.5");
    server.post("sources/scim/", json!({"name": "Personnel", "slug": "personnel"}));
    let ran = remove(&server, "personnel").ok();
    assert!(ran.stdout.contains("akctl did not make it"), "{}", ran.stdout);
    assert_eq!(server.list("sources/scim/").len(), 1);
}

#[test]
fn without_a_terminal_and_without_yes_nothing_is_removed() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    let before = held(&server);
    Akctl::on(&server).args(["remove", "portainer"]).fails(4, &["--yes was not given", "--dry-run to see"]);
    assert_eq!(held(&server), before);
    Akctl::on(&server).args(["remove", "not a slug", "--yes"]).fails(2, &["may hold only"]);
    Akctl::on(&server).args(["remove"]).fails(2, &["SLUG"]);
}

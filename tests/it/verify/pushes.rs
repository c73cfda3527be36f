//! How the last push by SCIM ended.

use super::{found, told, verify};
use crate::support::{Akctl, Server, VERSIONS};
use akctl::sandbox::Push;
use serde_json::{Value, json};

/// An application to which people are pushed, and the provider that does it.
fn pushing(version: &str) -> (Server, Value) {
    let server = Server::start(version);
    let mapping = server.list("propertymappings/provider/scim/")[1]["pk"].clone();
    let body = json!({"name": "S", "url": "https://app.company/scim", "token": "x", "property_mappings": [mapping]});
    let pk = server.post("providers/scim/", body)["pk"].clone();
    server.post("core/applications/", json!({"name": "A", "slug": "a", "backchannel_providers": [pk]}));
    (server, pk)
}

#[test]
fn a_push_that_failed_and_one_that_never_ran_are_seen_on_every_version() {
    for version in VERSIONS {
        let (server, pk) = pushing(version);
        told(&verify(&server, &["a"]), "scim-sync", "ok", &["ended well, on 20"]);
        server.sandbox().set_push(&pk, Push::Badly);
        told(&verify(&server, &["a"]), "scim-sync", "warning", &["`error`", "`S`", "the token or the address"]);
        server.sandbox().set_push(&pk, Push::Never);
        let ran = verify(&server, &["a"]);
        told(&ran, "scim-sync", "warning", &["none has ended yet", "worker"]);
        assert_eq!(ran.code, 0, "{version}: logins do not rest on it");
        server.forget();
        Akctl::on(&server).args(["list"]).ok();
        assert!(!server.log().iter().any(|one| one.target.contains("/sync/")), "{version}: a list asks for lists");
    }
}

#[test]
fn an_application_to_which_nobody_is_pushed_has_no_push() {
    let server = super::integrated("2025.10.3");
    assert_eq!(found(&verify(&server, &["portainer"]), "scim-sync"), None);
}

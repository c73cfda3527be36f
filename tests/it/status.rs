//! `akctl status` against authentiks in memory.

use crate::support::{Akctl, Server, VERSIONS};

#[test]
fn it_names_address_version_and_user_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let status = Akctl::on(&server).args(["status"]).json();
        assert_eq!(status["url"], server.url());
        assert_eq!(status["user"], "akadmin");
        assert_eq!(status["is_superuser"], true);
        assert_eq!(status["warnings"], serde_json::json!([]), "{version}");
        assert!(version.starts_with(status["version"].as_str().expect("text").trim_end_matches("-rc1")), "{version}");
        assert!(server.writes().is_empty());
    }
}

#[test]
fn it_warns_where_the_public_address_is_not_authentiks() {
    let server = Server::start("2025.10.3");
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]).ok();
    // Nobody listens on port 1.
    let public = "http://127.0.0.1:1";
    let ran = Akctl::on(&server).args(["status", "--public-url", public]).ok();
    assert_eq!(ran.stderr.matches("the public address could not be checked").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_wrong_token_is_told_with_its_own_exit_code() {
    let server = Server::start("2025.10.3");
    Akctl::new()
        .env("AUTHENTIK_URL", server.url())
        .env("AUTHENTIK_TOKEN", "wrong")
        .args(["status"])
        .fails(5, &["403", "AUTHENTIK_TOKEN"]);
}

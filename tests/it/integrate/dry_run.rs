//! `--dry-run`: everything is shown, nothing is written.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::Value;

#[test]
fn shows_the_plan_on_stdout_and_writes_nothing() {
    for version in VERSIONS {
        let server = Server::start(version);
        let before = server.everything();
        let ran = Akctl::integrate(&server, "portainer")
            .args(["--app-url", "https://portainer.company", "--teams", "--create-groups", "--bind-teams", "--dry-run"])
            .args(["--add-member", "Portainer Admins=anna"])
            .ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        assert_eq!(server.everything(), before, "{version}");
        for word in ["portainer (akctl)", "Portainer Admins", "https://portainer.company/", "anna"] {
            assert!(ran.stdout.contains(word), "{version}: {word} is not in {}", ran.stdout);
        }
    }
}

#[test]
fn the_exit_code_tells_whether_there_is_something_to_do() {
    let server = Server::start("2025.10.3");
    portainer(&server).args(["--dry-run", "--exit-code"]).fails(3, &["there are changes to make"]);
    portainer(&server).args(["--dry-run"]).ok();
    portainer(&server).ok();
    portainer(&server).args(["--dry-run", "--exit-code"]).ok();
    portainer(&server).args(["--dry-run", "--exit-code", "--name", "Docker"]).fails(3, &[]);
    assert_eq!(server.get("core/applications/portainer/")["name"], "Portainer");
}

#[test]
fn the_report_says_that_it_was_dry() {
    let server = Server::start("2025.10.3");
    let report = portainer(&server).args(["--dry-run", "--show-secrets"]).json();
    assert_eq!(report["dry_run"], true);
    assert_eq!(report["provider"]["client_id"], Value::Null);
    assert_eq!(report["provider"]["client_secret"], Value::Null);
    assert_eq!(report["provider"]["pk"], Value::Null);
    assert!(server.writes().is_empty());
    let wet = portainer(&server).json();
    assert_eq!(wet["dry_run"], false);
    assert_eq!(report["changes"], wet["changes"], "what is shown is what is done");
}

#[test]
fn files_are_not_written_by_a_dry_run() {
    let server = Server::start("2025.10.3");
    let ran = portainer(&server).args(["--dry-run", "--out-dir", "out"]).ok();
    let left = std::fs::read_dir(ran.home.path().join("out")).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0);
}

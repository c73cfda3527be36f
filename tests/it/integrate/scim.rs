//! SCIM in both directions.

use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const TOKEN: &str = "a-token-of-the-target";

fn scim(server: &Server, flags: &[&str]) -> Akctl {
    let akctl = Akctl::integrate(server, "scim").args(["--scim-url", "https://app.company/scim/v2", "--yes"]);
    akctl.args(["--scim-token-file", "-"]).stdin(TOKEN).args(flags.iter().copied())
}

fn pushing(server: &Server, slug: &str) -> Value {
    let name = format!("{slug}: SCIM (akctl)");
    server.list("providers/scim/").into_iter().find(|provider| provider["name"] == name.as_str()).expect("it")
}

#[test]
fn an_application_that_people_are_pushed_to() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = scim(&server, &["--name", "Personnel"]).json();
        let made = pushing(&server, "personnel");
        assert_eq!(made["url"], "https://app.company/scim/v2", "{version}");
        for mappings in ["property_mappings", "property_mappings_group"] {
            assert_eq!(made[mappings].as_array().map(Vec::len), Some(1), "{version}: {mappings}");
        }
        let application = server.get("core/applications/personnel/");
        assert_eq!(application["backchannel_providers"], json!([made["pk"]]), "{version}");
        assert_eq!(application["provider"], Value::Null, "{version}");
        assert_eq!(report["backchannel"][0]["pk"], made["pk"], "{version}");
        assert!(report.get("provider").is_none(), "{version}: {report}");
        assert!(!report.to_string().contains(TOKEN), "{version}");

        server.forget();
        scim(&server, &["--name", "Personnel"]).ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
    }
}

#[test]
fn scim_is_added_to_an_application_of_ours_and_changes_nothing_else_of_it() {
    for version in VERSIONS {
        let server = Server::start(version);
        super::portainer(&server).ok();
        let before = server.get("core/applications/portainer/");
        scim(&server, &["--name", "Another Name", "--slug", "portainer"]).ok();
        let after = server.get("core/applications/portainer/");
        for field in ["name", "provider", "meta_launch_url"] {
            assert_eq!(after[field], before[field], "{version}: {field}");
        }
        assert_eq!(after["backchannel_providers"], json!([pushing(&server, "portainer")["pk"]]), "{version}");
        server.forget();
        let ran = super::portainer(&server).ok();
        assert!(server.writes().is_empty(), "{version}: what others attached stays");
        assert!(ran.stderr.contains("portainer: SCIM (akctl) stays and goes on pushing"), "{version}: {}", ran.stderr);
    }
}

#[test]
fn an_application_of_somebody_else_needs_a_decision() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "Theirs", "slug": "theirs"}));
    server.forget();
    scim(&server, &["--name", "Theirs", "--slug", "theirs"]).fails(4, &["theirs", "--adopt"]);
    assert!(server.writes().is_empty());
    scim(&server, &["--name", "Theirs", "--slug", "theirs", "--adopt"]).ok();
}

#[test]
fn groups_limit_what_is_pushed_as_the_version_can() {
    for version in VERSIONS {
        let server = Server::start(version);
        let staff = server.group("Staff");
        scim(&server, &["--name", "Personnel", "--scim-group", "Staff"]).ok();
        let made = pushing(&server, "personnel");
        let one = made.get("filter_group").cloned();
        let several = made.get("group_filters").cloned();
        assert_eq!(one.or(several.map(|list| list[0].clone())).as_ref(), Some(&staff["pk"]), "{version}: {made}");
        server.group("Guests");
        let two = scim(&server, &["--name", "Personnel", "--scim-group", "Staff", "--scim-group", "Guests"]);
        if made.get("group_filters").is_some() {
            two.ok();
        } else {
            two.fails(2, &["one group", "2 are named"]);
        }
    }
}

#[test]
fn another_token_is_sent_where_authentik_shows_the_old_one_and_with_force_where_not() {
    for version in VERSIONS {
        let server = Server::start(version);
        scim(&server, &["--name", "Personnel"]).ok();
        let shows = pushing(&server, "personnel").get("token").is_some();
        server.forget();
        let again = scim(&server, &["--name", "Personnel"]).stdin("another-token");
        let ran = again.ok();
        assert_eq!(server.writes().len(), usize::from(shows), "{version}");
        assert!(!ran.stderr.contains("another-token") && !ran.stderr.contains(TOKEN), "{}", ran.stderr);
        if !shows {
            assert!(ran.stderr.contains("--force sends the one that was given"), "{version}: {}", ran.stderr);
            scim(&server, &["--name", "Personnel", "--force"]).ok();
            assert_eq!(server.writes().len(), 1, "{version}");
        }
    }
}

#[test]
fn a_source_takes_people_at_the_address_and_with_the_token_that_are_printed() {
    for version in VERSIONS {
        let server = Server::start(version);
        let source = || Akctl::integrate(&server, "scim-source").args(["--name", "Personnel System", "--yes"]);
        let hidden = source().json();
        assert_eq!(hidden["source"]["token"], Value::Null, "{version}");
        server.forget();
        let report = source().args(["--show-secrets"]).json();
        assert!(server.writes().is_empty(), "{version}");
        let token = report["source"]["token"].as_str().expect("a token");
        assert!(!hidden.to_string().contains(token), "{version}");
        let address = report["endpoints"]["scim"].as_str().expect("an address");
        assert!(address.ends_with("/source/scim/personnel-system/v2"), "{version}: {address}");
        assert!(report.get("application").is_none() && report.get("provider").is_none(), "{version}");
    }
}

#[test]
fn a_source_lets_nobody_in_and_has_no_flows() {
    let server = Server::start("2025.10.3");
    let source = |flags: &[&str]| {
        Akctl::integrate(&server, "scim-source").args(["--name", "People", "--yes"]).args(flags.iter().copied())
    };
    source(&["--bind-group", "Staff"]).fails(2, &["makes no application"]);
    source(&["--require-mfa"]).fails(2, &["--require-mfa: nobody signs in"]);
    source(&["--signing-key", "x"]).fails(2, &["--signing-key: nobody signs in"]);
    assert!(server.writes().is_empty());
}

#[test]
fn a_secret_is_given_as_a_file_only() {
    let server = Server::start("2025.10.3");
    let scim =
        || Akctl::integrate(&server, "scim").args(["--name", "P", "--scim-url", "https://app.company/v2", "--yes"]);
    scim().fails(2, &["--scim-token-file is missing"]);
    let ran = scim().args(["--set", "scim_token=s3cr3t"]).fails(2, &["--scim-token-file FILE"]);
    assert!(!ran.stderr.contains("s3cr3t"), "{}", ran.stderr);
    scim().args(["--scim-token-file", "-", "--inputs", "-"]).stdin("x").fails(2, &["standard input can be read once"]);
    scim()
        .args(["--scim-token-file", "-", "--policy-expression", "-"])
        .stdin("x")
        .fails(2, &["standard input can be read once", "--policy-expression and --scim-token-file"]);
    scim().args(["--scim-token-file", "/nowhere"]).fails(2, &["--scim-token-file: /nowhere cannot be read"]);
    scim().args(["--scim-token-file", "-"]).stdin(" ").fails(2, &["--scim-token-file: what was read is empty"]);
    assert!(server.writes().is_empty());
}

#[test]
fn a_source_of_somebody_else_needs_a_decision() {
    let server = Server::start("2025.10.3");
    server.post("sources/scim/", json!({"name": "Personnel", "slug": "hr"}));
    let source = || Akctl::integrate(&server, "scim-source").args(["--name", "People", "--slug", "hr", "--yes"]);
    server.forget();
    source().fails(4, &["the source `hr` exists and was not made by akctl", "--adopt"]);
    assert!(server.writes().is_empty());
    source().args(["--adopt"]).ok();
}

#[test]
fn a_repeat_without_its_group_does_not_push_everybody() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.group("Staff");
        scim(&server, &["--name", "Personnel", "--scim-group", "Staff"]).ok();
        server.forget();
        scim(&server, &["--name", "Personnel"]).fails(4, &["would push everybody", "--force"]);
        assert!(server.writes().is_empty(), "{version}");
        scim(&server, &["--name", "Personnel", "--force"]).ok();
    }
}

//! What presets say: what holds for this use and this server, and nothing else.

use super::{integrate, of, setting};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::Value;

const VERSION: &str = "2026.8.5";

/// The report of the generic preset for OpenID Connect with these flags.
fn oidc(server: &Server, flags: &[&'static str]) -> Value {
    Akctl::integrate(server, "oidc")
        .args(["--name", "Demo", "--yes", "--show-secrets"])
        .args(flags.iter().copied())
        .json()
}

fn said(report: &Value, list: &str) -> String {
    let lines = report.pointer(list).and_then(Value::as_array).unwrap_or_else(|| panic!("no {list} in {report:#}"));
    lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

fn notes(report: &Value) -> String {
    said(report, "/client/notes")
}

fn labels(report: &Value) -> Vec<&str> {
    let settings = report["client"]["settings"].as_array().expect("settings");
    settings.iter().filter_map(|setting| setting["key"].as_str()).collect()
}

/// Year and month of a version.
fn line(version: &str) -> (u16, u16) {
    let mut parts = version.split(['.', '-']).map(|part| part.parse().expect("a number"));
    (parts.next().expect("a year"), parts.next().expect("a month"))
}

#[test]
fn what_a_server_cannot_do_is_a_warning_there_and_nowhere_else() {
    for version in VERSIONS {
        let server = Server::start(version);
        for (preset, flag, since) in [
            ("oidc", "--refresh-token-threshold", (2025, 10)),
            ("oidc", "--logout-notify", (2025, 10)),
            ("oidc", "--logout-url", (2026, 5)),
            ("saml", "--logout-url", (2025, 10)),
        ] {
            let report = integrate(&server, of(preset, "everything")).args(["--dry-run"]).json();
            let warnings = said(&report, "/warnings");
            let told = warnings.lines().find(|line| line.starts_with(flag) && line.contains("no effect"));
            assert_eq!(told.is_some(), line(version) < since, "{version}: {flag}: {warnings}");
            assert!(told.is_none_or(|line| line.contains(&format!("authentik {version} "))), "{warnings}");
            assert!(!notes(&report).contains("authentik before"), "{version}");
        }
        let report = oidc(&server, &["--redirect", "https://a.example/", "--dry-run"]);
        assert_eq!(notes(&report).contains("email_verified is false"), line(version) >= (2025, 10), "{version}");
        let report = integrate(&server, of("saml", "plain")).args(["--dry-run"]).json();
        let told = notes(&report).contains("does not say that the NameID is a mail address");
        assert_eq!(told, line(version) < (2025, 8), "{version}");
        let report = integrate(&server, of("scim", "plain")).args(["--dry-run"]).json();
        assert_eq!(notes(&report).contains("does not show the token again"), line(version) >= (2026, 8), "{version}");
    }
}

#[test]
fn implicit_alone_is_not_told_of_codes() {
    let server = Server::start(VERSION);
    let page = ["--redirect", "https://a.example/", "--grant", "implicit"];
    for flags in [page.to_vec(), [&page[..], &["--client-type", "public"]].concat()] {
        let report = oidc(&server, &[&flags[..], &["--dry-run"]].concat());
        assert_eq!(setting(&report, "Response type"), "id_token");
        assert_eq!(setting(&report, "Response mode"), "form_post or fragment");
        let notes = notes(&report);
        assert!(notes.contains("must send a nonce") && notes.contains("response_mode=query"), "{notes}");
        assert!(!report["client"].to_string().contains("PKCE") && !labels(&report).contains(&"Code challenge method"));
        assert!(!report["client"].to_string().contains("app.py"), "{report:#}");
    }
    let report = oidc(&server, &["--redirect", "https://a.example/", "--client-type", "public", "--dry-run"]);
    assert!(notes(&report).contains("PKCE") && report["client"].to_string().contains("app.py"));
    assert!(!said(&report, "/client/steps").contains("secret"), "{report:#}");
    assert!(!labels(&report).contains(&"Response type"));
}

#[test]
fn machines_need_an_address_all_the_same_and_are_told_why() {
    let server = Server::start(VERSION);
    let machine =
        || Akctl::integrate(&server, "oidc").args(["--name", "Demo", "--grant", "client_credentials", "--yes"]);
    machine().fails(2, &["--redirect is missing: with --grant client_credentials nobody is sent back", "would store"]);
    let report = machine().args(["--redirect", "https://a.example/unused", "--dry-run"]).json();
    assert!(notes(&report).contains("Nobody is sent back"), "{report:#}");
    assert!(!labels(&report).contains(&"Redirect URI 1") && !report["client"].to_string().contains("app.py"));
}

#[test]
fn groups_are_spoken_of_where_they_come() {
    let server = Server::start(VERSION);
    let groups = |flags: &[&'static str]| {
        let report = oidc(&server, &[&["--redirect", "https://a.example/", "--dry-run"], flags].concat());
        let notes = notes(&report);
        notes.lines().find(|line| line.contains("groups")).map(str::to_owned)
    };
    assert!(groups(&[]).expect("a note").starts_with("The claim groups holds"));
    assert_eq!(groups(&["--scope", "email"]), None);
    assert!(groups(&["--groups-claim", "roles"]).expect("a note").starts_with("The claims roles and groups both"));
    let alone = groups(&["--groups-claim", "roles", "--scope", "email"]).expect("a note");
    assert!(alone.starts_with("The claim roles holds"), "{alone}");
}

#[test]
fn expressions_are_shown_and_explained() {
    let server = Server::start(VERSION);
    let regex = ["--redirect-regex", r"http://127\.0\.0\.1:[0-9]+/"];
    let report = oidc(&server, &[&regex[..], &["--dry-run"]].concat());
    assert_eq!(setting(&report, "Redirect URI, expression 1"), regex[1]);
    let alone = notes(&report);
    assert!(
        alone.contains("must match the whole redirect URI") && !alone.contains("letter by letter, with"),
        "{alone}"
    );
    let report = oidc(&server, &[&regex[..], &["--redirect", "https://a.example/", "--dry-run"]].concat());
    assert!(notes(&report).contains("Where no expression matches"), "{report:#}");
}

#[test]
fn a_common_issuer_comes_with_a_warning_about_discovery() {
    let server = Server::start(VERSION);
    let report = oidc(&server, &["--redirect", "https://a.example/", "--issuer-mode", "global"]);
    let (issuer, discovery) = (setting(&report, "Issuer"), setting(&report, "Discovery"));
    assert_eq!(super::status(&server, "GET", discovery), 200);
    assert_eq!(super::status(&server, "GET", &format!("{issuer}.well-known/openid-configuration")), 404);
    let warnings = said(&report, "/warnings");
    assert!(warnings.contains(&format!("discovery is at {discovery}, not below the issuer {issuer}.")), "{warnings}");
    assert!(notes(&report).contains("Below the issuer there is none"));
    let one = oidc(&server, &["--slug", "one", "--redirect", "https://a.example/"]);
    assert!(!said(&one, "/warnings").contains("discovery") && !notes(&one).contains("Below the issuer"));
}

#[test]
fn a_name_id_that_the_application_does_not_ask_for_is_a_warning() {
    let server = Server::start(VERSION);
    let warned = |format: &str, flags: &[&'static str]| {
        let element = format!("<md:NameIDFormat>urn:oasis:names:tc:{format}</md:NameIDFormat>");
        let metadata = include_str!("fixtures/metadata.xml");
        let place = "<md:AssertionConsumerService";
        assert_eq!(metadata.matches(place).count(), 1);
        let metadata = metadata.replace(place, &format!("{element}{place}"));
        let akctl = Akctl::integrate(&server, "saml").args(["--name", "Demo", "--metadata", "m.xml", "--dry-run"]);
        let report = akctl.file("m.xml", &metadata).args(flags.iter().copied()).json();
        said(&report, "/warnings").lines().find(|line| line.starts_with("--name-id")).map(str::to_owned)
    };
    let persistent = warned("SAML:2.0:nameid-format:persistent", &[]).expect("a warning");
    assert!(persistent.contains("nameid-format:persistent), and the NameID holds the mail address"), "{persistent}");
    assert!(persistent.contains("--name-id uid"), "{persistent}");
    assert_eq!(warned("SAML:2.0:nameid-format:persistent", &["--name-id", "uid"]), None);
    assert_eq!(warned("SAML:1.1:nameid-format:emailAddress", &[]), None);
    assert_eq!(warned("SAML:1.1:nameid-format:unspecified", &["--name-id", "username"]), None);
    let mail = warned("SAML:1.1:nameid-format:emailAddress", &["--name-id", "username"]).expect("a warning");
    assert!(mail.contains("holds the user name. --name-id email"), "{mail}");
    assert!(warned("SAML:2.0:nameid-format:transient", &[]).expect("a warning").contains("another ID at each login"));
    assert!(warned("SAML:2.0:nameid-format:kerberos", &[]).expect("a warning").contains("format:kerberos"));
}

#[test]
fn a_value_of_the_wrong_form_is_explained_in_words() {
    let server = Server::start(VERSION);
    for (preset, flags, words) in [
        ("proxmox-ve", ["--node", "https://a.example", "--realm", "x"], "--realm: \"x\" must be 2 to 32 letters"),
        ("otc", ["--rule", "a=b", "--idp-name", "a b"], "--idp-name: \"a b\" must be 1 to 64 letters"),
        ("otc", ["--rule", "a=b", "--rule", "a=<b>"], "--rule: iam_group: \"<b>\" must be 1 to 64 characters, none of"),
    ] {
        Akctl::integrate(&server, preset).args(flags).args(["--yes"]).fails(2, &[words]);
    }
}

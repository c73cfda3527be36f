//! `akctl rotate SLUG --certificate`: another key pair, in steps.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn rotate(server: &Server, slug: &str, words: &[&'static str]) -> Akctl {
    Akctl::on(server).args(["rotate", slug, "--yes"]).args(words.to_vec())
}

fn payroll(server: &Server) {
    let flags =
        ["--name", "Payroll", "--acs", "https://sp.company/acs", "--entity-id", "https://sp.company/m", "--yes"];
    Akctl::integrate(server, "saml").args(flags).ok();
}

/// A server with an integration whose pair akctl made.
fn proxmox(version: &str) -> Server {
    let server = Server::start(version);
    let flags = ["--node", "https://pve1.company:8006", "--san", "10.0.0.7", "--yes"];
    Akctl::integrate(&server, "proxmox-ve").args(flags).ok();
    server
}

fn pairs(server: &Server) -> BTreeSet<String> {
    let all = server.list("crypto/certificatekeypairs/");
    all.iter().map(|pair| pair["name"].as_str().expect("text").to_owned()).collect()
}

fn pair(server: &Server, name: &str) -> Value {
    let all = server.list("crypto/certificatekeypairs/");
    all.iter().find(|pair| pair["name"] == name).cloned().unwrap_or_else(|| panic!("no pair {name}"))
}

fn saml(server: &Server) -> Value {
    server.list("providers/saml/")[0].clone()
}

const OWN: &str = "proxmox-ve: signing key (akctl)";
const OLD: &str = "proxmox-ve: old signing key (akctl)";

#[test]
fn an_oauth2_key_is_replaced_at_once_and_the_old_one_goes_later() {
    for version in VERSIONS {
        let server = proxmox(version);
        let (before, old) = (pairs(&server), pair(&server, OWN));
        server.forget();
        let report = rotate(&server, "proxmox-ve", &["--certificate"]).json();
        assert_eq!(server.writes().len(), 4, "{version}: {:?}", server.writes());
        assert_eq!((&report["step"], &report["certificate"]["name"]), (&json!("switched"), &json!(OWN)), "{version}");
        let new = pair(&server, OWN);
        assert_ne!(new["pk"], old["pk"], "{version}");
        assert_eq!(pair(&server, OLD)["pk"], old["pk"], "{version}");
        assert_eq!(server.provider_of("proxmox-ve")["signing_key"], new["pk"], "{version}");
        assert_eq!((&new["cert_subject"], &new["private_key_available"]), (&old["cert_subject"], &json!(true)));
        let day = |pair: &Value| pair["cert_expiry"].as_str().expect("text").split('T').next().map(str::to_owned);
        assert_eq!(day(&new), day(&old), "{version}: as long as the old one");
        // What made it finds everything as it must be.
        let again = ["--node", "https://pve1.company:8006", "--san", "10.0.0.7", "--yes"];
        let again = Akctl::integrate(&server, "proxmox-ve").args(again).ok();
        assert!(again.stderr.contains("Nothing to do"), "{version}: {}", again.stderr);
        // Not twice, before the first is finished.
        rotate(&server, "proxmox-ve", &["--certificate"]).fails(4, &["old pair of the last rotation is still there"]);
        let report = rotate(&server, "proxmox-ve", &["--certificate=finish"]).json();
        assert_eq!((&report["step"], &report["certificate"]), (&json!("finished"), &Value::Null), "{version}");
        assert_eq!(pairs(&server), before, "{version}");
        rotate(&server, "proxmox-ve", &["--certificate=finish"]).fails(2, &["no old pair"]);
        Akctl::on(&server).args(["remove", "proxmox-ve", "--yes"]).ok();
        assert!(!pairs(&server).contains(OWN), "{version}");
    }
}

#[test]
fn a_saml_application_gets_the_certificate_before_it_signs() {
    for version in VERSIONS {
        let server = Server::start(version);
        payroll(&server);
        let shared = saml(&server)["signing_kp"].clone();
        rotate(&server, "payroll", &["--certificate"]).fails(4, &["authentik Self-signed Certificate", "--own"]);
        rotate(&server, "payroll", &["--certificate=switch", "--own"]).fails(2, &["no new pair is prepared"]);
        let prepared = rotate(&server, "payroll", &["--certificate", "--own"]).json();
        assert_eq!((&prepared["step"], &prepared["pinned"]), (&json!("prepared"), &json!(true)), "{version}");
        assert_eq!(saml(&server)["signing_kp"], shared, "{version}");
        // Asked again it shows the same one.
        server.forget();
        let again = rotate(&server, "payroll", &["--certificate", "--own", "--out-dir", "out", "-o", "json"]).ok();
        assert_eq!(again.json()["certificate"], prepared["certificate"], "{version}");
        assert!(server.writes().is_empty(), "{version}");
        let pem = std::fs::read_to_string(again.home.path().join("out/payroll.pem")).expect("written");
        assert_eq!(json!(pem), prepared["certificate"]["pem"], "{version}");
        rotate(&server, "payroll", &["--certificate=finish"]).fails(2, &["does not sign yet", "=switch"]);
        let switched = rotate(&server, "payroll", &["--certificate=switch"]).json();
        assert_eq!(switched["certificate"]["sha256"], prepared["certificate"]["sha256"], "{version}");
        assert!(switched["notes"].to_string().contains("keeps the pair `payroll: signing key (akctl)`"), "{switched}");
        assert_eq!(saml(&server)["signing_kp"], pair(&server, "payroll: signing key (akctl)")["pk"], "{version}");
        let differences = Akctl::on(&server).args(["diff", "payroll", "--preset", "saml"]).run();
        assert!(!differences.stdout.contains("signing_kp"), "{version}: {}", differences.stdout);
        let shown = ["show", "payroll", "--preset", "saml", "-o", "json"];
        let shown = Akctl::on(&server).args(shown).ok().json();
        assert_eq!(shown["identity_provider"]["certificate_sha256"], prepared["certificate"]["sha256"], "{version}");
        // From its own pair to the next one, in three steps.
        let prepared = rotate(&server, "payroll", &["--certificate=prepare"]).json();
        assert_eq!(prepared["certificate"]["name"], "payroll: new signing key (akctl)", "{version}");
        let switched = rotate(&server, "payroll", &["--certificate=switch"]).json();
        assert_eq!(switched["next"], "akctl rotate payroll --certificate=finish", "{version}");
        let finished = rotate(&server, "payroll", &["--certificate=finish"]).json();
        if version == "2025.10.3" {
            crate::json::holds("akctl rotate --certificate", &[with_others(version), prepared, finished]);
        }
        assert_eq!(pairs(&server).iter().filter(|name| name.ends_with("(akctl)")).count(), 1, "{version}");
    }
}

/// A report in which others use the pair as well.
fn with_others(version: &str) -> Value {
    let server = proxmox(version);
    let own = pair(&server, OWN)["pk"].clone();
    payroll(&server);
    server
        .patch(&format!("providers/saml/{}/", saml(&server)["pk"]), json!({"signing_kp": own, "sign_assertion": true}));
    let report = rotate(&server, "proxmox-ve", &["--certificate"]).json();
    assert_eq!((&report["others"][0]["slug"], &report["others"][0]["pins"]), (&json!("payroll"), &json!(true)));
    assert!(report["notes"].to_string().contains("payroll (holds the key itself)"), "{report}");
    assert_eq!(saml(&server)["signing_kp"], own, "it keeps the old one");
    rotate(&server, "proxmox-ve", &["--certificate=finish"]).fails(4, &["still used by payroll"]);
    assert!(pairs(&server).contains(OLD));
    report
}

#[test]
fn who_holds_the_keys_by_hand_is_warned_and_a_shared_pair_names_its_users() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    Akctl::integrate(&server, "otc").args(["--rule", "Team=admin", "--create-groups", "--yes"]).ok();
    rotate(&server, "portainer", &["--certificate"]).fails(4, &["otc (holds the key itself)", "nothing was changed"]);
    rotate(&server, "portainer", &["--certificate=prepare", "--own"]).fails(2, &["one signing key", "at a time"]);
    let text = rotate(&server, "otc", &["--certificate", "--own"]).ok().stdout;
    for part in ["keys are entered by hand", "keeps the pair `otc: signing key (akctl)`", "-----BEGIN CERTIFICATE-----"]
    {
        assert!(words(&text).contains(&words(part)), "{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn what_was_interrupted_goes_on() {
    let server = proxmox("2026.8.5");
    let old = pair(&server, OWN)["pk"].clone();
    rotate(&server, "proxmox-ve", &["--certificate"]).ok();
    let new = pair(&server, OWN)["pk"].clone();
    let rename = |pk: &Value, name: &str| {
        let path = format!("crypto/certificatekeypairs/{}/", pk.as_str().expect("text"));
        server.patch(&path, json!({"name": name}));
    };
    // As if it had ended after the provider was changed.
    rename(&new, "proxmox-ve: new signing key (akctl)");
    rename(&old, OWN);
    let report = rotate(&server, "proxmox-ve", &["--certificate=switch"]).json();
    assert_eq!(report["certificate"]["name"], OWN);
    assert_eq!((pair(&server, OWN)["pk"].clone(), pair(&server, OLD)["pk"].clone()), (new, old));
}

#[test]
fn it_needs_a_yes_and_akctls_mark_and_something_that_signs() {
    let server = proxmox("2025.10.3");
    server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
    server.forget();
    Akctl::on(&server).args(["rotate", "proxmox-ve", "--certificate"]).fails(4, &["--yes was not given"]);
    rotate(&server, "bare", &["--certificate"]).fails(2, &["has no provider"]);
    rotate(&server, "nothing", &["--certificate"]).fails(2, &["no application with the slug"]);
    rotate(&server, "proxmox-ve", &["--own"]).fails(2, &["--certificate"]);
    let provider = server.provider_of("proxmox-ve")["pk"].clone();
    server.patch(&format!("providers/oauth2/{provider}/"), json!({"signing_key": null}));
    rotate(&server, "proxmox-ve", &["--certificate"]).fails(2, &["signs with no key", "--fix"]);
    server.patch(&format!("providers/oauth2/{provider}/"), json!({"name": "By hand"}));
    rotate(&server, "proxmox-ve", &["--certificate"]).fails(4, &["akctl adopt proxmox-ve"]);
    assert!(server.writes().is_empty());
}

#[cfg(unix)]
#[test]
fn a_person_on_a_terminal_is_told_what_happens() {
    use crate::support::pty::Pty;
    let (server, home) = (proxmox("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let start = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color");
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        let mut terminal = Pty::start(command.args(["rotate", "proxmox-ve", "--certificate"]));
        terminal.wait_for("sign with it from now on?");
        terminal
    };
    let mut terminal = start();
    terminal.press("n\r");
    let (code, screen) = terminal.end();
    assert_eq!((code, pairs(&server).contains(OLD)), (Some(4), false), "{screen}");
    let mut terminal = start();
    terminal.press("y\r");
    let (code, screen) = terminal.end();
    assert_eq!((code, pairs(&server).contains(OLD)), (Some(0), true), "{screen}");
    assert!(screen.contains("one signing key at a time"), "{screen}");
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

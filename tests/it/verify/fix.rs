//! `akctl verify --fix`.

use super::{certificate, flow, integrate, integrated, provider, strict, verdict, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn fix(server: &Server, words: &[&str]) -> Akctl {
    Akctl::on(server).args(["verify", "--fix"]).args(words.to_vec())
}

/// Everything but what the mends may touch.
fn access(server: &Server) -> Value {
    let mut application = server.get("core/applications/portainer/");
    application["provider_obj"] = Value::Null;
    json!([server.list("policies/bindings/"), application, server.list("core/groups/")])
}

fn field(server: &Server, name: &str) -> Value {
    server.provider_of("portainer")[name].clone()
}

/// Everything at once that is ours to mend.
fn break_all(server: &Server, version: &str) {
    let mut body =
        json!({"signing_key": null, "property_mappings": [], "redirect_uris": strict(server, &["https://o"])});
    if version != "2024.8.6" {
        body["encryption_key"] = certificate(server, "rsa", 300);
        body["invalidation_flow"] = flow(server, "default-invalidation-flow");
    }
    if !server.provider_of("portainer")["grant_types"].is_null() {
        body["grant_types"] = json!([]);
    }
    provider(server, "portainer", body);
}

#[test]
fn it_mends_what_is_ours_on_every_version_and_looks_again() {
    for version in VERSIONS {
        let server = integrated(version);
        break_all(&server, version);
        let before = access(&server);
        server.forget();
        let ran = fix(&server, &["portainer", "--yes", "-o", "json"]).ok();
        let writes: Vec<String> = server.writes().iter().map(|one| format!("{} {}", one.method, one.target)).collect();
        assert!(writes.len() == 1 && writes[0].starts_with("PATCH /api/v3/providers/oauth2/"), "{writes:?}");
        assert_eq!([&ran.json()["failed"], &ran.json()["warnings"]], [0, 0], "{version}: {}", ran.stdout);
        assert!(ran.stderr.contains("signing_key:"), "{}", ran.stderr);
        assert_eq!(access(&server), before, "{version}");
        // What somebody added stays.
        assert_eq!(field(&server, "redirect_uris").as_array().map(Vec::len), Some(2), "{version}");
        let again = fix(&server, &["portainer"]).ok();
        assert!(again.stderr.contains("nothing that akctl can mend"), "{}", again.stderr);
    }
}

#[test]
fn without_a_yes_and_a_terminal_nothing_is_changed() {
    let server = integrated("2025.10.3");
    break_all(&server, "2025.10.3");
    server.forget();
    let ran = fix(&server, &["portainer"]).fails(4, &["--yes", "nothing was changed", "signing_key:"]);
    assert!(ran.stdout.contains("failed      signing-key"), "{}", ran.stdout);
    assert!(server.writes().is_empty());
    Akctl::new().args(["verify", "portainer", "--yes"]).fails(2, &["--fix"]);
}

#[test]
fn it_mends_nothing_that_decides_who_gets_in_or_who_people_are() {
    let server = integrated("2026.8.5");
    for binding in server.bindings_of("portainer") {
        server.api("DELETE", &format!("policies/bindings/{}/", binding["pk"].as_str().expect("text")), &Value::Null);
    }
    provider(&server, "portainer", json!({"client_type": "public", "issuer_mode": "global", "signing_key": null}));
    let ran = fix(&server, &["portainer", "--yes", "-o", "json"]).fails(1, &["1 check failed"]);
    assert_eq!(verdict(&ran, "signing-key"), "ok");
    assert_eq!([verdict(&ran, "client-type"), verdict(&ran, "issuer-mode")], ["failed", "warning"]);
    assert_eq!(verdict(&ran, "access"), "warning");
    assert_eq!([field(&server, "client_type"), field(&server, "issuer_mode")], ["public", "global"]);
    assert!(server.bindings_of("portainer").is_empty());
    // Only that is left, and told with what mends it.
    assert!(ran.stdout.contains("--force"), "{}", ran.stdout);
}

#[test]
fn what_akctl_did_not_make_is_left_alone() {
    let server = integrated("2025.10.3");
    provider(&server, "portainer", json!({"name": "Containers", "signing_key": null}));
    server.forget();
    fix(&server, &["portainer", "--yes"]).fails(1, &["portainer is not mended", "--adopt"]);
    assert!(server.writes().is_empty());
}

#[test]
fn inputs_that_are_missing_are_named() {
    let server = Server::start("2025.10.3");
    integrate(&server, "proxmox-ve", &["--node", "https://pve1:8006", "--node", "https://pve2:8006"]);
    server.patch("core/applications/proxmox-ve/", json!({"meta_launch_url": ""}));
    provider(&server, "proxmox-ve", json!({"redirect_uris": [], "signing_key": null}));
    server.forget();
    fix(&server, &["--all", "--yes"]).fails(1, &["proxmox-ve is not mended", "node", "--set KEY=VALUE"]);
    assert!(server.writes().is_empty());
    let nodes = ["--set", "node=https://pve1:8006", "--set", "node=https://pve2:8006"];
    fix(&server, &["proxmox-ve", "--yes"]).args(nodes).ok();
    assert_eq!(server.provider_of("proxmox-ve")["redirect_uris"].as_array().map(Vec::len), Some(2));
}

#[test]
fn grants_that_somebody_may_have_asked_for_are_not_guessed_away() {
    let server = integrated("2026.8.5");
    provider(&server, "portainer", json!({"grant_types": ["client_credentials"], "signing_key": null}));
    fix(&server, &["portainer", "--yes"]).fails(1, &["grants would go", "--set"]);
    assert_eq!(field(&server, "grant_types"), json!(["client_credentials"]));
    assert!(field(&server, "signing_key").is_string(), "the rest is mended");
    fix(&server, &["portainer", "--yes", "--set", "app_url=https://portainer.company"]).ok();
    assert_eq!(field(&server, "grant_types"), json!(["authorization_code", "refresh_token"]));
}

#[test]
fn a_second_factor_comes_back_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let flags = ["--app-url", "https://portainer.company", "--require-mfa=enrol", "--mfa-lasts", "hours=8"];
        integrate(&server, "portainer", &flags);
        let used = field(&server, "authorization_flow");
        let stages = server.list("stages/authenticator/validate/");
        let ours = stages.iter().find(|one| one["name"] != "default-authentication-mfa-validation").expect("ours");
        let stage = ours["pk"].as_str().expect("text");
        for place in server.list(&format!("flows/bindings/?stage={stage}")) {
            server.api("DELETE", &format!("flows/bindings/{}/", place["pk"].as_str().expect("text")), &Value::Null);
        }
        server.patch(&format!("stages/authenticator/validate/{stage}/"), json!({"not_configured_action": "skip"}));
        provider(&server, "portainer", json!({"signing_key": null}));
        assert_eq!(verdict(&verify(&server, &["portainer"]), "second-factor"), "failed", "{version}");
        let ran = fix(&server, &["portainer", "--yes", "-o", "json"]).ok();
        assert_eq!(verdict(&ran, "second-factor"), "ok", "{version}");
        assert_eq!(field(&server, "authorization_flow"), used);
    }
}

#[test]
fn all_are_mended_with_one_yes() {
    let server = integrated("2025.10.3");
    integrate(&server, "kestra", &["--app-url", "https://kestra.company"]);
    for slug in ["portainer", "kestra"] {
        provider(&server, slug, json!({"property_mappings": []}));
    }
    let ran = fix(&server, &["--all", "--yes", "-o", "json"]).ok();
    assert_eq!(ran.json()["failed"], 0);
}

#[cfg(unix)]
mod terminal {
    use super::{Server, break_all, field, integrated};
    use crate::support::pty::Pty;
    use serde_json::Value;
    use std::process::Command;
    use tempfile::TempDir;

    /// The question on a terminal, before an answer.
    fn asked() -> (Server, TempDir, Pty) {
        let (server, home) = (integrated("2025.10.3"), tempfile::tempdir().expect("a folder"));
        break_all(&server, "2025.10.3");
        server.forget();
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color");
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        let mut terminal = Pty::start(command.args(["verify", "portainer", "--fix"]));
        terminal.wait_for("signing_key:");
        terminal.wait_for("Make these changes?");
        assert!(server.writes().is_empty());
        (server, home, terminal)
    }

    #[test]
    fn yes_mends_and_shows_how_it_is_then() {
        let (server, _home, mut terminal) = asked();
        terminal.press("y\r");
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(0), "{screen}");
        assert!(field(&server, "signing_key").is_string(), "{screen}");
        // What is printed is the second look.
        assert!(!screen.contains("failed      signing-key"), "{screen}");
    }

    #[test]
    fn no_changes_nothing_and_shows_what_is_wrong() {
        for keys in ["n\r", "\r"] {
            let (server, _home, mut terminal) = asked();
            terminal.press(keys);
            let (code, screen) = terminal.end();
            assert_eq!(code, Some(4), "{screen}");
            assert!(screen.contains("the answer was no: nothing was changed"), "{screen}");
            assert!(screen.contains("signing-key") && server.writes().is_empty(), "{screen}");
            assert_eq!(field(&server, "signing_key"), Value::Null);
        }
    }

    #[test]
    fn ctrl_c_at_the_question_changes_nothing() {
        let (server, _home, terminal) = asked();
        let (code, screen) = terminal.press_until_the_end("\u{3}");
        assert_eq!(code, Some(130), "{screen}");
        assert!(server.writes().is_empty(), "{screen}");
    }
}

#[test]
fn a_flow_for_something_else_is_replaced_on_every_version() {
    for version in VERSIONS {
        let server = integrated(version);
        let wrong = flow(&server, "default-authentication-flow");
        provider(&server, "portainer", json!({"authorization_flow": wrong}));
        let ran = fix(&server, &["portainer", "--yes", "-o", "json"]).ok();
        assert_eq!(verdict(&ran, "authorization-flow"), "ok", "{version}");
        let right = flow(&server, "default-provider-authorization-explicit-consent");
        assert_eq!(field(&server, "authorization_flow"), right, "{version}");
    }
}

#[test]
fn where_the_tile_leads_is_mended_only_if_the_inputs_are_given() {
    let server = integrated("2026.8.5");
    let tile = || server.get("core/applications/portainer/")["meta_launch_url"].clone();
    server.patch("core/applications/portainer/", json!({"meta_launch_url": ""}));
    fix(&server, &["portainer", "--yes"]).ok();
    assert_eq!(tile(), "");
    let given = ["portainer", "--yes", "--set", "app_url=https://portainer.company"];
    let ran = fix(&server, &given).args(["-o", "json"]).ok();
    assert_eq!([tile(), json!(verdict(&ran, "launch-url"))], ["https://portainer.company/", "ok"]);
}

//! `akctl rotate` changes the client secret and nothing else.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn rotate(server: &Server, slug: &str) -> Akctl {
    Akctl::on(server).args(["rotate", slug, "--yes"])
}

/// Everything but the client secrets.
fn without_secrets(server: &Server) -> Value {
    let mut everything = server.everything();
    for provider in everything[3].as_array_mut().expect("the providers") {
        provider.as_object_mut().expect("an object").remove("client_secret");
    }
    everything
}

#[test]
fn only_the_secret_is_another_one() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams"]);
        let (before, old) = (without_secrets(&server), server.provider_of("portainer")["client_secret"].clone());
        server.forget();
        let report = rotate(&server, "portainer").args(["--show-secrets"]).json();
        assert_eq!(server.writes().len(), 1, "{version}");
        assert_eq!(without_secrets(&server), before, "{version}");
        let provider = server.provider_of("portainer");
        assert_ne!(provider["client_secret"], old, "{version}");
        assert_eq!(report["client_secret"], provider["client_secret"], "{version}");
        assert_eq!(report["client_id"], provider["client_id"], "{version}");
        let secret = report["client_secret"].as_str().expect("text");
        assert!(secret.len() == 128 && secret.chars().all(|c| c.is_ascii_alphanumeric()), "{version}: {secret}");
    }
}

#[test]
fn what_to_change_in_the_application_is_told() {
    let server = Server::start("2025.10.3");
    portainer(&server, &["--slug", "containers"]);
    let ran = rotate(&server, "containers").args(["--show-secrets"]).ok();
    let secret = server.provider_of("containers")["client_secret"].clone();
    assert!(ran.stdout.contains(secret.as_str().expect("text")), "{}", ran.stdout);
    let place = "Enter it in Portainer under Settings > Authentication > OAuth Configuration > Client secret";
    assert!(ran.stdout.contains(place), "{}", ran.stdout);
    let env = rotate(&server, "containers").args(["--show-secrets", "-o", "env"]).ok().stdout;
    let secret = server.provider_of("containers")["client_secret"].clone();
    assert!(env.contains(&format!("OIDC_CLIENT_SECRET={}\n", secret.as_str().expect("text"))), "{env}");
}

#[test]
fn a_secret_that_nobody_would_see_is_not_made() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    server.forget();
    for flags in [&[][..], &["-o", "json"], &["-o", "env"]] {
        rotate(&server, "portainer")
            .args(flags.iter().copied())
            .fails(2, &["nobody would see the new secret", "--out-dir"]);
    }
    assert!(server.log().is_empty());
    let ran = rotate(&server, "portainer").args(["--out-dir", "new"]).ok();
    let secret = server.provider_of("portainer")["client_secret"].clone();
    let secret = secret.as_str().expect("text");
    assert!(!ran.stdout.contains(secret) && ran.stdout.contains("(hidden;"), "{}", ran.stdout);
    let path = ran.home.path().join("new/portainer.client-secret");
    assert_eq!(std::fs::read_to_string(&path).expect("written"), format!("{secret}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn who_has_no_secret_is_told_so() {
    let server = Server::start("2026.8.5");
    let rotate = |slug: &str| rotate(&server, slug).args(["--show-secrets"]);
    let oidc = ["--name", "Phone", "--client-type", "public", "--redirect", "app:///back", "--yes"];
    Akctl::integrate(&server, "oidc").args(oidc).ok();
    let saml = ["--name", "Wiki", "--acs", "https://wiki.company/acs", "--entity-id", "https://wiki.company/saml"];
    Akctl::integrate(&server, "saml").args(saml).args(["--yes"]).ok();
    server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
    server.forget();
    rotate("phone").fails(2, &["`phone` is a public client"]);
    rotate("wiki").fails(2, &["signs people in with SAML", "--certificate"]);
    rotate("bare").fails(2, &["has no provider"]);
    rotate("nothing").fails(2, &["no application with the slug `nothing`"]);
    assert!(server.writes().is_empty());
}

#[test]
fn it_needs_a_yes_and_akctls_mark() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    server.forget();
    Akctl::on(&server).args(["rotate", "portainer", "--show-secrets"]).fails(4, &["--yes was not given"]);
    let provider = server.provider_of("portainer")["pk"].clone();
    server.patch(&format!("providers/oauth2/{provider}/"), json!({"name": "Provider for Portainer"}));
    rotate(&server, "portainer").args(["--show-secrets"]).fails(4, &["was not made by akctl", "akctl adopt portainer"]);
    assert!(server.writes().is_empty());
}

#[cfg(unix)]
#[test]
fn a_person_on_a_terminal_sees_it_once() {
    use crate::support::pty::Pty;
    let (server, home) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    portainer(&server, &[]);
    let old = server.provider_of("portainer")["client_secret"].clone();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color");
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    let mut terminal = Pty::start(command.args(["rotate", "portainer"]));
    terminal.wait_for("Change the client secret?");
    assert_eq!(server.provider_of("portainer")["client_secret"], old);
    terminal.press("y\r");
    let (code, screen) = terminal.end();
    let secret = server.provider_of("portainer")["client_secret"].clone();
    assert_eq!((code, screen.contains(secret.as_str().expect("text"))), (Some(0), true), "{screen}");
    assert_ne!(secret, old);
}

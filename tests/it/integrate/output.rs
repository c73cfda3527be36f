//! What is printed where, and what is not.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::Value;
use std::process::{Command, Stdio};

#[test]
fn formats_say_the_same() {
    let server = Server::start("2025.10.3");
    for flags in [&["--show-secrets"][..], &[]] {
        portainer(&server).ok();
        let json = portainer(&server).args(flags.iter().copied()).json();
        let yaml = portainer(&server).args(flags.iter().copied()).args(["-o", "yaml"]).ok();
        let yaml: Value = serde_yaml::from_str(&yaml.stdout).expect("YAML");
        assert_eq!(yaml, json);
        let env = portainer(&server).args(flags.iter().copied()).args(["-o", "env"]).ok();
        let variable = |name: &str| {
            let line = env.stdout.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
            line.map(|value| value.trim_matches('\'').to_owned())
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        assert_eq!(variable("OIDC_CLIENT_ID"), text(&json["provider"]["client_id"]));
        assert_eq!(variable("OIDC_CLIENT_SECRET"), text(&json["provider"]["client_secret"]));
        assert_eq!(variable("OIDC_ISSUER"), text(&json["endpoints"]["issuer"]));
        assert_eq!(variable("OIDC_SCOPES").as_deref(), Some("email openid profile"));
        assert_eq!(variable("OIDC_REDIRECT_URI").as_deref(), Some("https://portainer.company/"));
    }
}

#[test]
fn secrets_are_masked_in_pipes_unless_asked_for() {
    for version in VERSIONS {
        let server = Server::start(version);
        for output in ["text", "json", "yaml", "env"] {
            let hidden = portainer(&server).args(["-o", output]).ok();
            let shown = portainer(&server).args(["-o", output, "--show-secrets"]).ok();
            let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
            assert!(!hidden.stdout.contains(&secret), "{version}, {output}: {}", hidden.stdout);
            assert!(shown.stdout.contains(&secret), "{version}, {output}: {}", shown.stdout);
            for ran in [&hidden, &shown] {
                assert!(!ran.stderr.contains(&secret), "{version}, {output}: {}", ran.stderr);
                assert!(!(ran.stdout.clone() + &ran.stderr).contains(server.token()), "{version}, {output}");
                assert!(!(ran.stdout.clone() + &ran.stderr).contains('\u{1b}'), "{version}, {output}");
            }
        }
    }
}

#[test]
fn failures_tell_no_secret() {
    let server = Server::start("2025.10.3");
    portainer(&server).ok();
    let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
    server.patch(
        &format!("providers/oauth2/{}/", server.provider_of("portainer")["pk"]),
        serde_json::json!({"name": "x"}),
    );
    for output in ["text", "json", "yaml", "env"] {
        let ran = portainer(&server).args(["-o", output]).fails(4, &["--adopt"]);
        let all = ran.stdout + &ran.stderr;
        assert!(!all.contains(&secret) && !all.contains(server.token()), "{output}: {all}");
    }
    let ran = portainer(&server).args(["--signing-key", "nope"]).fails(2, &[]);
    assert!(!ran.stderr.contains(&secret) && !ran.stderr.contains(server.token()));
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start("2025.10.3");
    let ran = portainer(&server).args(["--out-dir", "out/portainer", "-o", "json"]).ok();
    let folder = ran.home.path().join("out/portainer");
    let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
    assert!(!ran.stdout.contains(&secret) && !ran.stderr.contains(&secret));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        assert!(std::fs::read_to_string(&path).expect("text").contains(&secret), "{}", path.display());
        names.push(path.file_name().expect("a name").to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(names, ["portainer.env", "portainer.json"]);
    for name in names {
        assert!(ran.stderr.contains(&name), "{}", ran.stderr);
    }
    let again = portainer(&server).args(["--out-dir", folder.to_str().expect("UTF-8")]);
    again.ok();
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let server = Server::start("2025.10.3");
    portainer(&server).ok();
    for output in ["text", "json", "env"] {
        let home = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_akctl"))
            .env_clear()
            .env("HOME", home.path())
            .env("AUTHENTIK_URL", server.url())
            .env("AUTHENTIK_TOKEN", server.token())
            .args(["integrate", "portainer", "--app-url", "https://portainer.company", "-o", output])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let ended = child.wait_with_output().expect("ended");
        let stderr = String::from_utf8_lossy(&ended.stderr);
        assert!(!stderr.contains("panicked") && !stderr.contains("error:"), "{output}: {stderr}");
        assert_eq!(ended.status.code(), Some(0), "{output}: {stderr}");
    }
}

#[test]
fn colours_are_for_terminals_unless_forced() {
    let server = Server::start("2025.10.3");
    let dry = || portainer(&server).args(["--dry-run"]);
    assert!(!dry().ok().stdout.contains('\u{1b}'));
    assert!(dry().args(["--color", "always"]).ok().stdout.contains('\u{1b}'));
    assert!(!dry().args(["--color", "never"]).env("CLICOLOR_FORCE", "1").ok().stdout.contains('\u{1b}'));
    assert!(!dry().env("NO_COLOR", "1").ok().stdout.contains('\u{1b}'));
    let wrong = portainer(&server).args(["--name", "a\"b", "--color", "always"]).fails(2, &[]);
    assert!(wrong.stderr.contains('\u{1b}'));
}

#[test]
fn the_sandbox_says_that_nothing_real_was_touched() {
    let ran = Akctl::new()
        .args(["integrate", "portainer", "--sandbox", "--app-url", "https://portainer.company", "--yes"])
        .ok();
    assert!(ran.stderr.contains("nothing real is touched"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Client ID") && ran.stdout.contains("https://portainer.company/"), "{}", ran.stdout);
}

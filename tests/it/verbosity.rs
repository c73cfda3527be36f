//! How much is said: `-v`, `-vv`, `--quiet`, and output that nobody reads to its end.

use crate::support::{Akctl, Server};

const FLAGS: [&str; 5] =
    ["--app-url", "https://app.company", "--show-secrets", "--yes", "--bind-group=authentik Admins"];

#[test]
fn every_request_is_a_line_with_method_path_status_and_time() {
    let line = regex::Regex::new("^(GET|POST|PUT|PATCH|DELETE) /[^ ]* [0-9]{3} in [0-9]+ ms$").expect("valid");
    let server = Server::start("2025.10.3");
    let ran = Akctl::integrate(&server, "portainer").args(FLAGS).args(["-v"]).ok();
    let (lines, secret) = (ran.stderr.lines(), server.provider_of("portainer")["client_secret"].clone());
    let lines: Vec<&str> = lines.filter(|text| line.is_match(text)).collect();
    server.forget();
    for part in ["GET /api/v3/admin/version/ 200", "GET /application/o/portainer/.well-known/openid-configuration 200"]
    {
        assert!(lines.iter().any(|text| text.starts_with(part)), "{part} is not in:\n{}", ran.stderr);
    }
    assert!(lines.iter().any(|text| !text.starts_with("GET")), "{}", ran.stderr);
    assert!(!ran.stderr.contains(server.token()) && !ran.stderr.contains(secret.as_str().expect("text")));
    assert!(!ran.stdout.contains(" ms"), "{}", ran.stdout);
}

#[test]
fn twice_verbose_says_more_and_still_no_secret() {
    let server = Server::start("2026.2.2");
    let ran = Akctl::integrate(&server, "portainer").args(FLAGS).args(["-vv"]).ok();
    let secret = server.provider_of("portainer")["client_secret"].clone();
    assert!(ran.stderr.contains(" bytes"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(server.token()) && !ran.stderr.contains(secret.as_str().expect("text")));
}

#[test]
fn as_many_lines_as_the_server_saw_requests() {
    let server = Server::start("2025.10.3");
    server.forget();
    let ran = Akctl::on(&server).args(["status", "-v"]).ok();
    let told = ran.stderr.lines().filter(|line| line.ends_with(" ms")).count();
    assert_eq!(told, server.log().len(), "{}", ran.stderr);
    server.forget();
    assert!(!Akctl::on(&server).args(["status"]).ok().stderr.contains(" ms"));
}

#[test]
fn the_authentik_in_memory_is_told_too() {
    let ran = Akctl::new().args(["status", "--sandbox", "-v"]).ok();
    assert!(ran.stderr.contains("GET /api/v3/core/users/me/ 200 in "), "{}", ran.stderr);
}

#[test]
fn a_document_at_an_address_is_told_without_its_query() {
    let server = Server::start("2025.10.3");
    let metadata = format!("{}/nothing?key=s3cr3t", server.url());
    let ran = Akctl::integrate(&server, "saml").args(["--name", "Wiki", "--yes", "-v", "--metadata", &metadata]).run();
    let told = format!("GET {}/nothing?key=… 404 in ", server.url());
    assert!(ran.stderr.contains(&told), "{told} is not in:\n{}", ran.stderr);
    assert!(!ran.stderr.contains("s3cr3t"), "{}", ran.stderr);
}

#[test]
fn quiet_leaves_the_data_and_the_errors() {
    let server = Server::start("2025.10.3");
    let loud = Akctl::integrate(&server, "portainer").args(FLAGS).args(["--dry-run", "-o", "json"]).ok();
    let quiet = Akctl::integrate(&server, "portainer").args(FLAGS).args(["--dry-run", "-o", "json", "-q"]).ok();
    assert_eq!((loud.json(), quiet.stderr.as_str()), (quiet.json(), ""));
    let made = Akctl::integrate(&server, "portainer").args(FLAGS).args(["--quiet"]).ok();
    assert_eq!(made.stderr, "");
    assert!(made.stdout.contains("Client"), "{}", made.stdout);
    let ran = Akctl::on(&server).args(["verify", "nothing-there", "-q"]).run();
    assert!(ran.code != 0 && ran.stderr.starts_with("error: "), "{}", ran.stderr);
    Akctl::on(&server).args(["status", "-q", "-v"]).fails(2, &["--quiet", "--verbose"]);
}

#[test]
fn quiet_does_not_hide_that_tls_is_not_checked() {
    let server = Server::start("2025.10.3");
    let ran = Akctl::on(&server).env("AUTHENTIK_INSECURE", "1").args(["status", "--quiet"]).ok();
    assert!(ran.stderr.starts_with("warning: AUTHENTIK_INSECURE"), "{}", ran.stderr);
}

#[test]
fn variables_are_refused_where_there_are_none() {
    let server = Server::start("2025.10.3");
    for words in [&["status"][..], &["presets", "list"], &["presets", "check"], &["list"], &["remove", "x", "--yes"]] {
        Akctl::on(&server)
            .args(words.iter().copied())
            .args(["-o", "env"])
            .fails(2, &["-o env: there are no variables"]);
    }
    assert!(server.writes().is_empty());
}

/// Through a shell, because only there somebody stops reading.
#[cfg(unix)]
#[test]
fn output_that_nobody_reads_is_no_error() {
    let server = Server::start("2025.10.3");
    let binary = env!("CARGO_BIN_EXE_akctl");
    for (command, reader) in [
        ("presets list", "head -n 1"),
        ("presets list", "true"),
        ("presets list -o json", "true"),
        ("presets schema", "true"),
        ("presets show portainer", "true"),
        ("list", "true"),
        ("status -o yaml", "true"),
        ("completions bash", "head -n 1"),
        ("integrate portainer --help", "true"),
        ("integrate portainer --app-url https://app.company --dry-run", "true"),
        ("audit", "true"),
    ] {
        // The writer waits until the reader is gone.
        let line = format!("{{ sleep 0.1; {binary} {command}; echo \"code $?\" >&2; }} | {reader}");
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", "/nonexistent")
            .env("AUTHENTIK_URL", server.url())
            .env("AUTHENTIK_TOKEN", server.token())
            .output()
            .expect("a shell");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked") && !said.contains("error:"), "{command} | {reader}: {said}");
        assert!(said.ends_with("code 0\n"), "{command} | {reader}: {said}");
    }
}

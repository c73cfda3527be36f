//! `-o env`: values of a server reach a terminal harmlessly, and a pipe as they are.

use crate::support::{Akctl, Server};
use serde_json::json;

/// An integration whose client id is this.
fn with_client_id(client_id: &str) -> Server {
    let server = Server::start("2026.8.5");
    Akctl::on(&server).args(["integrate", "portainer", "--app-url", "https://a.company", "--yes", "-q"]).ok();
    let path = format!("providers/oauth2/{}/", server.provider_of("portainer")["pk"]);
    server.patch(&path, json!({ "client_id": client_id }));
    server
}

#[test]
fn what_moves_a_cursor_is_left_out_and_named() {
    for evil in ["a\u{1b}]0;owned\u{7}b", "a\u{1b}[31mb", "a\u{9b}2Jb", "a\u{202e}b", "a\rb", "a\tb", "a\u{200b}b"] {
        let server = with_client_id(evil);
        for color in ["always", "never", "auto"] {
            let ran = Akctl::on(&server).args(["show", "portainer", "-o", "env", "--color", color]).ok();
            let line =
                "# OIDC_CLIENT_ID is left out: its value holds characters that could move a cursor or hide text\n";
            assert!(ran.stdout.contains(line), "{evil:?}: {}", ran.stdout);
            assert!(!ran.stdout.contains("OIDC_CLIENT_ID=") && ran.stderr.contains("OIDC_CLIENT_ID is left out"));
            assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(evil), "{evil:?}");
        }
        let ran = Akctl::on(&server).args(["show", "portainer", "--out-dir", "out"]).ok();
        let file = std::fs::read_to_string(ran.home.path().join("out/portainer.env")).expect("a file");
        assert!(file.contains("# OIDC_CLIENT_ID is left out"), "{file}");
        let report = Akctl::on(&server).args(["show", "portainer"]).json();
        assert_eq!(report["provider"]["client_id"], evil);
    }
}

/// What a shell makes of the variables that come out of a pipe, byte for byte.
#[cfg(unix)]
#[test]
fn what_a_pipe_gets_is_the_value_itself() {
    for value in ["it's $HOME `x` \"y\" \\ #", "a\nb=c", "[31m plain", "Büro 東京", "%{x} ${y} ~"] {
        let server = with_client_id(value);
        for output in ["env", "json", "yaml"] {
            let ran = Akctl::on(&server).args(["show", "portainer", "-o", output, "--color", "always"]).ok();
            let read = match output {
                "env" => {
                    let script = format!("{}printf %s \"$OIDC_CLIENT_ID\"; printf x", ran.stdout);
                    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh");
                    let mut said = String::from_utf8(output.stdout).expect("text");
                    said.pop();
                    said
                }
                "json" => ran.json()["provider"]["client_id"].as_str().expect("text").to_owned(),
                _ => {
                    let report: serde_json::Value = serde_yaml::from_str(&ran.stdout).expect("YAML");
                    report["provider"]["client_id"].as_str().expect("text").to_owned()
                }
            };
            assert_eq!(read, value, "{output}: {}", ran.stdout);
        }
    }
}

//! SCIM in both directions: what authentik is told, and what others are given to push with.

use super::files::{file, run, variable};
use super::samples::{SCIM_TOKEN, Sample};
use super::{integrate, of, report, setting};
use crate::support::{Akctl, Server, VERSIONS};
use akctl::sandbox::Request;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The provider that pushes, of an application that has only one.
fn push(server: &Server, slug: &str) -> Value {
    let application = server.get(&format!("core/applications/{slug}/"));
    let providers = application["backchannel_providers"].as_array().expect("a list").clone();
    assert_eq!(providers.len(), 1, "{application}");
    server.get(&format!("providers/scim/{}/", providers[0]))
}

#[test]
fn kestra_gets_a_provider_that_pushes_beside_the_one_for_signing_in() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("kestra", "scim"));
        let push = push(&server, "kestra");
        let url = push["url"].as_str().expect("an address");
        assert!(report["client"]["steps"].to_string().contains(url), "{version}: {report}");
        assert_eq!(push["url"], "https://kestra.company/api/v1/main/integrations/7cHqdiNvZb0fLUkkpDZLNa/scim/v2");
        let lists = ["property_mappings", "property_mappings_group"].map(|name| push[name].as_array().map(Vec::len));
        assert_eq!(lists, [Some(1), Some(1)], "{version}");
        let group = server.list("core/groups/?name=kestra-users")[0]["pk"].clone();
        let limit = push.get("group_filters").or(push.get("filter_group")).expect("a limit");
        assert!(*limit == group || *limit == json!([group]), "{version}: {limit}");
        // A newer server never shows it.
        assert!(push.get("token").is_none_or(|token| token == SCIM_TOKEN), "{version}");
        assert_eq!(server.provider_of("kestra")["client_type"], "confidential", "{version}");
    }
}

#[test]
fn the_applications_token_is_never_printed() {
    for (preset, name, words) in [
        ("kestra", "scim", ["-o", "json"]),
        ("scim", "plain", ["-o", "yaml"]),
        ("scim", "limited", ["--dry-run", "--exact"]),
    ] {
        let server = Server::start("2025.10.3");
        let ran = integrate(&server, of(preset, name)).args(["--yes", "--show-secrets"]).args(words).ok();
        assert!(!ran.stdout.contains("of-the-application") && !ran.stderr.contains("of-the-application"), "{name}");
    }
}

#[test]
fn kestras_scim_needs_both_the_address_and_the_token() {
    let server = Server::start("2026.8.5");
    let kestra = || {
        let akctl = Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]);
        akctl.file("token", "secret")
    };
    kestra().args(["--scim-url", "https://kestra.company/scim/v2"]).fails(2, &["--scim-token-file is missing"]);
    kestra().args(["--scim-token-file", "token"]).fails(2, &["--scim-token-file counts only with --scim-url"]);
    assert!(server.list("providers/all/").is_empty());
    let odd = ["--scim-url", "https://kestra.company/scim/v2", "--scim-token-file", "token"];
    let warnings = kestra().args(odd).json()["warnings"].to_string();
    assert!(warnings.contains("/api/v1/TENANT/integrations/ID/scim/v2"), "{warnings}");
}

#[test]
fn the_printed_token_opens_the_printed_address() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("scim-source", "folder"));
        let (base, token) = (setting(&report, "Base address"), setting(&report, "Token"));
        assert_eq!(report["source"]["token"], token);
        assert_eq!(report["endpoints"], json!({"scim": base}), "{version}");
        let status = |path: &str, token: &str| {
            let request = Request {
                method: "GET".to_owned(),
                scheme: "http".to_owned(),
                host: server.url().trim_start_matches("http://").to_owned(),
                path: path.trim_start_matches(server.url()).to_owned(),
                authorization: Some(format!("Bearer {token}")),
                ..Request::default()
            };
            server.sandbox().handle(&request).status
        };
        assert_eq!(status(&format!("{base}/ServiceProviderConfig"), token), 200, "{version}");
        assert_eq!(status(setting(&report, "Users"), token), 200, "{version}");
        assert_eq!(status(setting(&report, "Groups"), token), 200, "{version}");
        assert_eq!(status(setting(&report, "Users"), "wrong"), 403, "{version}");
        let env = file(&report, "scim.env");
        assert_eq!((variable(env, "SCIM_URL"), variable(env, "SCIM_TOKEN")), (base.to_owned(), token.to_owned()));
        if let Some(values) = super::files::python(file(&report, "push_user.py")) {
            assert_eq!(values["URL"], base, "{version}");
        }
    }
}

/// As much of `requests` as the example needs.
const REQUESTS: &str = r#"
import json
import urllib.parse
import urllib.request


class Answer:
    def __init__(self, text):
        self.text = text

    def raise_for_status(self):
        """urllib has raised already."""

    def json(self):
        return json.loads(self.text)


class Session:
    def __init__(self):
        self.headers = {}

    def send(self, method, url, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, self.headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.read())

    def get(self, url, params, timeout):
        return self.send("GET", f"{url}?{urllib.parse.urlencode(params)}")

    def put(self, url, json, timeout):
        return self.send("PUT", url, json)

    def post(self, url, json, timeout):
        return self.send("POST", url, json)
"#;

/// Shows for what the example looks, and ends it.
const SHOWN: &str = r#"
class Session:
    headers = {}

    def get(self, url, params, timeout):
        raise SystemExit(print(params["filter"]))
"#;

#[test]
fn the_example_quotes_the_name_that_it_looks_for() {
    if !python(&["--version"]) {
        return;
    }
    let server = Server::start("2026.8.5");
    let ran = integrate(&server, of("scim-source", "plain")).args(["--yes", "--out-dir", "out"]).ok();
    let folder = ran.home.path().join("out");
    fs::write(folder.join("requests.py"), SHOWN).expect("written");
    for (name, quoted) in [("jdoe", "\"jdoe\""), (r#"o"n\e"#, r#""o\"n\\e""#)] {
        assert_eq!(push_user(&folder, &format!("'{name}' A B c")), format!("userName eq {quoted}"));
    }
}

fn python(words: &[&str]) -> bool {
    Command::new("python3").args(words).output().is_ok_and(|output| output.status.success())
}

/// Pushes somebody as the printed step says, and answers the id that is printed.
fn push_user(folder: &Path, words: &str) -> String {
    let script = format!("cd '{}'; set -a; . ./scim.env; set +a; python3 push_user.py {words}", folder.display());
    run("sh", &["-c", &script]).trim().to_owned()
}

#[test]
fn the_printed_example_pushes_a_user_and_then_changes_it() {
    if !python(&["--version"]) {
        return;
    }
    let has_requests = python(&["-c", "import requests"]);
    for version in ["2024.8.6", "2025.10.3", "2026.2.2"] {
        for with_stub in [true, false].into_iter().filter(|stub| *stub || has_requests) {
            let server = Server::start(version);
            let sample: &Sample = of("scim-source", "plain");
            let ran = integrate(&server, sample).args(["--yes", "--out-dir", "out"]).ok();
            let folder = ran.home.path().join("out");
            if with_stub {
                // Python looks beside the program first.
                fs::write(folder.join("requests.py"), REQUESTS).expect("written");
            }
            let step = format!("{}{}", ran.stdout, ran.stderr);
            assert!(step.contains("python3 push_user.py jdoe"), "{step}");
            let id = push_user(&folder, "jdoe John Doe jdoe@example.com");
            let user = server.list("core/users/?username=jdoe")[0].clone();
            assert_eq!((&user["uuid"], &user["name"]), (&json!(id), &json!("John Doe")), "{version}");
            assert_eq!((&user["email"], &user["is_active"]), (&json!("jdoe@example.com"), &json!(true)), "{version}");
            assert_eq!(user["path"], "goauthentik.io/sources/hr-system", "{version}");
            assert_eq!(push_user(&folder, "jdoe Jane 'Döe' jane@example.com"), id, "{version}");
            let users = server.list("core/users/?username=jdoe");
            assert_eq!(users.len(), 1, "{version}");
            assert_eq!((&users[0]["name"], &users[0]["email"]), (&json!("Jane Döe"), &json!("jane@example.com")));
        }
    }
}

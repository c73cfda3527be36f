//! `akctl login-test --device`: an application without a browser, and a person with one.

use super::browser::Browser;
use super::running::Ended;
use super::{change, portainer};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// An integration, and a brand with a device flow.
fn with_device_flow(version: &str) -> Server {
    let server = portainer(version);
    let flow = json!({"name": "Devices", "title": "Devices", "slug": "devices", "designation": "stage_configuration"});
    let flow = server.post("flows/instances/", flow)["pk"].clone();
    let brand = server.list("core/brands/")[0]["brand_uuid"].as_str().expect("text").to_owned();
    server.patch(&format!("core/brands/{brand}/"), json!({"flow_device_code": flow}));
    if !server.provider_of("portainer")["grant_types"].is_null() {
        let grants = json!(["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]);
        change(&server, json!({"grant_types": grants}));
    }
    server.forget();
    server
}

/// `akctl login-test --device`, waiting.
struct Device {
    child: Child,
    stderr: BufReader<ChildStderr>,
    told: String,
    /// The address that holds the code, without the server's.
    address: String,
    code: String,
    _home: TempDir,
}

impl Device {
    fn start(server: &Server, flags: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).current_dir(home.path());
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        command.args(["login-test", "portainer", "--device", "-o", "json"]).args(flags);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let mut stderr = BufReader::new(child.stderr.take().expect("a stream"));
        let (mut told, mut address) = (String::new(), String::new());
        while !told.contains("Waiting") {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).expect("text") > 0, "it ended:\n{told}");
            if line.contains("/device?code=") {
                line.trim().trim_start_matches(server.url()).clone_into(&mut address);
            }
            told.push_str(&line);
        }
        let code = address.rsplit('=').next().unwrap_or_default().to_owned();
        Self { child, stderr, told, address, code, _home: home }
    }

    fn end(mut self) -> Ended {
        let mut stdout = String::new();
        self.child.stdout.take().expect("a stream").read_to_string(&mut stdout).expect("text");
        self.stderr.read_to_string(&mut self.told).expect("text");
        let code = self.child.wait().expect("ended").code();
        Ended { code, stdout, stderr: self.told }
    }
}

fn whole_login(version: &str) {
    let server = with_device_flow(version);
    let device = Device::start(&server, &[]);
    assert!(device.told.contains(&format!("  {}/device\n", server.url())), "{version}: {}", device.told);
    assert!(device.told.contains(&format!("  {}\n", device.code)), "{version}: {}", device.told);
    let page = Browser::new(&server).sign_in(&device.address, "anna", true);
    assert!(page.text.contains("successfully authenticated"), "{version}: {page:?}");
    let ended = device.end();
    ended.tells(0, &[]);
    let report = ended.report();
    let checks = report["checks"].as_array().expect("a list");
    let ids: Vec<&str> = checks.iter().map(|check| check["id"].as_str().expect("text")).collect();
    let expected = ["discovery", "device", "signature", "issuer", "audience", "times", "nonce", "at-hash", "userinfo"];
    assert_eq!(ids, expected, "{version}");
    for check in checks {
        let none = check["id"] == "nonce" || check["id"] == "at-hash";
        assert_eq!(check["verdict"], if none { "not-checked" } else { "ok" }, "{version}: {check}");
    }
    assert_eq!(report["userinfo"]["preferred_username"], "anna", "{version}");
    crate::json::holds("akctl login-test", std::slice::from_ref(&report));
    let methods: Vec<(String, String)> = server
        .writes()
        .into_iter()
        .map(|one| (one.method, one.target))
        .filter(|(_, to)| to.contains("/api/"))
        .collect();
    assert_eq!(methods, [], "{version}: nothing of authentik is changed");
    let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
    for text in [&ended.stdout, &ended.stderr] {
        assert!(!text.contains(&secret) && !text.contains(server.token()) && !text.contains(".eyJ"), "{version}");
    }
}

#[test]
fn a_device_is_let_in_on_every_version() {
    std::thread::scope(|scope| {
        for version in VERSIONS {
            scope.spawn(move || whole_login(version));
        }
    });
}

#[test]
fn who_waits_asks_no_more_often_than_allowed() {
    let server = with_device_flow("2025.10.3");
    let device = Device::start(&server, &["--wait", "12"]);
    let ended = device.end();
    ended.tells(1, &["nobody entered the code within 12 seconds", "akctl preview portainer", "--wait"]);
    let asked = server.log().iter().filter(|entry| entry.target == "/application/o/token/").count();
    assert_eq!(asked, 2, "every five seconds");
}

#[test]
fn a_code_that_ended_and_a_refusal_are_told() {
    let server = with_device_flow("2025.10.3");
    let device = Device::start(&server, &[]);
    server.sandbox().let_pass(Duration::from_secs(3600));
    device.end().tells(1, &["nobody entered the code"]);
    let device = Device::start(&server, &[]);
    change(&server, json!({"client_secret": "another"}));
    device.end().tells(1, &["token endpoint refused the device code", "invalid_client", "akctl verify portainer"]);
}

#[test]
fn what_stands_in_the_way_is_told_with_the_place_where_to_set_it() {
    let login = |server: &Server| Akctl::on(server).args(["login-test", "portainer", "--device"]);
    for version in VERSIONS {
        let server = portainer(version);
        if server.provider_of("portainer")["grant_types"].is_null() {
            login(&server).fails(1, &["has no device code flow", "System > Brands", "nothing was changed"]);
        } else {
            login(&server).fails(1, &["lacks the grant", "Device Code", "nothing was changed"]);
        }
        assert!(server.writes().is_empty(), "{version}");
    }
    Akctl::new().args(["login-test", "x", "--device", "--user", "anna"]).fails(2, &["--user"]);
    let refused = Value::from(login(&portainer("2025.10.3")).run().stdout);
    assert_eq!(refused, "");
}

//! However a test ends, its redirect address goes; and what stands in its way is said before it is
//! written.

use super::browser::{Browser, visit};
use super::{change, portainer, redirects};
use crate::login_test::running::Running;
use crate::support::pty::Pty;
use crate::support::{Akctl, Server};
use serde_json::json;
use std::process::Command;

fn only_own(server: &Server) {
    let all = redirects(server);
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    assert_eq!(all[0]["url"], "https://portainer.company/");
}

#[test]
fn ctrl_c_a_signal_and_a_closed_terminal_take_the_address_away() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let server = portainer("2025.10.3");
        let running = Running::start(&server, &[]);
        assert_eq!(redirects(&server).as_array().map(Vec::len), Some(2));
        running.signal(signal);
        running.end().tells(130, &["interrupted", "taken away again"]);
        only_own(&server);
    }
}

#[test]
fn a_time_limit_takes_the_address_away() {
    let server = portainer("2026.8.5");
    let running = Running::start(&server, &["--wait", "1"]);
    running.end().tells(1, &["within 1 seconds", "akctl preview portainer --user NAME", "taken away again"]);
    only_own(&server);
}

#[test]
fn a_refusal_takes_the_address_away_and_is_told() {
    let server = portainer("2026.8.5");
    let running = Running::start(&server, &[]);
    // The provider loses its grants while the browser is on its way: authentik sends an error back.
    change(&server, json!({"grant_types": []}));
    Browser::new(&server).sign_in(&running.address, "anna", true);
    running.end().tells(1, &["authentik refused the login as invalid_request", "akctl verify portainer"]);
    only_own(&server);
}

#[test]
fn who_may_not_open_it_never_comes_back_and_the_test_waits_for_another() {
    let server = portainer("2025.10.3");
    let group = server.group("Editors");
    server.join(&group, "anna");
    let target = server.get("core/applications/portainer/")["pk"].clone();
    server.post("policies/bindings/", json!({"target": target, "group": group["pk"], "order": 0}));
    let running = Running::start(&server, &[]);
    let page = Browser::new(&server).sign_in(&running.address, "ben", true);
    assert!(page.text.contains("Permission denied"), "{page:?}");
    Browser::new(&server).sign_in(&running.address, "anna", true);
    running.end().tells(0, &[]);
    only_own(&server);
}

#[test]
fn a_code_with_another_state_is_not_used() {
    let server = portainer("2025.10.3");
    let running = Running::start(&server, &[]);
    let other = running.address.replace(&running.parameter("state"), "another");
    let page = Browser::new(&server).sign_in(&other, "anna", true);
    assert_eq!(page.status, 400, "{page:?}");
    assert!(server.log().iter().all(|entry| !entry.target.contains("/token/")), "{:?}", server.log());
    running.signal("-INT");
    running.end().tells(130, &["its state was another one"]);
    only_own(&server);
}

#[test]
fn what_others_change_meanwhile_stays() {
    let server = portainer("2026.8.5");
    let running = Running::start(&server, &[]);
    let mut all = redirects(&server).as_array().cloned().expect("a list");
    let entry =
        json!({"matching_mode": "regex", "url": "https://new\\.company/.*", "redirect_uri_type": "authorization"});
    all.insert(0, entry.clone());
    change(&server, json!({ "redirect_uris": all }));
    Browser::new(&server).sign_in(&running.address, "anna", true);
    running.end().tells(0, &[]);
    let after = redirects(&server);
    assert_eq!((after.as_array().map(Vec::len), &after[0]), (Some(2), &entry), "{after}");
}

#[test]
fn two_tests_at_once_do_not_disturb_each_other() {
    let server = portainer("2025.10.3");
    let (one, other) = (Running::start(&server, &[]), Running::start(&server, &[]));
    assert_eq!(redirects(&server).as_array().map(Vec::len), Some(3));
    one.signal("-INT");
    one.end().tells(130, &[]);
    assert_eq!(redirects(&server).as_array().map(Vec::len), Some(2));
    Browser::new(&server).sign_in(&other.address, "anna", true);
    other.end().tells(0, &[]);
    only_own(&server);
}

#[test]
fn what_cannot_be_taken_away_is_named_with_what_finds_it() {
    let server = portainer("2025.10.3");
    let running = Running::start(&server, &["--wait", "2"]);
    let own = running.parameter("redirect_uri");
    drop(server);
    let ended = running.end();
    ended.tells(1, &["could not be taken away", &own, "akctl verify portainer", "redirect-loopback"]);
    assert!(!ended.stderr.contains("taken away again"), "{ended:?}");
}

#[test]
fn verify_finds_an_address_that_a_test_left() {
    let server = portainer("2025.10.3");
    let verify = || Akctl::on(&server).args(["verify", "portainer", "-o", "json"]).run();
    let verdict = || {
        let report = verify().json();
        let checks = report["integrations"][0]["checks"].as_array().cloned().expect("a list");
        checks.into_iter().find(|check| check["id"] == "redirect-loopback").expect("the check")["verdict"].clone()
    };
    assert_eq!(verdict(), "ok");
    let running = Running::start(&server, &[]);
    assert_eq!(verdict(), "warning");
    running.signal("-KILL");
    running.end();
    assert_eq!(verdict(), "warning");
    // Of a program on people's own machines too, whose other addresses are on this machine.
    let mut all = redirects(&server);
    all[0]["url"] = json!("http://localhost:8400/");
    change(&server, json!({ "redirect_uris": all }));
    assert_eq!(verdict(), "warning");
    change(&server, json!({ "redirect_uris": [all[0]] }));
    assert_eq!(verdict(), "ok");
}

fn login_test(server: &Server, words: &[&str]) -> Akctl {
    Akctl::on(server).args(["login-test"]).args(words.to_vec())
}

#[test]
fn what_stands_in_the_way_is_said_before_anything_is_written() {
    let server = portainer("2026.8.5");
    login_test(&server, &["portainer"]).fails(4, &["--yes", "nothing was changed", "/akctl-login-test"]);
    login_test(&server, &["portaner", "--yes"]).fails(2, &["did you mean `portainer`"]);
    login_test(&server, &["portainer", "--yes", "-o", "env"]).fails(2, &["-o env"]);
    Akctl::new().args(["login-test", "x", "--sandbox"]).fails(2, &["akctl sandbox"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = taken.local_addr().expect("an address").port().to_string();
    login_test(&server, &["portainer", "--yes", "--port", &port]).fails(2, &["--port", &port]);
    let plain = ["portainer", "--yes", "--public-url", "http://auth.company"];
    login_test(&server, &plain).fails(2, &["without encryption", "--allow-plain-http-token"]);
    assert!(server.writes().is_empty(), "{:?}", server.writes());
    change(&server, json!({"grant_types": ["refresh_token"]}));
    login_test(&server, &["portainer", "--yes"]).fails(1, &["grant authorization_code", "nothing was changed"]);
    change(&server, json!({"grant_types": ["authorization_code"], "redirect_uris": []}));
    login_test(&server, &["portainer", "--yes"]).fails(1, &["no redirect address of its own"]);
    Akctl::integrate(&server, "saml")
        .args(["--name", "Wiki", "--yes", "--acs", "https://sp/acs"])
        .args(["--entity-id", "https://sp"])
        .ok();
    server.forget();
    login_test(&server, &["wiki", "--yes"]).fails(2, &["kind saml"]);
    assert!(server.writes().is_empty(), "{:?}", server.writes());
}

#[test]
fn no_changes_nothing_and_yes_goes_on() {
    let server = portainer("2025.10.3");
    let home = tempfile::tempdir().expect("a folder");
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        Pty::start(command.args(["login-test", "portainer", "--wait", "5"]))
    };
    for answer in ["n\r", "\r"] {
        let mut terminal = start();
        terminal.wait_for("Add it for the test?");
        terminal.press(answer);
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(4), "{screen}");
        assert!(screen.contains("nothing was changed"), "{screen}");
        assert!(server.writes().is_empty());
    }
    let mut terminal = start();
    terminal.wait_for("Add it for the test?");
    terminal.press("y\r");
    terminal.wait_for("Ctrl-C ends the test");
    assert_eq!(redirects(&server).as_array().map(Vec::len), Some(2));
    let own = redirects(&server)[1]["url"].as_str().expect("text").to_owned();
    assert_eq!(visit(&own).0, 400);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(1), "{screen}");
    only_own(&server);
    server.forget();
    let mut terminal = start();
    terminal.wait_for("Add it for the test?");
    let (code, screen) = terminal.press_until_the_end("\u{3}");
    assert_eq!(code, Some(130), "{}", screen.len());
    assert!(server.writes().is_empty());
}

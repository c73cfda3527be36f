//! Wrong inputs: a clear word, the right exit code, and nothing written.

use super::portainer;
use crate::support::{Akctl, Server};
use serde_json::json;

const APP: [&str; 3] = ["--app-url", "https://portainer.company", "--yes"];

/// Fails with this code and these words, prints no data, and changes nothing.
#[track_caller]
fn refuses(server: &Server, akctl: Akctl, code: i32, words: &[&str]) {
    let before = server.everything();
    let ran = akctl.fails(code, words);
    assert_eq!(ran.stdout, "", "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    assert!(!ran.stderr.contains(server.token()), "{}", ran.stderr);
    assert!(server.writes().is_empty(), "{:?}", server.writes());
    assert_eq!(server.everything(), before);
}

#[test]
fn presets_and_inputs() {
    let server = Server::start("2025.10.3");
    let integrate = |words: &[&str]| Akctl::on(&server).args(["integrate"]).args(words.iter().copied());
    refuses(&server, integrate(&["portaner", "--yes"]), 2, &["portaner", "portainer"]);
    refuses(&server, integrate(&["zzz", "--yes"]), 2, &["zzz", "akctl presets list"]);
    refuses(&server, integrate(&[]), 2, &["akctl presets list"]);
    refuses(&server, integrate(&["portainer", "--yes"]), 2, &["--app-url"]);
    let address = |text: &str| integrate(&["portainer", "--yes", "--app-url", text]);
    for text in [
        "portainer.company",
        "ftp://portainer.company",
        "https://",
        "https://a b",
        "",
        "https://x/?q=1",
        "https://x/#f",
    ] {
        refuses(&server, address(text), 2, &["--app-url"]);
    }
    refuses(&server, address("https://user:pass@portainer.company"), 2, &["--app-url"]);
    refuses(&server, portainer(&server).args(["--user-identifier", "mail"]), 2, &["mail", "preferred_username"]);
    refuses(&server, portainer(&server).args(["--app-ulr", "x"]), 2, &["--app-ulr", "--app-url"]);
    refuses(&server, portainer(&server).args(["--set", "colour=red"]), 2, &["colour"]);
    refuses(&server, portainer(&server).args(["--set", "colour"]), 2, &["--set"]);
    refuses(&server, portainer(&server).args(["--inputs", "missing.yaml"]), 2, &["missing.yaml"]);
    refuses(&server, portainer(&server).file("in.yaml", "a: [").args(["--inputs", "in.yaml"]), 2, &["in.yaml"]);
    refuses(&server, portainer(&server).file("in.yaml", "colour: red").args(["--inputs", "in.yaml"]), 2, &["colour"]);
}

#[test]
fn slugs_and_names() {
    let server = Server::start("2025.10.3");
    for slug in ["with space", "ümlaut", "a/b", "", "../x", "-;rm", "a.b"] {
        refuses(&server, portainer(&server).args([&*format!("--slug={slug}")]), 2, &["--slug"]);
    }
    refuses(&server, portainer(&server).args(["--slug", &"x".repeat(51)]), 2, &["--slug", "50"]);
    for slug in ["authorize", "token", "userinfo"] {
        refuses(&server, portainer(&server).args(["--slug", slug]), 2, &["--slug", slug]);
    }
    for name in ["a\"b", "a'b", "a\nb", "a\u{1b}[31mb", "", "  ", "a\u{202e}b"] {
        refuses(&server, portainer(&server).args(["--name", name]), 2, &["--name"]);
    }
    for flag in ["--tile-group", "--publisher", "--description", "--signing-key", "--authorization-flow"] {
        for text in ["a\nb", "a\u{1b}]0;titleb"] {
            refuses(&server, portainer(&server).args([flag, text]), 2, &[flag]);
        }
    }
    refuses(&server, portainer(&server).args(["--icon", "not an address"]), 2, &["--icon"]);
    refuses(&server, portainer(&server).args(["--icon", "javascript:alert(1)"]), 2, &["--icon"]);
}

#[test]
fn what_is_wrong_is_said_together() {
    let server = Server::start("2025.10.3");
    let several = Akctl::integrate(&server, "portainer").args([
        "--app-url",
        "nonsense",
        "--slug",
        "a b",
        "--name",
        "a\"b",
        "--add-member",
        "x",
        "--yes",
    ]);
    refuses(&server, several, 2, &["--app-url", "--slug", "--name", "--add-member"]);
    let facts = portainer(&server)
        .args(["--bind-group", "Nobody", "--authorization-flow", "missing", "--signing-key", "missing key"])
        .args(["--add-member", "Nobody=nemo"]);
    refuses(&server, facts, 2, &["`Nobody`", "`missing`", "missing key", "`nemo`"]);
}

#[test]
fn flows_groups_and_keys() {
    for version in ["2024.8.6", "2025.10.3", "2026.8.5"] {
        let server = Server::start(version);
        let flow = |flag: &str, slug: &str, words: &[&str]| {
            refuses(&server, portainer(&server).args([flag, slug]), 2, words);
        };
        flow(
            "--authorization-flow",
            "nope",
            &["`nope`", "`default-provider-authorization-explicit-consent`", "implicit"],
        );
        flow("--authorization-flow", "default-authentication-flow", &["is for authentication", "authorization"]);
        if version != "2024.8.6" {
            flow("--invalidation-flow", "nope", &["`nope`", "`default-provider-invalidation-flow`"]);
        }
        refuses(&server, portainer(&server).args(["--bind-group", "Nobody"]), 2, &["`Nobody`", "--create-groups"]);
        for (name, alg) in [("elliptic", "ecdsa"), ("round", "rsa")] {
            let body = json!({"common_name": name, "subject_alt_name": "", "validity_days": 30, "alg": alg});
            server.post("crypto/certificatekeypairs/generate/", body);
        }
        let key = |name: &str| portainer(&server).args(["--signing-key", name]);
        refuses(&server, key("elliptic"), 2, &["elliptic", "RSA", "round"]);
        refuses(&server, key("nope"), 2, &["nope", "authentik Self-signed Certificate"]);
        key("round").ok();
        let used = server.provider_of("portainer")["signing_key"].as_str().expect("text").to_owned();
        assert_eq!(server.get(&format!("crypto/certificatekeypairs/{used}/"))["name"], "round");
    }
}

#[test]
fn a_missing_default_flow_is_said_with_those_that_are_there() {
    let server = Server::start("2025.10.3");
    server
        .patch("flows/instances/default-provider-authorization-explicit-consent/", json!({"slug": "company-consent"}));
    let words = ["`default-provider-authorization-explicit-consent`", "--authorization-flow", "`company-consent`"];
    refuses(&server, portainer(&server), 2, &words);
    portainer(&server).args(["--authorization-flow", "company-consent"]).ok();
}

#[test]
fn flags_that_do_not_go_together() {
    let server = Server::start("2025.10.3");
    refuses(&server, portainer(&server).args(["--exit-code"]), 2, &["--dry-run"]);
    let sandbox = || Akctl::new().args(["integrate", "portainer"]).args(APP);
    refuses(&server, sandbox().args(["--sandbox", "--url", "https://a.company"]), 2, &["--sandbox", "--url"]);
    refuses(&server, sandbox().args(["--sandbox", "--token-file", "x"]), 2, &["--sandbox", "--token-file"]);
    refuses(&server, sandbox().args(["--sandbox=2019.1.1"]), 2, &["--sandbox", "2019.1.1"]);
    refuses(&server, sandbox().args(["--sandbox=latest"]), 2, &["--sandbox", "latest"]);
    refuses(&server, sandbox().args(["--sandbox", "-o", "xml"]), 2, &["xml", "json"]);
    sandbox().args(["--sandbox=2026.8.5"]).ok();
}

#[test]
fn without_a_terminal_yes_must_be_given() {
    let server = Server::start("2025.10.3");
    let ask = || Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company"]);
    refuses(&server, ask(), 4, &["--yes", "--dry-run", "nothing was changed"]);
    refuses(&server, ask().stdin("y\n"), 4, &["--yes"]);
    refuses(&server, ask().args(["-o", "json"]), 4, &["--yes"]);
}

#[test]
fn an_output_folder_that_cannot_be_is_said_before_anything_is_written() {
    let server = Server::start("2025.10.3");
    refuses(&server, portainer(&server).file("taken", "x").args(["--out-dir", "taken"]), 2, &["--out-dir"]);
}

//! Servers that are not what they should be, and tokens that do not fit.

use super::portainer;
use crate::client::server::{answering, serve};
use crate::support::{Akctl, Server};
use std::io::Write;

const TOKEN: &str = "token-with-a-mark-in-it";

fn at(url: &str) -> Akctl {
    Akctl::new().env("AUTHENTIK_URL", url).env("AUTHENTIK_TOKEN", TOKEN).args([
        "integrate",
        "portainer",
        "--app-url",
        "https://portainer.company",
        "--yes",
    ])
}

#[track_caller]
fn refuses(akctl: Akctl, code: i32, words: &[&str]) {
    let ran = akctl.fails(code, words);
    assert_eq!(ran.stdout, "");
    assert!(!ran.stderr.contains(TOKEN), "{}", ran.stderr);
}

#[test]
fn tokens() {
    let server = Server::start("2025.10.3");
    let bare = || Akctl::new().args(["integrate", "portainer", "--app-url", "https://portainer.company", "--yes"]);
    refuses(at(server.url()), 5, &["token"]);
    assert!(server.writes().is_empty());
    refuses(bare().env("AUTHENTIK_URL", server.url()), 5, &["AUTHENTIK_TOKEN", "--token-file"]);
    refuses(bare().env("AUTHENTIK_TOKEN", TOKEN), 2, &["AUTHENTIK_TOKEN is set and AUTHENTIK_URL is not"]);
    refuses(bare(), 2, &["AUTHENTIK_URL", "--url", "--sandbox"]);
    let other = portainer(&server).args(["--url", "https://other.company"]);
    refuses(other, 2, &["https://other.company", "AUTHENTIK_TOKEN", "--token-file"]);
    refuses(at("http://authentik.company"), 2, &["without encryption", "--allow-plain-http-token"]);
    let file = bare().args(["--url", server.url(), "--token-file", "t"]);
    refuses(file.file("t", ""), 2, &["--token-file"]);
    let file = bare().args(["--url", server.url(), "--token-file", "t"]);
    refuses(file.file("t", "two words"), 2, &["--token-file"]);
    refuses(bare().args(["--url", server.url(), "--token-file", "missing"]), 2, &["--token-file", "missing"]);
    assert!(server.writes().is_empty());
}

#[test]
fn addresses() {
    for url in ["authentik.company", "ftp://authentik.company", "https://", "https://authentik company"] {
        refuses(at(url), 2, &["AUTHENTIK_URL"]);
    }
    let closed = serve(drop);
    refuses(at(&format!("http://{closed}")), 1, &[&closed.to_string()]);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    refuses(at(&format!("http://{nobody}")), 1, &[&nobody.to_string(), "refused"]);
    refuses(at("https://authentik.invalid"), 1, &["authentik.invalid", "does not resolve"]);
}

#[test]
fn something_else_answers() {
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 28\r\nconnection: close\r\n\r\n<!DOCTYPE html><p>Welcome!\r\n";
    refuses(at(&format!("http://{}", answering(html).0)), 1, &["authentik"]);
    let lost = "HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 15\r\nconnection: close\r\n\r\n<h1>404</h1>\r\n\r";
    refuses(at(&format!("http://{}", answering(lost).0)), 1, &["authentik"]);
    let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 14\r\nconnection: close\r\n\r\n{\"hello\": 1}\r\n";
    refuses(at(&format!("http://{}", answering(json).0)), 1, &["authentik"]);
    let elsewhere =
        "HTTP/1.1 302 Found\r\nlocation: https://login.company/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    refuses(at(&format!("http://{}", answering(elsewhere).0)), 1, &["https://login.company/"]);
}

/// Says of itself that it runs this version, and answers every list with nothing.
fn of_version(version: &'static str) -> String {
    let address = serve(move |mut stream| {
        let asked = crate::client::server::read_request(&mut stream);
        let body = if asked.contains("admin/version") {
            format!("{{\"version_current\": \"{version}\"}}")
        } else {
            "{\"pagination\": {\"total_pages\": 1, \"next\": 0, \"count\": 0}, \"results\": []}".to_owned()
        };
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
        let _ = stream.write_all(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    });
    format!("http://{address}")
}

#[test]
fn versions_that_are_too_old_are_refused_by_name() {
    for version in ["2024.6.0", "2024.8.5", "2024.10.4", "2023.10.7"] {
        refuses(at(&of_version(version)), 1, &[version, "too old", "2024.8.6"]);
    }
    refuses(at(&of_version("strange")), 1, &["strange"]);
}

#[test]
fn text_of_a_server_is_never_written_raw() {
    refuses(at(&of_version("1\\u001b[31m2\\n3")), 1, &[]);
    let body = "{\"detail\": \"\\u001b]0;owned\\u0007no\"}";
    let head = "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let text: &'static str = Box::leak(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_boxed_str());
    let ran = at(&format!("http://{}", answering(text).0)).fails(5, &["owned"]);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{7}']), "{:?}", ran.stderr);
}

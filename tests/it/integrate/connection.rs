//! The ways to an authentik.

use super::portainer;
use crate::client::server::{read_request, serve};
use crate::support::{Akctl, Server};
use std::io::{Read, Write};
use std::net::TcpStream;

fn at(url: &str, token: &str) -> Akctl {
    Akctl::new().env("AUTHENTIK_URL", url).env("AUTHENTIK_TOKEN", token).args([
        "integrate",
        "portainer",
        "--app-url",
        "https://portainer.company",
        "--yes",
    ])
}

#[test]
fn base_addresses_in_every_form() {
    for form in ["", "/", "/api/v3", "/api/v3/"] {
        let server = Server::start("2025.10.3");
        let report = at(&format!("{}{form}", server.url()), server.token()).json();
        assert_eq!(report["authentik"]["url"], server.url(), "{form}");
        assert_eq!(report["endpoints"]["issuer"], format!("{}/application/o/portainer/", server.url()), "{form}");
        assert_eq!(report["warnings"].as_array().expect("a list").len(), 1, "{form}: {}", report["warnings"]);
    }
}

#[test]
fn tokens_from_files_and_standard_input() {
    let server = Server::start("2025.10.3");
    let bare = || {
        let words = ["integrate", "portainer", "--app-url", "https://portainer.company", "--yes", "--url"];
        Akctl::new().args(words).args([server.url()])
    };
    bare().file("token", &format!("{}\n", server.token())).args(["--token-file", "token"]).ok();
    bare().stdin(&format!("{}\r\n", server.token())).args(["--token-file", "-"]).ok();
    let other = bare().env("AUTHENTIK_URL", "https://other.company").env("AUTHENTIK_TOKEN", "other");
    other.file("token", server.token()).args(["--token-file", "token"]).ok();
}

/// Takes a prefix off the path and hands the request on.
fn below(server: &Server, prefix: &'static str) -> String {
    let inner = server.url().trim_start_matches("http://").to_owned();
    let address = serve(move |mut stream| {
        let request = read_request(&mut stream);
        let (line, rest) = request.split_once("\r\n").expect("a request");
        let reply = if line.contains(&format!(" {prefix}/")) {
            let line = line.replacen(&format!(" {prefix}/"), " /", 1);
            let rest = rest.replacen("\r\n\r\n", "\r\nconnection: close\r\n\r\n", 1);
            let mut to = TcpStream::connect(&inner).expect("connected");
            to.write_all(format!("{line}\r\n{rest}").as_bytes()).expect("sent");
            let mut reply = Vec::new();
            let _ = to.read_to_end(&mut reply);
            reply
        } else {
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()
        };
        let _ = stream.write_all(&reply);
    });
    format!("http://{address}{prefix}")
}

#[test]
fn an_authentik_below_a_path() {
    for form in ["", "/", "/api/v3/"] {
        let server = Server::start("2025.10.3");
        let url = below(&server, "/sso");
        let report = at(&format!("{url}{form}"), server.token()).json();
        assert_eq!(report["endpoints"]["token"], format!("{url}/application/o/token/"), "{form}");
        assert_eq!(server.get("core/applications/portainer/")["slug"], "portainer");
        at(&format!("{url}{form}"), server.token()).args(["--dry-run", "--exit-code"]).ok();
    }
}

#[test]
fn what_is_printed_comes_from_the_public_address() {
    let server = Server::start("2025.10.3");
    // Another name of this machine, as a reverse proxy that forwards the host would have.
    let public = server.url().replace("127.0.0.1", "localhost");
    let ran = portainer(&server).args(["--public-url", &public, "-o", "json"]).ok();
    let report = ran.json();
    assert_eq!(report["authentik"]["url"], public);
    for (name, address) in report["endpoints"].as_object().expect("an object") {
        assert!(address.as_str().expect("text").starts_with(&public), "{name}: {address}");
    }
    assert!(!report["client"].to_string().contains("127.0.0.1"), "{}", report["client"]);
    assert!(!ran.stderr.contains("calls itself"), "{}", ran.stderr);
}

#[test]
fn a_proxy_that_hides_the_host_is_told_of() {
    let server = Server::start("2025.10.3");
    let inner = server.url().trim_start_matches("http://").to_owned();
    let address = serve(move |mut stream| {
        let request = read_request(&mut stream);
        let mut lines: Vec<String> = request.split("\r\n").map(str::to_owned).collect();
        for line in &mut lines {
            if line.to_lowercase().starts_with("host:") {
                *line = "host: authentik-server:9000\r\nconnection: close".to_owned();
            }
        }
        let mut to = TcpStream::connect(&inner).expect("connected");
        to.write_all(lines.join("\r\n").as_bytes()).expect("sent");
        let mut reply = Vec::new();
        let _ = to.read_to_end(&mut reply);
        let _ = stream.write_all(&reply);
    });
    let public = format!("http://{address}");
    let ran = portainer(&server).args(["--public-url", &public]).ok();
    for word in ["http://authentik-server:9000/application/o/portainer/", "does not forward the host", &public] {
        assert!(ran.stderr.contains(word), "{word} is not in {}", ran.stderr);
    }
}

#[test]
fn a_public_address_that_nobody_answers_at_is_a_warning() {
    let server = Server::start("2025.10.3");
    let ran = portainer(&server).args(["--public-url", "https://authentik.invalid"]).ok();
    assert!(ran.stderr.contains("could not be checked"), "{}", ran.stderr);
    assert!(ran.stdout.contains("https://authentik.invalid/application/o/token/"), "{}", ran.stdout);
    portainer(&server).args(["--public-url", "nonsense"]).fails(2, &["--public-url"]);
}

#[test]
fn the_token_goes_only_to_the_api() {
    let server = Server::start("2025.10.3");
    let (address, requests) = crate::client::server::answering(crate::client::server::OK);
    portainer(&server).args(["--public-url", &format!("http://{address}")]).ok();
    let seen = requests.recv().expect("asked");
    assert!(seen.contains(".well-known/openid-configuration"), "{seen}");
    assert!(!seen.contains(server.token()) && !seen.to_lowercase().contains("authorization"), "{seen}");
}

//! Proxy variables. They are read from the environment, so each case runs in a process of its own:
//! this test binary, called again for one ignored test.

use super::server::{OK, answering};
use akctl::authentik::transport::{Body, Method, Request, Transport};
use akctl::authentik::{HttpOptions, HttpTransport};
use std::net::SocketAddr;
use std::process::Command;
use std::sync::mpsc::Receiver;

const ASKED: &str = "AKCTL_TEST_ASKED";

#[tokio::test]
#[ignore = "run by the tests below, with an environment of its own"]
async fn asks_one_address() {
    let Ok(url) = std::env::var(ASKED) else { return };
    let request = Request { method: Method::Get, url, bearer: None, body: Body::Empty };
    HttpTransport::new(HttpOptions::default()).expect("a transport").send(&request).await.expect("an answer");
}

/// Whether an address answers in an environment with these variables.
fn answers(url: &str, variables: &[(&str, String)]) -> bool {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(["--exact", "client::proxy::asks_one_address", "--ignored"]).env_clear().env(ASKED, url);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.output().expect("a process").status.success()
}

fn proxy() -> (SocketAddr, Receiver<String>) {
    answering(OK)
}

#[test]
fn the_proxy_is_asked_for_other_machines() {
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let (address, requests) = proxy();
        assert!(answers("http://auth.invalid/x", &[(name, format!("http://{address}"))]), "{name}");
        assert!(requests.recv().expect("a request").starts_with("GET http://auth.invalid/x HTTP/1.1"), "{name}");
    }
}

#[test]
fn an_encrypted_connection_goes_through_a_tunnel() {
    let (address, requests) = answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    assert!(!answers("https://auth.invalid/x", &[("HTTPS_PROXY", format!("http://{address}"))]), "no tunnel");
    assert!(requests.recv().expect("a request").starts_with("CONNECT auth.invalid:443 HTTP/1.1"));
}

#[test]
fn what_no_proxy_names_is_asked_straight() {
    let (address, requests) = proxy();
    let variables = [("HTTP_PROXY", format!("http://{address}")), ("NO_PROXY", "auth.invalid".to_owned())];
    assert!(!answers("http://auth.invalid/x", &variables), "the name does not resolve");
    assert!(requests.try_recv().is_err());
    assert!(answers("http://other.invalid/x", &variables));
}

#[test]
fn this_machine_is_asked_straight() {
    let (address, requests) = proxy();
    let (here, visits) = answering(OK);
    let variables = [("HTTP_PROXY", format!("http://{address}")), ("ALL_PROXY", format!("http://{address}"))];
    for host in ["127.0.0.1", "localhost"] {
        assert!(answers(&format!("http://{host}:{}/x", here.port()), &variables), "{host}");
        assert!(visits.recv().expect("a request").starts_with("GET /x HTTP/1.1"), "{host}");
    }
    assert!(requests.try_recv().is_err(), "the proxy was not asked");
}

#[test]
fn this_machine_is_asked_in_clear_text_even_where_the_system_has_no_certificates() {
    let (here, _visits) = answering(OK);
    let nowhere = || "/no/such/place".to_owned();
    let variables = [("SSL_CERT_FILE", nowhere()), ("SSL_CERT_DIR", nowhere())];
    assert!(answers(&format!("http://{here}/x"), &variables));
}

//! The transport over real sockets: what is sent, and what each way of failing is called.

use super::fake::{TOKEN, options, server};
use super::server::{OK, answering, read_request, serve};
use akctl::authentik::transport::{Body, Method, Request, Response, Transport, TransportError};
use akctl::authentik::{Client, HttpOptions, HttpTransport};
use akctl::model::Secret;
use serde_json::json;
use std::io::Write;
use std::net::TcpListener;
use std::rc::Rc;
use std::thread::sleep;
use std::time::Duration;

fn quick() -> HttpOptions {
    HttpOptions {
        connect_timeout: Duration::from_secs(2),
        request_timeout: Duration::from_millis(400),
        ..HttpOptions::default()
    }
}

fn request(url: String) -> Request {
    Request { method: Method::Get, url, bearer: Some(Secret::new(TOKEN.to_owned())), body: Body::Empty }
}

async fn send(options: HttpOptions, url: String) -> Result<Response, TransportError> {
    HttpTransport::new(options).expect("a transport").send(&request(url)).await
}

#[tokio::test]
async fn sends_token_agent_and_body_and_reads_the_answer() {
    let (address, requests) = answering(OK);
    let transport = Rc::new(HttpTransport::new(HttpOptions::default()).expect("a transport"));
    let client = Client::new(server(&format!("http://{address}")), transport, options()).expect("a client");
    let answer = client.post("core/groups/", &json!({"name": "Büro"})).await.expect("an answer");
    assert_eq!(answer, json!({"pk": "x"}));
    let request = requests.recv().expect("a request");
    assert!(request.starts_with("POST /api/v3/core/groups/ HTTP/1.1\r\n"), "{request}");
    for part in [
        format!("\r\nauthorization: Bearer {TOKEN}\r\n"),
        format!("\r\nuser-agent: akctl/{}\r\n", env!("CARGO_PKG_VERSION")),
        "\r\ncontent-type: application/json\r\n".to_owned(),
        "\r\n\r\n{\"name\":\"Büro\"}".to_owned(),
    ] {
        assert!(request.contains(&part), "{part} in {request}");
    }

    client.anonymous_post(&format!("http://{address}/token"), &[("code", "a b&c")]).await.expect("an answer");
    let request = requests.recv().expect("a request");
    assert!(request.ends_with("\r\n\r\ncode=a+b%26c") && !request.contains(TOKEN), "{request}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, visits) = answering(OK);
    let answer = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{elsewhere}/api/v3/x/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let (address, _requests) = answering(answer.leak());
    let response = send(quick(), format!("http://{address}/api/v3/x/")).await.expect("an answer");
    assert_eq!(response.status, 302);
    assert_eq!(response.header("location"), Some(format!("http://{elsewhere}/api/v3/x/").as_str()));
    assert!(visits.try_recv().is_err(), "nobody came there");
}

#[tokio::test]
async fn a_server_that_never_answers_is_a_time_out() {
    let address = serve(|mut stream| {
        read_request(&mut stream);
        sleep(Duration::from_secs(5));
    });
    assert_eq!(send(quick(), format!("http://{address}/")).await.expect_err("late"), TransportError::TimeOut(1));
}

#[tokio::test]
async fn a_body_that_does_not_end_in_time_is_a_time_out() {
    let address = serve(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
        sleep(Duration::from_secs(5));
    });
    assert_eq!(send(quick(), format!("http://{address}/")).await.expect_err("late"), TransportError::TimeOut(1));
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_may_have_reached_the_server() {
    let before_the_answer = serve(|mut stream| drop(read_request(&mut stream)));
    let in_the_body = answering("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"pk\": 1").0;
    let not_http = answering("SSH-2.0-OpenSSH_9.9\r\n").0;
    for address in [before_the_answer, in_the_body, not_http] {
        let error = send(quick(), format!("http://{address}/")).await.expect_err("broken");
        assert!(matches!(error, TransportError::Broken(_)) && !error.never_sent(), "{error:?}");
    }
}

#[tokio::test]
async fn a_closed_port_is_no_connection() {
    let address = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let error = send(quick(), format!("http://{address}/?secret=1")).await.expect_err("closed");
    let TransportError::Connect(text) = error else { panic!("{error:?}") };
    assert!(text.to_lowercase().contains("refused") && !text.contains("secret"), "{text}");
}

#[tokio::test]
async fn a_connection_that_takes_too_long_was_never_made() {
    // A listener that accepts nobody: its queue is soon full, and more must wait.
    let address = serve(|_stream| sleep(Duration::from_secs(10)));
    let options = HttpOptions { connect_timeout: Duration::from_millis(300), ..HttpOptions::default() };
    // TLS counts as part of making the connection, and this server never says hello.
    let error = send(options, format!("https://{address}/")).await.expect_err("late");
    assert_eq!(error, TransportError::Connect("none was made within 1 seconds".to_owned()));
    assert!(error.never_sent());
}

#[tokio::test]
async fn a_name_that_does_not_exist_does_not_resolve() {
    let error = send(HttpOptions::default(), "http://no-such-host.invalid/".to_owned()).await.expect_err("no host");
    assert_eq!(error, TransportError::Resolve("no-such-host.invalid".to_owned()));
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let address = serve(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let piece = vec![b'x'; 1 << 20];
        while stream.write_all(&piece).is_ok() {}
    });
    let options = HttpOptions { request_timeout: Duration::from_secs(20), ..quick() };
    let error = send(options, format!("http://{address}/")).await.expect_err("too large");
    assert_eq!(error, TransportError::TooLarge(32 * 1024 * 1024));
}

//! Documents from other hosts: what is asked of whom, which redirects are followed, and what is
//! said where nothing comes.

use crate::client::server::{answering, read_request, serve};
use crate::client::tls::{fixture, tls_server};
use akctl::authentik::HttpOptions;
use akctl::error::{Failure, Kind};
use akctl::fetch;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const LIMIT: usize = 1024 * 1024;

async fn get(url: &str) -> Result<Vec<u8>, Failure> {
    fetch::document(&HttpOptions::default(), url, LIMIT).await
}

/// A server that sends to `/` and a number, counted up from the one that was asked; at `last` it
/// answers. Everything else is sent to what stands in the path, percent-decoded by nobody.
fn redirecting(last: usize) -> (SocketAddr, Receiver<String>) {
    let (sender, requests) = channel();
    let address = serve(move |mut stream| {
        let request = read_request(&mut stream);
        let number = request.split(' ').nth(1).and_then(|path| path.trim_start_matches('/').parse::<usize>().ok());
        let _ = sender.send(request);
        let answer = match number {
            Some(number) if number >= last => {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok".to_owned()
            }
            number => redirect(&format!("/{}", number.unwrap_or(0) + 1)),
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    (address, requests)
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

fn answer(text: &str) -> SocketAddr {
    let text = text.to_owned();
    serve(move |mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(text.as_bytes());
    })
}

#[tokio::test]
async fn a_document_is_asked_for_without_token_and_without_saying_who_asks() {
    let (address, requests) = answering("HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\n<a/>");
    let document = get(&format!(" http://{address}/metadata?entity=1#part ")).await.expect("a document");
    assert_eq!(document, b"<a/>");
    let request = requests.recv().expect("a request").to_lowercase();
    assert!(request.starts_with("get /metadata?entity=1 http/1.1\r\n"), "{request}");
    for header in ["authorization", "cookie", "referer", "proxy-authorization"] {
        assert!(!request.contains(&format!("\r\n{header}:")), "{request}");
    }
    assert!(request.contains("\r\naccept: */*\r\n"), "an application may have JSON there as well: {request}");
}

#[tokio::test]
async fn three_redirects_on_the_same_host_are_followed_and_no_more() {
    let (address, requests) = redirecting(3);
    assert_eq!(get(&format!("http://{address}/0")).await.expect("a document"), b"ok");
    assert_eq!(requests.try_iter().count(), 4);
    let (address, requests) = redirecting(4);
    let failure = get(&format!("http://{address}/0")).await.expect_err("too many");
    assert!(failure.message.ends_with("it redirects more than 3 times"), "{failure}");
    assert_eq!((failure.kind, requests.try_iter().count()), (Kind::Failed, 4));
}

#[tokio::test]
async fn nobody_else_is_asked() {
    let (other, visits) = answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let port = other.port();
    let elsewhere = [
        format!("http://127.0.0.1:{port}/x?secret=1"),
        format!("http://localhost:{port}/x"),
        format!("//127.0.0.1:{port}/x"),
        format!("https://localhost:{port}/x"),
        format!("http://name:password@127.0.0.1:{port}/x"),
        "file:///etc/passwd".to_owned(),
        "data:,x".to_owned(),
    ];
    for to in elsewhere {
        let here = answer(&redirect(&to));
        let failure = get(&format!("http://{here}/start")).await.expect_err(&to);
        assert!(failure.message.contains("it redirects to") && failure.message.contains("/start"), "{failure}");
        for hidden in ["secret", "password", "\u{1b}"] {
            assert!(!failure.message.replace("/etc/passwd", "").contains(hidden), "{failure}");
        }
        assert_eq!(failure.kind, Kind::Failed);
    }
    assert!(visits.try_recv().is_err(), "the other was asked");
    let to_itself = serve(|mut stream| {
        let request = read_request(&mut stream);
        let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned();
        let _ = stream.write_all(redirect(&format!("http://name:password@{host}/")).as_bytes());
    });
    let failure = get(&format!("http://{to_itself}/")).await.expect_err("a password of somebody's choice");
    assert!(failure.message.contains(&format!("it redirects to http://{to_itself}/ (302)")), "{failure}");
    let nowhere = answer("HTTP/1.1 301 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let failure = get(&format!("http://{nowhere}/")).await.expect_err("nowhere");
    assert!(failure.message.contains("without saying where to (301)"), "{failure}");
}

#[tokio::test]
async fn the_same_host_may_ask_for_encryption_and_must_not_drop_it() {
    let secure = tls_server();
    let options = HttpOptions { ca_file: Some(fixture("authority.pem")), ..HttpOptions::default() };
    let here = answer(&redirect(&format!("https://{secure}/x")));
    let document = fetch::document(&options, &format!("http://{here}/"), LIMIT).await.expect("a document");
    assert_eq!(document, b"{\"pk\": \"x\"}\n");
    let failure = get(&format!("http://{here}/")).await.expect_err("nobody knows the authority");
    assert!(failure.message.contains("no trusted connection"), "{failure}");
    assert!(failure.hints[0].contains("--ca-file"), "{:?}", failure.hints);
}

#[tokio::test]
async fn nothing_is_read_beyond_the_limit() {
    let (sender, sent) = channel();
    let endless = serve(move |mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let piece = vec![b' '; 64 * 1024];
        let count = std::iter::repeat_with(|| stream.write_all(&piece)).take_while(Result::is_ok).count();
        let _ = sender.send(count * piece.len());
    });
    let failure = get(&format!("http://{endless}/")).await.expect_err("too large");
    assert!(failure.message.ends_with("the answer is larger than 1048576 bytes"), "{failure}");
    // The connection is closed by its own task.
    let closed = tokio::task::spawn_blocking(move || sent.recv_timeout(Duration::from_secs(20)));
    let sent = closed.await.expect("a thread").expect("the connection is closed");
    assert!(sent < 32 * LIMIT, "{sent} bytes: more than sockets hold");
    let full = answer(&format!("HTTP/1.1 200 OK\r\ncontent-length: {LIMIT}\r\n\r\n{}", "x".repeat(LIMIT)));
    assert_eq!(get(&format!("http://{full}/")).await.expect("just fits").len(), LIMIT);
}

#[tokio::test]
async fn statuses_say_what_to_do() {
    for (status, expected) in
        [(401, "not for everyone"), (404, "there is nothing"), (503, "the server failed"), (418, "refused")]
    {
        let here = answer(&format!("HTTP/1.1 {status} x\r\ncontent-length: 1\r\nconnection: close\r\n\r\n\u{1b}"));
        let failure = get(&format!("http://{here}/metadata?key=secret")).await.expect_err("no document");
        assert!(failure.message.contains(expected) && failure.message.contains(&status.to_string()), "{failure}");
        assert!(failure.message.contains("/metadata") && !failure.message.contains("secret"), "{failure}");
        assert!(failure.hints.iter().any(|hint| hint.contains("give the file")), "{:?}", failure.hints);
    }
    let silent = HttpOptions { request_timeout: Duration::from_millis(200), ..HttpOptions::default() };
    let address = serve(|_stream| std::thread::sleep(Duration::from_secs(2)));
    let failure = fetch::document(&silent, &format!("http://{address}/"), LIMIT).await.expect_err("silence");
    assert!(failure.message.contains("no answer within"), "{failure}");
}

#[tokio::test]
async fn an_address_that_cannot_be_asked_is_wrong_usage() {
    for bad in ["", "metadata.xml", "file:///etc/passwd", "ftp://app.example/", "https://", "http://a:b@app.example/"] {
        let failure = get(bad).await.expect_err(bad);
        assert_eq!(failure.kind, Kind::Usage, "{failure}");
        assert!(!failure.message.contains("a:b"), "{failure}");
    }
}

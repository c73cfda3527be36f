//! The listener on this machine to which the browser is sent back: a web server of one page.

use crate::login::flow::{self, Answer, REDIRECT_PATH};
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// The longest head of a request that is read, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long one connection may take. Browsers open some that they do not use.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many connections are served at once; more wait.
const SIDE_BY_SIDE: usize = 16;

/// A listener on a port of 127.0.0.1.
pub(super) struct Listener {
    listener: TcpListener,
    port: u16,
}

impl Listener {
    /// Takes a port; 0 takes a free one.
    pub async fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Waits for the answer that belongs to this login. `stray` hears of each that does not, and why.
    pub async fn answer(&self, state: &str, stray: impl Fn(&str)) -> io::Result<Answer> {
        let (sender, mut answers) = mpsc::channel::<Answer>(SIDE_BY_SIDE);
        let places = std::sync::Arc::new(tokio::sync::Semaphore::new(SIDE_BY_SIDE));
        loop {
            tokio::select! {
                accepted = self.listener.accept() => {
                    let (stream, _) = accepted?;
                    let (sender, state, places) = (sender.clone(), state.to_owned(), places.clone());
                    tokio::spawn(async move {
                        let Ok(_place) = places.acquire().await else { return };
                        if let Ok(Ok(Some(answer))) = tokio::time::timeout(PATIENCE, serve(&stream, &state)).await {
                            let _ = sender.send(answer).await;
                        }
                    });
                }
                Some(answer) = answers.recv() => match answer {
                    Answer::Stray(why) => stray(why),
                    answer => return Ok(answer),
                }
            }
        }
    }
}

/// Serves one request. None: it was not for the redirect address.
async fn serve(stream: &TcpStream, state: &str) -> io::Result<Option<Answer>> {
    let head = head(stream).await?;
    let Some(query) = query(&head) else {
        write(stream, &page("404 Not Found", "There is nothing here.")).await?;
        return Ok(None);
    };
    let answer = flow::answer(query, state);
    let page = match &answer {
        Answer::Code(_) => {
            page("200 OK", "authentik sent you back. The result is where akctl runs; this page can be closed.")
        }
        Answer::Refused(_) => {
            page("200 OK", "authentik refused. The reason is where akctl runs; this page can be closed.")
        }
        Answer::Stray(_) => page("400 Bad Request", "This does not belong to the login that akctl waits for."),
    };
    // The answer counts even if the browser does not wait for the page.
    let _ = write(stream, &page).await;
    Ok(Some(answer))
}

/// The query of a request for the redirect address: `GET /path?query HTTP/1.1`.
fn query(head: &str) -> Option<&str> {
    let line = head.lines().next()?;
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (path == REDIRECT_PATH).then_some(query)
}

/// Reads up to the empty line. What does not end within the bounds is an error.
async fn head(stream: &TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    loop {
        stream.readable().await?;
        let mut bytes = [0; 4096];
        match stream.try_read(&mut bytes) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => head.extend_from_slice(&bytes[..count]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error),
        }
        if head.windows(4).any(|four| four == b"\r\n\r\n") {
            return String::from_utf8(head).map_err(|_| io::ErrorKind::InvalidData.into());
        }
        if head.len() > LONGEST_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

async fn write(stream: &TcpStream, text: &str) -> io::Result<()> {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        stream.writable().await?;
        match stream.try_write(rest) {
            Ok(count) => rest = &rest[count..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A whole answer. Its text is ours alone: nothing of the request is repeated.
fn page(status: &str, text: &str) -> String {
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>akctl login-test</title><p>{text}</p></html>\n"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_of_the_redirect_address_counts() {
        assert_eq!(query("GET /akctl-login-test?code=c&state=s HTTP/1.1\r\n\r\n"), Some("code=c&state=s"));
        assert_eq!(query("GET /akctl-login-test HTTP/1.1\r\n\r\n"), Some(""));
        for head in
            ["POST /akctl-login-test?code=c HTTP/1.1", "GET / HTTP/1.1", "GET /akctl-login-test/ HTTP/1.1", "", "x"]
        {
            assert_eq!(query(head), None, "{head}");
        }
    }
}

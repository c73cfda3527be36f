//! What stands between an application and authentik, as a thread: a reverse proxy that changes a
//! little, or an application that sends people on.

use crate::support::Server;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// Serves on a port of this machine until the test ends.
pub(super) fn serve(answer: impl Fn(String) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let request = head(&mut stream);
            let _ = stream.write_all(&answer(request));
        }
    });
    address
}

/// A request without body.
fn head(stream: &mut TcpStream) -> String {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        text.push(byte[0]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// A reverse proxy before a server. `forward` changes the lines of the request's head, `back` the
/// text of the answer.
pub(super) fn proxy(
    server: &Server,
    forward: impl Fn(&str) -> String + Send + 'static,
    back: impl Fn(String) -> String + Send + 'static,
) -> String {
    let upstream = server.url().trim_start_matches("http://").to_owned();
    serve(move |request| {
        let lines = request.trim_end().lines().map(|line| format!("{}\r\n", forward(line)));
        let request = format!("{}connection: close\r\n\r\n", lines.collect::<String>());
        let mut stream = TcpStream::connect(&upstream).expect("connected");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        back(String::from_utf8_lossy(&answer).into_owned()).into_bytes()
    })
}

/// An application whose login address answers so.
pub(super) fn application(status: &str, location: &str) -> String {
    let answer = format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    serve(move |_| answer.clone().into_bytes())
}

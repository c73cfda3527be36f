//! Servers on this machine that do one thing each, on a port of their own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Serves one connection after the other until the test process ends.
pub fn serve(act: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(act));
    address
}

/// Answers every request with the same bytes; what was asked comes out at the other end.
pub fn answering(bytes: &'static str) -> (SocketAddr, Receiver<String>) {
    let (sender, requests) = channel();
    let address = serve(move |mut stream| {
        let _ = sender.send(read_request(&mut stream));
        let _ = stream.write_all(bytes.as_bytes());
    });
    (address, requests)
}

/// Reads the head of a request and as much body as it announces.
pub fn read_request(stream: &mut impl Read) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        text.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&text).into_owned();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = stream.read_exact(&mut body);
    head + &String::from_utf8_lossy(&body)
}

pub const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\nconnection: close\r\n\r\n{\"pk\": \"x\"}\n";

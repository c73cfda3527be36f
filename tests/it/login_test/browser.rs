//! A browser that signs in at the sandbox and goes where it is sent, to the listener of akctl too.

use crate::support::Server;
use akctl::sandbox::{Reply, Request};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use url::Url;
use url::form_urlencoded::Serializer;

/// A browser: it keeps cookies.
pub struct Browser<'a> {
    pub server: &'a Server,
    cookies: BTreeMap<String, String>,
}

/// Where a browser ended.
#[derive(Debug)]
pub struct Page {
    /// The path of authentik, or the whole address of something else.
    pub address: String,
    pub status: u16,
    pub text: String,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self { server, cookies: BTreeMap::new() }
    }

    fn send(&mut self, method: &str, target: &str, form: &[(&str, &str)]) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let reply = self.server.sandbox().handle(&Request {
            method: method.to_owned(),
            scheme: "http".to_owned(),
            host: self.server.url().trim_start_matches("http://").to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            authorization: None,
            cookie: (!cookies.is_empty()).then(|| cookies.join("; ")),
            content_type: (method == "POST").then(|| "application/x-www-form-urlencoded".to_owned()),
            body: if method == "POST" { body.into_bytes() } else { Vec::new() },
            ..Request::default()
        });
        for (_, set) in reply.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let (name, rest) = set.split_once('=').expect("a cookie");
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap_or_default().to_owned());
        }
        reply
    }

    /// Opens an address and goes on until something is asked or the server is left. `leaves` says
    /// whether a redirect to another server is followed.
    fn go(&mut self, method: &str, target: &str, form: &[(&str, &str)], leaves: bool) -> Page {
        let mut target = target.trim_start_matches(self.server.url()).to_owned();
        let mut reply = self.send(method, &target, form);
        loop {
            let location = reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("location"));
            let Some((_, location)) = location.cloned() else {
                let text = String::from_utf8(reply.body).expect("text");
                return Page { address: target, status: reply.status, text };
            };
            location.trim_start_matches(self.server.url()).clone_into(&mut target);
            if target.starts_with('/') {
                reply = self.send("GET", &target, &[]);
            } else if leaves {
                let (status, text) = visit(&target);
                return Page { address: target, status, text };
            } else {
                return Page { address: target, status: reply.status, text: String::new() };
            }
        }
    }

    /// Opens an address, signs in where that is asked for, agrees where that is asked for.
    pub fn sign_in(&mut self, address: &str, user: &str, leaves: bool) -> Page {
        let mut page = self.go("GET", address, &[], leaves);
        for _ in 0..5 {
            let form: Vec<(String, String)> = if page.text.contains("name=\"password\"") {
                vec![("username".to_owned(), user.to_owned()), ("password".to_owned(), "sandbox".to_owned())]
            } else if page.text.contains("name=\"code\"") {
                vec![("code".to_owned(), "123456".to_owned())]
            } else if page.text.contains("type=\"hidden\"") {
                hidden(&page.text)
            } else {
                return page;
            };
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let target = page.address.clone();
            page = self.go("POST", &target, &form, leaves);
        }
        panic!("the login does not end: {page:?}");
    }
}

fn hidden(page: &str) -> Vec<(String, String)> {
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split_once('"')?.0.replace("&amp;", "&")))
    });
    fields.collect()
}

/// Sends raw bytes to the listener, and answers all that comes.
pub fn raw(address: &str, request: &str) -> String {
    let url = Url::parse(address).expect("an address");
    let mut stream = TcpStream::connect(("127.0.0.1", url.port().expect("a port"))).expect("connected");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    text
}

/// Opens an address of this machine.
pub fn visit(address: &str) -> (u16, String) {
    let url = Url::parse(address).expect("an address");
    let target = &url[url::Position::BeforePath..];
    let text = raw(address, &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n"));
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, text)
}

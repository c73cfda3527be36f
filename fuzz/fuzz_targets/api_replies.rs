//! Replies of something that is not quite authentik: the survey, and what all checks look at.
//! The input is one reply for each line, given out in turn; the first character is the status.
#![no_main]

use akctl::authentik::retry::Clock;
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::authentik::{Client, ClientOptions};
use akctl::model::facts::Needs;
use akctl::observe::survey;
use akctl::verify::look::Eyes;
use akctl::verify::overview::Row;
use async_trait::async_trait;
use libfuzzer_sys::fuzz_target;
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// Gives out the lines in turn.
struct Lines {
    lines: Vec<(u16, Vec<u8>)>,
    next: Cell<usize>,
}

#[async_trait(?Send)]
impl Transport for Lines {
    async fn send(&self, _: &Request) -> Result<Response, TransportError> {
        let number = self.next.get();
        self.next.set(number + 1);
        // A list without an end must not be read without an end.
        assert!(number < 10_000, "too many requests");
        let (status, body) = self.lines[number % self.lines.len()].clone();
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Ok(Response { status, headers, body })
    }
}

/// Never waits.
struct Now;

#[async_trait(?Send)]
impl Clock for Now {
    async fn sleep(&self, _: Duration) {}

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
}

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| line.split_first());
    let status = |byte: u8| match byte {
        b'4' => 404,
        b'3' => 403,
        b'9' => 429,
        b'5' => 503,
        _ => 200,
    };
    let lines: Vec<(u16, Vec<u8>)> = lines.map(|(first, rest)| (status(*first), rest.to_vec())).collect();
    if lines.is_empty() {
        return;
    }
    let public: akctl::model::ServerUrl = "https://authentik.company".parse().expect("an address");
    let transport = Rc::new(Lines { lines, next: Cell::new(0) });
    let options = ClientOptions { clock: Rc::new(Now), ..ClientOptions::default() };
    let client = Client::new(public.clone(), transport, options).expect("a client");
    let needs = Needs {
        application: Some("wiki".to_owned()),
        scope_mappings: true,
        saml_mappings: true,
        scim_mappings: true,
        certificate: Some("authentik Self-signed Certificate".to_owned()),
        groups: vec!["staff".to_owned()],
        members: true,
        users: vec!["anna".to_owned()],
        ..Needs::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let _ = survey(&client, &needs).await;
        let eyes = Eyes { client: &client, public: &public, tls: Err("a fuzz target".to_owned()) };
        if let Ok(world) = eyes.lists().await {
            for picture in world.pictures() {
                let _ = Row::of(&picture);
            }
        }
    });
});

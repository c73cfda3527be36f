//! The new secret, and how it gets into authentik.

use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::model::Secret;
use crate::model::resource::{Found, Kind};
use rand::RngExt;
use serde_json::json;

/// How long a secret is: as long as authentik's own (all versions).
const LENGTH: usize = 128;

/// Letters and digits only: some clients break on other characters.
const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub(super) fn new_secret() -> Secret {
    let mut generator = rand::rng();
    Secret::new((0..LENGTH).map(|_| char::from(CHARACTERS[generator.random_range(0..CHARACTERS.len())])).collect())
}

/// Sends the secret and reads it back: only what authentik has then counts.
pub(super) async fn change(
    client: &Client,
    provider: &Found,
    secret: &Secret,
    interrupt: &Interrupt,
) -> Result<(), Failure> {
    interrupt.check()?;
    let path = endpoints::detail(Kind::OAuth2Provider, &provider.id);
    let sent = client.patch(&path, &json!({"client_secret": secret.expose()})).await;
    let failure: Failure = match sent {
        Err(error) if !error.maybe_done() => return Err(error.into()),
        Err(error) => error.into(),
        Ok(_) => Failure::failed("authentik took the new client secret and did not keep it"),
    };
    match client.get(&path, &[]).await {
        Ok(there) if there.get("client_secret").and_then(|text| text.as_str()) == Some(secret.expose()) => Ok(()),
        Ok(there) if there.get("client_secret").is_some() => Err(failure.hint("the old secret is still good")),
        _ => Err(failure.hint(
            "perhaps the secret is changed already, and nobody knows the new one: the same command makes another",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentik::ClientOptions;
    use crate::authentik::retry::Clock;
    use crate::authentik::transport::{Body, Method, Request, Response, Transport, TransportError};
    use async_trait::async_trait;
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_secret_is_long_and_holds_letters_and_digits_only() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.expose().len(), 128);
        assert!(one.expose().chars().all(|c| c.is_ascii_alphanumeric()));
        assert_ne!(one, other);
    }

    /// Does not wait.
    struct NoTime;

    #[async_trait(?Send)]
    impl Clock for NoTime {
        async fn sleep(&self, _: Duration) {}

        fn now(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }
    }

    /// A provider with a secret, and a way to it on which answers are lost.
    struct Lossy {
        secret: RefCell<String>,
        does_the_work: bool,
        loses_the_answer: bool,
        can_be_read: bool,
    }

    #[async_trait(?Send)]
    impl Transport for Lossy {
        async fn send(&self, request: &Request) -> Result<Response, TransportError> {
            if let (Method::Patch, Body::Json(body)) = (request.method, &request.body) {
                if self.does_the_work {
                    *self.secret.borrow_mut() = body["client_secret"].as_str().unwrap_or_default().to_owned();
                }
                if self.loses_the_answer {
                    return Err(TransportError::Broken("reset by peer".to_owned()));
                }
            } else if !self.can_be_read {
                return Err(TransportError::Connect("connection refused".to_owned()));
            }
            let body = json!({"pk": 7, "client_secret": *self.secret.borrow()}).to_string().into_bytes();
            let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
            Ok(Response { status: 200, headers, body })
        }
    }

    fn changed(does_the_work: bool, loses_the_answer: bool, can_be_read: bool) -> Result<(), String> {
        let secret = RefCell::new("old".to_owned());
        let transport = Rc::new(Lossy { secret, does_the_work, loses_the_answer, can_be_read });
        let options = ClientOptions { clock: Rc::new(NoTime), ..ClientOptions::default() };
        let address = "https://authentik.example".parse().expect("an address");
        let client = Client::new(address, transport, options).expect("a client");
        let provider = Found { id: json!(7), ..Found::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let (secret, never) = (Secret::new("new".to_owned()), Interrupt::never());
        let work = change(&client, &provider, &secret, &never);
        runtime.expect("a runtime").block_on(work).map_err(|failure| failure.hints.join("\n"))
    }

    #[test]
    fn after_a_lost_answer_it_looks() {
        assert_eq!(changed(true, false, true), Ok(()));
        assert_eq!(changed(true, true, true), Ok(()));
        let hints = |result: Result<(), String>| result.expect_err("a failure");
        for answer_is_lost in [true, false] {
            assert!(hints(changed(false, answer_is_lost, true)).contains("the old secret is still good"));
        }
        assert!(hints(changed(true, true, false)).contains("perhaps the secret is changed already"));
    }
}

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

    #[test]
    fn a_secret_is_long_and_holds_letters_and_digits_only() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.expose().len(), 128);
        assert!(one.expose().chars().all(|c| c.is_ascii_alphanumeric()));
        assert_ne!(one, other);
    }
}

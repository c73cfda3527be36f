//! The operating system's keyring: the Secret Service on Linux, the Keychain on macOS, the
//! Credential Manager on Windows.

use super::store::{Owner, Store, StoreError};
use crate::model::Secret;
use keyring::v1::{Entry, Error};
use std::sync::mpsc;
use std::time::Duration;

/// The name under which people see the tokens in their keyring.
const SERVICE: &str = "akctl";

/// How long a keyring may take. It may have to ask the person to unlock it.
const PATIENCE: Duration = Duration::from_secs(120);

/// The keyring.
pub struct Keyring;

impl Store for Keyring {
    fn write(&self, owner: Owner<'_>, token: &Secret) -> Result<(), StoreError> {
        let token = token.clone();
        with_entry(owner, move |entry| entry.set_password(token.expose()))
    }

    fn read(&self, owner: Owner<'_>) -> Result<Option<Secret>, StoreError> {
        with_entry(owner, |entry| match entry.get_password() {
            Ok(token) => Ok(Some(Secret::new(token))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn delete(&self, owner: Owner<'_>) -> Result<(), StoreError> {
        with_entry(owner, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            result => result,
        })
    }
}

/// Works on an entry in a thread of its own: the library blocks, and a keyring that never answers must
/// not hold akctl up for ever.
fn with_entry<T: Send + 'static>(
    owner: Owner<'_>,
    work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
) -> Result<T, StoreError> {
    let user = format!("{} ({})", owner.profile, owner.url);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let result = entry(&user).and_then(|entry| work(&entry).map_err(|error| said(&error)));
        let _ = sender.send(result);
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(_) => Err(StoreError(format!("it did not answer for {} seconds", PATIENCE.as_secs()))),
    }
}

fn entry(user: &str) -> Result<Entry, StoreError> {
    // Without a store the library's own error of an entry says only that there is none.
    if let Err(error) = Entry::store_status() {
        return Err(said(error));
    }
    Entry::new(SERVICE, user).map_err(|error| said(&error))
}

/// The library's words, in one line. Of errors that carry what is kept only the kind is told.
fn said(error: &Error) -> StoreError {
    let text = match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "what it holds is not text".to_owned(),
        other => other.to_string(),
    };
    StoreError(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

//! Where tokens are kept: the operating system's keyring, or a file that only its owner can read.

use super::ProfileName;
use super::file::replace;
use super::keyring::Keyring;
use crate::error::{Failure, Kind};
use crate::model::{Secret, ServerUrl};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// The operating system's keyring
    Keyring,
    /// A file that only you can read, in akctl's configuration folder
    File,
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keyring => "keyring",
            Self::File => "file",
        })
    }
}

/// Whose token it is: a profile's, for one address.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// The profile.
    pub profile: &'a ProfileName,
    /// The address that the token may go to.
    pub url: &'a ServerUrl,
}

/// Why a store did not do what was asked. Holds no secret.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

/// Keeps tokens.
pub trait Store {
    /// Keeps a token, in place of the one before.
    fn write(&self, owner: Owner<'_>, token: &Secret) -> Result<(), StoreError>;

    /// The token; none if there is none for this profile and this address.
    fn read(&self, owner: Owner<'_>) -> Result<Option<Secret>, StoreError>;

    /// Forgets a token. One that is not there is forgotten already.
    fn delete(&self, owner: Owner<'_>) -> Result<(), StoreError>;
}

/// The store of a kind, for the profiles in this folder.
#[must_use]
pub fn open(kind: StoreKind, folder: &Path) -> Box<dyn Store> {
    match kind {
        StoreKind::Keyring => Box::new(Keyring),
        StoreKind::File => Box::new(FileStore::new(folder)),
    }
}

/// A store that was tried, and what to say about the choice.
#[derive(Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The kind.
    pub kind: StoreKind,
    /// Why this one, as a sentence without a final full stop.
    pub said: String,
}

/// Chooses a store by really writing, reading and deleting: the one that was asked for or none, else
/// the keyring if it works, else the file.
pub fn choose(
    wanted: Option<StoreKind>,
    url: &ServerUrl,
    open: impl Fn(StoreKind) -> Box<dyn Store>,
) -> Result<Chosen, Failure> {
    let works = |kind| probe(open(kind).as_ref(), url);
    match wanted {
        Some(kind) => match works(kind) {
            Ok(()) => Ok(Chosen { kind, said: format!("the token is kept in the {}, as asked", described(kind)) }),
            Err(error) => Err(unusable(kind, &error)),
        },
        None => match works(StoreKind::Keyring) {
            Ok(()) => {
                let kind = StoreKind::Keyring;
                Ok(Chosen { kind, said: format!("the token is kept in the {}", described(kind)) })
            }
            Err(why) => {
                works(StoreKind::File).map_err(|error| unusable(StoreKind::File, &error))?;
                let kind = StoreKind::File;
                let said = format!(
                    "the operating system's keyring cannot be used ({why}), so the token is kept in a {}",
                    described(kind)
                );
                Ok(Chosen { kind, said })
            }
        },
    }
}

impl Chosen {
    /// What to say about the choice, with the file that keeps the token of this profile.
    #[must_use]
    pub fn kept(&self, folder: &Path, profile: &ProfileName) -> String {
        match self.kind {
            StoreKind::Keyring => self.said.clone(),
            StoreKind::File => format!("{}: {}", self.said, token_path(folder, profile).display()),
        }
    }
}

fn described(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::Keyring => "operating system's keyring",
        StoreKind::File => "file that only you can read",
    }
}

fn unusable(kind: StoreKind, error: &StoreError) -> Failure {
    let other = match kind {
        StoreKind::Keyring => "--store file keeps the token in a file that only you can read",
        StoreKind::File => "AKCTL_CONFIG_DIR names another folder for akctl's configuration",
    };
    Failure::new(Kind::Failed, format!("the store `{kind}` cannot keep the token: {error}")).hint(other)
}

/// Whether a store keeps, gives back and forgets.
fn probe(store: &dyn Store, url: &ServerUrl) -> Result<(), StoreError> {
    let probe: ProfileName = format!("akctl-probe-{:08x}", rand::random::<u32>())
        .parse()
        .map_err(|error: super::name::NotAProfileName| StoreError(error.to_string()))?;
    let owner = Owner { profile: &probe, url };
    let token = Secret::new(format!("{:032x}", rand::random::<u128>()));
    store.write(owner, &token)?;
    let back = store.read(owner);
    store.delete(owner)?;
    match (back?, store.read(owner)?) {
        (Some(back), None) if back == token => Ok(()),
        (Some(_), Some(_)) => Err(StoreError("what is deleted there stays".to_owned())),
        _ => Err(StoreError("it did not give back what was written".to_owned())),
    }
}

/// The file in which the file store keeps the token of a profile.
#[must_use]
pub fn token_path(folder: &Path, profile: &ProfileName) -> PathBuf {
    folder.join("tokens").join(profile.as_str())
}

/// A file for each profile: the address in the first line, the token in the second.
struct FileStore {
    folder: PathBuf,
}

impl FileStore {
    fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn path(&self, owner: Owner<'_>) -> PathBuf {
        token_path(&self.folder, owner.profile)
    }
}

impl Store for FileStore {
    fn write(&self, owner: Owner<'_>, token: &Secret) -> Result<(), StoreError> {
        let text = format!("{}\n{}\n", owner.url, token.expose());
        replace(&self.path(owner), &text).map_err(|failure| StoreError(failure.told()))
    }

    fn read(&self, owner: Owner<'_>) -> Result<Option<Secret>, StoreError> {
        let path = self.path(owner);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError(format!("{} cannot be read: {error}", path.display()))),
        };
        let mut lines = text.lines();
        let (address, token) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default().trim());
        let is_ours = address == owner.url.to_string() && !token.is_empty();
        Ok(is_ours.then(|| Secret::new(token.to_owned())))
    }

    fn delete(&self, owner: Owner<'_>) -> Result<(), StoreError> {
        let path = self.path(owner);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError(format!("{} cannot be deleted: {error}", path.display())))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

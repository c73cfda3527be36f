//! Signing in, profiles, and rights.

#[cfg(unix)]
mod keyring;
mod login;
mod profiles;
mod promises;
mod rights;
#[cfg(unix)]
mod terminal;

use crate::support::{Akctl, Server};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A home that outlives single commands, in which no keyring can be reached.
pub struct Home(TempDir);

/// An address at which no session bus is.
const NO_BUS: &str = "unix:path=/nonexistent/bus";

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The folder of the configuration.
    pub fn folder(&self) -> PathBuf {
        self.0.path().join("akctl")
    }

    /// The path of the file of profiles.
    pub fn file(&self) -> PathBuf {
        self.folder().join("config.yaml")
    }

    /// What the file of profiles holds.
    pub fn text(&self) -> String {
        std::fs::read_to_string(self.file()).expect("the file of profiles")
    }

    pub fn akctl(&self) -> Akctl {
        let folder = self.folder();
        Akctl::new().env("AKCTL_CONFIG_DIR", folder.to_str().expect("Unicode")).env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
    }

    /// The same for a terminal.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", self.0.path()).env("AKCTL_CONFIG_DIR", self.folder());
        command.env("DBUS_SESSION_BUS_ADDRESS", NO_BUS).env("TERM", "xterm").current_dir(self.0.path());
        command
    }

    /// Signs in to a server without a terminal.
    pub fn login(&self, server: &Server, name: &str) -> Akctl {
        self.akctl()
            .args(["login", "--profile", name, "--url", server.url(), "--token-file", "-"])
            .stdin(&format!("{}\n", server.token()))
    }
}

/// The permissions of a file or folder.
#[cfg(unix)]
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

#[cfg(not(unix))]
pub fn mode(_: &Path) -> u32 {
    0o600
}

//! What every command gets: the global flags, the environment, the streams, the catalogue.

use crate::cli::Global;
use crate::env::Environment;
use crate::error::Failure;
use crate::preset::catalogue::Catalogue;
use crate::profiles::{self, Profiles};
use crate::session::{self, Session};
use crate::ui::Ui;

/// Everything around a command.
pub struct Context {
    /// The flags that every command has.
    pub global: Global,
    /// The environment when akctl started.
    pub environment: Environment,
    /// The streams.
    pub ui: Ui,
}

impl Context {
    /// The presets: the embedded ones and those of the person's own folder.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        catalogue(&self.environment)
    }

    /// The saved connections.
    pub fn profiles(&self) -> Result<Profiles, Failure> {
        Profiles::load(&self.environment)
    }

    /// The connection to authentik; only commands that need one ask for it.
    pub fn session(&self) -> Result<Session, Failure> {
        session::open(&self.global, &self.environment, &self.ui)
    }
}

/// The presets: the embedded ones and those of the person's own folder.
#[must_use]
pub fn catalogue(environment: &Environment) -> Catalogue {
    Catalogue::new(profiles::folder(environment).map(|folder| folder.join("presets")))
}

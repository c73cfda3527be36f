//! The file of profiles: read as a whole, written as a whole, and never half.

use super::lock::Lock;
use super::{Content, Profile, ProfileName, folder};
use crate::env::Environment;
use crate::error::Failure;
use crate::model::text::printable;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// The name of the file in the folder of the configuration.
const FILE: &str = "config.yaml";

/// The file of profiles and what it holds.
#[derive(Debug, Clone)]
pub struct Profiles {
    folder: PathBuf,
    /// What it held when it was read. [`Profiles::change`] alone changes the file.
    pub content: Content,
}

impl Profiles {
    /// Reads the file; one that is not there holds nothing. A broken one is wrong input, told with
    /// line and column: whoever reads it before writing never overwrites it.
    pub fn load(environment: &Environment) -> Result<Self, Failure> {
        let Some(folder) = folder(environment) else {
            return Err(Failure::usage("there is no folder for akctl's configuration: this user has no home")
                .hint("name one with AKCTL_CONFIG_DIR"));
        };
        Self::read(folder)
    }

    fn read(folder: PathBuf) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|error| not_text(&path, &error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                let message = format!("the file of profiles cannot be read: {}", path.display());
                return Err(Failure::usage(message).caused_by(error));
            }
        };
        if text.trim().is_empty() {
            return Ok(Self { folder, content: Content::default() });
        }
        let content: Content = serde_yaml::from_str(&text).map_err(|error| broken(&path, &error))?;
        if let Some(current) = content.current.as_ref().filter(|current| !content.profiles.contains_key(current)) {
            return Err(no_such_current(&path, &text, current));
        }
        Ok(Self { folder, content })
    }

    /// The folder of the configuration.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// A profile that must be there.
    pub fn get(&self, name: &ProfileName) -> Result<&Profile, Failure> {
        self.content.profiles.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.content.profiles.keys().map(ProfileName::as_str).collect();
            let failure = Failure::usage(format!("there is no profile `{name}` in {}", self.path().display()));
            match known.as_slice() {
                [] => failure.hint(format!("`akctl login --profile {name}` makes it")),
                known => failure.hint(format!("there are: {}", known.join(", "))),
            }
        })
    }

    /// Changes what the file holds now, which may be more than what was read before: nobody else changes
    /// it meanwhile. What fails changes nothing, and after a failure to write `undo` is called.
    pub fn change<T>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<T, Failure>,
        undo: impl FnOnce(),
    ) -> Result<T, Failure> {
        private_folder(&self.folder).map_err(|error| not_written(&self.folder, error))?;
        let _lock = Lock::take(&self.folder)?;
        let mut now = Self::read(self.folder.clone())?;
        let done = change(&mut now)?;
        now.save().inspect_err(|_| undo())?;
        *self = now;
        Ok(done)
    }

    fn save(&self) -> Result<(), Failure> {
        let text = serde_yaml::to_string(&self.content)
            .map_err(|error| Failure::failed("the profiles could not be written").caused_by(error))?;
        replace(&self.path(), &text)
    }
}

fn broken(path: &Path, error: &serde_yaml::Error) -> Failure {
    let place = error.location().map(|place| format!(":{}:{}", place.line(), place.column())).unwrap_or_default();
    Failure::usage(format!("{}{place}: the file of profiles is broken: {}", path.display(), printable(&words(error))))
        .hint(MEND)
}

const MEND: &str = "mend it or move it away: akctl does not overwrite it";

fn not_text(path: &Path, error: &FromUtf8Error) -> Failure {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = before.split(|byte| *byte == b'\n').count();
    Failure::usage(format!("{}:{line}: the file of profiles is broken: it is not UTF-8 text", path.display()))
        .hint(MEND)
}

fn no_such_current(path: &Path, text: &str, current: &ProfileName) -> Failure {
    let line = text.lines().position(|line| line.trim_start().starts_with("current")).unwrap_or_default() + 1;
    let message = format!(
        "{}:{line}: the file of profiles is broken: `current` is `{current}`, and there is no such profile in it",
        path.display()
    );
    Failure::usage(message).hint(MEND)
}

/// What the parser says, without the place, which is told already.
fn words(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((before, place)) if place.chars().all(|c| c.is_ascii_digit() || " column".contains(c)) => {
            before.to_owned()
        }
        _ => text,
    }
}

/// Replaces a file by a new one of mode 0600: whoever reads it sees the old text or the new one, and
/// a failure leaves the old one. A link stays a link.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| not_written(path, error);
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = path.parent().unwrap_or(Path::new("."));
    private_folder(parent).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = parent.join(format!(".{name}.{:08x}", rand::random::<u32>()));
    let written = write_new(&beside, text).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}

fn not_written(path: &Path, error: io::Error) -> Failure {
    Failure::failed(format!("{} could not be written", path.display()))
        .caused_by(error)
        .hint("AKCTL_CONFIG_DIR names another folder for akctl's configuration")
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes a folder, with what is above it, that only its owner can look into.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

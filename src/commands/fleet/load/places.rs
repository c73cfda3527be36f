//! The places that outputs take: none may be taken twice, and none may be a file that is read.

use crate::commands::fleet::key::Key;
use crate::file::{Entry, Target};
use crate::preset::format::Preset;
use crate::preset::position::Path;
use crate::preset::problem::Problem;
use std::collections::BTreeMap;
use std::path::{self, Component, Path as FilePath, PathBuf};

/// Who takes which place.
#[derive(Default)]
pub(super) struct Places(BTreeMap<PathBuf, String>);

impl Places {
    /// With the places of the files of integrations themselves.
    pub(super) fn beside<'a>(files: impl Iterator<Item = &'a FilePath>) -> Self {
        Self(files.map(|file| (clean(file), "the file of integrations itself stands".to_owned())).collect())
    }

    /// Takes the places of an entry's outputs. What is taken already is answered.
    pub(super) fn take(
        &mut self,
        key: &Key,
        preset: &Preset,
        (path, entry): (&Path, &Entry),
        folder: &FilePath,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, output) in entry.outputs.iter().enumerate() {
            let path = path.key("outputs").index(at);
            for place in places(output.target().ok(), key, preset) {
                let place = clean(&folder.join(place));
                let here = format!("the output `{}` goes", path.as_str());
                if let Some(before) = self.0.insert(place.clone(), here) {
                    let message = format!("{} is taken: {before} there", place.display());
                    problems.push(Problem::error(path.clone(), message));
                    break;
                }
            }
        }
        problems
    }
}

/// The files that an output writes.
fn places(target: Option<Target>, key: &Key, preset: &Preset) -> Vec<PathBuf> {
    match target {
        Some(Target::File(file)) => vec![PathBuf::from(file)],
        Some(Target::Folder(folder)) => {
            let own = ["json", "env"].map(|extension| format!("{}.{extension}", key.slug()));
            let presets = preset.client.files.iter().map(|file| file.name.clone());
            own.into_iter().chain(presets).map(|name| FilePath::new(folder).join(name)).collect()
        }
        Some(Target::Command(..)) | None => Vec::new(),
    }
}

/// A path without detours, so that two ways to one place are seen. Links are not followed.
fn clean(path: &FilePath) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

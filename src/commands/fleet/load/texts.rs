//! The texts of the files that were named, and of those in folders that were.

use crate::error::Failure;
use std::path::{Path, PathBuf};

/// The text of one file.
#[derive(Debug, Clone)]
pub(in crate::commands) struct Text {
    /// The file as it was named.
    pub(in crate::commands) path: PathBuf,
    /// What is in it.
    pub(in crate::commands) text: String,
}

/// Reads the files that were named, and those in folders that were.
pub(in crate::commands) fn read(paths: &[PathBuf]) -> Result<Vec<Text>, Failure> {
    if paths.is_empty() {
        return Err(Failure::usage("which file? Name a file of integrations with -f FILE")
            .hint("`akctl export` writes one from what authentik has; `akctl plan --schema` describes the format"));
    }
    let mut texts = Vec::new();
    for path in paths {
        let unreadable =
            |error: std::io::Error| Failure::usage(format!("{} cannot be read", path.display())).caused_by(error);
        if !path.is_dir() {
            texts.push(one(path)?);
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(unreadable)?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| is_yaml(file));
        files.sort();
        if files.is_empty() {
            return Err(Failure::usage(format!("the folder {} holds no *.yaml or *.yml file", path.display())));
        }
        for file in &files {
            texts.push(one(file)?);
        }
    }
    Ok(texts)
}

/// Whether a file of a folder is meant: not what editors and systems put beside it.
fn is_yaml(file: &Path) -> bool {
    let is_hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden && file.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn one(path: &Path) -> Result<Text, Failure> {
    Ok(Text { path: path.to_owned(), text: crate::session::read("--file", path)? })
}

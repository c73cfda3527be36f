//! Where presets are found: inside the binary, and in the user's folder, which adds and overrides.

#[cfg(test)]
mod tests;

use super::check;
use super::format::Preset;
use super::parse::parse;
use super::problem::Problems;
use crate::error::Failure;
use crate::model::text::{nearest, printable};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A preset inside the binary; the index is made by `build.rs`.
struct Embedded {
    id: &'static str,
    aliases: &'static [&'static str],
    name: &'static str,
    summary: &'static str,
    category: &'static str,
    protocol: &'static str,
    text: &'static str,
}

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/presets.rs"));

/// Where a preset comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The binary.
    Embedded,
    /// A file.
    File(PathBuf),
}

/// A preset's text, not yet parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetSource {
    /// The file's name without its ending; a preset's `id` must be the same.
    pub id: String,
    /// The name under which problems with it are shown.
    pub file: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The YAML text.
    pub text: Cow<'static, str>,
}

impl PresetSource {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::usage(format!("cannot read the preset {}", printable(&file))).caused_by(error))?;
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { id, file, origin: Origin::File(path.to_owned()), text: Cow::Owned(text) })
    }

    /// Parses it and checks it as far as that is needed to use it: what is inside the binary was
    /// checked when that was made.
    pub fn load(&self) -> Result<Preset, Problems> {
        let preset = parse(&self.file, &self.text)?;
        if self.origin != Origin::Embedded {
            let problems = check::check(&preset, &self.id);
            let problems = Problems::locate(&self.file, &self.text, problems);
            if problems.errors() > 0 {
                return Err(problems.without_warnings());
            }
        }
        Ok(preset)
    }

    /// Parses and checks it; errors and warnings together.
    #[must_use]
    pub fn problems(&self) -> Problems {
        match parse(&self.file, &self.text) {
            Ok(preset) => Problems::locate(&self.file, &self.text, check::check(&preset, &self.id)),
            Err(problems) => problems,
        }
    }
}

/// A preset in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word that people type.
    pub id: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// The application's name.
    pub name: String,
    /// One line about it.
    pub summary: String,
    /// Its shelf.
    pub category: String,
    /// How people sign in.
    pub protocol: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// All presets, in the order of their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The presets.
    pub entries: Vec<Entry>,
    /// Files of the user's folder that are none, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// The embedded presets and those of the user's folder.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    folder: Option<PathBuf>,
}

impl Catalogue {
    /// With the user's folder, which need not exist.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The user's folder.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// All presets; one in the user's folder hides the embedded one of the same id.
    pub fn list(&self) -> Result<Listing, Failure> {
        let mut entries: BTreeMap<String, Entry> =
            EMBEDDED.iter().map(|preset| (preset.id.to_owned(), preset.entry())).collect();
        let mut unreadable = Vec::new();
        for path in self.files()? {
            match head(&path) {
                Ok(entry) => drop(entries.insert(entry.id.clone(), entry)),
                Err(reason) => unreadable.push((path, reason)),
            }
        }
        Ok(Listing { entries: entries.into_values().collect(), unreadable })
    }

    /// The preset of this id or alias, in any case of letters. The user's folder comes first, and an
    /// id before an alias.
    pub fn find(&self, name: &str) -> Result<PresetSource, Failure> {
        let wanted = name.to_lowercase();
        if let Some(folder) = self.folder.as_deref().filter(|_| is_id(&wanted)) {
            let path = folder.join(format!("{wanted}.yaml"));
            if path.is_file() {
                return PresetSource::read(&path);
            }
        }
        if let Some(preset) = EMBEDDED.iter().find(|preset| preset.id == wanted) {
            return Ok(preset.source());
        }
        let listing = self.list()?;
        let by_alias = listing.entries.iter().find(|entry| entry.aliases.contains(&wanted));
        match by_alias.map(|entry| &entry.origin) {
            Some(Origin::File(path)) => PresetSource::read(path),
            Some(Origin::Embedded) => {
                let preset = EMBEDDED.iter().find(|preset| preset.aliases.contains(&wanted.as_str()));
                preset.map(Embedded::source).ok_or_else(|| unknown(name, &listing))
            }
            None => Err(unknown(name, &listing)),
        }
    }

    /// The preset files of the user's folder, in order.
    fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => {
                let folder = folder.display().to_string();
                return Err(Failure::failed(format!("cannot read the folder {}", printable(&folder))).caused_by(error));
            }
        };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
        files.sort();
        Ok(files)
    }
}

impl Embedded {
    fn entry(&self) -> Entry {
        let Self { id, aliases, name, summary, category, protocol, text: _ } = self;
        Entry {
            id: (*id).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            name: (*name).to_owned(),
            summary: (*summary).to_owned(),
            category: (*category).to_owned(),
            protocol: (*protocol).to_owned(),
            origin: Origin::Embedded,
        }
    }

    fn source(&self) -> PresetSource {
        PresetSource {
            id: self.id.to_owned(),
            file: format!("presets/{}.yaml", self.id),
            origin: Origin::Embedded,
            text: Cow::Borrowed(self.text),
        }
    }
}

/// What a list shows of a preset; the rest of the file is not looked at.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    aliases: Vec<String>,
    name: String,
    summary: String,
    category: String,
    protocol: String,
}

fn head(path: &Path) -> Result<Entry, String> {
    let source = PresetSource::read(path).map_err(|failure| failure.message)?;
    if !is_id(&source.id) {
        return Err("its name is not made of lower-case letters, digits and hyphens".to_owned());
    }
    let short = serde_yaml::from_str(&head_lines(&source.text));
    let head: Head = short.or_else(|_| serde_yaml::from_str(&source.text)).map_err(|error| error.to_string())?;
    let Head { aliases, name, summary, category, protocol } = head;
    // Nobody has checked the file yet.
    let shown = |text: String| printable(&text).into_owned();
    Ok(Entry {
        id: source.id,
        aliases: aliases.into_iter().map(shown).collect(),
        name: shown(name),
        summary: shown(summary),
        category: shown(category),
        protocol: shown(protocol),
        origin: source.origin,
    })
}

/// The lines of a file that say what a list shows: its keys with the lines that are indented below
/// them. A folder of two hundred presets is listed ten times as fast that way. Whoever reads them must
/// be ready to find that YAML can be written in other ways too.
fn head_lines(text: &str) -> String {
    let mut wanted = false;
    let mut lines = String::new();
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '-', '\r', '\n']) {
            let key = line.split(':').next().unwrap_or_default();
            wanted = ["aliases", "name", "summary", "category", "protocol"].contains(&key);
        }
        if wanted {
            lines.push_str(line);
        }
    }
    lines
}

/// Whether a word can be a preset's id.
pub(super) fn is_id(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

fn unknown(name: &str, listing: &Listing) -> Failure {
    let known = listing
        .entries
        .iter()
        .flat_map(|entry| std::iter::once(entry.id.as_str()).chain(entry.aliases.iter().map(String::as_str)));
    let near = nearest(name, known);
    let failure = Failure::usage(format!("there is no preset `{}`", printable(name)));
    let failure = match near.as_slice() {
        [] => failure,
        near => failure.hint(format!("did you mean `{}`?", near.join("` or `"))),
    };
    failure.hint("`akctl presets list` shows all presets")
}

//! Checks of the files that are handed over.

use crate::model::text::is_dangerous;
use crate::preset::format::{Condition, File, FileFormat};
use crate::preset::position::Path;
use crate::preset::problem::Problem;
use std::collections::BTreeMap;

/// The longest name of a file, in bytes: what is put behind it must have room.
const LONGEST: usize = 100;

/// Names that Windows takes for devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The only name that may begin with a dot: others belong to shells and programs of the person.
const DOTTED: &str = ".env";

/// Checks all files.
pub(super) fn check(files: &[File], path: &Path, problems: &mut Vec<Problem>) {
    let mut names: BTreeMap<String, Vec<(&str, Option<&str>)>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let (path, when) = (path.index(at), file.when.as_ref().map(Condition::as_str));
        let known = names.entry(file.name.to_lowercase()).or_default();
        let place = path.key("name");
        if let Err(reason) = check_name(&file.name) {
            problems.push(Problem::error(place, format!("`{}` {reason}", file.name)));
        } else if known.contains(&(&file.name, when)) {
            problems.push(Problem::error(place, format!("the file `{}` is there twice", file.name)));
        } else if known.iter().any(|(name, _)| *name != file.name) {
            let message = format!("`{}` differs from another file's name only in its capitals", file.name);
            problems.push(Problem::error(place, message));
        }
        known.push((&file.name, when));
        content(file, &path, problems);
    }
}

fn content(file: &File, path: &Path, problems: &mut Vec<Problem>) {
    if file.content.is_some() == file.data.is_some() {
        problems.push(Problem::error(path.clone(), "exactly one of `content` and `data` must be there"));
    }
    if file.data.is_some() && !file.format.is_some_and(FileFormat::takes_data) {
        let message = "with `data` the `format` must be yaml, json, env, ini, toml, python or ruby";
        problems.push(Problem::error(path.clone(), message));
    }
}

/// Whether a text can be the name of a file in the folder of `--out-dir`, on every system, and is none that
/// a program of the person looks for by itself.
fn check_name(text: &str) -> Result<(), &'static str> {
    let strange = |c: char| is_dangerous(c) || r#"/\:*?"<>|"#.contains(c);
    if text.is_empty() || text == "." || text == ".." || text.chars().any(strange) {
        return Err("is not a file's name without folders");
    }
    if text.starts_with([' ', '-']) || text.ends_with([' ', '.']) || text.len() > LONGEST {
        return Err("is a file's name that not every system takes");
    }
    if text.starts_with('.') && text != DOTTED {
        return Err("begins with a dot: only `.env` may");
    }
    let stem = text.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port =
        port.is_some_and(|number| matches!(number.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']));
    if DEVICES.contains(&stem.as_str()) || is_port {
        return Err("is the name of a device on Windows");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_well_on_every_system_and_hide_nothing() {
        for name in ["app.ini", ".env", "config.d-20", "Ünïcode.yaml", "console.log", "com10.txt", "a b.conf", "com"]
        {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            "a/b",
            "a\\b",
            "c:evil",
            "a\u{0}",
            "a\u{202e}txt",
            "a\nb",
            "a*",
            "CON",
            "con.txt",
            "Aux.",
            "aux.tar.gz",
            "NUL",
            "prn .x",
            "COM1",
            "lpt9.log",
            "COM¹",
            "a.",
            "a ",
            " a",
            "-rf",
            ".bashrc",
            ".profile",
            ".ssh",
            ".env.local",
            "...",
            &"x".repeat(101),
        ] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}

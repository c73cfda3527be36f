//! `--out-dir`: what is printed, as files. What holds a secret only its owner can read; everything else the
//! application must be able to read, which runs as another user.

use crate::error::Failure;
use crate::preset::format::Preset;
use crate::render::report::Report;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Makes sure that the folder is there, before anything is written to authentik.
pub(in crate::commands) fn check_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::usage(format!("--out-dir: {} cannot be made", folder.display())).caused_by(error))
}

/// Makes sure that nothing stands in the folder that a file of the preset, or one with the settings, must
/// not take the place of: what is made in authentik before could not be written down.
pub(super) fn check_places(folder: &Path, slug: &str, preset: &Preset) -> Result<(), Failure> {
    let files: Vec<&str> = preset.client.files.iter().map(|file| file.name.as_str()).collect();
    let own = ["json", "env"].map(|kind| own_name(slug, kind, &files));
    let all = own.into_iter().chain(files.iter().map(|&name| name.to_owned()));
    let in_the_way = |name: &String| fs::symlink_metadata(folder.join(name)).is_ok_and(|there| !there.is_file());
    let Some(name) = all.into_iter().find(in_the_way) else { return Ok(()) };
    let path = folder.join(name);
    Err(Failure::usage(format!("--out-dir: {} is there already, and is no plain file", path.display()))
        .hint("move it away, or name another folder; nothing was changed"))
}

/// The name of a file with the settings, which takes the place of no file of the preset: `SLUG.json`, else
/// `SLUG.akctl.json`. Some file systems do not tell capitals.
fn own_name(slug: &str, kind: &str, files: &[&str]) -> String {
    let plain = format!("{slug}.{kind}");
    let numbered = (2..).map(|number| format!("{slug}.akctl-{number}.{kind}"));
    let mut names = [plain.clone(), format!("{slug}.akctl.{kind}")].into_iter().chain(numbered);
    let is_free = |name: &String| !files.iter().any(|file| file.eq_ignore_ascii_case(name));
    names.find(is_free).unwrap_or(plain)
}

/// Writes the settings as JSON and as variables, and each file of the preset under its own name.
pub(in crate::commands) fn write(
    folder: &Path,
    slug: &str,
    report: &Report,
    env: &str,
) -> Result<Vec<PathBuf>, Failure> {
    let json = serde_json::to_string_pretty(report).map_err(|error| Failure::failed("the report").caused_by(error))?;
    let files: Vec<&str> = report.client.files.iter().map(|file| file.name.as_str()).collect();
    let mut written = vec![
        private(folder, &own_name(slug, "json", &files), &format!("{json}\n"))?,
        private(folder, &own_name(slug, "env", &files), env)?,
    ];
    for file in &report.client.files {
        if let Some(content) = &file.content {
            let place = if file.secret { private } else { readable };
            written.push(place(folder, &file.name, content)?);
        }
    }
    Ok(written)
}

/// Writes a file that only its owner can read (mode 0600).
pub(in crate::commands) fn private(folder: &Path, name: &str, content: &str) -> Result<PathBuf, Failure> {
    place(folder, name, content, 0o600)
}

/// Writes a file without secrets, which others can read (mode 0644) unless the umask says otherwise.
pub(in crate::commands) fn readable(folder: &Path, name: &str, content: &str) -> Result<PathBuf, Failure> {
    place(folder, name, content, 0o644)
}

/// Writes a file beside its place and moves it there, so that it is never half written and never readable by
/// more than its mode says. What is no plain file, and what belongs to somebody else, stays.
fn place(folder: &Path, name: &str, content: &str, mode: u32) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    let failed =
        |error: std::io::Error| Failure::failed(format!("{} cannot be written", path.display())).caused_by(error);
    let is_plain = !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', '\0']);
    if !is_plain {
        return Err(Failure::failed(format!("the file name {name:?} is not a plain name")));
    }
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(&beside).map_err(failed)?;
    let written = (|| {
        replaceable(&path, &file)?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    })();
    if let Err(error) = written {
        // It may hold secrets already. If it cannot go, the first error says more.
        let _ = fs::remove_file(&beside);
        return Err(failed(error));
    }
    Ok(path)
}

/// Fails where something stands that must not be put aside: a folder, a device, a link, a file of another
/// user. `new` is what would take its place.
fn replaceable(path: &Path, new: &fs::File) -> std::io::Result<()> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !there.is_file() {
        return Err(std::io::Error::other("what is there is no plain file, and stays as it is"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if there.uid() != new.metadata()?.uid() {
            return Err(std::io::Error::other("what is there belongs to another user, and stays as it is"));
        }
    }
    #[cfg(not(unix))]
    let _ = new;
    Ok(())
}

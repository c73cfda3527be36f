//! Puts the presets into the binary, with an index, so that none needs to be parsed to be found.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=presets");
    println!("cargo:rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("presets");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let mut index = String::from("&[\n");
    for file in &files {
        let entry = entry(file).map_err(|error| format!("{}: {error}", file.display()))?;
        index.push_str(&entry);
    }
    index.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("presets.rs"), index)?;
    Ok(())
}

/// One preset of the index, as Rust source.
fn entry(file: &Path) -> Result<String, Box<dyn Error>> {
    let preset: serde_yaml::Value = serde_yaml::from_str(&fs::read_to_string(file)?)?;
    let text = |key: &str| {
        let value = preset.get(key).and_then(serde_yaml::Value::as_str);
        value.map(str::to_owned).ok_or_else(|| format!("`{key}` is missing, or is not text"))
    };
    let id = text("id")?;
    if file.file_stem().is_none_or(|stem| stem != id.as_str()) {
        return Err(format!("the id `{id}` is not the file's name").into());
    }
    let mut entry = format!("Embedded {{ id: {id:?}, aliases: &[");
    for alias in preset.get("aliases").and_then(serde_yaml::Value::as_sequence).into_iter().flatten() {
        write!(entry, "{:?}, ", alias.as_str().ok_or("an alias is not text")?)?;
    }
    entry.push(']');
    for key in ["name", "summary", "category", "protocol"] {
        write!(entry, ", {key}: {:?}", text(key)?)?;
    }
    let path = file.to_str().ok_or("its path is not Unicode")?;
    writeln!(entry, ", text: include_str!({path:?}) }},")?;
    Ok(entry)
}

//! The slugs that were seen in authentik, kept for a shell that completes them: it may not ask
//! authentik, because that would need the token.

use crate::env::{self, Environment};
use crate::model::{ServerUrl, Slug};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::{fs, io};

/// What is kept: slugs by the address of authentik.
type Seen = BTreeMap<String, BTreeSet<String>>;

/// Where the slugs are kept; nowhere if the person has no home.
fn file() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("akctl").join("slugs.json"))
}

fn read() -> Seen {
    let text = file().and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The slugs of the authentik that the environment names, of every one if it names none.
#[must_use]
pub fn seen(environment: &Environment) -> Vec<String> {
    let url = environment.get(env::AUTHENTIK_URL).and_then(|url| url.parse::<ServerUrl>().ok());
    let is_meant = |seen: &str| url.as_ref().is_none_or(|url| url.to_string() == seen);
    let slugs = read().into_iter().filter(|(url, _)| is_meant(url)).flat_map(|(_, slugs)| slugs);
    // What stands in a file of the person's may be anything.
    let slugs: BTreeSet<String> = slugs.filter(|slug| slug.parse::<Slug>().is_ok()).collect();
    slugs.into_iter().collect()
}

/// What became of slugs.
pub enum Change<'a> {
    /// These are all that there are.
    All(&'a [String]),
    /// One more is there.
    Added(&'a str),
    /// One is there no more.
    Removed(&'a str),
}

/// Keeps what was seen. Whoever cannot write there has no completion of slugs, and no other harm.
pub fn keep(url: &ServerUrl, change: &Change<'_>) {
    let before = read();
    let mut seen = before.clone();
    let slugs = seen.entry(url.to_string()).or_default();
    match change {
        Change::All(all) => *slugs = all.iter().cloned().collect(),
        Change::Added(slug) => drop(slugs.insert((*slug).to_owned())),
        Change::Removed(slug) => drop(slugs.remove(*slug)),
    }
    if seen != before {
        let _ = write(&seen);
    }
}

fn write(seen: &Seen) -> io::Result<()> {
    let Some(file) = file() else { return Ok(()) };
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    fs::create_dir_all(&folder)?;
    // Another akctl may read it in this moment: it sees the old file or the new one.
    let half = folder.join(format!("slugs.{}.new", std::process::id()));
    fs::write(&half, serde_json::to_vec(seen)?)?;
    fs::rename(&half, &file)
}

//! A plan as a file: what was decided, from which texts, and a fingerprint of what was seen.
//!
//! The texts hold references in place of secrets, so no secret is in it. Whoever applies it decides
//! once more from the same texts, and goes on only if the same comes out.

use super::decide::{Decisions, fingerprint};
use super::load::Text;
use super::report::Report;
use super::{Around, Item};
use crate::cli::files::Allowed;
use crate::commands::integrate::files::private;
use crate::error::{Failure, Kind};
use crate::render::report::changes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The only version of the format.
const FORMAT: u64 = 1;

/// The file.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::commands) struct Saved {
    /// The format's version.
    akctl_plan: u64,
    /// The authentik that it is for.
    authentik: String,
    /// Its public address, which goes into settings.
    public: String,
    /// The texts from which it was made.
    files: Vec<SavedText>,
    /// The integrations that were asked for; all, if it is empty.
    pub(in crate::commands) only: Vec<String>,
    /// What may be done.
    adopt: bool,
    force: bool,
    prune: bool,
    /// What was decided.
    integrations: Vec<SavedItem>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedText {
    /// Seen from the folder of the plan, where it lies below that.
    path: PathBuf,
    text: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct SavedItem {
    /// Its key.
    slug: String,
    /// What was seen of it; none for what is to be pruned.
    fingerprint: Option<String>,
    changes: Value,
    /// Where its settings go, as its file says.
    outputs: Value,
}

/// What was decided, for saving and for comparing.
fn decided(items: &[Item], decisions: &Decisions, report: &Report) -> Vec<SavedItem> {
    let whole = items.iter().zip(&decisions.each).filter_map(|(item, decided)| {
        let decided = decided.as_ref().ok()?;
        Some(SavedItem {
            slug: item.key.to_string(),
            fingerprint: Some(fingerprint(decided)),
            changes: serde_json::to_value(changes(&decided.plan)).unwrap_or_default(),
            outputs: serde_json::to_value(&item.outputs).unwrap_or_default(),
        })
    });
    let pruned = report.integrations.iter().filter(|line| line.preset.is_none()).map(|line| SavedItem {
        slug: line.key.to_string(),
        fingerprint: None,
        changes: serde_json::to_value(&line.changes).unwrap_or_default(),
        outputs: Value::Null,
    });
    whole.chain(pruned).collect()
}

impl Saved {
    /// What was decided, from these texts, for a plan in the file `out`.
    pub(in crate::commands) fn new(
        (around, out): (&Around, &Path),
        (texts, only, allowed): (&[Text], &[String], &Allowed),
        (items, decisions): (&[Item], &Decisions),
        report: &Report,
    ) -> Self {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let plan = absolute(out);
        let text = |Text { path, text }: &Text| {
            let path = absolute(path);
            let below = plan.parent().and_then(|folder| path.strip_prefix(folder).ok()).map(Path::to_owned);
            SavedText { path: below.unwrap_or(path), text: text.clone() }
        };
        Self {
            akctl_plan: FORMAT,
            authentik: around.session.client.base().to_string(),
            public: around.session.public.to_string(),
            files: texts.iter().map(text).collect(),
            only: only.to_vec(),
            adopt: allowed.adopt,
            force: allowed.force,
            prune: allowed.prune,
            integrations: decided(items, decisions, report),
        }
    }

    /// Writes it to a file that only its owner can read.
    pub(in crate::commands) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Failure::failed("the plan").caused_by(error))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.is_empty() {
            return Err(Failure::usage(format!("--out: {} names no file", path.display())));
        }
        private(folder, &name, &format!("{text}\n")).map(drop)
    }

    /// Fails if something else than a saved plan is at the path: it could be the file of integrations.
    pub(in crate::commands) fn check_place(path: &Path) -> Result<(), Failure> {
        if !path.exists() || Self::read(path).is_ok() {
            return Ok(());
        }
        Err(Failure::usage(format!("--out: {} is there already and is no saved plan, so it stays", path.display()))
            .hint("name another file, or move that one away"))
    }

    /// Reads it.
    pub(in crate::commands) fn read(path: &Path) -> Result<Self, Failure> {
        let text = crate::session::read("PLAN", path)?;
        let unreadable = || {
            Failure::usage(format!("{} is not a plan that this akctl saved", path.display()))
                .hint("`akctl plan -f FILE --out PLAN` saves one; a file of integrations is applied with -f")
        };
        let mut saved: Self = serde_json::from_str(&text).map_err(|_| unreadable())?;
        // Whoever applies it may do so from another folder.
        let folder = path.parent().unwrap_or(Path::new(""));
        saved.files.iter_mut().for_each(|file| file.path = folder.join(&file.path));
        if saved.akctl_plan == FORMAT { Ok(saved) } else { Err(unreadable()) }
    }

    /// The texts from which it was made.
    pub(in crate::commands) fn texts(&self) -> Vec<Text> {
        self.files.iter().map(|SavedText { path, text }| Text { path: path.clone(), text: text.clone() }).collect()
    }

    /// What may be done.
    pub(in crate::commands) fn allowed(&self) -> Allowed {
        Allowed { adopt: self.adopt, force: self.force, prune: self.prune }
    }

    /// Fails unless the same comes out now as when it was saved.
    pub(in crate::commands) fn compare(
        &self,
        around: &Around,
        (items, decisions): (&[Item], &Decisions),
        report: &Report,
    ) -> Result<(), Failure> {
        let here = around.session.client.base().to_string();
        if here != self.authentik {
            return Err(Failure::usage(format!("the plan is for {}, and akctl talks to {here}", self.authentik)));
        }
        let public = around.session.public.to_string();
        if public != self.public {
            let message = format!("the plan is for the public address {}, and this run has {public}", self.public);
            return Err(Failure::usage(message).hint("give the same --public-url as with `akctl plan`"));
        }
        let now = decided(items, decisions, report);
        let before = |slug: &str| self.integrations.iter().find(|item| item.slug == slug);
        let differs = now.iter().filter(|item| before(&item.slug) != Some(*item)).map(|item| item.slug.as_str());
        let is_there = |slug: &str| now.iter().any(|item| item.slug == slug);
        let missing = self.integrations.iter().map(|item| item.slug.as_str()).filter(|slug| !is_there(slug));
        let names: Vec<String> = differs.chain(missing).map(|slug| format!("`{slug}`")).collect();
        if names.is_empty() {
            return Ok(());
        }
        let what = "something has changed since the plan was saved: in authentik, or in what it is made of";
        Err(Failure::new(Kind::Decision, format!("{what} ({}); nothing was changed", names.join(", ")))
            .hint("make a new plan with `akctl plan -f FILE --out PLAN`, and look at it"))
    }
}

//! What happened to one integration of a run, or would happen.

use super::Item;
use super::key::Key;
use super::outputs::places;
use crate::commands::integrate::Decided;
use crate::error::{Failure, Kind};
use crate::file::words::in_words_of_a_file;
use crate::model::resource::Kind as Object;
use crate::model::text::{printable, printable_lines};
use crate::plan::{Action, Change, Plan};
use crate::render;
use crate::render::report::{ReportedChange, ReportedConflict, changes, conflicts};
use crate::render::style::{Role, paint};
use serde::Serialize;
use std::fmt::Write;

/// What happened to one integration, or would happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) enum Status {
    /// It would be made.
    Create,
    /// It was made.
    Created,
    /// It would be changed.
    Change,
    /// It was changed.
    Changed,
    /// It would be removed.
    Remove,
    /// It was removed.
    Removed,
    /// It is as it must be.
    Unchanged,
    /// A decision is needed first; nothing was done.
    Decision,
    /// It failed.
    Failed,
    /// It was not begun.
    NotDone,
}

impl Status {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Create => "to create",
            Self::Created => "created",
            Self::Change => "to change",
            Self::Changed => "changed",
            Self::Remove => "to remove",
            Self::Removed => "removed",
            Self::Unchanged => "unchanged",
            Self::Decision => "to decide",
            Self::Failed => "failed",
            Self::NotDone => "not done",
        }
    }
}

/// One integration in the report.
#[derive(Debug, Clone, Serialize)]
pub(in crate::commands) struct Line {
    /// Its slug.
    pub(in crate::commands) slug: String,
    /// Its preset's id; null where only the slug is known.
    pub(in crate::commands) preset: Option<String>,
    /// The file that names it; null for one that no file names any more.
    pub(in crate::commands) file: Option<String>,
    /// What happened to it.
    pub(in crate::commands) status: Status,
    /// What was done or would be done, without what stays as it is.
    pub(in crate::commands) changes: Vec<ReportedChange>,
    /// What must be decided first.
    pub(in crate::commands) conflicts: Vec<ReportedConflict>,
    /// What the person should know.
    pub(in crate::commands) warnings: Vec<String>,
    /// Why it failed; null if it did not.
    pub(in crate::commands) error: Option<Mistake>,
    /// Where its settings went; in a plan, where they will go.
    pub(in crate::commands) outputs: Vec<String>,
    /// What authentik has of it that the file does not name, and that stays.
    pub(in crate::commands) more: Vec<String>,
    /// By what the file's record knows it.
    #[serde(skip)]
    pub(in crate::commands) key: Key,
    /// The blocks of its plan for people.
    #[serde(skip)]
    pub(in crate::commands) text: String,
    /// Decides the exit code.
    #[serde(skip)]
    pub(in crate::commands) kind: Option<Kind>,
    /// Whether nothing of it was there before: the application, the source, or what adds to one.
    #[serde(skip)]
    pub(in crate::commands) is_new: bool,
    /// Whether something that was made is still there after a failure, or may be.
    #[serde(skip)]
    pub(in crate::commands) leaves_something: bool,
}

/// Why something failed, and what to do.
#[derive(Debug, Clone, Serialize)]
pub(in crate::commands) struct Mistake {
    message: String,
    hints: Vec<String>,
}

impl Line {
    /// A line that says only whose it is.
    pub(in crate::commands) fn of(item: &Item, status: Status) -> Self {
        Self { preset: Some(item.preset.id.clone()), file: Some(item.file.clone()), ..Self::named(&item.key, status) }
    }

    /// A line about something of which only the key is known.
    pub(in crate::commands) fn named(key: &Key, status: Status) -> Self {
        Self {
            key: key.clone(),
            slug: key.slug().to_owned(),
            preset: None,
            file: None,
            status,
            changes: Vec::new(),
            conflicts: Vec::new(),
            warnings: Vec::new(),
            error: None,
            outputs: Vec::new(),
            more: Vec::new(),
            text: String::new(),
            kind: None,
            is_new: false,
            leaves_something: false,
        }
    }

    /// What would be done with an integration.
    pub(in crate::commands) fn planned(item: &Item, decided: &Result<Decided, Failure>) -> Self {
        let decided = match decided {
            Ok(decided) => decided,
            Err(failure) => return Self::of(item, Status::Failed).failed(Some(item), failure),
        };
        let said = |text: &String| in_words_of_a_file(&item.preset, text);
        let plan = without_kept(&decided.plan);
        let mut line = Self::of(item, status(&decided.plan));
        line.more = more(decided);
        line.outputs = places(item, matches!(line.status, Status::Create | Status::Change));
        line.is_new = line.status == Status::Create && is_new(&decided.plan, &item.key);
        line.text = render::plan::blocks(&plan);
        line.changes = changes(&plan);
        line.conflicts = conflicts(&plan);
        for conflict in &mut line.conflicts {
            conflict.what = said(&conflict.what);
            conflict.remedy = said(&conflict.remedy);
        }
        line.warnings = plan.warnings.iter().map(said).collect();
        if line.status == Status::Decision {
            line.decide();
        }
        line
    }

    /// Nothing is done before somebody has decided.
    pub(in crate::commands) fn decide(&mut self) {
        self.outputs.clear();
        self.status = Status::Decision;
        self.kind = Some(Kind::Decision);
    }

    /// The line of something that failed.
    pub(in crate::commands) fn failed(mut self, item: Option<&Item>, failure: &Failure) -> Self {
        let said = |text: &str| match item {
            Some(item) => in_words_of_a_file(&item.preset, text),
            None => text.to_owned(),
        };
        self.status = if failure.kind == Kind::Decision { Status::Decision } else { Status::Failed };
        self.kind = Some(failure.kind);
        self.leaves_something = failure.leaves_something;
        let hints = failure.hints.iter().map(|hint| said(hint)).collect();
        self.error = Some(Mistake { message: said(&failure.told()), hints });
        self
    }

    /// Whether it is there as it must be, and not all of its outputs are.
    pub(super) fn lacks_outputs(&self) -> bool {
        self.error.is_some() && matches!(self.status, Status::Created | Status::Changed | Status::Unchanged)
    }

    /// The line for people, with what belongs to it.
    pub(super) fn shown(&self, is_written: bool) -> String {
        let head = match &self.preset {
            Some(preset) => format!("{} ({preset})", self.slug),
            None => self.slug.clone(),
        };
        let word = match self.status {
            Status::Create | Status::Change => String::new(),
            other => format!(": {}", other.word()),
        };
        let mut text = format!("{}{word}\n{}", paint(Role::Heading, &printable(&head)), self.text);
        let mut say = |role, word: &str, what: &str| {
            let _ = writeln!(text, "  {} {}", paint(role, word), printable_lines(what));
        };
        for conflict in &self.conflicts {
            say(Role::Warning, "decide:", &conflict.what);
            say(Role::Heading, "hint:", &conflict.remedy);
        }
        for warning in &self.warnings {
            say(Role::Warning, "warning:", warning);
        }
        if let Some(Mistake { message, hints }) = &self.error {
            say(Role::Error, "error:", message);
            for hint in hints {
                say(Role::Heading, "hint:", hint);
            }
        }
        let is_done = matches!(self.status, Status::Created | Status::Changed);
        // What authentik has besides stands in the plan of what changes already.
        for more in self.more.iter().filter(|_| self.status == Status::Unchanged) {
            say(Role::Warning, "also:", more);
        }
        for output in &self.outputs {
            say(Role::Faint, if is_done || is_written { "wrote" } else { "writes" }, output);
        }
        text
    }

    /// Whether there is something to say of it.
    pub(super) fn is_worth_a_line(&self) -> bool {
        self.status != Status::Unchanged || self.error.is_some() || !self.outputs.is_empty() || !self.more.is_empty()
    }
}

/// What a plan comes to.
pub(in crate::commands) fn status(plan: &Plan) -> Status {
    let has_front = plan.changes.iter().any(|change| change.address.kind.is_front());
    let is_made = |change: &Change| {
        let is_it = match change.address.kind {
            Object::ScimSource => true,
            Object::ScimProvider => !has_front,
            kind => kind.is_front(),
        };
        is_it && change.action == Action::Create
    };
    if !plan.conflicts.is_empty() {
        Status::Decision
    } else if plan.is_empty() {
        Status::Unchanged
    } else if plan.changes.iter().any(is_made) {
        Status::Create
    } else {
        Status::Change
    }
}

/// What authentik has besides, and stays. Who may open it counts only where the file says something
/// about that.
fn more(decided: &Decided) -> Vec<String> {
    let says_who = decided.desired.of(Object::Binding).next().is_some();
    let notes = decided.plan.changes.iter().flat_map(|change| &change.notes);
    let stays = notes.filter_map(|note| note.strip_suffix(" stays"));
    stays.filter(|what| says_who || !what.starts_with("bindings: ")).map(str::to_owned).collect()
}

/// Whether nothing that such an integration consists of is there yet: an application that somebody else
/// made and that gets its provider now was there.
fn is_new(plan: &Plan, key: &Key) -> bool {
    let creates =
        |kind: Object| plan.changes.iter().any(|change| change.address.kind == kind && change.action == Action::Create);
    creates(Object::Application) || creates(Object::ScimSource) || key.is_addition() && creates(Object::ScimProvider)
}

/// A plan with what changes alone.
fn without_kept(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.changes.retain(|change| change.action != Action::Keep);
    plan
}

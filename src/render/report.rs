//! What an integration came to, as one value: the promise of `-o json`.

use super::settings::Settings;
use crate::model::endpoints::Endpoints;
use crate::plan::{Change, Plan};
use serde::Serialize;
use serde_json::Value;

/// The whole report. Keys are added, never renamed or removed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The preset's id.
    pub preset: String,
    /// Which authentik it is.
    pub authentik: Server,
    /// Whether nothing was written because `--dry-run` was given.
    pub dry_run: bool,
    /// What was done, or would be done.
    pub changes: Vec<ReportedChange>,
    /// What must be decided first; if there is one, nothing was written.
    pub conflicts: Vec<ReportedConflict>,
    /// The application in authentik.
    pub application: Application,
    /// The provider in authentik.
    pub provider: Provider,
    /// The addresses for the application.
    pub endpoints: Endpoints,
    /// What to enter in the application.
    pub client: Settings,
    /// What the person should know.
    pub warnings: Vec<String>,
}

/// Which authentik a report speaks of.
#[derive(Debug, Clone, Serialize)]
pub struct Server {
    /// Its public address.
    pub url: String,
    /// Its version.
    pub version: String,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct ReportedChange {
    /// `create`, `update`, `keep` or `delete`.
    pub action: &'static str,
    /// The kind of object.
    pub kind: &'static str,
    /// Its name or slug.
    pub name: String,
    /// The fields that differ.
    pub fields: Vec<ReportedField>,
    /// What stays although nobody asked for it, and the like.
    pub notes: Vec<String>,
}

/// One field before and after.
#[derive(Debug, Clone, Serialize)]
pub struct ReportedField {
    /// Its name in authentik's API.
    pub field: String,
    /// What the server had; null if nothing.
    pub before: Value,
    /// What it has now, or would have.
    pub after: Value,
    /// Whether users' identity in the application changes with it.
    pub breaks_identity: bool,
}

/// A decision that akctl does not take alone.
#[derive(Debug, Clone, Serialize)]
pub struct ReportedConflict {
    /// What stands in the way.
    pub what: String,
    /// What the person can do.
    pub remedy: String,
}

/// The application in authentik.
#[derive(Debug, Clone, Serialize)]
pub struct Application {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// The provider in authentik.
#[derive(Debug, Clone, Serialize)]
pub struct Provider {
    /// Its primary key; null before it exists.
    pub pk: Value,
    /// Its name.
    pub name: String,
    /// The client's id; null before it exists.
    pub client_id: Option<String>,
    /// The client's secret; null unless it was asked for.
    pub client_secret: Option<String>,
}

/// The changes of a plan as a report has them.
#[must_use]
pub fn changes(plan: &Plan) -> Vec<ReportedChange> {
    plan.changes.iter().map(change).collect()
}

fn change(change: &Change) -> ReportedChange {
    let Change { address, action, fields, notes, write: _ } = change;
    let fields = fields.iter().map(|field| ReportedField {
        field: field.field.clone(),
        before: field.before.clone(),
        after: field.after.clone(),
        breaks_identity: field.breaks_identity,
    });
    ReportedChange {
        action: action.word(),
        kind: address.kind.word(),
        name: address.key.clone(),
        fields: fields.collect(),
        notes: notes.clone(),
    }
}

/// The conflicts of a plan as a report has them.
#[must_use]
pub fn conflicts(plan: &Plan) -> Vec<ReportedConflict> {
    plan.conflicts
        .iter()
        .map(|conflict| ReportedConflict { what: conflict.what.clone(), remedy: conflict.remedy.clone() })
        .collect()
}

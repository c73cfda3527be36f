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
    /// The application in authentik, where the preset makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
    /// The provider through which people sign in, where the preset makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// What authentik publishes about a SAML provider, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_provider: Option<IdentityProvider>,
    /// The providers that push people to the application.
    pub backchannel: Vec<Backchannel>,
    /// What lets others push people into authentik, where the preset makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The addresses for the application.
    pub endpoints: Endpoints,
    /// What to enter in the application.
    pub client: Settings,
    /// The inputs whose value is not known yet, so that nobody signs in so far.
    pub still_needed: Vec<StillNeeded>,
    /// What the person should know.
    pub warnings: Vec<String>,
}

/// A value that the application shows only once it knows authentik.
#[derive(Debug, Clone, Serialize)]
pub struct StillNeeded {
    /// The input.
    pub input: String,
    /// Its flag, with its hyphens.
    pub flag: String,
    /// Where the application shows the value.
    #[serde(rename = "where")]
    pub place: String,
}

impl Report {
    /// Whether the integration is there, so that its secrets are.
    #[must_use]
    pub fn exists(&self) -> bool {
        let is_there = |provider: &Provider| match provider.kind {
            "saml" | "proxy" => !provider.pk.is_null(),
            _ => provider.client_id.is_some(),
        };
        self.provider.as_ref().is_some_and(is_there) || self.source.as_ref().is_some_and(|source| !source.pk.is_null())
    }
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
    /// `oauth2`, `saml` or `proxy`.
    pub kind: &'static str,
    /// The client's id; null before it exists, and for other kinds than `oauth2`.
    pub client_id: Option<String>,
    /// The client's secret; null unless it was asked for.
    pub client_secret: Option<String>,
}

/// What authentik publishes about a SAML provider.
#[derive(Debug, Clone, Serialize)]
pub struct IdentityProvider {
    /// The metadata document, as XML.
    pub metadata: String,
    /// The certificate that signs, as PEM; null if nothing is signed.
    pub certificate: Option<String>,
    /// Its SHA-256 fingerprint.
    pub certificate_sha256: Option<String>,
    /// Its SHA-1 fingerprint.
    pub certificate_sha1: Option<String>,
}

/// A provider that pushes people to the application.
#[derive(Debug, Clone, Serialize)]
pub struct Backchannel {
    /// `scim`.
    pub kind: &'static str,
    /// Its primary key; null before it exists.
    pub pk: Value,
    /// Its name.
    pub name: String,
    /// Where it pushes to.
    pub url: String,
}

/// What lets others push people into authentik.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// `scim`.
    pub kind: &'static str,
    /// Its primary key; null before it exists.
    pub pk: Value,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The token with which others push; null unless it was asked for.
    pub token: Option<String>,
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

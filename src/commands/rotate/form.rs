//! Where the client secret stands in the application's form, if a preset knows.

use crate::preset::catalogue::Catalogue;
use crate::preset::format::Preset;
use crate::preset::template::{CLIENT_SECRET, mentions};
use serde::Serialize;

/// One field that takes the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Field {
    /// The menu path to the form.
    #[serde(skip_serializing_if = "Option::is_none", rename = "where")]
    pub place: Option<String>,
    /// The heading under which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its label.
    pub key: String,
}

/// The fields of the preset that bears the application's slug or name; none where there is none.
pub(super) fn fields(catalogue: &Catalogue, slug: &str, name: &str) -> Vec<Field> {
    let by_name = || {
        let listing = catalogue.list().ok()?;
        let mut same = listing.entries.into_iter().filter(|entry| entry.name == name);
        same.next().filter(|_| same.next().is_none()).and_then(|entry| catalogue.find(&entry.id).ok())
    };
    let source = catalogue.find(slug).ok().or_else(by_name);
    source.and_then(|source| source.load().ok()).map(|preset| of(&preset)).unwrap_or_default()
}

/// Only labels that are the same for all inputs: what was answered is not known here.
fn of(preset: &Preset) -> Vec<Field> {
    let sections = preset.client.settings.iter().filter(|section| section.when.is_none() && section.each.is_none());
    let fields = sections.flat_map(|section| section.fields.iter().map(move |field| (section, field)));
    let taking = fields.filter(|(_, field)| mentions(field.value.as_str(), CLIENT_SECRET) && field.label.is_plain());
    let named = taking.map(|(section, field)| Field {
        place: preset.client.place.clone(),
        section: section.section.clone(),
        key: field.label.as_str().to_owned(),
    });
    named.collect()
}

//! What is to be done with each integration: the lists are read once, the rest is thought.

use super::progress::Progress;
use super::{Around, Item, additions};
use crate::commands::integrate::Decided;
use crate::error::Failure;
use crate::model::facts::Needs;
use crate::model::resource::Field;
use crate::observe::{Shelf, Source};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What was decided about each integration, in the order of the files.
pub(in crate::commands) struct Decisions {
    /// One for each item: what was decided, or why nothing could be.
    pub(in crate::commands) each: Vec<Result<Decided, Failure>>,
    /// What is left of the reading: the version, and who asked.
    pub(in crate::commands) shelf: Shelf,
}

/// Reads what the integrations need and decides about each.
pub(in crate::commands) async fn decide(around: &Around<'_>, items: &[Item]) -> Result<Decisions, Failure> {
    let needs: Vec<Needs> = items.iter().map(|item| item.prepared.needs()).collect();
    let client = &around.session.client;
    let progress = Progress::begin(around, "reading authentik", 0);
    let shelf = progress.during(around.interrupt.or(Shelf::read(client, &needs))).await?;
    let each = {
        let source = Source::with(client, &shelf);
        let deciding = items.iter().map(|item| async move { item.task(around).decide_from(source).await });
        let all = async { Ok(stream::iter(deciding).buffered(around.concurrency).collect().await) };
        progress.during(around.interrupt.or(all)).await?
    };
    drop(progress);
    let each = additions::settle(around, items, each);
    Ok(Decisions { each, shelf: shelf.lightened() })
}

/// A fingerprint of what was observed of an integration, as far as it matters: the objects with the
/// fields that are compared, and the bindings of others. No secret goes into it.
pub(in crate::commands) fn fingerprint(decided: &Decided) -> String {
    let Decided { desired, observed, .. } = decided;
    let objects: Vec<Value> = desired
        .resources
        .iter()
        .map(|resource| {
            let found = observed.found.get(&resource.address);
            let plain = resource.fields.iter().filter(|(_, field)| !matches!(field, Field::Secret(_)));
            let fields: Vec<Value> =
                plain.map(|(name, _)| json!([name, found.and_then(|found| found.fields.get(name))])).collect();
            json!([resource.address.to_string(), found.map(|found| &found.id), fields])
        })
        .collect();
    let others: Vec<Value> =
        observed.other_bindings.iter().map(|other| json!([other.id, other.what, other.enabled])).collect();
    let all = json!([objects, others, format!("{:?}", observed.obstacle)]);
    let digest = Sha256::digest(all.to_string());
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

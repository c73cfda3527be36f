//! Nothing comes before what it refers to.

use crate::model::resource::{Desired, Field, Reference, Resource};

/// The resources in an order in which every reference points backwards. Among those that may
/// come next, the order of kinds and keys decides, so that the same input gives the same plan.
pub(super) fn by_dependency(desired: &Desired) -> Vec<&Resource> {
    let mut waiting: Vec<&Resource> = desired.resources.iter().collect();
    waiting.sort_by(|a, b| a.address.cmp(&b.address));
    let mut ordered: Vec<&Resource> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let next = waiting.iter().position(|resource| {
            resource.fields.values().flat_map(Field::references).all(|reference| match reference {
                Reference::Existing { .. } => true,
                Reference::Planned(address) => {
                    !waiting.iter().any(|other| other.address == *address && other.address != resource.address)
                }
            })
        });
        // A circle cannot be ordered; its first member is as good as any, and apply will say
        // which reference has no id yet.
        ordered.push(waiting.remove(next.unwrap_or(0)));
    }
    ordered
}

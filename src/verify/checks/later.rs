//! Values that were not known when an integration was made.

use super::provider_page;
use crate::model::later;
use crate::verify::check::Said;
use crate::verify::picture::Picture;
use serde_json::Value;

/// Whether stand-ins are left; nothing where there is none, which says no more than that.
pub(super) fn still_needed(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider()?;
    let holds = |(_, value): &(&String, &Value)| later::stands_in(&value.to_string());
    let fields: Vec<&str> = provider.fields.iter().filter(holds).map(|(name, _)| name.as_str()).collect();
    if fields.is_empty() {
        return None;
    }
    let remedy = format!(
        "run `akctl integrate` again with the value that the application shows in place of `{}`, or enter it in {}",
        later::WORD,
        provider_page(provider)
    );
    let means = "nobody can sign in before authentik knows the application's own value";
    Some(Said::failed(format!("{}: not known yet", fields.join(", ")), means).mend(remedy))
}

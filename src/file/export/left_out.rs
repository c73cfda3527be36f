//! What an export for others has not, told in it and to whoever asked for it.

use super::fields::Refers;
use super::objects::{Filled, Object, Part};
use crate::model::Version;
use crate::model::resource::{Kind, MARK, MFA_FLOW};
use crate::model::text::printable;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// For whom the export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Terraform's provider.
    Terraform,
    /// Authentik's blueprints.
    Blueprint,
}

/// For whom the export is, and what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// For whom.
    pub whom: For,
    /// The version of the authentik that it is of.
    pub version: Version,
}

impl Recipient {
    /// Whether it takes a provider's place on an outpost without the other providers of that outpost.
    /// The first version of Terraform's resource called its argument otherwise; that of 2026.8 is the
    /// one that is written.
    #[must_use]
    pub fn attaches(&self) -> bool {
        self.whom == For::Terraform && self.version.at_least(2026, 2)
    }
}

/// What is left out of these objects, or must be there already, as sentences.
#[must_use]
pub fn of(objects: &[Object], recipient: &Recipient) -> Vec<String> {
    let mut said = Vec::new();
    if objects.iter().any(|object| object.kind == Kind::OAuth2Provider) {
        let state = if recipient.whom == For::Terraform { "; Terraform's state will hold them" } else { "" };
        said.push(format!(
            "client secrets: an object that is there keeps its own, and a new one gets a new one{state}"
        ));
    }
    said.extend(objects.iter().filter(|object| has_token(object)).map(|object| token(&object.label, recipient)));
    for object in objects {
        said.extend(object.fields.iter().filter_map(|filled| field(&object.label, filled, recipient.whom)));
    }
    let mut needed = BTreeSet::new();
    for filled in objects.iter().flat_map(|object| &object.fields) {
        match &filled.part {
            Part::Flow(slug) if slug.starts_with(MFA_FLOW) => needed.insert(format!("the flow {slug}")),
            Part::Certificate(name) if name.ends_with(MARK) => needed.insert(format!("the certificate {name}")),
            _ => false,
        };
    }
    said.extend(needed.into_iter().map(|what| format!("{what}: it is looked up, and must be there")));
    said
}

/// Whether an object is a SCIM provider that shows a token to the application. Before authentik 2025.10
/// all do, and have no `auth_mode`.
pub(super) fn has_token(object: &Object) -> bool {
    let mode = object.part("auth_mode");
    object.kind == Kind::ScimProvider && mode.is_none_or(|mode| *mode == Part::Value(Value::from("token")))
}

/// Up to authentik 2025.8 a new provider must have one (its schema: `SCIMProviderRequest.required`).
fn token(label: &str, recipient: &Recipient) -> String {
    let what = format!("the token of {label}");
    match recipient.whom {
        For::Terraform => format!("{what}: give it with the variable {label}_token"),
        For::Blueprint if recipient.version.at_least(2025, 10) => {
            format!("{what}: where the provider is new, enter it in authentik")
        }
        For::Blueprint => {
            format!("{what}: make the provider in authentik first; where it is not, the whole blueprint is refused")
        }
    }
}

/// What is to be said of one field.
fn field(label: &str, Filled { field, part, is_default }: &Filled, whom: For) -> Option<String> {
    let place = match whom {
        For::Terraform => field.argument,
        For::Blueprint => field.attribute,
    };
    let name = field.name;
    match (part, place) {
        _ if *is_default => None,
        (Part::Unsaid, _) if field.refers == Refers::Icon => {
            Some(format!("the icon of {label}: it is a file of this authentik's own"))
        }
        (Part::Unsaid, _) => Some(format!("{name} of {label}: it may hold a secret")),
        (_, None) if whom == For::Terraform => {
            Some(format!("{name} of {label}: Terraform's provider does not know it"))
        }
        (_, None) => Some(format!("{name} of {label}: it is said here alone")),
        (part, Some(_)) if part.has_id() => {
            Some(format!("what {name} of {label} is: only its id is known, which no other authentik has"))
        }
        _ => None,
    }
}

/// The comment at the top of an export.
pub(super) fn comment(left_out: &[String]) -> String {
    let mut text = String::new();
    for (at, what) in left_out.iter().enumerate() {
        let head = if at == 0 { "# Left out:\n" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{head}# - {}", printable(what).replace('\n', " "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::export::objects::Known;
    use crate::file::export::{blueprint, terraform};
    use serde_json::json;

    fn said(kind: Kind, found: &Value) -> [(String, String); 2] {
        let objects = [Known::default().object(kind, "it", found)];
        [For::Terraform, For::Blueprint].map(|whom| {
            let recipient = Recipient { whom, version: Version::new(2026, 8, 5) };
            let text = match whom {
                For::Terraform => terraform::text(&recipient.version, &objects, &[]),
                For::Blueprint => blueprint::text("it", &objects, &[]),
            };
            (of(&objects, &recipient).join("\n"), text)
        })
    }

    #[test]
    fn what_has_no_place_and_what_has_no_name_is_told() {
        let binding = json!({"pk": "1", "policy": "2", "order": 0, "timeout": 30, "expires": "2027-01-01T00:00:00Z"});
        for (told, text) in said(Kind::Binding, &binding) {
            assert!(told.contains("expires of it") && !text.contains("expires"), "{told}\n{text}");
            assert!(told.contains("what policy of it is: only its id is known"), "{told}");
            assert!(text.contains("\"2\"") && !told.contains("timeout"), "{told}\n{text}");
        }
        let quiet = json!({"pk": "1", "order": 0, "expires": null});
        assert!(said(Kind::Binding, &quiet).iter().all(|(told, _)| told.is_empty()));
    }

    #[test]
    fn a_provider_that_signs_in_by_oauth_needs_no_token() {
        let provider = json!({"pk": 1, "name": "x", "auth_mode": "oauth", "auth_oauth": "3"});
        for (told, text) in said(Kind::ScimProvider, &provider) {
            assert!(!told.contains("token") && !text.contains("token"), "{told}\n{text}");
            assert!(told.contains("auth_oauth of it") && text.contains("\"oauth\""), "{told}\n{text}");
        }
    }
}

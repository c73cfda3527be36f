//! What an export for others has not, told in it and to whoever asked for it.

use super::objects::{Object, Part};
use super::terraform::argument;
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

/// What is left out of these objects, or must be there already, as sentences.
#[must_use]
pub fn of(objects: &[Object], whom: For) -> Vec<String> {
    let mut said = Vec::new();
    if objects.iter().any(|object| object.kind == Kind::OAuth2Provider) {
        said.push("client secrets: an object that is there keeps its own, and a new one gets a new one".to_owned());
    }
    for object in objects.iter().filter(|object| object.kind == Kind::ScimProvider) {
        said.push(match whom {
            For::Terraform => {
                format!("the token of {}: give it with the variable {}_token", object.label, object.label)
            }
            For::Blueprint => {
                format!("the token of {}: where the provider is new, enter it in authentik", object.label)
            }
        });
    }
    for (object, field) in objects.iter().flat_map(|object| object.fields.iter().map(move |field| (object, field))) {
        let (name, part) = field;
        // Without the argument authentik checks certificates, and pushes all groups.
        let is_default = *part == Part::Value(Value::Bool(true)) || *part == Part::List(Vec::new());
        if whom == For::Terraform && argument(object.kind, name).is_none() && !is_default {
            said.push(format!("{name} of {}: Terraform's provider does not know it", object.label));
        }
    }
    let mut needed = BTreeSet::new();
    for (_, part) in objects.iter().flat_map(|object| &object.fields) {
        match part {
            Part::Flow(slug) if slug.starts_with(MFA_FLOW) => needed.insert(format!("the flow {slug}")),
            Part::Certificate(name) if name.ends_with(MARK) => needed.insert(format!("the certificate {name}")),
            _ => false,
        };
    }
    said.extend(needed.into_iter().map(|what| format!("{what}: it is looked up, and must be there")));
    said
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

//! What authentik has of integrations, written for others: as a file of integrations, for Terraform, as
//! a blueprint. No secret is in any of them.

pub mod blueprint;
pub mod escape;
pub mod fields;
pub mod labels;
pub mod left_out;
pub mod objects;
pub mod terraform;

use super::reference::escaped;
use crate::model::text::printable;
use serde_json::{Value, json};
use std::fmt::Write;

/// One integration as a file of integrations has it.
#[derive(Debug, Clone, Default)]
pub struct Exported {
    /// The preset's id.
    pub preset: String,
    /// The application's slug.
    pub slug: String,
    /// The application's name.
    pub name: String,
    /// What was read back of the inputs.
    pub inputs: Vec<(String, Value)>,
    /// Secret inputs, each with the variable that is to hold it.
    pub secrets: Vec<(String, String)>,
    /// Who may use it.
    pub access: Vec<(&'static str, Value)>,
    /// What authentik has of it.
    pub options: Vec<(&'static str, Value)>,
    /// Inputs that are files, each with the name that the file is to have.
    pub files: Vec<(String, String)>,
    /// What the preset does not explain, or what could not be read back.
    pub comments: Vec<String>,
    /// Why it is commented out: applied as it stands it could not be made, would change what is there, or
    /// would let in more people than may come in now.
    pub reasons: Vec<String>,
}

/// The text of a file.
#[must_use]
pub fn text(authentik: &str, integrations: &[Exported]) -> String {
    let mut out = String::from("version: 1\n");
    let _ = writeln!(out, "authentik: {}", scalar(&Value::from(authentik)));
    out.push_str(if integrations.is_empty() { "integrations: []\n" } else { "integrations:\n" });
    for integration in integrations {
        comments(&mut out, integration);
        let mut entry = String::new();
        one(&mut entry, integration);
        for line in entry.lines() {
            let _ = match line.strip_prefix("  ").filter(|_| !integration.reasons.is_empty()) {
                Some(line) => writeln!(out, "  # {line}"),
                None => writeln!(out, "{line}"),
            };
        }
    }
    out
}

fn comments(out: &mut String, integration: &Exported) {
    let Exported { slug, comments, reasons, .. } = integration;
    let out_of_effect = (!reasons.is_empty()).then(|| {
        format!(
            "`{slug}` is commented out, and nothing is done about it: see to what follows, then take the marks away"
        )
    });
    for comment in out_of_effect.iter().chain(reasons).chain(comments) {
        for line in comment.lines() {
            let _ = writeln!(out, "  # {}", printable(line));
        }
    }
}

fn one(out: &mut String, integration: &Exported) {
    let Exported { preset, slug, name, inputs, secrets, access, options, files, .. } = integration;
    let _ = writeln!(out, "  - preset: {}", scalar(&Value::from(preset.as_str())));
    let _ = writeln!(out, "    slug: {}", scalar(&Value::from(slug.as_str())));
    let _ = writeln!(out, "    name: {}", scalar(&Value::from(name.as_str())));
    if !inputs.is_empty() || !secrets.is_empty() || !files.is_empty() {
        out.push_str("    inputs:\n");
    }
    for (name, value) in inputs {
        let _ = writeln!(out, "      {name}: {}", scalar(&without_references(value)));
    }
    for (name, file) in files {
        let _ = writeln!(out, "      {name}: {{file: {}}}", scalar(&Value::from(file.as_str())));
    }
    for (name, variable) in secrets {
        let _ = writeln!(out, "      {name}: ${{{variable}}}");
    }
    for (heading, keys) in [("access", access), ("options", options)] {
        if !keys.is_empty() {
            let _ = writeln!(out, "    {heading}:");
        }
        for (key, value) in keys {
            let _ = writeln!(out, "      {key}: {}", scalar(value));
        }
    }
}

/// A value that is read back as itself: what looks like a reference to a variable is none.
fn without_references(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(escaped(text)),
        Value::Array(items) => items.iter().map(without_references).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), without_references(value))).collect(),
        other => other.clone(),
    }
}

/// A value on one line. JSON is YAML; what no reader can take for something else needs no quotation
/// marks.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pair = |(name, value): (&String, &Value)| format!("{}: {}", scalar(&json!(name)), scalar(value));
            format!("{{{}}}", map.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        other => escape::yaml(other),
    }
}

/// Words that some readers of YAML take for something else than a text.
const WORDS: [&str; 9] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null"];

fn is_plain(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_part) && !is_word
}

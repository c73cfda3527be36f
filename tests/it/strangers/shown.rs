//! A preset cannot set what its check does not show.

use super::{full, own};
use crate::support::{Akctl, Server};
use serde_json::Value;

/// What the check says it creates.
fn creates(text: &str) -> String {
    let report = Akctl::new().file("full.yaml", text).args(["presets", "check", "full.yaml"]).json();
    let lines = report[0]["creates"].as_array().expect("a list").iter().map(|line| line.as_str().expect("text"));
    lines.collect::<Vec<_>>().join("\n")
}

/// All values below a value, as they are written, each with its way.
fn scalars(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| scalars(field, &format!("{path}.{name}"), found));
        }
        Value::Array(items) => items.iter().for_each(|item| scalars(item, path, found)),
        Value::Null => {}
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        other => found.push((path.to_owned(), other.to_string())),
    }
}

#[test]
fn everything_that_stands_in_the_file_is_said() {
    for (kind, text) in full::presets() {
        let said = creates(&text);
        let preset: Value = serde_yaml::from_str(&text).expect("YAML");
        let mut found = Vec::new();
        scalars(&preset["authentik"], "authentik", &mut found);
        assert!(found.len() > 2, "{kind}");
        for (path, text) in found {
            // A name within the file itself.
            if path != "authentik.scope_mappings.key" && path != "authentik.saml_mappings.key" {
                assert!(said.contains(&text), "{kind}: {path}: {text} is not in\n{said}");
            }
        }
    }
}

/// What akctl itself chooses, and what the answers are.
const OWN: [&str; 11] = [
    "authentik Embedded Outpost",
    "full: signing key",
    "full: SCIM",
    "(hidden)",
    "Full Writers",
    "writer",
    "goauthentik.io",
    "authentik default",
    "urn:oasis:names:tc:SAML",
    "http://www.w3.org/2001/04/",
    "/application/saml/full/metadata/",
];

/// The texts in quotation marks.
fn written(code: &str) -> String {
    code.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

#[test]
fn everything_that_is_created_was_said() {
    for (kind, text) in full::presets() {
        let said = creates(&text);
        let server = Server::start("2026.8.5");
        server.group("Full Pushed");
        let akctl = own(Akctl::on(&server), "full", &text).file("token", "a-token-of-some-length");
        let words = ["integrate", "full", "--create-groups", "--yes", "--own-token-file", "token"];
        let report = akctl.args(words).json();
        let changes = report["changes"].as_array().expect("changes");
        assert!(!changes.is_empty());
        let mut found = Vec::new();
        for change in changes {
            scalars(&change["name"], "name", &mut found);
            for field in change["fields"].as_array().expect("fields") {
                scalars(&field["after"], field["field"].as_str().expect("text"), &mut found);
            }
        }
        let mut unsaid = Vec::new();
        // What is no text says nothing by itself.
        let is_text = |text: &str| serde_json::from_str::<Value>(text).map_or(true, |value| value.is_string());
        for (path, text) in found.into_iter().filter(|(_, text)| is_text(text)) {
            // Of code made by akctl, what is written in it.
            let text = match path.as_str() {
                "expression" => written(&text),
                // The kind stands before the address.
                "redirect_uris" => text.rsplit(' ').next().unwrap_or_default().to_owned(),
                _ => text,
            };
            // A mapping is named after each claim but the first.
            for part in text.trim_end_matches(" (akctl)").lines().flat_map(|line| line.split(", ")) {
                if !said.contains(part) && !OWN.iter().any(|own| part.contains(own)) {
                    unsaid.push(format!("{path}: {part}"));
                }
            }
        }
        assert!(unsaid.is_empty(), "{kind}: {unsaid:#?} is not in\n{said}");
    }
}

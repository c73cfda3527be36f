//! As a blueprint of authentik: entries that it applies by itself (authentik 2024.8 to 2026.8:
//! `version: 1`, the tags `!Find` and `!KeyOf`).

use super::left_out;
use super::objects::{Mapping, Object, Part};
use crate::model::resource::Kind;
use crate::model::text::safe_json;
use serde_json::Value;
use std::fmt::Write;

/// What authentik calls the model of a kind.
fn model(kind: Kind) -> &'static str {
    match kind {
        Kind::ScopeMapping => "authentik_providers_oauth2.scopemapping",
        Kind::SamlMapping => "authentik_providers_saml.samlpropertymapping",
        Kind::ExpressionPolicy => "authentik_policies_expression.expressionpolicy",
        Kind::SamlProvider => "authentik_providers_saml.samlprovider",
        Kind::OAuth2Provider => "authentik_providers_oauth2.oauth2provider",
        Kind::ProxyProvider => "authentik_providers_proxy.proxyprovider",
        Kind::ScimProvider => "authentik_providers_scim.scimprovider",
        Kind::Application => "authentik_core.application",
        _ => "authentik_policies.policybinding",
    }
}

/// What authentik calls the model of a mapping.
fn model_of_mapping(mapping: Mapping) -> &'static str {
    match mapping {
        Mapping::Scope => model(Kind::ScopeMapping),
        Mapping::Saml => model(Kind::SamlMapping),
        Mapping::Scim => "authentik_providers_scim.scimmapping",
    }
}

/// The fields by which authentik finds an object again.
fn identifiers(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Application => &["slug"],
        Kind::Binding => &["target", "order", "group", "user", "policy"],
        _ => &["name"],
    }
}

/// The file. What is left out stands in a comment.
#[must_use]
pub fn text(name: &str, objects: &[Object], left_out: &[String]) -> String {
    let comment = left_out::comment(left_out);
    let mut out = format!("{comment}version: 1\nmetadata:\n  name: {}\n", json(&Value::from(name)));
    out.push_str(if objects.is_empty() { "entries: []\n" } else { "entries:\n" });
    for object in objects {
        let Object { kind, label, id: _, fields } = object;
        let _ = writeln!(out, "  - model: {}\n    id: {label}", model(*kind));
        let is_identifier = |field: &str| identifiers(*kind).contains(&field);
        for (heading, wanted) in [("identifiers", true), ("attrs", false)] {
            let _ = writeln!(out, "    {heading}:");
            for (field, part) in fields.iter().filter(|(field, _)| is_identifier(field) == wanted) {
                let _ = writeln!(out, "      {field}: {}", value(part));
            }
            if !fields.iter().any(|(field, _)| is_identifier(field) == wanted) {
                out.truncate(out.len() - 1);
                out.push_str(" {}\n");
            }
        }
    }
    out
}

fn value(part: &Part) -> String {
    let find =
        |model: &str, field: &str, name: &str| format!("!Find [{model}, [{field}, {}]]", json(&Value::from(name)));
    match part {
        Part::Value(value) => json(value),
        Part::Flow(slug) => find("authentik_flows.flow", "slug", slug),
        Part::Certificate(name) => find("authentik_crypto.certificatekeypair", "name", name),
        Part::Managed(mapping, id) => find(model_of_mapping(*mapping), "managed", id),
        Part::Named(mapping, name) => find(model_of_mapping(*mapping), "name", name),
        Part::Group(name) => find("authentik_core.group", "name", name),
        Part::User(name) => find("authentik_core.user", "username", name),
        Part::Own(_, label) => format!("!KeyOf {label}"),
        Part::List(parts) => format!("[{}]", parts.iter().map(value).collect::<Vec<_>>().join(", ")),
    }
}

/// JSON is YAML.
fn json(value: &Value) -> String {
    safe_json(&value.to_string())
}

//! As goauthentik's Terraform provider would have it, with `import` blocks, so that `terraform plan`
//! takes over what is there.
//!
//! Sources: the provider's source of 2025.12 and of the line of 2026.8 (names of resources and data
//! sources, import ids), and its README: a version of it belongs to the version of authentik.

use super::escape;
use super::labels::{Labels, label};
use super::left_out;
use super::objects::{Filled, Mapping, Object, Part};
use crate::model::Version;
use crate::model::resource::Kind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What keeps a data source from reading more than an id: private keys and the members of groups would
/// stand in Terraform's state (the arguments are true unless they are said).
const READ_LESS: [(&str, &[&str]); 2] =
    [("authentik_certificate_key_pair", &["fetch_certificate", "fetch_key"]), ("authentik_group", &["include_users"])];

/// The resource of a kind.
#[must_use]
pub fn resource(kind: Kind) -> &'static str {
    match kind {
        Kind::ScopeMapping => "authentik_property_mapping_provider_scope",
        Kind::SamlMapping => "authentik_property_mapping_provider_saml",
        Kind::ExpressionPolicy => "authentik_policy_expression",
        Kind::SamlProvider => "authentik_provider_saml",
        Kind::OAuth2Provider => "authentik_provider_oauth2",
        Kind::ProxyProvider => "authentik_provider_proxy",
        Kind::ScimProvider => "authentik_provider_scim",
        Kind::Application => "authentik_application",
        Kind::Outpost => "authentik_outpost_provider_attachment",
        _ => "authentik_policy_binding",
    }
}

/// The resource of a mapping, and the data source that finds one.
fn resource_of_mapping(mapping: Mapping) -> &'static str {
    match mapping {
        Mapping::Scope => resource(Kind::ScopeMapping),
        Mapping::Saml => resource(Kind::SamlMapping),
        Mapping::Scim => "authentik_property_mapping_provider_scim",
    }
}

/// The file for the provider that belongs to that version of authentik. What is left out stands in a
/// comment.
#[must_use]
pub fn text(version: &Version, objects: &[Object], left_out: &[String]) -> String {
    let mut out = left_out::comment(left_out);
    let Version { year, month, .. } = version;
    // Blocks that import came with Terraform 1.5.
    let _ = write!(
        out,
        "terraform {{\n  required_version = \">= 1.5\"\n  required_providers {{\n    authentik = {{\n      \
         source = \"goauthentik/authentik\"\n      version = \"~> {year}.{month}.0\"\n    }}\n  }}\n}}\n"
    );
    let mut data = Data::default();
    let mut blocks = String::new();
    for object in objects {
        block(&mut blocks, object, &mut data);
    }
    for ((source, argument, name), label) in &data.found {
        let _ = write!(out, "\ndata \"{source}\" \"{label}\" {{\n  {argument} = {}\n", quoted(name));
        for less in READ_LESS.iter().filter(|(of, _)| of == source).flat_map(|(_, arguments)| *arguments) {
            let _ = writeln!(out, "  {less} = false");
        }
        out.push_str("}\n");
    }
    out + &blocks
}

/// What is looked up: the data source, its argument and the argument's value, with the label.
#[derive(Default)]
struct Data {
    found: BTreeMap<(&'static str, &'static str, String), String>,
    labels: Labels,
}

impl Data {
    fn id(&mut self, source: &'static str, argument: &'static str, name: &str) -> String {
        let labels = &mut self.labels;
        let label = self.found.entry((source, argument, name.to_owned())).or_insert_with(|| {
            // Authentik's stable ids share their beginning.
            let short = if argument == "managed" { name.trim_start_matches("goauthentik.io/") } else { name };
            labels.take(source, &label(short, source.trim_start_matches("authentik_")))
        });
        format!("data.{source}.{label}.id")
    }
}

fn block(out: &mut String, object: &Object, data: &mut Data) {
    let Object { kind, label, id, fields } = object;
    let resource = resource(*kind);
    let has_token = left_out::has_token(object);
    if has_token {
        let _ = write!(out, "\nvariable \"{label}_token\" {{\n  type = string\n  sensitive = true\n}}\n");
    }
    let _ = write!(out, "\nimport {{\n  to = {resource}.{label}\n  id = {}\n}}\n", quoted(id));
    let _ = writeln!(out, "\nresource \"{resource}\" \"{label}\" {{");
    let mut unsaid = if *kind == Kind::OAuth2Provider { vec!["client_secret"] } else { Vec::new() };
    for Filled { field, part, is_default: _ } in fields.iter().filter(|filled| !filled.is_default) {
        let Some(argument) = field.argument else { continue };
        if *part == Part::Unsaid {
            unsaid.push(argument);
        } else {
            let _ = writeln!(out, "  {argument} = {}", value(part, data));
        }
    }
    if has_token {
        let _ = writeln!(out, "  token = var.{label}_token");
    }
    if !unsaid.is_empty() {
        let _ = write!(out, "  lifecycle {{\n    ignore_changes = [{}]\n  }}\n", unsaid.join(", "));
    }
    out.push_str("}\n");
}

fn value(part: &Part, data: &mut Data) -> String {
    match part {
        Part::Value(value) | Part::Id(value) => expression(value),
        Part::Flow(slug) => data.id("authentik_flow", "slug", slug),
        Part::Certificate(name) => data.id("authentik_certificate_key_pair", "name", name),
        Part::Managed(mapping, id) => data.id(resource_of_mapping(*mapping), "managed", id),
        Part::Named(mapping, name) => data.id(resource_of_mapping(*mapping), "name", name),
        Part::Group(name) => data.id("authentik_group", "name", name),
        Part::User(name) => data.id("authentik_user", "username", name),
        Part::Provider(name) => data.id("authentik_provider_oauth2_config", "name", name),
        Part::Outpost(name) => data.id("authentik_outpost", "name", name),
        // A binding's target is the application's UUID, and its id is its slug.
        Part::Own(Kind::Application, label) => format!("authentik_application.{label}.uuid"),
        Part::Own(kind, label) => format!("{}.{label}.id", resource(*kind)),
        Part::Unsaid => "null".to_owned(),
        Part::List(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| value(part, data)).collect();
            format!("[{}]", parts.join(", "))
        }
    }
}

fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(expression).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name} = {}", expression(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text of HCL, in which the marks of its own templates stand for themselves.
fn quoted(text: &str) -> String {
    escape::quoted(text).replace("${", "$${").replace("%{", "%%{")
}

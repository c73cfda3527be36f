//! As goauthentik's Terraform provider would have it, with `import` blocks, so that `terraform plan`
//! takes over what is there. Names of resources, arguments and import ids: the provider's own
//! documentation, version 2025.10.

use super::left_out;
use super::objects::{Mapping, Object, Part, label};
use crate::model::resource::Kind;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The resource of a kind.
fn resource(kind: Kind) -> &'static str {
    match kind {
        Kind::ScopeMapping => "authentik_property_mapping_provider_scope",
        Kind::SamlMapping => "authentik_property_mapping_provider_saml",
        Kind::ExpressionPolicy => "authentik_policy_expression",
        Kind::SamlProvider => "authentik_provider_saml",
        Kind::OAuth2Provider => "authentik_provider_oauth2",
        Kind::ProxyProvider => "authentik_provider_proxy",
        Kind::ScimProvider => "authentik_provider_scim",
        Kind::Application => "authentik_application",
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

/// The argument of a field; none for what the provider does not know (its source, 2025.12).
pub(super) fn argument(kind: Kind, field: &'static str) -> Option<&'static str> {
    match (kind, field) {
        (Kind::Application, "provider") => Some("protocol_provider"),
        (Kind::OAuth2Provider, "redirect_uris") => Some("allowed_redirect_uris"),
        (Kind::OAuth2Provider, "grant_types") | (Kind::ScimProvider, "verify_certificates" | "group_filters") => None,
        (Kind::ProxyProvider, "basic_auth_user_attribute") => Some("basic_auth_username_attribute"),
        (_, other) => Some(other),
    }
}

/// The file. What is left out stands in a comment.
#[must_use]
pub fn text(objects: &[Object], left_out: &[String]) -> String {
    let mut out = left_out::comment(left_out);
    out.push_str(
        "terraform {\n  required_providers {\n    authentik = {\n      source = \"goauthentik/authentik\"\n    }\n  }\n}\n",
    );
    let mut data = Data::new();
    let mut blocks = String::new();
    for object in objects {
        block(&mut blocks, object, &mut data);
    }
    for (source, name) in &data {
        let (kind, argument) = source;
        let _ = write!(
            out,
            "\ndata \"{kind}\" \"{}\" {{\n  {argument} = {}\n}}\n",
            data_label(argument, name),
            quoted(name)
        );
    }
    out + &blocks
}

/// What is looked up: the data source with its argument, and the argument's value.
type Data = BTreeSet<((&'static str, &'static str), String)>;

fn block(out: &mut String, object: &Object, data: &mut Data) {
    let Object { kind, label, id, fields } = object;
    let resource = resource(*kind);
    if *kind == Kind::ScimProvider {
        let _ = write!(out, "\nvariable \"{label}_token\" {{\n  type = string\n  sensitive = true\n}}\n");
    }
    let _ = write!(out, "\nimport {{\n  to = {resource}.{label}\n  id = {}\n}}\n", quoted(id));
    let _ = writeln!(out, "\nresource \"{resource}\" \"{label}\" {{");
    for (field, part) in fields {
        if let Some(argument) = argument(*kind, field) {
            let _ = writeln!(out, "  {argument} = {}", value(part, data));
        }
    }
    if *kind == Kind::ScimProvider {
        let _ = writeln!(out, "  token = var.{label}_token");
    }
    if *kind == Kind::OAuth2Provider {
        out.push_str("  lifecycle {\n    ignore_changes = [client_secret]\n  }\n");
    }
    out.push_str("}\n");
}

fn value(part: &Part, data: &mut Data) -> String {
    let mut look = |kind: &'static str, argument: &'static str, name: &String| {
        data.insert(((kind, argument), name.clone()));
        format!("data.{kind}.{}.id", data_label(argument, name))
    };
    match part {
        Part::Value(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| expression(&without_purpose(item))).collect();
            format!("[{}]", items.join(", "))
        }
        Part::Value(value) => expression(value),
        Part::Flow(slug) => look("authentik_flow", "slug", slug),
        Part::Certificate(name) => look("authentik_certificate_key_pair", "name", name),
        Part::Managed(mapping, id) => look(resource_of_mapping(*mapping), "managed", id),
        Part::Named(mapping, name) => look(resource_of_mapping(*mapping), "name", name),
        Part::Group(name) => look("authentik_group", "name", name),
        Part::User(name) => look("authentik_user", "username", name),
        // A binding's target is the application's UUID, and its id is its slug.
        Part::Own(Kind::Application, label) => format!("authentik_application.{label}.uuid"),
        Part::Own(kind, label) => format!("{}.{label}.id", resource(*kind)),
        Part::List(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| value(part, data)).collect();
            format!("[{}]", parts.join(", "))
        }
    }
}

/// The provider knows redirect entries without the purpose that authentik 2026.5 and later add.
fn without_purpose(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(fields) = item.as_object_mut() {
        fields.remove("redirect_uri_type");
    }
    item
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

/// A text of HCL: JSON's, but for the marks of its own templates.
fn quoted(text: &str) -> String {
    crate::model::text::safe_json(&Value::from(text).to_string()).replace("${", "$${").replace("%{", "%%{")
}

fn data_label(argument: &str, name: &str) -> String {
    // Authentik's stable ids share their beginning.
    let short = if argument == "managed" { name.trim_start_matches("goauthentik.io/") } else { name };
    label(short)
}

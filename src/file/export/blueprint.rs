//! As a blueprint of authentik: entries that it applies by itself (authentik 2024.8 to 2026.8:
//! `version: 1`, the tags `!Find` and `!KeyOf`, `conditions`).

use super::escape::{quoted, yaml};
use super::labels::fingerprint;
use super::left_out;
use super::objects::{Filled, Mapping, Object, Part};
use crate::model::resource::Kind;
use std::fmt::Write;

/// So many slugs stand in a blueprint's name.
const NAMED: usize = 10;

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

/// What a blueprint of these applications is called. Authentik keeps each name once, and stops at the
/// second file that bears it (`BlueprintInstance.name`, all versions).
#[must_use]
pub fn name(slugs: &[&str]) -> String {
    let some = slugs[..slugs.len().min(NAMED)].join(", ");
    match slugs.len().saturating_sub(NAMED) {
        0 if slugs.is_empty() => "akctl: nothing".to_owned(),
        0 => format!("akctl: {some}"),
        more => format!("akctl: {some} and {more} more ({:08x})", fingerprint(&slugs.join(","))),
    }
}

/// The file. What is left out stands in a comment.
#[must_use]
pub fn text(name: &str, objects: &[Object], left_out: &[String]) -> String {
    let comment = left_out::comment(left_out);
    let mut out = format!("{comment}version: 1\nmetadata:\n  name: {}\n", quoted(name));
    out.push_str(if objects.is_empty() { "entries: []\n" } else { "entries:\n" });
    for object in objects {
        entry(&mut out, object);
    }
    out
}

fn entry(out: &mut String, Object { kind, label, id: _, fields }: &Object) {
    let _ = writeln!(out, "  - model: {}\n    id: {}", model(*kind), quoted(label));
    // What is not found is null, and null would do: without its key a provider signs otherwise, and
    // without its group it pushes everybody. An entry whose condition fails is passed over, and with it
    // fails the application that refers to it.
    let needed = fields.iter().filter(|filled| filled.field.takes_null && !matches!(filled.part, Part::Id(_)));
    let needed: Vec<String> = needed.map(|filled| value(&filled.part)).collect();
    if !needed.is_empty() {
        let _ = writeln!(out, "    conditions: [{}]", needed.join(", "));
    }
    let is_identifier = |filled: &Filled| identifiers(*kind).contains(&filled.field.name);
    for (heading, wanted) in [("identifiers", true), ("attrs", false)] {
        let chosen = fields.iter().filter(|filled| is_identifier(filled) == wanted && filled.part != Part::Unsaid);
        let lines = chosen.filter_map(|Filled { field, part, .. }| Some((field.attribute?, value(part))));
        let lines: Vec<String> = lines.map(|(name, value)| format!("      {name}: {value}\n")).collect();
        let empty = if lines.is_empty() { " {}" } else { "" };
        let _ = write!(out, "    {heading}:{empty}\n{}", lines.concat());
    }
}

fn value(part: &Part) -> String {
    let find = |model: &str, field: &str, name: &str| format!("!Find [{model}, [{field}, {}]]", quoted(name));
    match part {
        Part::Value(value) | Part::Id(value) => yaml(value),
        Part::Flow(slug) => find("authentik_flows.flow", "slug", slug),
        Part::Certificate(name) => find("authentik_crypto.certificatekeypair", "name", name),
        Part::Managed(mapping, id) => find(model_of_mapping(*mapping), "managed", id),
        Part::Named(mapping, name) => find(model_of_mapping(*mapping), "name", name),
        Part::Group(name) => find("authentik_core.group", "name", name),
        Part::User(name) => find("authentik_core.user", "username", name),
        // A proxy provider is one too.
        Part::Provider(name) => find(model(Kind::OAuth2Provider), "name", name),
        Part::Outpost(name) => find("authentik_outposts.outpost", "name", name),
        Part::Own(_, label) => format!("!KeyOf {}", quoted(label)),
        Part::Unsaid => "null".to_owned(),
        Part::List(parts) => format!("[{}]", parts.iter().map(value).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn other_applications_give_another_name() {
        let many: Vec<String> = (0..12).map(|number| format!("app-{number}")).collect();
        let mut slugs: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(name(&slugs[..2]), "akctl: app-0, app-1");
        let of_all = name(&slugs);
        assert!(of_all.contains("app-9 and 2 more") && of_all.len() < 150, "{of_all}");
        slugs[11] = "other";
        assert_ne!(name(&slugs), of_all);
    }
}

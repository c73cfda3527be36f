//! What the first round already knows of wanted objects.

use super::Survey;
use crate::model::facts::Facts;
use crate::model::objects::{Certificate, Flow};
use crate::model::resource::{Address, Field, Found, Kind, Names, Reference};
use crate::model::x509;
use serde_json::Value;
use std::collections::BTreeMap;

/// Names of everything that a plan may have to speak of, by id.
pub(super) fn names(survey: &Survey) -> Names {
    let mut names = survey.names.clone();
    for certificate in &survey.facts.certificates {
        names.insert(certificate.pk.clone(), certificate.name.clone());
    }
    for group in survey.facts.groups.values() {
        names.insert(group.pk.clone(), group.name.clone());
    }
    let served = survey.facts.outpost.as_ref().and_then(|outpost| outpost.fields.get("providers_obj"));
    for provider in served.and_then(Value::as_array).into_iter().flatten() {
        let name = provider.get("name").and_then(Value::as_str).unwrap_or_default();
        names.insert(provider["pk"].to_string(), name.to_owned());
    }
    names
}

/// What the first round already knows of a wanted resource.
pub(super) fn among_facts(address: &Address, wanted: &BTreeMap<String, Field>, facts: &Facts) -> Option<Found> {
    let text = |text: &str| Value::from(text);
    match address.kind {
        Kind::Group => {
            let group = facts.groups.get(&address.key)?;
            Some(Found { id: text(&group.pk), fields: BTreeMap::from([("name".to_owned(), text(&group.name))]) })
        }
        Kind::ScopeMapping => {
            let mapping = facts.scope_mappings.iter().find(|mapping| mapping.name == address.key)?;
            let description = mapping.description.as_deref().map_or(Value::Null, text);
            let fields = [
                ("name", text(&mapping.name)),
                ("scope_name", text(&mapping.scope_name)),
                ("expression", text(&mapping.expression)),
                ("description", description),
            ];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Some(Found { id: text(&mapping.pk), fields })
        }
        Kind::Membership => {
            let Some(Field::Reference(Reference::Existing { name, .. })) = wanted.get("group") else { return None };
            let user = wanted.get("pk").and_then(|field| match field {
                Field::Reference(Reference::Existing { id, .. }) => id.as_i64(),
                _ => None,
            })?;
            let member = facts.groups.get(name)?.users.contains(&user);
            member.then(|| Found { id: Value::from(user), fields: BTreeMap::new() })
        }
        Kind::Certificate => {
            let certificate = facts.certificates.iter().find(|certificate| certificate.name == address.key)?;
            let mut fields = BTreeMap::from([("name".to_owned(), text(&certificate.name))]);
            // authentik answers no certificate, only its fingerprint.
            if let Some(Field::Value(Value::String(pem))) = wanted.get("certificate_data") {
                let seen = if is_certificate(pem, certificate) { text(pem) } else { Value::Null };
                fields.insert("certificate_data".to_owned(), seen);
            }
            Some(Found { id: text(&certificate.pk), fields })
        }
        Kind::Flow => {
            let flow = facts.flows.iter().find(|flow| flow.slug == address.key)?;
            let Flow { pk, name, slug, designation, title, authentication } = flow;
            let fields = [
                ("pk", pk),
                ("name", name),
                ("slug", slug),
                ("designation", designation),
                ("title", title),
                ("authentication", authentication),
            ];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
            Some(Found { id: text(pk), fields })
        }
        Kind::ExpressionPolicy => {
            let policy = facts.policy.as_ref().filter(|policy| policy.name == address.key)?;
            let fields = [("name", text(&policy.name)), ("expression", text(&policy.expression))];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Some(Found { id: text(&policy.pk), fields })
        }
        Kind::SamlMapping
        | Kind::TotpStage
        | Kind::WebAuthnStage
        | Kind::ValidateStage
        | Kind::ConsentStage
        | Kind::ScimSource
        | Kind::ScimProvider => facts.objects.get(address).cloned(),
        Kind::Outpost => facts.outpost.clone().filter(|outpost| outpost.text("name") == Some(&address.key)),
        Kind::SamlProvider
        | Kind::OAuth2Provider
        | Kind::ProxyProvider
        | Kind::StageBinding
        | Kind::Application
        | Kind::Binding => None,
    }
}

/// Whether an object of authentik holds this certificate.
fn is_certificate(pem: &str, certificate: &Certificate) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let seen = certificate.fingerprint_sha256.as_deref().map(plain);
    x509::Certificate::read(pem).is_ok_and(|wanted| Some(plain(&wanted.sha256)) == seen)
}

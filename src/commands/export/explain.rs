//! What was found of an integration, as an entry of a file has it: inputs, and everything that is not
//! certain as a comment or as a reason to leave the integration alone.

use super::fit::Fit;
use super::reading::Lists;
use crate::answers::traces::{Inputs, UNKNOWN};
use crate::answers::{self, Entry, Given};
use crate::file::export::Exported;
use crate::model::resource::Found;
use crate::preset::format::{InputKind, Literal, Preset};
use crate::preset::template::mentions;
use serde_json::{Value, json};

/// Writes down what was found, with everything that is not certain as a comment, or as a reason to leave
/// the integration alone.
pub(super) fn of(preset: &Preset, fit: Fit, exported: &mut Exported) {
    let Fit { mut inputs, unknown, differences } = fit;
    for one in &unknown {
        let (input, field) = (&one.input, &one.field);
        let what = format!("`{input}`: which `{field}` was given stands in the application alone");
        if one.is_a_guess {
            exported.reasons.push(format!("{what}: put it in"));
            if let Some(value) = inputs.get_mut(input) {
                ask(value, field);
            }
        } else {
            exported
                .comments
                .push(format!("{what}: put it in before you take settings from this file (`{UNKNOWN}` stands for it)"));
        }
    }
    secrets(preset, &inputs, exported);
    exported.inputs = inputs.iter().map(|(name, literal)| (name.clone(), value(literal))).collect();
    let order = |name: &str| preset.inputs.position(name);
    exported.inputs.sort_by_key(|(name, _)| order(name));
    // What is somebody else's is not touched without a decision.
    let reasons = differences.would_change && !differences.is_foreign;
    let told = if reasons { &mut exported.reasons } else { &mut exported.comments };
    told.extend(differences.told);
    if differences.needs_groups {
        // In an authentik that is made anew nobody else makes them.
        exported.access.push(("create_groups", json!(true)));
    }
}

/// A question mark in place of a field of all records.
fn ask(literal: &mut Literal, field: &str) {
    match literal {
        Literal::List(items) => items.iter_mut().for_each(|item| ask(item, field)),
        Literal::Record(record) => drop(record.insert(field.to_owned(), Literal::Text("?".to_owned()))),
        _ => {}
    }
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Flag(flag) => json!(flag),
        Literal::List(items) => items.iter().map(value).collect(),
        Literal::Record(record) => record.iter().map(|(name, one)| (name.clone(), value(one))).collect(),
    }
}

/// Secrets that are needed come from variables.
fn secrets(preset: &Preset, inputs: &Inputs, exported: &mut Exported) {
    let entries =
        inputs.iter().map(|(key, literal)| Entry { key: key.clone(), literal: literal.clone(), is_itself: true });
    let given = Given { entries: Some(entries.collect()), ..Given::default() };
    for complaint in answers::collect_each(preset, &given).err().unwrap_or_default() {
        let input = complaint.input.as_deref().unwrap_or_default();
        if preset.inputs.get(input).is_some_and(|known| known.kind == InputKind::Secret) {
            let variable = format!("{}_{}", exported.slug, input).replace('-', "_").to_uppercase();
            // No name of a variable begins with a digit.
            let before = if variable.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            let variable = format!("{before}{variable}");
            exported.secrets.push((input.to_owned(), variable));
        }
    }
}

/// Certificates of the application are files, and only whoever gave them has those.
pub(super) fn certificates(lists: &Lists, preset: &Preset, provider: Option<&Found>, exported: &mut Exported) {
    let Some(saml) = &preset.authentik.provider.saml else { return };
    let kinds = [("encryption_kp", &saml.encryption_certificate), ("verification_kp", &saml.verification_certificate)];
    for (field, template) in kinds {
        let id = provider.and_then(|provider| provider.text(field));
        let Some((id, template)) = id.zip(template.as_ref()) else { continue };
        let mut inputs = preset.inputs.iter().filter(|(_, input)| input.kind == InputKind::Certificate);
        let Some((input, _)) = inputs.find(|(name, _)| mentions(template.as_str(), name)) else { continue };
        let name = lists.known.certificates.get(id).map_or(id, String::as_str);
        let file = format!("{}-{}.pem", exported.slug, input.replace('_', "-"));
        exported.reasons.push(format!(
            "`{input}`: save the certificate `{name}` as {file} beside this file (authentik has it under System > \
             Certificates)"
        ));
        exported.files.push((input.to_owned(), file));
    }
}

/// Names that were given for a certificate of the integration's own.
pub(super) fn certificate_names(preset: &Preset, exported: &mut Exported) {
    let provider = &preset.authentik.provider;
    let oauth2 = provider.oauth2.as_ref().and_then(|oauth2| oauth2.certificate.as_ref());
    let own = oauth2.or(provider.saml.as_ref().and_then(|saml| saml.certificate.as_ref()));
    let lists = own.into_iter().flat_map(|own| &own.alternative_names).filter_map(|name| name.each.as_ref());
    for input in lists.filter(|input| preset.inputs.get(input).is_some_and(|input| input.default.is_none())) {
        exported.comments.push(format!(
            "`{input}`: authentik does not say which names its certificate has; if some were given, put them in for the \
             time when it is made anew"
        ));
    }
}

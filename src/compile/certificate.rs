//! The key that signs: always an RSA key that authentik holds, never one by accident.

use super::prepare::{Prepared, keep_first_of_each, names};
use crate::error::{Failure, Problems};
use crate::model::Slug;
use crate::model::day;
use crate::model::facts::Facts;
use crate::model::objects::Certificate;
use crate::model::resource::{Address, Field, Kind, Reference, Resource, marked};
use crate::preset::format;
use crate::preset::template::{Context, render};
use serde_json::{Value, json};

/// How many days before the end of a certificate akctl begins to warn.
const WARN_DAYS: i64 = 30;

/// A certificate of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCertificate {
    /// The object's name in authentik, with the mark.
    pub name: String,
    /// The common name.
    pub common_name: String,
    /// The alternative names.
    pub alternative_names: Vec<String>,
    /// How many days it is valid.
    pub days: u32,
}

/// The longest common name that a certificate can hold (X.509).
const LONGEST_COMMON_NAME: usize = 64;

pub(super) fn own_certificate(
    declared: &format::Certificate,
    slug: &Slug,
    context: &Context,
) -> Result<OwnCertificate, Failure> {
    let mut alternative_names = Vec::new();
    for name in &declared.alternative_names {
        alternative_names.extend(names(&name.name, name.when.as_ref(), name.each.as_deref(), context)?);
    }
    let mut alternative_names = alternative_names.iter().map(|name| bare(name).to_owned()).collect();
    keep_first_of_each(&mut alternative_names);
    let common_name = render(&declared.common_name, context)?;
    let common_name = bare(&common_name);
    Ok(OwnCertificate {
        name: marked(&format!("{slug}: signing key")),
        common_name: common_name.chars().take(LONGEST_COMMON_NAME).collect(),
        alternative_names,
        days: declared.days,
    })
}

/// Inputs whose values would be names of the preset's own certificate: the flags of those that were
/// given, for a certificate that is not made because another signs.
pub(super) fn names_of_no_use(
    preset: &format::Preset,
    declared: &format::Certificate,
    context: &Context,
) -> Result<Vec<String>, Failure> {
    let mut flags = Vec::new();
    for name in &declared.alternative_names {
        // What has a default may not have been given.
        let input = |list: &String| preset.inputs.get(list).filter(|input| input.default.is_none());
        if let Some((list, input)) = name.each.as_ref().and_then(|list| Some((list, input(list)?)))
            && !context.repeated(name.when.as_ref(), Some(list))?.is_empty()
        {
            flags.push(format!("--{}", input.flag(list)));
        }
    }
    Ok(flags)
}

/// A host without the brackets that an IPv6 one has in an address: a certificate has none.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// What there is to say about the end of the certificate that signs; `today` is counted from
/// 1970-01-01.
#[must_use]
pub fn ending(name: &str, facts: &Facts, today: i64) -> Option<String> {
    let certificate = facts.certificates.iter().find(|certificate| certificate.name == name)?;
    let end = certificate.expiry.as_deref()?;
    let left = day::of(end)? - today;
    let name = &certificate.name;
    match left {
        ..0 => Some(format!(
            "the certificate `{name}` ended on {end}: applications that look at it refuse the login; \
             rename it in authentik, run the same command for a new one, and delete the old one only then; or name \
             another with --signing-key"
        )),
        0..=WARN_DAYS => Some(format!("the certificate `{name}` ends on {end}, in {left} days")),
        _ => None,
    }
}

/// The certificate to make, if there is none of its name yet. What it is made for are no fields of
/// authentik's object, so one that is there is never compared with them, and whoever asks for names
/// besides the usual one is told so.
pub(super) fn own(prepared: &Prepared, facts: &Facts) -> Option<Resource> {
    let OwnCertificate { name, common_name, alternative_names, days } = prepared.own_certificate.as_ref()?;
    let mut made_for = Resource::new(Address::new(Kind::Certificate, name))
        .with("name", Field::text(name))
        .with("common_name", Field::text(common_name))
        .with("alternative_names", Field::Value(json!(alternative_names)))
        .with("validity_days", Field::Value(json!(days)));
    let is_there = facts.certificates.iter().any(|certificate| certificate.name == *name);
    let others: Vec<&str> =
        alternative_names.iter().filter(|other| *other != common_name).map(String::as_str).collect();
    if is_there && !others.is_empty() {
        made_for.notes.push(format!(
            "it is there already, and authentik does not show for which names: if {} should be in it and is not, rename it \
             in authentik and run the same command for a new one",
            others.join(", ")
        ));
    }
    Some(made_for)
}

/// The key that signs: one that authentik holds already, or our own that is still to be made. One
/// that is there must be an RSA key, whoever made it.
pub(super) fn signing_key(name: &str, own: bool, facts: &Facts, problems: &mut Problems) -> Option<Reference> {
    if own && !facts.certificates.iter().any(|certificate| certificate.name == name) {
        return Some(Reference::Planned(Address::new(Kind::Certificate, name)));
    }
    let Some(certificate) = facts.certificates.iter().find(|certificate| certificate.name == name) else {
        problems.add_with_hint(format!("authentik has no certificate-key pair called `{name}`"), choose(name, facts));
        return None;
    };
    if !certificate.key_available {
        let what = format!("the certificate `{name}` has no private key in authentik, so it cannot sign");
        problems.add_with_hint(what, choose(name, facts));
        return None;
    }
    match certificate.key_type.as_deref() {
        Some("rsa") => {}
        Some(other) => {
            let what = format!(
                "the key of `{name}` is of type `{other}`, and an RSA key is needed: many applications refuse others"
            );
            problems.add_with_hint(what, choose(name, facts));
            return None;
        }
        None => {
            problems
                .add(format!("authentik does not say of what type the key of `{name}` is, and an RSA key is needed"));
            return None;
        }
    }
    Some(Reference::Existing { id: Value::from(certificate.pk.as_str()), name: certificate.name.clone() })
}

/// Which keys could be named instead. Of keys whose type is unknown the person must judge.
fn choose(refused: &str, facts: &Facts) -> String {
    let could = |certificate: &&Certificate| {
        certificate.name != refused && certificate.key_type.as_deref().is_none_or(|kind| kind == "rsa")
    };
    let names: Vec<String> =
        facts.other_certificates.iter().filter(could).map(|certificate| format!("`{}`", certificate.name)).collect();
    if names.is_empty() {
        "create an RSA certificate-key pair in authentik under System > Certificates, and name it with --signing-key"
            .to_owned()
    } else {
        format!("name an RSA key with --signing-key; authentik has these with a key: {}", names.join(", "))
    }
}

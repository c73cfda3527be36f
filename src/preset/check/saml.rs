//! Checks of SAML providers and their attributes.

use super::inputs::is_name;
use super::judged::word;
use super::provider::{plain, refuse_repeated};
use super::sample::Samples;
use crate::preset::format::{Saml, SamlAlgorithm, SamlMapping, SigningKey, Template};
use crate::preset::position::Path;
use crate::preset::problem::{Problem, did_you_mean};
use crate::preset::template::Context;
use crate::preset::value::is_duration;
use std::collections::BTreeSet;

/// The attributes of authentik's default mappings (authentik 2024.8 to 2026.8): the last parts of
/// their `managed` ids.
pub const DEFAULT_ATTRIBUTES: [&str; 7] =
    ["upn", "name", "email", "username", "uid", "groups", "ms-windowsaccountname"];

/// Checks a provider.
pub(super) fn check(saml: &Saml, path: &Path, samples: &Samples, problems: &mut Vec<Problem>) {
    let lines = plain(&saml.attributes, &path.key("attributes"));
    refuse_repeated(&lines, "the attribute ", problems);
    for (line, path) in &lines {
        let word = line.text.as_str();
        if !DEFAULT_ATTRIBUTES.contains(&word) {
            let advice = did_you_mean(word, DEFAULT_ATTRIBUTES)
                .unwrap_or_else(|| "an attribute of your own is made by `saml_mappings`".to_owned());
            let message = format!("authentik has no default mapping for the attribute `{word}`");
            problems.push(Problem::error(path.clone(), message).advice(advice));
        }
    }
    let unsigned = |sample: &Context| {
        word(saml.sign_assertion.as_ref(), sample) == Some(false)
            && word(saml.sign_response.as_ref(), sample) != Some(true)
    };
    if samples.iter().any(unsigned) || saml.signing_key == Some(SigningKey::None) {
        let message = "nothing is signed: whoever reaches the application can claim to be anybody";
        problems.push(Problem::warning(path.clone(), message));
    }
    if samples.iter().any(|sample| word(saml.algorithm.as_ref(), sample) == Some(SamlAlgorithm::RsaSha1)) {
        problems.push(Problem::warning(path.key("algorithm"), "SHA-1 is broken"));
    }
    if saml.logout_url.is_none() && (saml.logout_binding.is_some() || saml.logout_method.is_some()) {
        problems.push(Problem::error(path.key("logout_url"), "how the logout travels is said, and not where to"));
    }
    let times = [
        ("assertion_valid_not_before", &saml.assertion_valid_not_before),
        ("assertion_valid_not_on_or_after", &saml.assertion_valid_not_on_or_after),
        ("session_valid_not_on_or_after", &saml.session_valid_not_on_or_after),
    ];
    for (key, time) in times {
        let wrong = |time: &&Template| time.is_plain() && !is_duration(time.as_str());
        if let Some(time) = time.as_ref().filter(wrong) {
            let message = format!("`{}` is not a time such as minutes=5", time.as_str());
            problems.push(Problem::error(path.key(key), message));
        }
    }
}

/// Checks attributes of the preset's own.
pub(super) fn mappings(mappings: &[SamlMapping], path: &Path, problems: &mut Vec<Problem>) {
    let mut keys = BTreeSet::new();
    for (at, mapping) in mappings.iter().enumerate() {
        let path = path.index(at);
        if !is_name(&mapping.key) {
            let message = format!("`{}` is not made of lower-case letters, digits and underscores", mapping.key);
            problems.push(Problem::error(path.key("key"), message));
        } else if !keys.insert(&mapping.key) {
            problems.push(Problem::error(path.key("key"), format!("the key `{}` is there twice", mapping.key)));
        }
        if mapping.group_values.is_some() == mapping.group_names.is_some() {
            let message = "exactly one of `group_values` and `group_names` must say what is in it";
            problems.push(Problem::error(path.clone(), message));
        }
    }
}

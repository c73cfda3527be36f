//! Inputs read back from what was made with them: where a template of the preset is an input with
//! fixed text around it, authentik's value says what the input was.

use crate::model::resource::Found;
use crate::preset::format::{Preset, RedirectUri, Template, Word};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What authentik has of an integration.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made<'a> {
    /// The application.
    pub application: Option<&'a Found>,
    /// The provider through which people sign in.
    pub provider: Option<&'a Found>,
    /// The provider that pushes people to it.
    pub pushing: Option<&'a Found>,
}

/// The inputs that are certain, by name, as flags would give them. Two values that contradict each
/// other make neither certain.
#[must_use]
pub fn recover(preset: &Preset, made: Made) -> BTreeMap<String, Vec<String>> {
    let mut certain: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut doubtful = BTreeSet::new();
    for (name, values) in candidates(preset, made) {
        let Some(input) = preset.inputs.get(&name) else { continue };
        // An address is kept without its final slash, and a list is known as a whole or not at all.
        let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        if values.is_empty() || !input.many && values.len() > 1 {
            continue;
        }
        if certain.get(&name).is_some_and(|known| *known != values) {
            doubtful.insert(name.clone());
        }
        certain.insert(name, values);
    }
    certain.retain(|name, _| !doubtful.contains(name));
    certain
}

/// Whether only a person can say what this input is: the preset has no value of its own for it.
#[must_use]
pub fn has_no_default(preset: &Preset, name: &str) -> bool {
    preset.inputs.get(name).is_some_and(|input| input.default.is_none())
}

fn candidates(preset: &Preset, made: Made) -> Vec<(String, Vec<String>)> {
    let text = |found: Option<&Found>, field: &str| found.and_then(|found| found.text(field)).map(str::to_owned);
    let mut found = Vec::new();
    let mut single = |template: Option<&Template>, value: Option<String>| {
        let input = template.zip(value).and_then(|(template, value)| input_of(template, &value));
        found.extend(input.map(|(name, value)| (name, vec![value])));
    };
    let declared = preset.authentik.application.as_ref();
    single(declared.and_then(|declared| declared.launch_url.as_ref()), text(made.application, "meta_launch_url"));
    if let Some(scim) = preset.authentik.backchannel.as_ref().and_then(|declared| declared.scim.as_ref()) {
        single(Some(&scim.url), text(made.pushing, "url"));
    }
    if let Some(oauth2) = &preset.authentik.provider.oauth2 {
        let words = [
            (oauth2.client_type.template(), "client_type"),
            (oauth2.sub_mode.as_ref().and_then(Word::template), "sub_mode"),
            (oauth2.issuer_mode.as_ref().and_then(Word::template), "issuer_mode"),
        ];
        for (template, field) in words {
            single(template, text(made.provider, field));
        }
        found.extend(redirects(&oauth2.redirect_uris, made.provider));
    } else if let Some(saml) = &preset.authentik.provider.saml {
        single(Some(&saml.acs_url), text(made.provider, "acs_url"));
        single(Some(&saml.audience), text(made.provider, "audience"));
    } else if let Some(proxy) = &preset.authentik.provider.proxy {
        single(proxy.mode.template(), text(made.provider, "mode"));
        single(Some(&proxy.external_host), text(made.provider, "external_host"));
        single(proxy.internal_host.as_ref(), text(made.provider, "internal_host"));
        single(proxy.cookie_domain.as_ref(), text(made.provider, "cookie_domain"));
        if let Some(basic_auth) = &proxy.basic_auth {
            single(Some(&basic_auth.user_attribute), text(made.provider, "basic_auth_user_attribute"));
            single(Some(&basic_auth.password_attribute), text(made.provider, "basic_auth_password_attribute"));
        }
    }
    found
}

/// What the redirect addresses say.
fn redirects(declared: &[RedirectUri], provider: Option<&Found>) -> Vec<(String, Vec<String>)> {
    let entries = provider.and_then(|provider| provider.fields.get("redirect_uris")).and_then(Value::as_array);
    let entries: Vec<(&str, &str, &str)> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let text = |name: &str| entry.get(name).and_then(Value::as_str);
            Some((text("matching_mode")?, text("redirect_uri_type").unwrap_or("authorization"), text("url")?))
        })
        .collect();
    let mut found = Vec::new();
    for one in declared {
        let same = |other: &&RedirectUri| kind(other) == kind(one);
        let values = entries.iter().filter(|(mode, purpose, _)| (*mode, *purpose) == kind(one)).map(|(.., url)| *url);
        let Some(template) = one.strict.as_ref().or(one.regex.as_ref()).filter(|_| one.when.is_none()) else {
            continue;
        };
        match &one.each {
            // Only where all addresses of this kind come from the one list.
            Some(list) if template.as_str() == "{{ item }}" && declared.iter().filter(same).count() == 1 => {
                found.push((list.clone(), values.map(str::to_owned).collect()));
            }
            Some(_) => {}
            None => {
                let inputs: BTreeSet<_> = values.filter_map(|url| input_of(template, url)).collect();
                if let (1, Some((name, value))) = (inputs.len(), inputs.into_iter().next()) {
                    found.push((name, vec![value]));
                }
            }
        }
    }
    found
}

/// The matching mode and the purpose, as authentik writes them.
fn kind(redirect: &RedirectUri) -> (&'static str, &'static str) {
    let mode = if redirect.regex.is_some() { "regex" } else { "strict" };
    (mode, redirect.kind.as_str())
}

/// The input that a template is, and its value where the template made `made`.
fn input_of(template: &Template, made: &str) -> Option<(String, String)> {
    let (before, rest) = template.as_str().split_once("{{")?;
    let (expression, after) = rest.split_once("}}")?;
    if before.contains(['{', '}']) || after.contains(['{', '}']) {
        return None;
    }
    let (name, inner) = simple(expression.trim())?;
    let value = made.strip_prefix(before)?.strip_suffix(after)?.strip_suffix(inner)?;
    Some((name.to_owned(), value.to_owned()))
}

/// `name`, or `name ~ 'text' if name`: the name, and the text that follows its value.
fn simple(expression: &str) -> Option<(&str, &str)> {
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name(expression) {
        return Some((expression, ""));
    }
    let (name, rest) = expression.split_once(" ~ '")?;
    let (text, condition) = rest.split_once("' if ")?;
    (is_name(name) && condition == name && !text.contains('\'')).then_some((name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_with_text_around_it_is_read_back() {
        let of = |template: &str, made: &str| input_of(&Template(template.to_owned()), made);
        let found = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(of("{{ app_url }}/", "https://a.example/"), found("app_url", "https://a.example"));
        assert_eq!(of("https://{{ host }}/back", "https://b/back"), found("host", "b"));
        assert_eq!(of("{{ app_url ~ '/' if app_url }}", "https://a/"), found("app_url", "https://a"));
        for (template, made) in [
            ("{{ app_url }}/back", "https://a.example/"),
            ("{{ node[0] }}/", "https://a.example/"),
            ("{{ a }}{{ b }}", "ab"),
            ("{{ a | upper }}", "A"),
            ("{{ a ~ '/' if b }}", "x/"),
            ("plain", "plain"),
        ] {
            assert_eq!(of(template, made), None, "{template}");
        }
    }
}

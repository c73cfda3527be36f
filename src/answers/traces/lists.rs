//! Inputs that take several values, read back from lists and from mappings.

use super::{Inputs, Suggestion, Traces, UNKNOWN, Unknown, inverted, redirects};
use crate::model::python::reading::values_of;
use crate::preset::format::{Field, GroupValues, Input, InputKind, Line, Literal, Preset, Template};
use crate::preset::value::{Answer, read, read_field};
use std::collections::BTreeMap;

pub(super) fn suggestions(preset: &Preset, traces: &Traces, put: &mut impl FnMut(Suggestion)) {
    for (lines, values) in lines(preset, traces) {
        let fixed: Vec<&str> = lines.iter().filter(|line| line.each.is_none()).map(|line| line.text.as_str()).collect();
        for line in lines {
            let Some(list) = &line.each else { continue };
            let values: Vec<&str> = values.iter().map(String::as_str).filter(|value| !fixed.contains(value)).collect();
            of_items(preset, list, &line.text, &values, put);
        }
    }
    for redirect in preset.authentik.provider.oauth2.iter().flat_map(|oauth2| &oauth2.redirect_uris) {
        let template = redirect.strict.as_ref().or(redirect.regex.as_ref());
        let (Some(list), Some(template)) = (&redirect.each, template) else { continue };
        let made = redirects(traces.made.provider, redirect.regex.is_some(), redirect.kind.as_str());
        of_items(preset, list, template, &made.iter().map(String::as_str).collect::<Vec<_>>(), put);
    }
    mappings(preset, traces, put);
}

/// Lists of a preset's lines, each with what authentik has.
fn lines<'a>(preset: &'a Preset, traces: &Traces) -> Vec<(&'a [Line], Vec<String>)> {
    let declared = &preset.authentik;
    let provider = traces.made.provider;
    let mut all: Vec<(&[Line], Vec<String>)> = Vec::new();
    if let Some(oauth2) = &declared.provider.oauth2 {
        let grants = provider.and_then(|provider| provider.fields.get("grant_types")?.as_array());
        let grants = grants.into_iter().flatten().filter_map(|grant| Some(grant.as_str()?.to_owned()));
        all.push((&oauth2.grant_types, grants.collect()));
        all.push((&oauth2.scopes, traces.scopes.clone()));
        all.push((&oauth2.trusted_providers, traces.trusted_providers.clone()));
    }
    if let Some(saml) = &declared.provider.saml {
        all.push((&saml.attributes, traces.attributes.clone()));
    }
    if let Some(proxy) = &declared.provider.proxy {
        let paths = provider.and_then(|provider| provider.text("skip_path_regex")).unwrap_or_default();
        all.push((&proxy.skip_paths, paths.lines().map(str::to_owned).collect()));
    }
    if let Some(scim) = declared.backchannel.as_ref().and_then(|backchannel| backchannel.scim.as_ref()) {
        all.push((&scim.groups, traces.pushed_groups.clone()));
    }
    all.retain(|(lines, values)| !lines.is_empty() && !values.is_empty());
    all
}

/// A list of whose items a template made texts: of all that it can have made.
fn of_items(preset: &Preset, list: &str, template: &Template, made: &[&str], put: &mut impl FnMut(Suggestion)) {
    let Some(input) = preset.inputs.get(list).filter(|input| input.kind != InputKind::Record) else { return };
    let item = |made: &&str| {
        let value = inverted(template, made, &[]).into_iter().next()?.remove("item")?;
        (input.kind != InputKind::Choice || input.of.contains(&value)).then_some(Literal::Text(value))
    };
    let items: Vec<Literal> = made.iter().filter_map(item).collect();
    if !items.is_empty() {
        put(Suggestion { inputs: Inputs::from([(list.to_owned(), Literal::List(items))]), unknown: Vec::new() });
    }
}

/// What each mapping of ours says, by each mapping that the preset has: its name and its scope may hold
/// inputs, and its values may come from a list.
fn mappings(preset: &Preset, traces: &Traces, put: &mut impl FnMut(Suggestion)) {
    let known = [("slug", traces.slug), ("name", traces.name)];
    let of_scopes = preset.authentik.scope_mappings.iter().flat_map(|mapping| {
        let values = |claim: &'_ crate::preset::format::Claim| claim.group_values.clone().or(claim.group_value.clone());
        mapping.claims.iter().map(move |claim| (&mapping.name, &mapping.scope, values(claim)))
    });
    let of_saml = preset.authentik.saml_mappings.iter();
    let of_saml = of_saml.map(|mapping| (&mapping.name, &mapping.attribute, mapping.group_values.clone()));
    for (name, of, declared) in of_scopes.chain(of_saml) {
        for trace in &traces.mappings {
            // One of several claims bears the claim's name behind the mapping's.
            let named = inverted(name, trace.name, &known).into_iter().next();
            let scoped = inverted(of, trace.of, &known).into_iter().next();
            let mut inputs = super::single(preset, named.unwrap_or_default());
            inputs.extend(super::single(preset, scoped.unwrap_or_default()));
            let mut suggestion = Suggestion { inputs, unknown: Vec::new() };
            put(suggestion.clone());
            let read = declared.as_ref().zip(values_of(trace.expression));
            if let Some((list, items)) = read.and_then(|(declared, read)| {
                Some((&declared.each, records(preset, declared, &read.values, &mut suggestion.unknown)?))
            }) {
                suggestion.inputs.insert(list.clone(), Literal::List(items));
                put(suggestion);
            }
        }
    }
}

/// The items of a list that gave these values to the members of these groups.
fn records(
    preset: &Preset,
    declared: &GroupValues,
    values: &[(String, Vec<String>)],
    unknown: &mut Vec<Unknown>,
) -> Option<Vec<Literal>> {
    let input = preset.inputs.get(&declared.each)?;
    let mut items = Vec::new();
    for (value, group) in values.iter().flat_map(|(value, groups)| groups.iter().map(move |group| (value, group))) {
        let mut found = inverted(&declared.group, group, &[]).into_iter().next()?;
        if !declared.value.is_plain() {
            for (name, text) in inverted(&declared.value, value, &[]).into_iter().next()? {
                if found.insert(name, text.clone()).is_some_and(|before| before != text) {
                    return None;
                }
            }
        }
        items.push(match found.remove("item") {
            Some(text) => Literal::Text(text),
            None => record((&declared.each, input), &found, unknown)?,
        });
    }
    (!items.is_empty()).then_some(items)
}

/// A record of which some fields were found. What stands in a record of the preset's own default that
/// is alike counts for the others.
fn record(
    (list, input): (&str, &Input),
    found: &BTreeMap<String, String>,
    unknown: &mut Vec<Unknown>,
) -> Option<Literal> {
    let known = |field: &str| found.get(&format!("item.{field}"));
    let alike = default_like(input, &known);
    let mut record = BTreeMap::new();
    for (name, field) in input.fields.iter() {
        let usual = || alike.and_then(|record| record.get(name)).and_then(text);
        let value = if let Some(value) = known(name).cloned().or_else(usual) {
            value
        } else {
            let (value, is_a_guess) = stand_in(input, (name, field))?;
            let one = Unknown { input: list.to_owned(), field: name.to_owned(), is_a_guess };
            if !unknown.contains(&one) {
                unknown.push(one);
            }
            value
        };
        record.insert(name.to_owned(), Literal::Text(value));
    }
    Some(Literal::Record(record))
}

fn default_like<'a>(
    input: &'a Input,
    known: &dyn Fn(&str) -> Option<&'a String>,
) -> Option<&'a BTreeMap<String, Literal>> {
    let Some(Literal::List(items)) = &input.default else { return None };
    let mut records = items.iter().filter_map(|item| match item {
        Literal::Record(record) => Some(record),
        _ => None,
    });
    records.find(|record| {
        record.iter().all(|(name, value)| known(name).is_none_or(|known| text(value).as_ref() == Some(known)))
    })
}

fn text(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// What stands for a field that left no trace, and whether that would mean something: the last word of a
/// choice, or what the preset has as an example.
fn stand_in(input: &Input, (name, field): (&str, &Field)) -> Option<(String, bool)> {
    if field.kind == InputKind::Choice {
        return Some((field.of.last()?.clone(), true));
    }
    if let Ok(text) = read_field(field, UNKNOWN) {
        return Some((text, false));
    }
    let example = match read(input, input.example.as_ref()?).ok()? {
        Answer::List(items) => items.into_iter().next()?,
        one => one,
    };
    match example {
        Answer::Record(mut record) => Some((record.remove(name)?, true)),
        _ => None,
    }
}

//! What a preset's mappings tell the application about a person.

use super::{Told, only};
use crate::preset::format::{Claim, Data, GroupNames, GroupValues, Number, SamlMapping, ScopeMapping, UserField};

pub(super) fn all(scopes: &[ScopeMapping], attributes: &[SamlMapping], told: &mut Told) {
    for mapping in scopes {
        scope(mapping, told);
    }
    for mapping in attributes {
        saml(mapping, told);
    }
}

fn scope(mapping: &ScopeMapping, told: &mut Told) {
    let ScopeMapping { key: _, when, name, scope, description, claims } = mapping;
    let names: Vec<&str> = claims.iter().map(|claim| claim.claim.as_str()).collect();
    let (name, scope, names) = (name.as_str(), scope.as_str(), names.join(", "));
    let only = only(when.as_ref(), None);
    told.line(format!("a scope mapping: {name}, for the scope {scope}, with the claims {names}{only}"));
    told.text("the scope mapping", "description", description.as_ref());
    for claim in claims {
        of_claim(claim, told);
    }
}

fn of_claim(claim: &Claim, told: &mut Told) {
    let Claim { claim, group_values, group_value, group_names, value, user, attribute, group_attribute } = claim;
    let mut parts = Vec::new();
    parts.extend(group_values.as_ref().map(|values| format!("a list: {}", of_groups(values))));
    parts.extend(group_value.as_ref().map(|values| format!("the first that fits: {}", of_groups(values))));
    parts.extend(group_names.map(names));
    parts.extend(value.as_ref().map(|value| format!("{} for everybody", of_value(value))));
    parts.extend(attribute.as_ref().map(|name| format!("the user's attribute {}", name.as_str())));
    parts.extend(group_attribute.as_ref().map(|name| format!("the user's or a group's attribute {}", name.as_str())));
    parts.extend(user.as_ref().map(|field| of_user(*field).to_owned()));
    told.line(format!("the claim {}: {}", claim.as_str(), parts.join(", or ")));
}

fn of_groups(values: &GroupValues) -> String {
    let GroupValues { each, group, value } = values;
    format!("{} for members of {} [for each of `{each}`]", value.as_str(), group.as_str())
}

fn names(names: GroupNames) -> String {
    match names {
        GroupNames::All => "the names of all groups of the user".to_owned(),
    }
}

fn of_user(field: UserField) -> &'static str {
    match field {
        UserField::Email => "the user's mail address (email)",
        UserField::Username => "the name with which the user signs in (username)",
        UserField::Name => "the user's name",
        UserField::Uuid => "the user's uuid",
    }
}

fn of_value(value: &Data) -> String {
    match value {
        Data::Flag(flag) => flag.to_string(),
        Data::Number(Number::Natural(number)) => number.to_string(),
        Data::Number(Number::Negative(number)) => number.to_string(),
        Data::Text(text) => text.as_str().to_owned(),
        // The checks refuse all else.
        Data::Null | Data::List(_) | Data::Map(_) | Data::Gate(_) | Data::Embedded(..) => "what is no value".to_owned(),
    }
}

fn saml(mapping: &SamlMapping, told: &mut Told) {
    let SamlMapping { key: _, when, name, attribute, friendly_name, group_values, group_names } = mapping;
    let only = only(when.as_ref(), None);
    let (name, attribute) = (name.as_str(), attribute.as_str());
    told.line(format!("a property mapping: {name}, for the attribute {attribute}{only}"));
    told.text("the property mapping", "friendly_name", friendly_name.as_ref());
    let values = group_values.as_ref().map(|values| format!("a list: {}", of_groups(values)));
    told.0.extend(values.or_else(|| group_names.map(names)).map(|what| format!("the attribute {attribute}: {what}")));
}

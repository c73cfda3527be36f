//! Scope mappings of our own, as far as they are known without the server.

use super::prepare::Prepared;
use crate::error::{Failure, Problems};
use crate::model::facts::Facts;
use crate::model::python::{Single, UserField};
use crate::model::resource::{Found, marked};
use crate::preset::format::{self, Claim, Data, GroupNames, Number, ScopeMapping};
use crate::preset::template::{Context, render};
use serde_json::Value;

/// Claims that authentik or the protocol fill: a mapping of ours must not touch them.
const CLAIMS_OF_OTHERS: [&str; 26] = [
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "c_hash",
    "email",
    "email_verified",
    "exp",
    "family_name",
    "given_name",
    "iat",
    "iss",
    "jti",
    "name",
    "nbf",
    "nickname",
    "nonce",
    "preferred_username",
    "profile",
    "scope",
    "sid",
    "sub",
    "uid",
    "username",
];

/// The claims of authentik's default mappings (all versions), by their scope. Where a preset does not
/// take the default mapping, a mapping of its own for the scope may fill them.
const CLAIMS_OF_SCOPES: [(&str, &[&str]); 2] = [
    ("email", &["email", "email_verified"]),
    ("profile", &["name", "given_name", "family_name", "preferred_username", "nickname"]),
];

/// Values of a claim, each with the groups whose members get it.
pub type GroupValues = Vec<(String, Vec<String>)>;

/// A scope mapping of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The name, with the mark.
    pub name: String,
    /// The scope that asks for it.
    pub scope: String,
    /// What the consent page says.
    pub description: Option<String>,
    /// The claim that it emits.
    pub claim: String,
    /// Each value of the claim with the groups whose members get it.
    pub values: GroupValues,
    /// Whether the claim holds only the first of the values that the user gets, and no list.
    pub first: bool,
    /// Whether the claim holds the names of all groups that the user is in, instead of values.
    pub all_groups: bool,
    /// What it holds where that is one value and no list.
    pub single: Option<Single>,
}

/// One mapping for each claim: a mapping's expression returns one dictionary, and small ones are
/// easier to read for whoever finds them in authentik. `defaults` are the scopes for which the
/// provider has authentik's own mappings.
pub(super) fn mapping_of(
    declared: &ScopeMapping,
    context: &Context,
    defaults: &[String],
    problems: &mut Problems,
) -> Result<Vec<Mapping>, Failure> {
    let several = declared.claims.len() > 1;
    let mut mappings = Vec::new();
    let scope = render(&declared.scope, context)?;
    let replaced = CLAIMS_OF_SCOPES.iter().find(|(known, _)| *known == scope && !defaults.contains(&scope));
    let replaced = replaced.map(|(_, claims)| *claims).unwrap_or_default();
    for declared_claim in &declared.claims {
        let (claim, values) = values(declared_claim, context)?;
        if CLAIMS_OF_OTHERS.contains(&claim.as_str()) && !replaced.contains(&claim.as_str()) {
            problems.add(format!("the claim `{claim}` is authentik's own: choose another name for the claim"));
        }
        let name = render(&declared.name, context)?;
        mappings.push(Mapping {
            name: marked(&if several { format!("{name}, {claim}") } else { name }),
            scope: scope.clone(),
            description: declared.description.as_ref().map(|template| render(template, context)).transpose()?,
            claim,
            values,
            first: declared_claim.group_value.is_some(),
            all_groups: declared_claim.group_names == Some(GroupNames::All),
            single: single(declared_claim, context)?,
        });
    }
    Ok(mappings)
}

/// A mapping's name is unique in authentik, and the second one would be taken for the first.
pub(super) fn refuse_repeated_names(mappings: &[Mapping], problems: &mut Problems) {
    for (at, mapping) in mappings.iter().enumerate() {
        if mappings[..at].iter().any(|other| other.name == mapping.name) {
            problems.add(format!("two scope mappings of the preset get the name `{}`", mapping.name));
        }
    }
}

/// The one value of a claim that has one.
fn single(declared: &Claim, context: &Context) -> Result<Option<Single>, Failure> {
    let otherwise = declared.user.map(|field| match field {
        format::UserField::Email => UserField::Email,
        format::UserField::Username => UserField::Username,
        format::UserField::Name => UserField::Name,
        format::UserField::Uuid => UserField::Uuid,
    });
    if let Some(value) = &declared.value {
        return constant(value, context).map(|value| Some(Single::Constant(value)));
    }
    let own = declared.attribute.as_ref().map(|name| (name, false));
    Ok(match own.or(declared.group_attribute.as_ref().map(|name| (name, true))) {
        Some((name, of_groups)) => Some(Single::Attribute { name: render(name, context)?, of_groups, otherwise }),
        None => otherwise.map(Single::Field),
    })
}

/// A text, a number or a switch; the check of the preset refuses everything else.
fn constant(value: &Data, context: &Context) -> Result<Value, Failure> {
    Ok(match value {
        Data::Flag(flag) => Value::Bool(*flag),
        Data::Number(Number::Natural(number)) => Value::from(*number),
        Data::Number(Number::Negative(number)) => Value::from(*number),
        Data::Text(template) => Value::String(render(template, context)?),
        _ => Value::Null,
    })
}

/// The claim's name, and each value with the groups whose members get it.
fn values(declared: &Claim, context: &Context) -> Result<(String, GroupValues), Failure> {
    let claim = render(&declared.claim, context)?;
    let values = declared.group_values.as_ref().or(declared.group_value.as_ref());
    let values = values.map(|values| group_values(values, context)).transpose()?;
    Ok((claim, values.unwrap_or_default()))
}

/// Each value with the groups whose members get it.
pub(super) fn group_values(declared: &format::GroupValues, context: &Context) -> Result<GroupValues, Failure> {
    let mut values = GroupValues::new();
    for item in context.repeated(None, Some(&declared.each))? {
        let (value, group) = (render(&declared.value, &item)?, render(&declared.group, &item)?);
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, groups)) if groups.contains(&group) => {}
            Some((_, groups)) => groups.push(group),
            None => values.push((value, vec![group])),
        }
    }
    Ok(values)
}

/// Mappings that somebody else attached to the provider and that fill a claim of ours too: the
/// names of the mapping and of the claim. Lists of the same claim add up (all versions), so such a
/// mapping could give a value to people who are in none of its groups.
#[must_use]
pub fn rivals(prepared: &Prepared, facts: &Facts, provider: Option<&Found>) -> Vec<(String, String)> {
    let attached = provider.and_then(|found| found.fields.get("property_mappings")).and_then(Value::as_array);
    let attached: Vec<&str> = attached.into_iter().flatten().filter_map(Value::as_str).collect();
    let ours = |name: &str| prepared.mappings.iter().any(|mapping| mapping.name == name);
    let foreign = facts
        .scope_mappings
        .iter()
        .filter(|known| known.managed.is_none() && !ours(&known.name) && attached.contains(&known.pk.as_str()));
    foreign
        .flat_map(|known| {
            let fills =
                |mapping: &&Mapping| known.scope_name == mapping.scope || known.expression.contains(&mapping.claim);
            let claims = prepared.mappings.iter().filter(|mapping| !mapping.values.is_empty()).filter(fills);
            claims.map(|mapping| (known.name.clone(), mapping.claim.clone()))
        })
        .collect()
}

//! What rests on facts: names become references, and what authentik lacks is reported.

use super::access::{self, Access};
use super::certificate::{self, signing_key};
use super::mappings::Mapping;
use super::prepare::Prepared;
use crate::error::{Failure, Problems};
use crate::model::capabilities::{Capabilities, Knows};
use crate::model::facts::Facts;
use crate::model::objects::Flow;
use crate::model::python::{names_of_all_groups, values_by_group};
use crate::model::resource::{Address, Desired, Field, Kind, Reference, Resource};
use crate::preset::format::{LogoutMethod, SubMode};
use serde_json::{Value, json};

/// What to do about a user who is not there.
pub(super) const NAME_OF_A_USER: &str =
    "users are named as authentik has them under Username, not by their e-mail address";

/// The `managed` id of authentik's default mapping of a scope (all versions).
fn managed(scope: &str) -> String {
    format!("goauthentik.io/providers/oauth2/scope-{scope}")
}

/// Everything that the integration needs in this authentik. What is missing there is reported
/// all at once.
pub fn desired(prepared: &Prepared, facts: &Facts, can: &Capabilities) -> Result<Desired, Failure> {
    let mut problems = Problems::default();
    refuse_forgeable_values(prepared, facts, &mut problems);
    let mut resources = groups(prepared, facts, &mut problems);
    resources.extend(memberships(prepared, facts, &mut problems));
    resources.extend(prepared.mappings.iter().map(mapping));
    resources.extend(certificate::own(prepared));
    let provider = Address::new(Kind::OAuth2Provider, &prepared.provider);
    let application = Address::new(Kind::Application, prepared.slug.as_str());
    resources.push(provider_resource(provider.clone(), prepared, facts, can, &mut problems));
    resources.push(application_resource(application, provider, prepared));
    resources.extend(access::resources(prepared, facts, &mut problems));
    let Access { groups, users, .. } = &prepared.access;
    let anyone = prepared.access.needs_policy() && groups.is_empty() && users.is_empty();
    let superseded = if prepared.access.needs_policy() {
        let groups = groups.iter().map(|name| format!("group {name}"));
        groups.chain(users.iter().map(|name| format!("user {name}"))).collect()
    } else {
        Vec::new()
    };
    problems.finish(Desired { resources, anyone, superseded })
}

/// The claim `groups` holds the names of all of a user's groups already: a group that is called
/// like one of our values would give that value to its members.
fn refuse_forgeable_values(prepared: &Prepared, facts: &Facts, problems: &mut Problems) {
    for (mapping, value) in prepared.forgeable() {
        if facts.groups.contains_key(value) || needed_groups(prepared).any(|group| group == value) {
            problems.add_with_hint(
                format!(
                    "authentik has a group called `{value}`, and the claim `{}` holds the names of all groups: \
                     its members would get the value `{value}` without being in the group meant for it",
                    mapping.claim
                ),
                "let the values travel in a claim of their own (leave the claim's name at its default), or choose other values",
            );
        }
    }
}

/// A group that is there, or one of this plan.
pub(super) fn group_reference(name: &str, facts: &Facts) -> Reference {
    match facts.groups.get(name) {
        Some(group) => Reference::Existing { id: Value::from(group.pk.as_str()), name: name.to_owned() },
        None => Reference::Planned(Address::new(Kind::Group, name)),
    }
}

/// The groups that there will be, because they are there or because this run makes them.
fn needed_groups(prepared: &Prepared) -> impl Iterator<Item = &String> {
    let members = prepared.members.iter().map(|(group, _)| group);
    prepared.groups.iter().chain(&prepared.access.groups).chain(members)
}

/// The groups that are needed: as resources where they may be created, as problems where not.
fn groups(prepared: &Prepared, facts: &Facts, problems: &mut Problems) -> Vec<Resource> {
    let mut needed: Vec<&String> = needed_groups(prepared).collect();
    needed.sort();
    needed.dedup();
    let missing: Vec<&String> = needed.into_iter().filter(|name| !facts.groups.contains_key(*name)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    if !prepared.create_groups {
        let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let what = if missing.len() == 1 {
            format!("authentik has no group called {names}")
        } else {
            format!("authentik has no groups called {names}")
        };
        problems.add_with_hint(what, "--create-groups creates the groups that are missing; upper and lower case count");
        return Vec::new();
    }
    let group = |name: &String| Resource::new(Address::new(Kind::Group, name)).with("name", Field::text(name));
    missing.into_iter().map(group).collect()
}

fn memberships(prepared: &Prepared, facts: &Facts, problems: &mut Problems) -> Vec<Resource> {
    let mut resources = Vec::new();
    for (group, user) in &prepared.members {
        let Some(known) = facts.users.get(user) else {
            problems.add_with_hint(format!("authentik has no user called `{user}`"), NAME_OF_A_USER);
            continue;
        };
        let person = Reference::Existing { id: json!(known.pk), name: user.clone() };
        resources.push(
            Resource::new(Address::new(Kind::Membership, format!("{user} in {group}")))
                .with("group", Field::Reference(group_reference(group, facts)))
                .with("pk", Field::Reference(person)),
        );
    }
    resources
}

fn mapping(mapping: &Mapping) -> Resource {
    let expression = if mapping.all_groups {
        names_of_all_groups(&mapping.claim)
    } else {
        values_by_group(&mapping.claim, &mapping.values)
    };
    Resource::new(Address::new(Kind::ScopeMapping, &mapping.name))
        .with("name", Field::text(&mapping.name))
        .with("scope_name", Field::text(&mapping.scope))
        .with("expression", Field::text(expression))
        .with_some("description", mapping.description.as_ref().map(Field::text))
}

fn application_resource(address: Address, provider: Address, prepared: &Prepared) -> Resource {
    let mut resource = Resource::new(address)
        .with("name", Field::text(&prepared.name))
        .with("slug", Field::text(prepared.slug.as_str()))
        .with("provider", Field::Reference(Reference::Planned(provider)));
    for (field, text) in &prepared.application {
        resource = resource.with(field, Field::text(text));
    }
    resource
}

fn provider_resource(
    address: Address,
    prepared: &Prepared,
    facts: &Facts,
    can: &Capabilities,
    problems: &mut Problems,
) -> Resource {
    let oauth2 = &prepared.oauth2;
    let mut redirects = prepared.redirect_uris.clone();
    if can.redirect_uri_type == Knows::Yes {
        redirects.extend(prepared.logout_uris.iter().cloned());
    }
    let word = |word: Option<&'static str>| word.map(Field::text);
    let text = |text: &Option<String>| text.as_ref().map(Field::text);
    let known = |known: bool, field: Option<Field>| field.filter(|_| known);
    let grants: Value = oauth2.grant_types.iter().map(|grant| Value::from(grant.as_str())).collect();
    let authentication = prepared
        .authentication_flow
        .as_ref()
        .and_then(|slug| flow(slug, "authentication", "--authentication-flow", facts, problems));
    let authorization = flow(&prepared.authorization_flow, "authorization", "--authorization-flow", facts, problems);
    let invalidation = can
        .invalidation_flow
        .then(|| flow(&prepared.invalidation_flow, "invalidation", "--invalidation-flow", facts, problems))
        .flatten();
    let own = prepared.own_certificate.is_some();
    let key = prepared.certificate.as_deref().and_then(|name| signing_key(name, own, facts, problems));
    let key = key.map(Field::Reference);
    Resource::new(address)
        .with("name", Field::text(&prepared.provider))
        .with("client_type", Field::text(oauth2.client_type.as_str()))
        .with("redirect_uris", Field::Value(Value::Array(redirects)))
        .with("property_mappings", Field::References(mappings(prepared, facts, problems)))
        .with("issuer_mode", Field::text(oauth2.issuer_mode.map_or("per_provider", |mode| mode.as_str())))
        .with("signing_key", key.unwrap_or(Field::Value(Value::Null)))
        .with_some("encryption_key", known(can.encryption_key, Some(Field::Value(Value::Null))))
        .with_some("grant_types", known(can.grant_types, Some(Field::Value(grants))))
        .with_some("authentication_flow", authentication.map(Field::Reference))
        .with_some("authorization_flow", authorization.map(Field::Reference))
        .with_some("invalidation_flow", invalidation.map(Field::Reference))
        .with_some("sub_mode", word(oauth2.sub_mode.map(SubMode::as_str)))
        .with_some("include_claims_in_id_token", oauth2.include_claims_in_id_token.map(|on| Field::Value(json!(on))))
        .with_some("access_code_validity", text(&oauth2.access_code_validity))
        .with_some("access_token_validity", text(&oauth2.access_token_validity))
        .with_some("refresh_token_validity", text(&oauth2.refresh_token_validity))
        .with_some("logout_uri", known(can.logout_uri, text(&oauth2.logout_uri)))
        .with_some("logout_method", known(can.logout_uri, word(oauth2.logout_method.map(LogoutMethod::as_str))))
}

/// A flow by its slug, never by its place in a list; a missing one is answered with those that
/// could stand in.
fn flow(slug: &str, designation: &str, flag: &str, facts: &Facts, problems: &mut Problems) -> Option<Reference> {
    let fits = |flow: &&Flow| flow.designation == designation;
    let found = facts.flows.iter().find(|flow| flow.slug == slug);
    if let Some(flow) = found.filter(fits) {
        return Some(Reference::Existing { id: Value::from(flow.pk.as_str()), name: flow.slug.clone() });
    }
    let what = match found {
        Some(flow) => format!("the flow `{slug}` is for {}, and one for {designation} is needed", flow.designation),
        None => format!("authentik has no flow `{slug}`"),
    };
    let others: Vec<String> = facts.flows.iter().filter(fits).map(|flow| format!("`{}`", flow.slug)).collect();
    let hint = if others.is_empty() {
        format!("authentik has no flow for {designation} at all: create one under Flows and Stages > Flows")
    } else {
        format!("{flag} takes one of these: {}", others.join(", "))
    };
    problems.add_with_hint(what, hint);
    None
}

/// The default mappings by their stable ids, then our own.
fn mappings(prepared: &Prepared, facts: &Facts, problems: &mut Problems) -> Vec<Reference> {
    let mut references = Vec::new();
    for scope in &prepared.oauth2.scopes {
        let id = managed(scope);
        match facts.scope_mappings.iter().find(|mapping| mapping.managed.as_deref() == Some(&id)) {
            Some(mapping) => references
                .push(Reference::Existing { id: Value::from(mapping.pk.as_str()), name: mapping.name.clone() }),
            None => problems.add_with_hint(
                format!("authentik's default mapping for the scope `{scope}` is missing (managed id {id})"),
                "authentik brings it back when its blueprint `System - OAuth2 Provider - Scopes` is applied: Customization > Blueprints",
            ),
        }
    }
    let ours =
        prepared.mappings.iter().map(|mapping| Reference::Planned(Address::new(Kind::ScopeMapping, &mapping.name)));
    references.extend(ours);
    references
}

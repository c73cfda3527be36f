//! What rests on facts: names become references, and what authentik lacks is reported.

use super::access::{self, Access};
use super::prepare::{Front, Prepared};
use super::saml::Attribute;
use super::scim::Source;
use super::second_factor::SecondFactor;
use super::{certificate, oauth2, proxy, saml};
use crate::error::{Failure, Problems};
use crate::model::Capabilities;
use crate::model::facts::{Facts, OutpostChoice};
use crate::model::objects::{PropertyMapping, ScopeMapping};
use crate::model::resource::{Address, Desired, Field, Kind, Reference, Resource};
use serde_json::{Value, json};

/// What to do about a user who is not there.
pub(super) const NAME_OF_A_USER: &str =
    "users are named as authentik has them under Username, not by their e-mail address";

/// Everything that the integration needs in this authentik. What is missing there is reported
/// all at once.
pub fn desired(prepared: &Prepared, facts: &Facts, can: &Capabilities) -> Result<Desired, Failure> {
    let mut problems = Problems::default();
    refuse_forgeable_values(prepared, facts, &mut problems);
    let mut resources = groups(prepared, facts, &mut problems);
    resources.extend(memberships(prepared, facts, &mut problems));
    resources.extend(oauth2::mapping_resources(prepared));
    resources.extend(prepared.attributes.iter().map(Attribute::resource));
    resources.extend(certificate::own(prepared, facts));
    resources.extend(prepared.second_factor.iter().flat_map(SecondFactor::resources));
    resources.extend(prepared.push.iter().map(|push| push.resource(facts, can, &mut problems)));
    resources.extend(prepared.source.iter().map(Source::resource));
    let provider = front(prepared, facts, can, &mut problems);
    if let Some(Front::Saml(saml)) = &prepared.front {
        resources.extend(saml.certificate_resources());
    }
    let front = provider.as_ref().map(|provider| provider.address.clone());
    resources.extend(provider);
    if let (Some(settled), Some(front)) = (prepared.proxy(), &front) {
        resources.extend(proxy::outpost(settled, front, facts, &mut problems));
    }
    resources.extend(application_resource(prepared, front));
    resources.extend(access::resources(prepared, facts, &mut problems));
    let Access { groups, users, .. } = &prepared.access;
    let anyone = prepared.access.needs_policy() && groups.is_empty() && users.is_empty();
    let superseded = if prepared.access.needs_policy() {
        let groups = groups.iter().map(|name| format!("group {name}"));
        groups.chain(users.iter().map(|name| format!("user {name}"))).collect()
    } else {
        Vec::new()
    };
    let attaches = prepared.front.is_none() && prepared.push.is_some();
    let any_outpost = prepared.proxy().is_some_and(|proxy| proxy.outpost == OutpostChoice::Embedded);
    problems.finish(Desired { resources, anyone, attaches, any_outpost, superseded })
}

/// The provider through which people sign in.
fn front(prepared: &Prepared, facts: &Facts, can: &Capabilities, problems: &mut Problems) -> Option<Resource> {
    let address = prepared.front_address()?;
    Some(match prepared.front.as_ref()? {
        Front::Oauth2(settled) => oauth2::provider(address, prepared, settled, (facts, can), problems),
        Front::Saml(settled) => saml::provider(address, prepared, settled, (facts, can), problems),
        Front::Proxy(settled) => proxy::provider(address, prepared, settled, (facts, can), problems),
    })
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
    let pushed = prepared.push.iter().flat_map(|push| &push.groups);
    prepared.groups.iter().chain(&prepared.access.groups).chain(members).chain(pushed)
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

fn application_resource(prepared: &Prepared, front: Option<Address>) -> Option<Resource> {
    let fields = prepared.application.as_ref()?;
    let address = Address::new(Kind::Application, prepared.slug.as_str());
    let pushing = prepared.push.as_ref().map(|push| Field::References(vec![Reference::Planned(push.address())]));
    let mut resource = Resource::new(address)
        .with("name", Field::text(&prepared.name))
        .with("slug", Field::text(prepared.slug.as_str()))
        .with_some("provider", front.map(|front| Field::Reference(Reference::Planned(front))))
        .with_some("backchannel_providers", pushing);
    for (field, text) in fields {
        resource = resource.with(field, Field::text(text));
    }
    Some(resource)
}

/// A default mapping of authentik's: what its lists say of it.
pub(super) trait Managed {
    fn managed(&self) -> Option<&str>;
    fn reference(&self) -> Reference;
}

impl Managed for ScopeMapping {
    fn managed(&self) -> Option<&str> {
        self.managed.as_deref()
    }

    fn reference(&self) -> Reference {
        Reference::Existing { id: Value::from(self.pk.as_str()), name: self.name.clone() }
    }
}

impl Managed for PropertyMapping {
    fn managed(&self) -> Option<&str> {
        self.managed.as_deref()
    }

    fn reference(&self) -> Reference {
        Reference::Existing { id: Value::from(self.pk.as_str()), name: self.name.clone() }
    }
}

/// Default mappings by their stable ids; `blueprint` is the one that brings them back.
pub(super) fn default_mappings<T: Managed>(
    ids: &[String],
    known: &[T],
    blueprint: &str,
    problems: &mut Problems,
) -> Vec<Reference> {
    let mut references = Vec::new();
    for id in ids {
        if let Some(mapping) = known.iter().find(|mapping| mapping.managed() == Some(id)) {
            references.push(mapping.reference());
            continue;
        }
        let word = id.rsplit('/').next().unwrap_or(id);
        let what = word.strip_prefix("scope-").map_or_else(|| word.to_owned(), |scope| format!("the scope `{scope}`"));
        problems.add_with_hint(
            format!("authentik's default mapping for {what} is missing (managed id {id})"),
            format!("authentik brings it back when its blueprint `{blueprint}` is applied: Customization > Blueprints"),
        );
    }
    references
}

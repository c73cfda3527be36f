//! Whose the application and the providers are.

use super::{Change, Conflict, Seen, goes_along, keep, removal};
use crate::model::resource::{Address, Found, Kind, MARK};
use crate::plan::ownership;
use serde_json::Value;

/// Whose the application at the slug is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// There is none.
    Nobodys,
    /// akctl made it, so it goes.
    Ours,
    /// Somebody else made it, and akctl only attached a provider to it.
    Attached,
    /// Somebody else made it.
    NotOurs {
        /// The provider's name; none if it has no provider.
        provider: Option<String>,
    },
}

/// A provider of this integration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provider<'a> {
    pub kind: Kind,
    pub found: &'a Found,
}

impl Provider<'_> {
    fn address(&self) -> Address {
        Address::new(self.kind, name(self.found))
    }

    /// The change that removes it.
    pub(super) fn removal(&self) -> Change {
        let mut change = removal(self.address(), self.found);
        change.notes.push(if self.kind.is_front() {
            "the flows, mappings and keys of authentik's own that it uses stay".to_owned()
        } else {
            "what it pushed to the application stays there".to_owned()
        });
        change
    }
}

/// The providers of this integration.
#[derive(Debug, Default)]
pub(super) struct Providers<'a> {
    /// Those that go.
    pub going: Vec<Provider<'a>>,
    /// Those that another application has by now, with its slug.
    elsewhere: Vec<(Provider<'a>, String)>,
}

impl Providers<'_> {
    /// What is said of those that stay.
    pub(super) fn staying(&self) -> impl Iterator<Item = Change> {
        self.elsewhere.iter().map(|(provider, slug)| {
            keep(
                provider.address(),
                &format!("it belongs to the application `{slug}`; `akctl remove {slug}` removes it"),
            )
        })
    }
}

/// The providers that bear the mark and belong to the application, or to nobody and bear the
/// integration's name.
pub(super) fn providers(seen: &Seen) -> Providers<'_> {
    let front = seen.application.as_ref().and_then(ownership::attached);
    let mut providers = Providers::default();
    for found in &seen.providers {
        let Some(kind) = kind(found).filter(|_| name(found).ends_with(MARK)) else { continue };
        let provider = Provider { kind, found };
        let is_own = front.as_ref().is_some_and(|front| front.id == found.id)
            || seen.application.as_ref().is_some_and(|application| backchannel(application).contains(&found.id));
        match ownership::assigned_to(found).filter(|slug| *slug != seen.slug) {
            Some(slug) if seen.is_named_for(name(found)) && !is_own => providers.elsewhere.push((provider, slug)),
            Some(_) if !is_own => {}
            _ if is_own || seen.is_named_for(name(found)) => providers.going.push(provider),
            _ => {}
        }
    }
    providers
}

/// Whose the application is. One whose only provider is ours is ours; so is one that a run left
/// without its provider, which then is there beside it.
pub(super) fn whose(seen: &Seen) -> Whose {
    let Some(application) = &seen.application else { return Whose::Nobodys };
    let ours = providers(seen);
    let pushes = ours.going.iter().any(|provider| backchannel(application).contains(&provider.found.id));
    match ownership::attached(application) {
        Some(front) if ours.going.iter().any(|provider| provider.found.id == front.id) => Whose::Ours,
        Some(_) if pushes => Whose::Attached,
        Some(front) => Whose::NotOurs { provider: Some(front.name) },
        // Something that people open by an address of its own was there before akctl attached to it.
        None if pushes && application.text("meta_launch_url").is_some_and(|url| !url.is_empty()) => Whose::Attached,
        None if pushes || ours.going.iter().any(|provider| provider.kind.is_front()) => Whose::Ours,
        None => Whose::NotOurs { provider: None },
    }
}

/// What must be decided before the application can go.
pub(super) fn conflicts(seen: &Seen, whose: &Whose) -> Vec<Conflict> {
    let slug = &seen.slug;
    match whose {
        Whose::NotOurs { provider } => {
            let why = match provider {
                Some(provider) => format!("its provider is `{provider}`"),
                None => "it has no provider, so akctl cannot tell who made it".to_owned(),
            };
            vec![Conflict {
                what: format!("the application `{slug}` was not made by akctl ({why})"),
                remedy: format!(
                    "remove it in authentik under Applications > Applications; or take it over first: \
                     akctl adopt {slug} --preset NAME"
                ),
            }]
        }
        Whose::Ours => seen.application.iter().flat_map(|application| strangers(seen, application)).collect(),
        Whose::Nobodys => unseen(seen).into_iter().collect(),
        Whose::Attached => Vec::new(),
    }
}

/// An application that must be there, because a provider says so, and that the token does not see:
/// without its provider it would be left half.
fn unseen(seen: &Seen) -> Option<Conflict> {
    let is_assigned = |provider: &&Provider| ownership::assigned_to(provider.found).is_some();
    let provider = providers(seen).going.into_iter().find(|provider| is_assigned(&provider))?;
    Some(Conflict {
        what: format!(
            "the provider `{}` belongs to the application `{}`, which authentik does not show to the token's user",
            name(provider.found),
            seen.slug
        ),
        remedy: "the user needs the right to view applications".to_owned(),
    })
}

/// Back-channel providers of somebody else, which authentik deletes with the application (all
/// versions).
fn strangers<'a>(seen: &'a Seen, application: &'a Found) -> impl Iterator<Item = Conflict> + 'a {
    let attached = backchannel(application).iter();
    let foreign = attached.filter_map(|id| {
        let found = seen.providers.iter().find(|provider| provider.id == *id);
        match found.map(name) {
            Some(name) if name.ends_with(MARK) => None,
            Some(name) => Some(format!("`{name}`")),
            None => Some(format!("with the number {id}")),
        }
    });
    foreign.map(|provider| Conflict {
        what: format!(
            "the application `{}` has the back-channel provider {provider}, which akctl did not make and which authentik \
             deletes with the application",
            seen.slug
        ),
        remedy: "take it off the application in authentik first, or delete it there".to_owned(),
    })
}

/// The application, what goes with it, and the groups that stay.
pub(super) fn application(seen: &Seen, application: &Found) -> Vec<Change> {
    let mut first = removal(Address::new(Kind::Application, seen.slug.as_str()), application);
    first.notes.push("see first that people can sign in to it without authentik".to_owned());
    let mut changes = vec![first];
    let binding = |what: &String| Address::new(Kind::Binding, format!("{}: {what}", seen.slug));
    changes.extend(seen.bindings.iter().map(|what| goes_along(binding(what), "the application")));
    let group =
        |name: &String| keep(Address::new(Kind::Group, name), "groups hold people, whatever they were made for");
    changes.extend(seen.groups.iter().map(group));
    changes
}

fn name(found: &Found) -> &str {
    found.text("name").unwrap_or_default()
}

/// The kind of a provider that akctl makes; none for others.
fn kind(provider: &Found) -> Option<Kind> {
    let model = provider.text("meta_model_name")?;
    Kind::FRONTS
        .into_iter()
        .find(|kind| kind.front_model() == Some(model))
        .or_else(|| (model == "authentik_providers_scim.scimprovider").then_some(Kind::ScimProvider))
}

fn backchannel(application: &Found) -> &[Value] {
    application.fields.get("backchannel_providers").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

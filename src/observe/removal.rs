//! Reads what deciding about a removal rests on, in two rounds of requests sent side by side.

mod gone;

use super::bindings;
use super::bindings::binding_name;
use super::shelf::Shelf;
use super::source::Source;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::error::Failure;
use crate::model::resource::{Address, Found, Kind, MARK, MFA_FLOW};
use crate::model::{Capabilities, Version};
use crate::plan::removal::{Seen, Use};
use crate::plan::{Plan, outposts_of};
use futures_util::future::{join, join3, try_join_all};
use gone::Gone;
use serde_json::Value;

/// The kinds of which everything that bears the mark may matter.
const MARKED: [Kind; 8] = [
    Kind::ScopeMapping,
    Kind::SamlMapping,
    Kind::Certificate,
    Kind::ExpressionPolicy,
    Kind::TotpStage,
    Kind::WebAuthnStage,
    Kind::ValidateStage,
    Kind::ConsentStage,
];

/// What the server has that may have to do with the integration of this slug, and its version.
pub async fn removal(client: &Client, slug: &str) -> Result<(Version, Seen), Failure> {
    let removals = Removals::read(client, &[slug]).await?;
    let seen = removals.of(slug).await?;
    Ok((removals.shelf.version().clone(), seen))
}

/// What removals of several integrations rest on: what they share is asked for once.
pub struct Removals<'a> {
    client: &'a Client,
    shelf: Shelf,
    gone: Gone,
}

impl<'a> Removals<'a> {
    /// Reads what can be read before anything is looked at for itself. `slugs` are those that will be.
    pub async fn read(client: &'a Client, slugs: &[&str]) -> Result<Self, Failure> {
        let (version, me) = join(client.version(), client.get("core/users/me/", &[])).await;
        // The version comes first: "not an authentik" or "wrong token" says more than any other error.
        let version = version?;
        Capabilities::of(&version)?;
        let sees_everything = me?.pointer("/user/is_superuser").and_then(Value::as_bool).ok_or_else(no_object)?;
        let shelf = Shelf::of_applications(client, (version, sees_everything), slugs).await?;
        Ok(Self { client, shelf, gone: Gone::default() })
    }

    /// The server's version.
    #[must_use]
    pub fn version(&self) -> &Version {
        self.shelf.version()
    }

    /// What the server has that may have to do with the integration of this slug.
    pub async fn of(&self, slug: &str) -> Result<Seen, Failure> {
        let sees_everything = self.shelf.sees_everything();
        let view = View { source: Source::with(self.client, &self.shelf), sees_everything };
        let mut seen = Box::pin(first_round(view, slug)).await?;
        self.gone.leave(&mut seen);
        let mut seen = Box::pin(second_round(view, seen)).await?;
        self.gone.forget_uses(&mut seen);
        Ok(seen)
    }

    /// Notes that what a plan removes is gone, so that it is not seen any more.
    pub fn removed(&mut self, seen: &Seen, plan: &Plan) {
        self.gone.note(seen, plan);
    }
}

/// Reads as somebody who may see everything, or not.
#[derive(Clone, Copy)]
struct View<'a> {
    source: Source<'a>,
    sees_everything: bool,
}

/// Everything that can be asked without knowing anything else, at once.
async fn first_round(view: View<'_>, slug: &str) -> Result<Seen, Failure> {
    let View { source: from, sees_everything } = view;
    let by_slug = |kind| endpoints::detail(kind, &Value::from(slug));
    let (application, source) = (by_slug(Kind::Application), by_slug(Kind::ScimSource));
    let own = join3(
        from.find(&application),
        view.visible(from.find(&source)),
        from.list("providers/all/", &[("ordering", "pk")]),
    );
    let others = join3(
        try_join_all(MARKED.map(|kind| view.of_kind(kind))),
        view.list(Kind::Flow, &[("ordering", "slug")]),
        view.list(Kind::StageBinding, &[("ordering", "order")]),
    );
    let ((application, source, providers), (marked, flows, places)) = join(own, others).await;
    let mut seen = Seen {
        slug: slug.to_owned(),
        sees_everything,
        application: application?.map(readable).transpose()?,
        providers: all(providers?)?,
        stage_bindings: places?,
        ..Seen::default()
    };
    let mut objects: Vec<(Kind, Found)> = Vec::new();
    for (kind, list) in MARKED.into_iter().zip(marked?) {
        if kind == Kind::ValidateStage {
            seen.validate_stages.clone_from(&list);
        }
        objects.extend(list.into_iter().map(|found| (kind, found)));
    }
    objects.retain(|(_, found)| found.text("name").is_some_and(|name| name.ends_with(MARK)));
    let shared = flows?.into_iter().filter(|flow| flow.text("slug").is_some_and(|slug| slug.starts_with(MFA_FLOW)));
    objects.extend(shared.map(|flow| (Kind::Flow, flow)));
    objects.extend(source?.map(readable).transpose()?.map(|source| (Kind::ScimSource, source)));
    seen.objects = objects.into_iter().map(|(kind, found)| (address(kind, &found), found)).collect();
    Ok(seen)
}

/// The bindings of the application, and who uses what may go.
async fn second_round(view: View<'_>, mut seen: Seen) -> Result<Seen, Failure> {
    let asked: Vec<(Address, String)> = seen
        .candidates()
        .into_iter()
        .filter_map(|address| Some((address.clone(), endpoints::object(address, seen.objects.get(address)?))))
        .collect();
    let uses = try_join_all(asked.iter().map(|(address, path)| used_by(view.source, address, path)));
    let proxies: Vec<Value> = seen.proxies().into_iter().map(|provider| provider.id.clone()).collect();
    let outposts = try_join_all(proxies.into_iter().map(|id| outposts(view.source, id)));
    let (bindings, uses, outposts) = join3(bindings(view.source, seen.application.as_ref()), uses, outposts).await;
    for binding in bindings? {
        seen.bindings.push(binding_name(&binding));
        let group = binding.pointer("/group_obj/name").and_then(Value::as_str);
        seen.groups.extend(group.map(str::to_owned));
    }
    for (id, outposts) in outposts? {
        seen.outposts.insert(id.to_string(), outposts);
    }
    for (address, uses) in uses? {
        match uses {
            Some(uses) => drop(seen.uses.insert(address, uses)),
            // Somebody else was faster.
            None => drop(seen.objects.remove(&address)),
        }
    }
    Ok(seen)
}

impl View<'_> {
    /// All objects of a kind. Of certificates without details, because up to authentik 2025.10 each
    /// key in the list costs a quarter of a second with them.
    async fn of_kind(self, kind: Kind) -> Result<Vec<Found>, Failure> {
        let plain = [("ordering", "name")];
        let brief = [("ordering", "name"), ("include_details", "false")];
        self.list(kind, if kind == Kind::Certificate { &brief } else { &plain }).await
    }

    async fn list(self, kind: Kind, query: &[(&str, &str)]) -> Result<Vec<Found>, Failure> {
        all(self.visible(self.source.list(endpoints::collection(kind), query)).await?)
    }

    /// Who is no superuser and may not view something cannot remove it either: for such a user it is
    /// not there, which is told with the plan.
    async fn visible<T: Default>(self, reading: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        match reading.await {
            Err(error) if error.is_not_allowed() && !self.sees_everything => Ok(T::default()),
            result => result,
        }
    }
}

fn all(objects: Vec<Value>) -> Result<Vec<Found>, Failure> {
    objects.into_iter().map(readable).collect()
}

/// What is no object of authentik says nothing about what is there.
fn readable(object: Value) -> Result<Found, Failure> {
    let found = super::found(object);
    if found.id.is_null() { Err(no_object()) } else { Ok(found) }
}

fn no_object() -> Failure {
    Failure::failed("authentik answered with something that is no object of its own")
        .hint("nothing was removed; something between here and authentik may have answered in its place")
}

fn address(kind: Kind, found: &Found) -> Address {
    Address::new(kind, found.text(endpoints::key_field(kind)).unwrap_or_default())
}

/// The names of the outposts that serve a proxy provider (all versions: `outpost_set`).
async fn outposts(source: Source<'_>, id: Value) -> Result<(Value, Vec<String>), Failure> {
    let provider = source.find(&endpoints::detail(Kind::ProxyProvider, &id)).await?;
    Ok((id, provider.map(super::found).as_ref().map(outposts_of).unwrap_or_default()))
}

/// Who uses an object, as far as the server tells (all versions); none if it is gone.
async fn used_by(source: Source<'_>, address: &Address, path: &str) -> Result<(Address, Option<Vec<Use>>), Failure> {
    let Some(answer) = source.find(&format!("{path}used_by/")).await? else { return Ok((address.clone(), None)) };
    let unreadable = || {
        Failure::failed(format!("authentik's answer about who uses the {address} cannot be read"))
            .hint("nothing was removed")
    };
    let users = answer.as_array().ok_or_else(unreadable)?;
    let user = |user: &Value| -> Option<Use> {
        let text = |name: &str| user.get(name)?.as_str().map(str::to_owned);
        Some(Use { model: text("model_name")?, id: text("pk")?, name: text("name")? })
    };
    let users = users.iter().map(user).collect::<Option<Vec<Use>>>().ok_or_else(unreadable)?;
    Ok((address.clone(), Some(users)))
}

//! Reads what deciding about a removal rests on, in two rounds of requests sent side by side.

use super::{binding_name, bindings};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::model::resource::{Address, Found, Kind, MARK, MFA_FLOW};
use crate::model::{Capabilities, Version};
use crate::plan::removal::{Seen, Use};
use futures_util::future::{join, join3, join5, try_join_all};
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
    let by_slug = |kind| endpoints::detail(kind, &Value::from(slug));
    let (application, source) = (by_slug(Kind::Application), by_slug(Kind::ScimSource));
    let first = join5(
        client.version(),
        client.get("core/users/me/", &[]),
        client.find(&application),
        client.find(&source),
        client.list("providers/all/", &[("ordering", "pk")]),
    );
    let others = join3(
        try_join_all(MARKED.map(|kind| of_kind(client, kind))),
        client.list(endpoints::collection(Kind::Flow), &[("ordering", "slug")]),
        client.list(endpoints::collection(Kind::StageBinding), &[("ordering", "order")]),
    );
    let ((version, me, application, source, providers), (marked, flows, places)) = join(first, others).await;
    // The version comes first: "not an authentik" or "wrong token" says more than any other error.
    let version = version?;
    Capabilities::of(&version)?;
    let mut seen = Seen {
        slug: slug.to_owned(),
        sees_everything: me?.pointer("/user/is_superuser").and_then(Value::as_bool).ok_or_else(no_object)?,
        application: application?.map(readable).transpose()?,
        providers: all(providers?)?,
        stage_bindings: all(places?)?,
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
    objects.extend(all(flows?)?.into_iter().map(|flow| (Kind::Flow, flow)));
    objects.retain(|(kind, found)| *kind != Kind::Flow || found.text("slug").unwrap_or_default().starts_with(MFA_FLOW));
    objects.extend(source?.map(readable).transpose()?.map(|source| (Kind::ScimSource, source)));
    seen.objects = objects.into_iter().map(|(kind, found)| (address(kind, &found), found)).collect();
    second_round(client, seen).await.map(|seen| (version, seen))
}

/// The bindings of the application, and who uses what may go.
async fn second_round(client: &Client, mut seen: Seen) -> Result<Seen, Failure> {
    let asked: Vec<(Address, String)> = seen
        .candidates()
        .into_iter()
        .filter_map(|address| Some((address.clone(), endpoints::object(address, seen.objects.get(address)?))))
        .collect();
    let uses = try_join_all(asked.iter().map(|(address, path)| used_by(client, address, path)));
    let (bindings, uses) = join(bindings(client, seen.application.as_ref()), uses).await;
    for binding in bindings? {
        seen.bindings.push(binding_name(&binding));
        let group = binding.pointer("/group_obj/name").and_then(Value::as_str);
        seen.groups.extend(group.map(str::to_owned));
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

/// All objects of a kind. Of certificates without details, because up to authentik 2025.10 each key
/// in the list costs a quarter of a second with them.
async fn of_kind(client: &Client, kind: Kind) -> Result<Vec<Found>, Failure> {
    let plain = [("ordering", "name")];
    let brief = [("ordering", "name"), ("include_details", "false")];
    let query: &[(&str, &str)] = if kind == Kind::Certificate { &brief } else { &plain };
    all(client.list(endpoints::collection(kind), query).await?)
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

/// Who uses an object, as far as the server tells (all versions); none if it is gone.
async fn used_by(client: &Client, address: &Address, path: &str) -> Result<(Address, Option<Vec<Use>>), Failure> {
    let Some(answer) = client.find(&format!("{path}used_by/")).await? else { return Ok((address.clone(), None)) };
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

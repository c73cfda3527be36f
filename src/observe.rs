//! Reads from authentik what deciding rests on, in two rounds of requests sent side by side.

mod bindings;
mod known;
pub mod removal;
mod shelf;
mod source;
mod survey;

pub(crate) use bindings::{BOUND, bindings, stage_bindings};
pub use shelf::Shelf;
pub use source::Source;
pub use survey::{Survey, other_certificates, survey};

use crate::authentik::client::Client;
use crate::authentik::{endpoints, segment};
use crate::error::Failure;
use crate::error::Kind::NotAllowed;
use crate::model::Secret;
use crate::model::resource::{Desired, Found, Kind, Observed};
use crate::model::text::printable;
use crate::plan::ownership::{self, Claimed};
use bindings::{sort_bindings, sort_stages};
use futures_util::future::join3;
use known::{among_facts, names};
use serde_json::Value;
use std::collections::BTreeMap;

/// An object of the API with its primary key.
pub(crate) fn found(object: Value) -> Found {
    let fields: BTreeMap<String, Value> = match object {
        Value::Object(map) => map.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    Found { id: fields.get("pk").cloned().unwrap_or(Value::Null), fields }
}

/// The second round: what could only be asked once the application and the flows were seen.
pub async fn observe<'a>(
    source: impl Into<Source<'a>>,
    desired: &Desired,
    survey: &Survey,
) -> Result<Observed, Failure> {
    let source = source.into();
    let mut observed = Observed { names: names(survey), ..Observed::default() };
    for resource in &desired.resources {
        if let Some(found) = among_facts(&resource.address, &resource.fields, &survey.facts) {
            observed.found.insert(resource.address.clone(), found);
        }
    }
    let pushing = desired.only(Kind::ScimProvider).and_then(|wanted| survey.facts.objects.get(&wanted.address));
    observed.obstacle = ownership::obstacle(Claimed {
        application: survey.application.as_ref(),
        wanted: desired.front().map(|front| front.address.kind),
        front: survey.provider.as_ref(),
        pushing,
    });
    let flow = desired.only(Kind::Flow).and_then(|flow| observed.found.get(&flow.address));
    let (provider, bindings, stages) = join3(
        provider(source, desired, survey),
        bindings(source, survey.application.as_ref()),
        stage_bindings(source, flow),
    )
    .await;
    if let (Some(provider), Some(wanted)) = (provider?, desired.front()) {
        observed.names.insert(provider.id.to_string(), provider.text("name").unwrap_or_default().to_owned());
        observed.found.insert(wanted.address.clone(), provider);
    }
    if let (Some(application), Some(wanted)) = (&survey.application, desired.only(Kind::Application)) {
        let pushing = application.fields.get("backchannel_providers_obj").and_then(Value::as_array);
        for provider in pushing.into_iter().flatten() {
            let name = provider.get("name").and_then(Value::as_str).unwrap_or_default();
            observed.names.insert(provider["pk"].to_string(), name.to_owned());
        }
        observed.found.insert(wanted.address.clone(), application.clone());
    }
    sort_stages(&stages?, desired, &mut observed);
    sort_bindings(bindings?, desired, &mut observed);
    Ok(observed)
}

/// The provider that the application has, or the one that bears our name.
async fn provider(source: Source<'_>, desired: &Desired, survey: &Survey) -> Result<Option<Found>, Failure> {
    let Some(wanted) = desired.front().map(|front| front.address.kind) else { return Ok(None) };
    let attached = survey.application.as_ref().and_then(ownership::attached);
    match (attached.filter(|provider| provider.kind == Some(wanted)), &survey.provider) {
        (Some(attached), Some(ours)) if attached.id == ours.id => Ok(Some(ours.clone())),
        (Some(attached), _) => {
            let readable = source.find(&endpoints::detail(wanted, &attached.id)).await?.map(found);
            readable.map(Some).ok_or_else(|| {
                let message = format!(
                    "the application's provider `{}` cannot be read with this token",
                    printable(&attached.name)
                );
                Failure::new(NotAllowed, message).hint("its user needs the right to view providers of this kind")
            })
        }
        (None, ours) => Ok(ours.clone()),
    }
}

/// The token with which others push people into a source (all versions: a token of authentik's own,
/// whose key has a call of its own).
pub async fn source_token(client: &Client, source: &Found) -> Result<Secret, Failure> {
    let token = source.fields.get("token_obj").and_then(|token| token.get("identifier")).and_then(Value::as_str);
    let identifier = token.ok_or_else(|| Failure::failed("authentik names no token for the source"))?;
    let answer = client.get(&format!("core/tokens/{}/view_key/", segment(identifier)), &[]).await?;
    let key = answer.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
    key.map(|key| Secret::new(key.to_owned())).ok_or_else(|| {
        Failure::failed("authentik does not answer the key of the source's token")
            .hint("it stands in authentik under Directory > Tokens and App passwords")
    })
}

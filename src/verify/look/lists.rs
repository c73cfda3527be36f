//! The lists and single objects that pictures are made of.

use super::why;
use crate::authentik::{Client, segment};
use crate::model::Capabilities;
use crate::model::objects::{Certificate, Flow};
use crate::verify::checks::bound;
use crate::verify::objects::{Binding, Bound, Mapping};
use crate::verify::picture::{Asked, Look, Noted};
use crate::verify::push::Push;
use crate::verify::stages::{Place, Stages, Validation};
use crate::verify::world::plain;
use futures_util::future::{join, join_all};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many of the latest mistakes are read.
const LATEST: &str = "50";

pub(super) async fn bindings(client: &Client, query: &[(&str, &str)]) -> Look<Vec<Binding>> {
    let found = client.list("policies/bindings/", query).await.map_err(|error| why(&error))?;
    Ok(found.iter().map(Binding::of).collect())
}

pub(super) async fn mappings(client: &Client) -> Look<Vec<Mapping>> {
    let found = client.list("propertymappings/provider/scope/", &[("ordering", "scope_name")]).await;
    Ok(found.map_err(|error| why(&error))?.iter().map(Mapping::of).collect())
}

/// authentik's own SAML mappings.
pub(super) async fn attributes(client: &Client) -> Look<Rc<BTreeMap<String, String>>> {
    let found = client.list("propertymappings/provider/saml/", &[("ordering", "name")]).await;
    let found = found.map_err(|error| why(&error))?;
    let pair = |object: &Value| {
        let text = |field| Some(object.get(field)?.as_str()?.to_owned());
        Some((text("pk")?, text("managed")?))
    };
    Ok(Rc::new(found.iter().filter_map(pair).collect()))
}

pub(super) async fn flows(client: &Client) -> Look<Rc<BTreeMap<String, Flow>>> {
    let found: Vec<Flow> =
        client.list_as("flows/instances/", &[("ordering", "slug")]).await.map_err(|error| why(&error))?;
    Ok(Rc::new(found.into_iter().map(|flow| (flow.pk.clone(), flow)).collect()))
}

/// Stages and their places, in all flows or in one; what is bound to the places is not read yet.
pub(super) async fn stages(client: &Client, query: &[(&str, &str)]) -> Look<Stages> {
    let places = client.list("flows/bindings/", query);
    let validations = client.list("stages/authenticator/validate/", &[("ordering", "name")]);
    let (places, validations) = join(places, validations).await;
    Ok(Stages {
        places: places.map_err(|error| why(&error))?.iter().map(Place::of).collect(),
        validations: validations.map_err(|error| why(&error))?.iter().map(Validation::of).collect(),
    })
}

/// Writes into the places what is bound to them.
pub(super) fn fill_places(stages: &mut Stages, bindings: &Look<Vec<Binding>>) {
    for place in &mut stages.places {
        let of_place = |binding: &&Binding| binding.is_on && binding.target == place.target;
        place.conditions = match bindings {
            Ok(bindings) => Ok(bindings.iter().filter(of_place).map(bound).collect()),
            Err(why) => Err(why.clone()),
        };
    }
}

/// The stages of one flow, with what is bound to their places.
pub(super) async fn stages_of(client: &Client, flow: &str) -> Look<Rc<Stages>> {
    let mut stages = stages(client, &[("target", flow), ("ordering", "order")]).await?;
    let targets: Vec<String> = stages.validating().map(|place| place.target.clone()).collect();
    let found = join_all(targets.iter().map(|target| async move {
        let query = [("target", target.as_str()), ("ordering", "order")];
        bindings(client, &query).await
    }))
    .await;
    let found: Look<Vec<Vec<Binding>>> = found.into_iter().collect();
    fill_places(&mut stages, &found.map(|all| all.into_iter().flatten().collect()));
    Ok(Rc::new(stages))
}

/// All certificates. Up to authentik 2025.10 without details, because each key whose details are
/// asked for costs a quarter of a second; kind of key and end are then not known.
pub(super) async fn certificates_listed(client: &Client, can: &Capabilities) -> BTreeMap<String, Look<Certificate>> {
    let mut query = vec![("ordering", "name")];
    if !can.certificate_list_is_fast {
        query.push(("include_details", "false"));
    }
    let found: Vec<Certificate> = client.list_as("crypto/certificatekeypairs/", &query).await.unwrap_or_default();
    found.into_iter().map(|certificate| (certificate.pk.clone(), Ok(certificate))).collect()
}

pub(super) async fn one_certificate(client: &Client, pk: &str) -> Look<Certificate> {
    client.get_as(&format!("crypto/certificatekeypairs/{}/", segment(pk)), &[]).await.map_err(|error| why(&error))
}

/// How the last push of a SCIM provider ended, by its primary key.
pub(super) async fn push(client: &Client, pk: &str) -> (String, Look<Push>) {
    let found = client.find(&format!("providers/scim/{}/sync/status/", segment(pk))).await;
    let push = match found {
        Ok(Some(status)) => Push::of(&status),
        Ok(None) => Err("authentik does not say how its pushes end".to_owned()),
        Err(error) => Err(why(&error)),
    };
    (pk.to_owned(), push)
}

/// How many members each bound group has: its direct ones; none where there are groups below it.
pub(super) async fn group_sizes(client: &Client, bindings: &[Binding]) -> Vec<(String, Look<Option<usize>>)> {
    let groups = bindings.iter().filter(|binding| matches!(binding.bound, Bound::Group { .. }));
    let wanted: BTreeSet<String> = groups.map(|binding| binding.bound_pk.clone()).collect();
    let sizes = join_all(wanted.iter().map(|pk| group_size(client, pk))).await;
    wanted.into_iter().zip(sizes).collect()
}

async fn group_size(client: &Client, pk: &str) -> Look<Option<usize>> {
    let group = client.get(&format!("core/groups/{}/", segment(pk)), &[]).await.map_err(|error| why(&error))?;
    let length = |field: &str| group.get(field).and_then(Value::as_array).map_or(0, Vec::len);
    Ok((length("children") == 0).then(|| length("users")))
}

/// Writes a group's size into the bindings that bind it.
pub(super) fn fill(bindings: &mut [Binding], pk: &str, size: &Look<Option<usize>>) {
    for binding in bindings.iter_mut().filter(|binding| binding.bound_pk == pk) {
        if let Bound::Group { members, .. } = &mut binding.bound {
            members.clone_from(size);
        }
    }
}

/// The latest mistakes that authentik noted, by the provider's primary key.
pub(super) async fn noted(client: &Client) -> Look<BTreeMap<String, Vec<Noted>>> {
    let query = [("action", "configuration_error"), ("ordering", "-created"), ("page_size", LATEST)];
    let page = client.get("events/events/", &query).await.map_err(|error| why(&error))?;
    let mut noted: BTreeMap<String, Vec<Noted>> = BTreeMap::new();
    for event in page.get("results").and_then(Value::as_array).into_iter().flatten() {
        if let Some((provider, mistake)) = mistake(event) {
            noted.entry(provider).or_default().push(mistake);
        }
    }
    Ok(noted)
}

/// What applications asked for in the latest logins, by the application's primary key.
pub(super) async fn asked(client: &Client) -> Look<BTreeMap<String, Asked>> {
    let query = [("action", "authorize_application"), ("ordering", "-created"), ("page_size", LATEST)];
    let page = client.get("events/events/", &query).await.map_err(|error| why(&error))?;
    let mut latest = BTreeMap::new();
    for event in page.get("results").and_then(Value::as_array).into_iter().flatten() {
        if let Some((application, asked)) = login(event) {
            latest.entry(application).or_insert(asked);
        }
    }
    Ok(latest)
}

/// An event about a login: to which application, and what it asked for. From authentik's source:
/// `scopes` is one text with spaces, `authorized_application` the application in short.
fn login(event: &Value) -> Option<(String, Asked)> {
    let context = event.get("context")?;
    let application = plain(context.get("authorized_application")?.get("pk")?.as_str()?);
    let scopes = context.get("scopes")?.as_str()?.split([' ', ',']).filter(|scope| !scope.is_empty());
    let scopes = scopes.map(str::to_owned).collect();
    Some((application, Asked { when: event.get("created")?.as_str()?.to_owned(), scopes }))
}

/// An event about a provider: whose, and what.
fn mistake(event: &Value) -> Option<(String, Noted)> {
    let context = event.get("context")?;
    let provider = match context.get("provider")?.get("pk")? {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let noted = Noted {
        when: text(event.get("created"))?,
        message: text(context.get("message")).unwrap_or_default(),
        redirect_uri: text(context.get("redirect_uri")),
    };
    Some((provider, noted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events_tell_whose_they_are_and_others_are_passed_over() {
        let provider = json!({"pk": 7, "name": "wiki", "model_name": "oauth2provider"});
        let context = json!({"message": "Invalid redirect URI", "provider": provider, "redirect_uri": "https://a"});
        let event = json!({"created": "2026-11-22T04:00:08Z", "context": context});
        let (pk, noted) = mistake(&event).expect("a mistake");
        assert_eq!((pk.as_str(), noted.redirect_uri.as_deref()), ("7", Some("https://a")));
        assert!(mistake(&json!({"created": "x", "context": {"message": "about the worker"}})).is_none());
        let application = json!({"pk": "1025500c54f348ecac07ef4f8fa35d31", "model_name": "application"});
        let context = json!({"authorized_application": application, "scopes": "openid email"});
        let (pk, asked) = login(&json!({"created": "x", "context": context})).expect("a login");
        assert_eq!(pk, plain("1025500c-54f3-48ec-ac07-ef4f8fa35d31"));
        assert_eq!(asked.scopes, ["openid", "email"]);
        assert!(login(&json!({"created": "x", "context": {}})).is_none());
    }
}

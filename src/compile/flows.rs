//! The flows that people go through.

use super::Wishes;
use super::second_factor::SecondFactor;
use super::settle::text;
use super::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_INVALIDATION_FLOW};
use crate::error::{Failure, Problems};
use crate::model::Capabilities;
use crate::model::facts::Facts;
use crate::model::objects::Flow;
use crate::model::resource::{Field, Reference, Resource};
use crate::preset::format::{Provider, Template};
use crate::preset::template::Context;
use serde_json::Value;

/// The flows of a provider, by their slugs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// The flow in which people sign in who are not yet; authentik's choice, if absent.
    pub authentication: Option<String>,
    /// The authorization flow.
    pub authorization: String,
    /// The invalidation flow.
    pub invalidation: String,
}

impl Flows {
    /// What the person wishes, else what the preset says, else the usual ones.
    pub(super) fn of(provider: &Provider, wishes: &Wishes, context: &Context) -> Result<Self, Failure> {
        let [authentication, authorization, invalidation] = declared(provider);
        let choose = |wish: &Option<String>, template: Option<&Template>| -> Result<Option<String>, Failure> {
            match wish {
                Some(wish) => Ok(Some(wish.clone())),
                None => Ok(text(template, context)?),
            }
        };
        let authorization = choose(&wishes.authorization_flow, authorization)?;
        let invalidation = choose(&wishes.invalidation_flow, invalidation)?;
        Ok(Self {
            authentication: choose(&wishes.authentication_flow, authentication)?,
            authorization: authorization.unwrap_or_else(|| DEFAULT_AUTHORIZATION_FLOW.to_owned()),
            invalidation: invalidation.unwrap_or_else(|| DEFAULT_INVALIDATION_FLOW.to_owned()),
        })
    }
}

/// The slugs that a preset gives: authentication, authorization, invalidation.
fn declared(provider: &Provider) -> [Option<&Template>; 3] {
    let oauth2 = provider.oauth2.as_ref().map(|oauth2| {
        [&oauth2.authentication_flow, &oauth2.authorization_flow, &oauth2.invalidation_flow].map(Option::as_ref)
    });
    let saml = provider
        .saml
        .as_ref()
        .map(|saml| [&saml.authentication_flow, &saml.authorization_flow, &saml.invalidation_flow].map(Option::as_ref));
    let proxy = provider.proxy.as_ref().map(|proxy| {
        [&proxy.authentication_flow, &proxy.authorization_flow, &proxy.invalidation_flow].map(Option::as_ref)
    });
    oauth2.or(saml).or(proxy).unwrap_or_default()
}

/// The provider with its flows.
pub(super) fn with_flows(
    resource: Resource,
    flows: &Flows,
    second_factor: Option<&SecondFactor>,
    facts: &Facts,
    can: &Capabilities,
    problems: &mut Problems,
) -> Resource {
    let mut find = |slug: &str, designation: &str| flow(slug, designation, facts, problems).map(Field::Reference);
    let authorization = match second_factor {
        Some(factor) => Some(Field::Reference(Reference::Planned(factor.flow()))),
        None => find(&flows.authorization, "authorization"),
    };
    let invalidation = if can.invalidation_flow { find(&flows.invalidation, "invalidation") } else { None };
    let authentication = flows.authentication.as_ref().and_then(|slug| find(slug, "authentication"));
    resource
        .with_some("authentication_flow", authentication)
        .with_some("authorization_flow", authorization)
        .with_some("invalidation_flow", invalidation)
}

/// A flow by its slug, never by its place in a list; a missing one is answered with those that
/// could stand in.
fn flow(slug: &str, designation: &str, facts: &Facts, problems: &mut Problems) -> Option<Reference> {
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
        format!("--{designation}-flow takes one of these: {}", others.join(", "))
    };
    problems.add_with_hint(what, hint);
    None
}

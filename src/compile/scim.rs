//! SCIM: what pushes people to an application, and what lets others push them into authentik.

use super::Wishes;
use super::resolve::{default_mappings, group_reference};
use super::settle::Settle;
use crate::error::{Failure, Problems};
use crate::model::facts::Facts;
use crate::model::resource::{Address, Field, Kind, Resource, marked};
use crate::model::web::check_address;
use crate::model::{Capabilities, Secret, Slug};
use crate::preset::format::{self, ScimCompatibility};
use crate::preset::template::{Context, evaluate, render_lines};
use serde_json::{Value, json};

/// A provider that pushes people to the application.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    /// Its name, with the mark.
    pub name: String,
    /// The base address of the application's SCIM service.
    pub url: String,
    /// The token with which authentik signs in there; none if what is there is only looked at.
    pub token: Option<Secret>,
    /// Groups that limit what is pushed.
    pub groups: Vec<String>,
    exclude_service_accounts: Option<bool>,
    verify_certificates: Option<bool>,
    compatibility: Option<ScimCompatibility>,
}

/// A source through which others push people into authentik.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name, with the mark.
    pub name: String,
    /// Its slug, which stands in its address.
    pub slug: String,
    user_path: Option<String>,
}

/// The provider that pushes, where the preset has one for these inputs.
pub(super) fn push(
    declared: Option<&format::Backchannel>,
    slug: &Slug,
    context: &Context,
    wishes: &Wishes,
    problems: &mut Problems,
) -> Result<Option<Push>, Failure> {
    let Some(scim) = declared.and_then(|declared| declared.scim.as_ref()) else { return Ok(None) };
    if !scim.when.as_ref().map_or(Ok(true), |when| evaluate(when, context))? {
        return Ok(None);
    }
    let mut settle = Settle { context, problems };
    let url = settle.text(Some(&scim.url))?.unwrap_or_default();
    if let Err(reason) = check_address(&url) {
        settle.problems.add(format!("the address of the SCIM service: {reason}"));
    }
    let token = wishes.secrets.get(&scim.token);
    if token.is_none() && !wishes.without_secrets {
        let flag = format::flag_name(&scim.token);
        settle.problems.add(format!("--{flag}-file is missing: the token with which authentik signs in there"));
        return Ok(None);
    }
    Ok(Some(Push {
        name: marked(&format!("{slug}: SCIM")),
        url,
        token: token.cloned(),
        groups: render_lines(&scim.groups, context)?,
        exclude_service_accounts: settle.word("exclude_service_accounts", scim.exclude_service_accounts.as_ref())?,
        verify_certificates: settle.word("verify_certificates", scim.verify_certificates.as_ref())?,
        compatibility: settle.word("compatibility", scim.compatibility.as_ref())?,
    }))
}

/// The source, where the preset is one for a source.
pub(super) fn source(
    declared: Option<&format::Source>,
    name: &str,
    slug: &Slug,
    context: &Context,
) -> Result<Option<Source>, Failure> {
    let Some(scim) = declared.and_then(|declared| declared.scim.as_ref()) else { return Ok(None) };
    let user_path = super::settle::text(scim.user_path.as_ref(), context)?;
    Ok(Some(Source { name: marked(name), slug: slug.as_str().to_owned(), user_path }))
}

impl Push {
    /// Where the provider stands.
    pub(super) fn address(&self) -> Address {
        Address::new(Kind::ScimProvider, &self.name)
    }

    /// The provider as it must be in this authentik.
    pub(super) fn resource(&self, facts: &Facts, can: &Capabilities, problems: &mut Problems) -> Resource {
        let switch = |on: Option<bool>| on.map(|on| Field::Value(json!(on)));
        let mut mapping = |object: &str| {
            let id = format!("goauthentik.io/providers/scim/{object}");
            Field::References(default_mappings(
                &[id],
                &facts.scim_mappings,
                "System - SCIM Provider - Mappings",
                problems,
            ))
        };
        let (users, groups) = (mapping("user"), mapping("group"));
        if let Some(mode) = self.compatibility.filter(|mode| !can.scim_modes.contains(&mode.as_str())) {
            problems.add(format!(
                "authentik {} does not know the SCIM compatibility mode `{}`; it knows {}",
                can.version,
                mode.as_str(),
                can.scim_modes.join(", ")
            ));
        }
        // Before 2025.4 there is no such field.
        let compatibility = self.compatibility.filter(|_| can.scim_modes.len() > 1);
        let mut resource = Resource::new(self.address())
            .with("name", Field::text(&self.name))
            .with("url", Field::text(&self.url))
            .with_some("token", self.token.clone().map(Field::Secret))
            .with("property_mappings", users)
            .with("property_mappings_group", groups)
            .with_some("exclude_users_service_account", switch(self.exclude_service_accounts))
            .with_some("verify_certificates", switch(self.verify_certificates.filter(|_| can.scim_verify_certificates)))
            .with_some("compatibility_mode", compatibility.map(|mode| Field::text(mode.as_str())));
        if self.token.is_none() {
            resource.notes.push("its token is not compared, because none was given".to_owned());
        }
        self.limited(resource, facts, can, problems)
    }

    /// The groups that limit what is pushed: one up to authentik 2025.12, several from 2026.2 on.
    fn limited(&self, resource: Resource, facts: &Facts, can: &Capabilities, problems: &mut Problems) -> Resource {
        if can.scim_group_filters {
            let groups = self.groups.iter().map(|name| group_reference(name, facts)).collect();
            return resource.with("group_filters", Field::References(groups));
        }
        if self.groups.len() > 1 {
            problems.add_with_hint(
                format!(
                    "authentik {} can limit what is pushed to one group, and {} are named",
                    can.version,
                    self.groups.len()
                ),
                "put the groups into one group above them, and name that one; 2026.2 and later take several",
            );
        }
        let group = self.groups.first().map(|name| Field::Reference(group_reference(name, facts)));
        resource.with("filter_group", group.unwrap_or(Field::Value(Value::Null)))
    }
}

impl Source {
    /// Where the source stands.
    pub(super) fn address(&self) -> Address {
        Address::new(Kind::ScimSource, &self.slug)
    }

    /// The source as it must be.
    pub(super) fn resource(&self) -> Resource {
        Resource::new(self.address())
            .with("name", Field::text(&self.name))
            .with("slug", Field::text(&self.slug))
            .with("enabled", Field::Value(Value::Bool(true)))
            .with_some("user_path_template", self.user_path.as_ref().map(Field::text))
    }
}

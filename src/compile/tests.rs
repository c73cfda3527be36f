//! Tests of compiling, with an invented application.

mod claims;
mod facts;
mod redirects;
mod versions;

use super::*;
use crate::answers::{Given, collect};
use crate::error::Failure;
use crate::model::Capabilities;
use crate::model::facts::Facts;
use crate::model::objects::{Certificate, Flow, Group, ScopeMapping, User};
use crate::model::resource::{Desired, Field, Kind, Reference, Resource};
use crate::preset::parse::parse;
use serde_json::{Value, json};

const WIKI: &str = r#"id: wiki
name: Wiki
summary: Pages that everybody writes
category: documents
protocol: oidc
tested: {by: run}
inputs:
  app_url: {type: url, prompt: Address}
  claim: {type: text, default: wiki_roles, prompt: Claim}
  role:
    type: record
    many: true
    form: "{group}={value}"
    fields: {group: {type: group}, value: {type: text}}
    default: [{group: Writers, value: writer}]
    prompt: Group and role
  host: {type: text, many: true, optional: true, prompt: More hosts}
  bind: {type: flag, prompt: Let only these groups in}
authentik:
  application: {name: Wiki, slug: wiki, launch_url: "{{ app_url }}/", publisher: Wiki makers}
  groups:
    - {each: role, name: "{{ item.group }}"}
  bindings:
    - {each: role, when: bind, group: "{{ item.group }}"}
  scope_mappings:
    - key: roles
      name: "{{ slug }}: roles"
      scope: wiki_roles
      description: Your roles in {{ name }}
      claims:
        - claim: "{{ claim }}"
          group_values: {each: role, group: "{{ item.group }}", value: "{{ item.value }}"}
  provider:
    oauth2:
      client_type: confidential
      grant_types: [authorization_code, refresh_token]
      redirect_uris:
        - strict: "{{ app_url }}/callback"
        - {each: host, strict: "https://{{ item }}/callback"}
        - {strict: "{{ app_url }}/bye", type: logout}
      signing_key: rsa
      scopes: [openid, email, profile]
      sub_mode: user_uuid
      logout_uri: "{{ app_url }}/out"
      logout_method: backchannel
client: {}
"#;

/// The wiki with these inputs, as far as it is known without the server.
#[allow(clippy::needless_pass_by_value)] // Wishes are written where they are used.
fn prepared(wishes: Wishes, sets: &[&str]) -> Result<Prepared, Failure> {
    prepared_of(WIKI, &wishes, sets)
}

fn prepared_of(text: &str, wishes: &Wishes, sets: &[&str]) -> Result<Prepared, Failure> {
    let preset = parse("wiki.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    let mut sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    if !sets.iter().any(|set| set.starts_with("app_url=")) {
        sets.push("app_url=https://wiki.company".to_owned());
    }
    let given = Given { sets, ..Given::default() };
    let answers = collect(&preset, &given).unwrap_or_else(|failure| panic!("{failure}"));
    let public = "https://auth.company".parse().expect("an address");
    prepare(&preset, wishes, answers.context(), &public)
}

fn can(version: &str) -> Capabilities {
    Capabilities::of(&version.parse().expect("a version")).expect("supported")
}

fn flow(slug: &str, designation: &str) -> Flow {
    Flow {
        pk: format!("pk-{slug}"),
        name: String::new(),
        slug: slug.to_owned(),
        designation: designation.to_owned(),
        title: String::new(),
        authentication: String::new(),
    }
}

fn certificate(name: &str, key_type: Option<&str>) -> Certificate {
    let key_type = key_type.map(str::to_owned);
    Certificate {
        pk: format!("pk-{name}"),
        name: name.to_owned(),
        key_available: true,
        key_type,
        expiry: None,
        fingerprint_sha256: None,
    }
}

fn default_mapping(scope: &str) -> ScopeMapping {
    ScopeMapping {
        pk: format!("m-{scope}"),
        // Administrators rename them; only the managed id stays.
        name: format!("renamed {scope}"),
        managed: Some(format!("goauthentik.io/providers/oauth2/scope-{scope}")),
        scope_name: scope.to_owned(),
        expression: String::new(),
        description: None,
    }
}

fn with_group(mut facts: Facts, name: &str) -> Facts {
    let group = Group { pk: format!("g-{name}"), name: name.to_owned(), users: Vec::new() };
    facts.groups.insert(name.to_owned(), group);
    facts
}

/// A fresh authentik with the group of the wiki's default role.
fn fresh() -> Facts {
    let facts = Facts {
        flows: vec![
            flow("default-authentication-flow", "authentication"),
            flow("default-invalidation-flow", "invalidation"),
            flow(DEFAULT_AUTHORIZATION_FLOW, "authorization"),
            flow("default-provider-authorization-implicit-consent", "authorization"),
            flow(DEFAULT_INVALIDATION_FLOW, "invalidation"),
        ]
        .into(),
        scope_mappings: Vec::from(["profile", "email", "openid"].map(default_mapping)).into(),
        certificates: vec![certificate(DEFAULT_CERTIFICATE, Some("rsa"))],
        users: [("anna".to_owned(), User { pk: 7, username: "anna".to_owned(), is_superuser: false })].into(),
        ..Facts::default()
    };
    with_group(facts, "Writers")
}

/// What the wiki needs in this authentik.
fn desired_of(wishes: Wishes, sets: &[&str], facts: &Facts, version: &str) -> Result<Desired, Failure> {
    desired(&prepared(wishes, sets)?, facts, &can(version))
}

fn wiki(sets: &[&str]) -> Desired {
    desired_of(Wishes::default(), sets, &fresh(), "2026.8.5").unwrap_or_else(|failure| panic!("{failure}"))
}

/// What is said of a wish or an authentik that does not fit: the message and its hints.
fn refused(result: Result<Desired, Failure>) -> String {
    let failure = result.expect_err("a refusal");
    assert_eq!(failure.kind, crate::error::Kind::Usage);
    format!("{}\n{}", failure.message, failure.hints.join("\n"))
}

fn provider(desired: &Desired) -> &Resource {
    desired.only(Kind::OAuth2Provider).expect("a provider")
}

/// A plain field of a resource; null if it is none.
fn plain<'a>(resource: &'a Resource, name: &str) -> Option<&'a Value> {
    match resource.fields.get(name)? {
        Field::Value(value) => Some(value),
        other => panic!("{name} is {other:?}"),
    }
}

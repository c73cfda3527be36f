//! The embedded preset of Portainer, compiled for every kind of server.

use akctl::answers::{Given, collect};
use akctl::compile::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_CERTIFICATE, DEFAULT_INVALIDATION_FLOW, Prepared, Wishes};
use akctl::compile::{desired, prepare};
use akctl::error::Failure;
use akctl::model::facts::Facts;
use akctl::model::objects::{Certificate, Flow, Group, ScopeMapping};
use akctl::model::resource::{Desired, Field, Kind, Observed, Reference};
use akctl::model::{Capabilities, Version};
use akctl::plan::{Action, Permissions, plan};
use akctl::preset::catalogue::Catalogue;
use akctl::preset::format::Preset;
use akctl::preset::template::Context;
use akctl::render::settings::{Credentials, Published, Secrecy, Settings, Values, settings};
use serde_json::{Value, json};

const VERSIONS: [&str; 6] = ["2024.8.6", "2024.10.5", "2024.12.5", "2025.10.3", "2026.5.0", "2026.8.5"];

fn preset() -> Preset {
    Catalogue::default().find("portainer").expect("a preset").load().expect("a right one")
}

fn inputs(sets: &[&str]) -> Context {
    let given = Given { sets: sets.iter().map(|set| (*set).to_owned()).collect(), ..Given::default() };
    collect(&preset(), &given).unwrap_or_else(|failure| panic!("{failure}")).context()
}

#[allow(clippy::needless_pass_by_value)] // Wishes are written where they are used.
fn prepared(sets: &[&str], wishes: Wishes) -> Result<Prepared, Failure> {
    let public = "https://auth.company".parse().expect("an address");
    prepare(&preset(), &wishes, inputs(sets), &public)
}

fn fresh(groups: &[&str]) -> Facts {
    let flow = |slug: &str, designation: &str| Flow {
        pk: slug.to_owned(),
        name: slug.to_owned(),
        slug: slug.to_owned(),
        designation: designation.to_owned(),
        title: String::new(),
        authentication: String::new(),
    };
    let mapping = |scope: &str| ScopeMapping {
        pk: scope.to_owned(),
        name: scope.to_owned(),
        managed: Some(format!("goauthentik.io/providers/oauth2/scope-{scope}")),
        scope_name: scope.to_owned(),
        expression: String::new(),
        description: None,
    };
    let group = |name: &&str| {
        ((*name).to_owned(), Group { pk: (*name).to_owned(), name: (*name).to_owned(), users: Vec::new() })
    };
    Facts {
        flows: vec![flow(DEFAULT_AUTHORIZATION_FLOW, "authorization"), flow(DEFAULT_INVALIDATION_FLOW, "invalidation")]
            .into(),
        scope_mappings: Vec::from(["openid", "email", "profile"].map(mapping)).into(),
        certificates: vec![Certificate {
            pk: "rsa".to_owned(),
            name: DEFAULT_CERTIFICATE.to_owned(),
            key_available: true,
            key_type: Some("rsa".to_owned()),
            expiry: None,
            fingerprint_sha256: None,
        }],
        groups: groups.iter().map(group).collect(),
        ..Facts::default()
    }
}

fn compiled(prepared: &Prepared, facts: &Facts, version: &str) -> Result<Desired, Failure> {
    let can = Capabilities::of(&version.parse().expect("a version")).expect("supported");
    desired(prepared, facts, &can)
}

fn value(desired: &Desired, kind: Kind, name: &str) -> Value {
    match desired.only(kind).expect("a resource").fields.get(name) {
        Some(Field::Value(value)) => value.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn any_form_of_the_address_gives_the_redirect_address_that_portainer_uses() {
    let table = [
        ("https://portainer.company", "https://portainer.company/"),
        ("https://portainer.company/", "https://portainer.company/"),
        ("https://portainer.company:9443", "https://portainer.company:9443/"),
        ("https://company/portainer/", "https://company/portainer/"),
        ("http://company:80//", "http://company/"),
    ];
    for (url, expected) in table {
        let prepared = prepared(&[&format!("app_url={url}")], Wishes::default()).expect("a preset");
        for version in VERSIONS {
            let desired = compiled(&prepared, &fresh(&[]), version).expect("all is there");
            let redirects = json!([{"matching_mode": "strict", "url": expected}]);
            assert_eq!(value(&desired, Kind::OAuth2Provider, "redirect_uris"), redirects, "{url} on {version}");
            assert_eq!(value(&desired, Kind::Application, "meta_launch_url"), json!(expected));
        }
    }
}

#[test]
fn each_version_gets_what_it_knows() {
    let prepared = prepared(&["app_url=https://portainer.company"], Wishes::default()).expect("a preset");
    for version in VERSIONS {
        let desired = compiled(&prepared, &fresh(&[]), version).expect("all is there");
        let provider = desired.only(Kind::OAuth2Provider).expect("a provider");
        let has = |name: &str| provider.fields.contains_key(name);
        assert_eq!(has("grant_types"), version.starts_with("2026"), "{version}");
        assert_eq!(has("invalidation_flow"), !version.starts_with("2024.8"), "{version}");
        assert_eq!(has("encryption_key"), !version.starts_with("2024.8"), "{version}");
        let names: Vec<&str> = provider.fields["property_mappings"].references().map(Reference::name).collect();
        assert_eq!(names, ["email", "openid", "profile"], "{version}");
        let first = plan(&desired, &Observed::default(), Permissions::default());
        assert_eq!((first.count(Action::Create), first.changes.len()), (2, 2), "{version}");
    }
}

const TEAMS: [&str; 3] = ["app_url=https://portainer.company", "teams=true", "bind_teams=true"];

#[test]
fn teams_bring_a_mapping_of_their_own_and_bindings() {
    let prepared = prepared(&TEAMS, Wishes::default()).expect("a preset");
    assert_eq!(prepared.scopes(), ["email", "openid", "profile", "portainer_teams"]);
    let desired =
        compiled(&prepared, &fresh(&["Portainer Users", "Portainer Admins"]), "2025.10.3").expect("all is there");
    let expression = value(&desired, Kind::ScopeMapping, "expression");
    let expected = "values = []\n\
        if ak_is_group_member(request.user, name=\"Portainer Users\"):\n    values.append(\"user\")\n\
        if ak_is_group_member(request.user, name=\"Portainer Admins\"):\n    values.append(\"admin\")\n\
        return {\"portainer_teams\": values}";
    assert_eq!(expression, json!(expected));
    assert_eq!(desired.of(Kind::Binding).count(), 2);
    assert_eq!(desired.of(Kind::Group).count(), 0);
}

#[test]
fn missing_groups_are_named_or_made() {
    let prepared_with =
        |create_groups| prepared(&TEAMS, Wishes { create_groups, ..Wishes::default() }).expect("a preset");
    let failure = compiled(&prepared_with(false), &fresh(&[]), "2025.10.3").expect_err("no groups");
    for part in ["`Portainer Admins`", "`Portainer Users`"] {
        assert!(failure.message.contains(part), "{failure}");
    }
    let desired = compiled(&prepared_with(true), &fresh(&[]), "2025.10.3").expect("groups may be made");
    assert_eq!(desired.of(Kind::Group).count(), 2);
}

#[test]
fn a_group_called_admin_does_not_become_administrator_of_portainer() {
    let mut sets = TEAMS.to_vec();
    let facts = fresh(&["Portainer Users", "Portainer Admins", "admin"]);
    assert!(compiled(&prepared(&sets, Wishes::default()).expect("a preset"), &facts, "2025.10.3").is_ok());
    sets.push("teams_claim=groups");
    let failure =
        compiled(&prepared(&sets, Wishes::default()).expect("a preset"), &facts, "2025.10.3").expect_err("forgeable");
    assert!(failure.message.contains("a group called `admin`"), "{failure}");
}

/// What to enter in Portainer.
fn entered(sets: &[&str]) -> Settings {
    let prepared = prepared(sets, Wishes::default()).expect("a preset");
    let values = Values {
        context: &prepared.context,
        scopes: &prepared.scopes(),
        credentials: &Credentials { client_id: Some("id-1".to_owned()), client_secret: None, ..Credentials::default() },
        published: &Published::default(),
        version: &Version::new(2025, 10, 3),
    };
    settings(&preset().client, &values, Secrecy::Hide).expect("it can be filled in")
}

#[test]
fn what_is_entered_fits_what_authentik_gets() {
    let settings = entered(&["app_url=https://company:9443/portainer/", "teams=true", "team=A & B=a.b:Crew"]);
    let table = [
        ("Redirect URL", "https://company:9443/portainer/"),
        ("Scopes", "email openid profile portainer_teams"),
        ("Claim name", "portainer_teams"),
        ("Statically assigned teams, 1: claim value regex", "^a\\.b$"),
        ("Statically assigned teams, 1: maps to team", "Crew"),
        ("Default team", "No team"),
        ("Authorization URL", "https://auth.company/application/o/authorize/"),
        ("Logout URL", "https://auth.company/application/o/portainer/end-session/"),
    ];
    for (key, value) in table {
        let setting = settings.settings.iter().find(|setting| setting.key == key);
        assert_eq!(setting.and_then(|setting| setting.value.as_deref()), Some(value), "{key}");
    }
    assert!(settings.settings.iter().any(|setting| setting.secret && setting.value.is_none()));
}

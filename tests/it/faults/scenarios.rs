//! Integrations that stretch what akctl does in authentik, disturbed on three versions.

use super::Tally;
use super::judge::{Found, Scenario, Scene, watch};
use super::trouble::{FAULTS, Length};
use crate::integrate::world::{Order, World};
use akctl::compile::{DEFAULT_CERTIFICATE, RequireMfa, WithoutDevice};
use akctl::plan::Permissions;
use std::rc::Rc;

fn of(name: &str, before: Option<Order>, order: Order) -> Scenario {
    Scenario::new(name.to_owned(), before, order)
}

pub fn scenarios() -> Vec<Scenario> {
    let plain = || Order::portainer(&[]);
    let teams = || Order::portainer(&["teams=true", "bind_teams=true"]).bound_to(&["Operators"]);
    let mut swap = plain().bound_to(&["Newcomers"]);
    swap.permissions = Permissions { exact: true, ..Permissions::default() };
    let mut icon = swap.clone();
    icon.wishes.icon = Some("https://icons.company/portainer.png".to_owned());
    let mut all = vec![
        of("fresh", None, plain()),
        of("fresh with teams, groups and bindings", None, teams()).all_of(&[
            "Operators",
            "Portainer Users",
            "Portainer Admins",
        ]),
        of("teams and bindings added", Some(plain()), teams()),
        of("changed address", Some(plain()), Order { sets: vec!["app_url=https://elsewhere.company"], ..plain() }),
        of("another group in place of one", Some(plain().bound_to(&["Operators"])), swap)
            .one_of(&["Operators", "Newcomers"]),
        of("another group in place of one, and an icon", Some(plain().bound_to(&["Operators"])), icon)
            .one_of(&["Operators", "Newcomers"]),
    ];
    all.extend(of_other_kinds());
    all
}

/// The policy that says who may use Portainer.
const POLICY: &str = "portainer: access (akctl)";

const METADATA: &str = r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.company/m">
  <SPSSODescriptor><AssertionConsumerService Location="https://sp.company/acs" index="0"
    Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"/></SPSSODescriptor></EntityDescriptor>"#;

/// Integrations that need other objects than an `OAuth2` provider and an application.
fn of_other_kinds() -> Vec<Scenario> {
    let with_mfa = |mut order: Order, without_device| {
        order.wishes.require_mfa = Some(RequireMfa { without_device, lasts: None });
        order
    };
    let saml = || Order { files: vec![("metadata", METADATA)], ..Order::of("saml", &[]) }.named("Payroll");
    let elsewhere = Order { sets: vec!["acs=https://sp.company/new"], ..saml() };
    let token = || vec![("scim_token", "a-token-of-the-target")];
    let scim = |url| Order { files: token(), ..Order::of("scim", &[url]) }.named("People");
    let with_key = |mut order: Order| {
        order.wishes.signing_key = Some(DEFAULT_CERTIFICATE.to_owned());
        order
    };
    let mut policy = Order::portainer(&[]).bound_to(&["Crew"]);
    policy.wishes.networks = vec!["10.0.0.0/8".to_owned()];
    policy.wishes.icon = Some("https://icons.company/portainer.png".to_owned());
    let certificate = || Order::of("proxmox-ve", &["node=https://pve1.company:8006"]);
    vec![
        of("SAML", None, saml().bound_to(&["Staff"])).one_of(&["Staff"]),
        of("SAML, another address", Some(saml()), elsewhere),
        of("a proxy", None, Order::of("proxy", &["app_url=https://a.company"]).named("Wiki").bound_to(&["Staff"]))
            .one_of(&["Staff"]),
        of("SCIM", None, scim("scim_url=https://app.company/scim/v2")),
        of(
            "SCIM, another address",
            Some(scim("scim_url=https://app.company/scim/v2")),
            scim("scim_url=https://app.company/other/v2"),
        ),
        of("a source", None, Order::of("scim-source", &[]).named("Personnel")),
        of("a certificate of its own", None, certificate()),
        of("another certificate for what is there", Some(with_key(certificate())), certificate()),
        of("a policy in place of a group", Some(Order::portainer(&[]).bound_to(&["Crew"])), policy)
            .one_of(&["Crew", POLICY]),
        of("a second factor", None, with_mfa(Order::portainer(&[]), WithoutDevice::Enrol)).second_factor(),
        of("a second factor added", Some(Order::portainer(&[])), with_mfa(Order::portainer(&[]), WithoutDevice::Deny)),
    ]
}

/// All of them take minutes. Where `AKCTL_ALL_FAULTS` is not set, each run in so many is made,
/// and each version begins with another one.
const SAMPLE: usize = 47;

fn all_faults_on(version: &str, begin: usize) {
    let mut tally = Tally::from(begin);
    for scenario in scenarios() {
        let scene = Scene::of(version, &scenario);
        for (at, request) in scene.requests.iter().enumerate() {
            // Before the first write nothing can be left; some faults are enough there.
            for fault in FAULTS.into_iter().step_by(if at < scene.first_write() { 5 } else { 1 }) {
                for length in [Length::Once, Length::FromThenOn] {
                    if tally.takes(SAMPLE) {
                        let place = format!("{version}, {}: {fault:?} {length:?} at {at} ({request})", scenario.name);
                        tally.add(&place, scene.disturbed(fault, length, at));
                    }
                }
            }
        }
    }
    tally.end(&format!("scenarios on {version}"));
}

#[test]
fn faults_on_2024_8() {
    all_faults_on("2024.8.6", 0);
}

#[test]
fn faults_on_2025_10() {
    all_faults_on("2025.10.3", 13);
}

#[test]
fn faults_on_2026_8() {
    all_faults_on("2026.8.5", 29);
}

#[test]
fn the_watch_sees_an_open_application() {
    let scenario = scenarios().remove(1);
    let world = World::new("2025.10.3");
    world.clean(&Order::portainer(&[])).expect("integrated without bindings");
    let found = Found::default();
    watch(scenario.guard, Rc::clone(&found))(&world, "this request");
    assert_eq!(found.borrow().len(), 1);
}

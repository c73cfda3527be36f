//! Every request of a run fails in every way that requests fail in: afterwards authentik holds
//! what it held before, or the whole integration, or the error names what is left.

mod state;
pub(crate) mod trouble;

use super::world::{Order, World};
use akctl::compile::{DEFAULT_CERTIFICATE, RequireMfa, WithoutDevice};
use akctl::error::Failure;
use akctl::plan::Permissions;
use state::State;
use std::cell::RefCell;
use std::rc::Rc;
use trouble::{FAULTS, Fault, Length, Trouble};

/// One integration to be disturbed.
struct Scenario {
    name: &'static str,
    /// What was integrated before, without trouble.
    before: Option<Order>,
    order: Order,
    /// Groups of which the application must be bound to all whenever it has a provider.
    all_of: &'static [&'static str],
    /// Groups of which it must be bound to one at least whenever it has a provider.
    one_of: &'static [&'static str],
    /// Whether nobody may get through without a second factor whenever it has a provider.
    second_factor: bool,
}

fn scenarios() -> Vec<Scenario> {
    let plain = || Order::portainer(&[]);
    let teams = || Order::portainer(&["teams=true", "bind_teams=true"]).bound_to(&["Operators"]);
    let of = |name, before, order| Scenario { name, before, order, all_of: &[], one_of: &[], second_factor: false };
    let mut swap = plain().bound_to(&["Newcomers"]);
    swap.permissions = Permissions { exact: true, ..Permissions::default() };
    let mut icon = swap.clone();
    icon.wishes.icon = Some("https://icons.company/portainer.png".to_owned());
    let mut all = vec![
        of("fresh", None, plain()),
        Scenario {
            all_of: &["Operators", "Portainer Users", "Portainer Admins"],
            ..of("fresh with teams, groups and bindings", None, teams())
        },
        of("teams and bindings added", Some(plain()), teams()),
        of("changed address", Some(plain()), Order { sets: vec!["app_url=https://elsewhere.company"], ..plain() }),
        Scenario {
            one_of: &["Operators", "Newcomers"],
            ..of("another group in place of one", Some(plain().bound_to(&["Operators"])), swap)
        },
        Scenario {
            one_of: &["Operators", "Newcomers"],
            ..of("another group in place of one, and an icon", Some(plain().bound_to(&["Operators"])), icon)
        },
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
    let of = |name, before, order| Scenario { name, before, order, all_of: &[], one_of: &[], second_factor: false };
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
        Scenario { one_of: &["Staff"], ..of("SAML", None, saml().bound_to(&["Staff"])) },
        of("SAML, another address", Some(saml()), elsewhere),
        Scenario {
            one_of: &["Staff"],
            ..of("a proxy", None, Order::of("proxy", &["app_url=https://a.company"]).named("Wiki").bound_to(&["Staff"]))
        },
        of("SCIM", None, scim("scim_url=https://app.company/scim/v2")),
        of(
            "SCIM, another address",
            Some(scim("scim_url=https://app.company/scim/v2")),
            scim("scim_url=https://app.company/other/v2"),
        ),
        of("a source", None, Order::of("scim-source", &[]).named("Personnel")),
        of("a certificate of its own", None, certificate()),
        of("another certificate for what is there", Some(with_key(certificate())), certificate()),
        Scenario {
            one_of: &["Crew", POLICY],
            ..of("a policy in place of a group", Some(Order::portainer(&[]).bound_to(&["Crew"])), policy)
        },
        Scenario {
            second_factor: true,
            ..of("a second factor", None, with_mfa(Order::portainer(&[]), WithoutDevice::Enrol))
        },
        of("a second factor added", Some(Order::portainer(&[])), with_mfa(Order::portainer(&[]), WithoutDevice::Deny)),
    ]
}

/// Makes the world of a scenario, and says how many requests the disturbed run takes.
fn prepare(version: &str, scenario: &Scenario) -> World {
    let world = World::new(version);
    if let Some(before) = &scenario.before {
        world.clean(before).unwrap_or_else(|failure| panic!("{}: {failure}", scenario.name));
    }
    world
}

/// What went wrong with one disturbed run; empty if nothing did.
fn disturbed(
    version: &str,
    scenario: &Scenario,
    fault: Fault,
    length: Length,
    at: usize,
    whole: &State,
) -> Vec<String> {
    let world = prepare(version, scenario);
    let before = State::of(&mut world.sandbox.borrow_mut());
    let open = Rc::new(RefCell::new(Vec::new()));
    let transport = Rc::new(Trouble::new(&world, fault, length, at, watch(scenario, Rc::clone(&open))));
    let result = world.integrate(transport, &scenario.order);
    let after = State::of(&mut world.sandbox.borrow_mut());
    let mut wrong: Vec<String> = open.borrow().clone();
    match &result {
        Ok(_) if after.names() != whole.names() => wrong.push(format!("said it was done, and there is {after:?}")),
        Ok(_) => {}
        // As if it had never been: a second run is a first one.
        Err(_) if before == after => return wrong,
        Err(failure) => wrong.extend(judge(failure, &before, &after, whole)),
    }
    let again = world.clean(&scenario.order);
    let finally = State::of(&mut world.sandbox.borrow_mut());
    match again {
        Err(failure) => wrong.push(format!("the second run fails: {failure}")),
        Ok(_) if finally.names() != whole.names() => wrong.push(format!("the second run leaves {finally:?}")),
        Ok(_) => match world.clean(&scenario.order) {
            Ok(done) if done.plan.is_empty() => {}
            Ok(done) => wrong.push(format!("the third run has something to do: {:?}", done.plan.changes)),
            Err(failure) => wrong.push(format!("the third run fails: {failure}")),
        },
    }
    let failed = result.err().map(|failure| format!("{failure} / {}", failure.hints.join(" / ")));
    wrong.into_iter().map(|what| format!("{what}\n      ({})", failed.as_deref().unwrap_or("done"))).collect()
}

/// After a failure everything is as it was, or the hints name what is not.
fn judge(failure: &Failure, before: &State, after: &State, whole: &State) -> Vec<String> {
    if before == after || after.names() == whole.names() && before.names() != whole.names() {
        return Vec::new();
    }
    let hints = failure.hints.join("\n");
    let mut wrong = Vec::new();
    for name in after.differs(before) {
        // Bindings are part of their application, and memberships are told by their own names.
        let of_application = name.strip_prefix("binding ").and_then(|rest| rest.split_once(':'));
        let of_application = of_application.is_some_and(|(slug, _)| hints.contains(&format!("application {slug}")));
        if !hints.contains(&name) && !of_application {
            wrong.push(format!("the error does not name the {name}, which is left or changed"));
        }
    }
    for hint in failure.hints.iter().filter(|hint| hint.starts_with("left behind")) {
        if !after.differs(before).iter().any(|name| hint.contains(name)) {
            wrong.push(format!("the error names what is not left: {hint}"));
        }
    }
    wrong
}

/// Looks after each request whether the application is protected.
fn watch(scenario: &Scenario, found: Rc<RefCell<Vec<String>>>) -> impl Fn(&World, &str) + 'static {
    let Scenario { all_of, one_of, second_factor, .. } = *scenario;
    move |world, request| {
        if second_factor
            && !request.contains("(GET ")
            && found.borrow().is_empty()
            && let Some(what) = State::without_second_factor(&mut world.sandbox.borrow_mut())
        {
            found.borrow_mut().push(format!("after {request} nobody is asked for a second factor: {what}"));
        }
        if all_of.is_empty() && one_of.is_empty() || request.contains("(GET ") {
            return;
        }
        for bound in State::groups_of_reachable(&mut world.sandbox.borrow_mut()) {
            let has = |group: &&str| bound.iter().any(|name| name == group);
            let safe = all_of.iter().all(has) && (one_of.is_empty() || one_of.iter().any(has));
            if !safe && found.borrow().is_empty() {
                found.borrow_mut().push(format!("after {request} it can be reached with the bindings {bound:?}"));
            }
        }
    }
}

/// All of them take minutes. Where `AKCTL_ALL_FAULTS` is not set, each run in so many is made,
/// and each version begins with another one.
const SAMPLE: usize = 12;

fn all_faults_on(version: &str, begin: usize) {
    let sample = if std::env::var_os("AKCTL_ALL_FAULTS").is_some() { 1 } else { SAMPLE };
    let (mut runs, mut possible, mut violations) = (0, begin, Vec::new());
    for scenario in scenarios() {
        let world = prepare(version, &scenario);
        let count = Trouble::counting(&world);
        world.integrate(count.clone(), &scenario.order).unwrap_or_else(|f| panic!("{}: {f}", scenario.name));
        let whole = State::of(&mut world.sandbox.borrow_mut());
        let first_write = (0..count.sent()).find(|at| !count.request(*at).starts_with("GET ")).unwrap_or_default();
        for at in 0..count.sent() {
            // Before the first write nothing can be left; some faults are enough there.
            for fault in FAULTS.into_iter().step_by(if at < first_write { 5 } else { 1 }) {
                for length in [Length::Once, Length::FromThenOn] {
                    possible += 1;
                    if !possible.is_multiple_of(sample) {
                        continue;
                    }
                    runs += 1;
                    for what in disturbed(version, &scenario, fault, length, at, &whole) {
                        let request = count.request(at);
                        let place = format!("{}: {fault:?} {length:?} at {at} ({request})", scenario.name);
                        println!("{version}, {place}: {what}");
                        violations.push(format!("{place}: {what}"));
                    }
                }
            }
        }
    }
    println!("{version}: {runs} disturbed runs, {} violations", violations.len());
    assert!(violations.is_empty(), "{} of {runs} runs:\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn faults_on_2024_8() {
    all_faults_on("2024.8.6", 0);
}

#[test]
fn faults_on_2025_10() {
    all_faults_on("2025.10.3", 1);
}

#[test]
fn faults_on_2026_8() {
    all_faults_on("2026.8.5", 2);
}

#[test]
fn the_watch_sees_an_open_application() {
    let scenario = scenarios().remove(1);
    let world = World::new("2025.10.3");
    world.clean(&Order::portainer(&[])).expect("integrated without bindings");
    let found = Rc::new(RefCell::new(Vec::new()));
    watch(&scenario, Rc::clone(&found))(&world, "this request");
    assert_eq!(found.borrow().len(), 1);
}

//! Every request of a removal fails in every way that requests fail in: the application is never
//! open meanwhile, and a second run finishes.

use crate::faults::trouble::{FAULTS, Fault, Length, Trouble};
use crate::integrate::world::{ADDRESS, Order, World, list};
use akctl::apply::removal::remove;
use akctl::authentik::retry::Clock;
use akctl::authentik::transport::Transport;
use akctl::authentik::{Client, ClientOptions};
use akctl::compile::{RequireMfa, WithoutDevice};
use akctl::error::{Failure, Kind};
use akctl::interrupt::Interrupt;
use akctl::model::Secret;
use akctl::observe::removal::removal;
use akctl::plan::Plan;
use akctl::plan::removal::plan;
use async_trait::async_trait;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// Does not wait.
struct NoTime;

#[async_trait(?Send)]
impl Clock for NoTime {
    async fn sleep(&self, _: Duration) {}

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
}

/// An integration with one object of every kind that a removal knows.
fn prepared(version: &str) -> World {
    let world = World::new(version);
    let mut order = Order::portainer(&["teams=true"]);
    order.wishes.bind_groups = vec!["Crew".to_owned()];
    order.wishes.create_groups = true;
    order.wishes.networks = vec!["10.0.0.0/8".to_owned()];
    order.wishes.require_mfa = Some(RequireMfa { without_device: WithoutDevice::Enrol, lasts: None });
    world.clean(&order).expect("integrated");
    let make = |path: &str, body: Value| {
        let (status, made) = world.api("POST", path, &body);
        assert!((200..300).contains(&status), "{path}: {made}");
        made
    };
    make(
        "crypto/certificatekeypairs/generate/",
        json!({"common_name": "portainer: signing key (akctl)", "validity_days": 9, "alg": "rsa"}),
    );
    let push = json!({"name": "portainer: SCIM (akctl)", "url": "https://portainer.company/scim", "token": "t"});
    let push = make("providers/scim/", push);
    let (status, _) =
        world.api("PATCH", "core/applications/portainer/", &json!({"backchannel_providers": [push["pk"]]}));
    assert_eq!(status, 200);
    make("sources/scim/", json!({"name": "Portainer (akctl)", "slug": "portainer"}));
    world
}

/// One run as the command makes it, with `--yes`.
fn run(world: &World, transport: Rc<dyn Transport>, interrupt: &Interrupt) -> Result<Plan, Failure> {
    let token = Some(Secret::new(world.sandbox.borrow().token().to_owned()));
    let options = ClientOptions { token, clock: Rc::new(NoTime), ..ClientOptions::default() };
    let client = Client::new(ADDRESS.parse().expect("an address"), transport, options)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let (_, seen) = removal(&client, "portainer").await?;
        let plan = plan(&seen);
        if let Some(conflict) = plan.conflicts.first() {
            return Err(Failure::new(Kind::Decision, conflict.what.clone()));
        }
        remove(&client, &plan, interrupt).await?;
        Ok(plan)
    })
}

/// The names of everything that bears the mark.
fn ours(world: &World) -> BTreeSet<String> {
    let lists = [
        "core/applications/?superuser_full_list=true",
        "crypto/certificatekeypairs/?page_size=100",
        "flows/instances/?page_size=100",
        "policies/expression/?page_size=100",
        "propertymappings/provider/scope/?page_size=100",
        "providers/all/?page_size=100",
        "sources/scim/?page_size=100",
        "stages/all/?page_size=100",
    ];
    let mut sandbox = world.sandbox.borrow_mut();
    let objects = lists.iter().flat_map(|path| list(&mut sandbox, path)).collect::<Vec<_>>();
    let names = objects.iter().filter_map(|object| object["name"].as_str());
    names.filter(|name| name.ends_with(" (akctl)") || *name == "Portainer").map(str::to_owned).collect()
}

/// How an error names what is left: some kinds go by their slugs.
fn told(name: &str) -> &str {
    match name {
        "Portainer" => "application portainer",
        "Portainer (akctl)" => "SCIM source portainer",
        "Second factor for one application (akctl)" => "flow akctl-mfa-enrol-consent",
        name => name,
    }
}

/// Sees an application that is there with a provider and without its binding.
fn watch(found: Rc<RefCell<Vec<String>>>) -> impl Fn(&World, &str) + 'static {
    move |world, request| {
        let (status, application) = world.api("GET", "core/applications/portainer/", &Value::Null);
        if status == 404 {
            return;
        }
        let target = application["pk"].as_str().expect("an id").to_owned();
        let bindings = list(&mut world.sandbox.borrow_mut(), &format!("policies/bindings/?target={target}"));
        let is_bound = bindings.iter().any(|binding| binding["enabled"] == true && !binding["policy"].is_null());
        if !is_bound && found.borrow().is_empty() {
            found.borrow_mut().push(format!("after {request} the application is open"));
        }
    }
}

fn disturbed(version: &str, fault: Fault, length: Length, at: usize) -> Vec<String> {
    let world = prepared(version);
    let before = ours(&world);
    let open = Rc::new(RefCell::new(Vec::new()));
    let transport = Rc::new(Trouble::new(&world, fault, length, at, watch(Rc::clone(&open))));
    let result = run(&world, transport, &Interrupt::never());
    let left = ours(&world);
    let mut wrong = open.borrow().clone();
    match &result {
        Ok(_) if !left.is_empty() => wrong.push(format!("said it was done, and there is {left:?}")),
        Err(failure) if left != before => {
            let hints = failure.hints.join("\n");
            let unnamed = left.iter().filter(|name| !hints.contains(told(name)));
            wrong.extend(unnamed.map(|name| format!("the error does not name {name}, which is left: {hints}")));
        }
        _ => {}
    }
    if let Err(failure) = run(&world, world.plain(), &Interrupt::never()) {
        wrong.push(format!("the second run fails: {failure}"));
    }
    let finally = ours(&world);
    if !finally.is_empty() {
        wrong.push(format!("the second run leaves {finally:?}"));
    }
    wrong
}

fn all_faults_on(version: &str, begin: usize) {
    let world = prepared(version);
    let count = Trouble::counting(&world);
    let plan = run(&world, count.clone(), &Interrupt::never()).expect("removed");
    assert!(ours(&world).is_empty(), "{:?}", ours(&world));
    let requests: Vec<String> = (0..count.sent()).map(|at| count.request(at)).collect();
    let deletes = requests.iter().filter(|request| request.starts_with("DELETE")).count();
    assert_eq!(deletes, plan.changes.iter().filter(|change| change.write.contains_key("pk")).count());
    let (mut possible, mut wrong) = (begin, Vec::new());
    for (at, request) in requests.iter().enumerate() {
        // Before the first removal nothing can be left; some faults are enough there.
        let sample = if request.starts_with("DELETE") { 13 } else { 61 };
        for fault in FAULTS {
            for length in [Length::Once, Length::FromThenOn] {
                possible += 1;
                if !possible.is_multiple_of(sample) && std::env::var_os("AKCTL_ALL_FAULTS").is_none() {
                    continue;
                }
                let place = format!("{fault:?} {length:?} at {at} ({request})");
                wrong.extend(disturbed(version, fault, length, at).into_iter().map(|what| format!("{place}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{version}: {}", wrong.join("\n"));
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
    let world = prepared("2025.10.3");
    let binding = list(&mut world.sandbox.borrow_mut(), "policies/bindings/").remove(0);
    let (status, _) =
        world.api("DELETE", &format!("policies/bindings/{}/", binding["pk"].as_str().expect("an id")), &Value::Null);
    assert_eq!(status, 204);
    let found = Rc::new(RefCell::new(Vec::new()));
    watch(Rc::clone(&found))(&world, "this request");
    assert_eq!(found.borrow().len(), 1);
}

#[test]
fn who_stops_it_is_told_what_is_left() {
    let world = prepared("2026.8.5");
    let (interrupt, ask) = Interrupt::pair();
    let stop = move |_: &World, request: &str| {
        if request.contains("DELETE core/applications/") {
            ask.send(true).expect("heard");
        }
    };
    let transport = Rc::new(Trouble::new(&world, Fault::Refused, Length::Once, usize::MAX, stop));
    let failure = run(&world, transport, &interrupt).expect_err("interrupted");
    assert_eq!(failure.kind, Kind::Interrupted);
    let hints = failure.hints.join("\n");
    for part in ["removed: the application portainer", "the provider portainer (akctl)"] {
        assert!(hints.contains("the same command removes what is left") && hints.contains(part), "{part}: {hints}");
    }
    assert_eq!(world.api("GET", "core/applications/portainer/", &Value::Null).0, 404);
    run(&world, world.plain(), &Interrupt::never()).expect("finished");
    assert!(ours(&world).is_empty());
}

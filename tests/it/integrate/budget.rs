//! How many requests an integration takes, and in how many rounds.

use super::world::{Order, World};
use crate::support::VERSIONS;
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::session::in_process::InProcess;
use async_trait::async_trait;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Lets a round end only when nothing more can begin without one of its answers. Then all of its
/// answers come at once, and what begins after is the next round.
struct Rounds {
    inner: Rc<InProcess>,
    open: Cell<usize>,
    sent: RefCell<Vec<(usize, String)>>,
}

/// So often everything else may run before a round is taken to be complete.
const PATIENCE: usize = 50;

#[async_trait(?Send)]
impl Transport for Rounds {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let mine = self.open.get();
        self.sent.borrow_mut().push((mine, format!("{} {}", request.method.as_str(), request.url)));
        for _ in 0..PATIENCE {
            tokio::task::yield_now().await;
            if self.open.get() > mine {
                break;
            }
        }
        self.open.set(self.open.get().max(mine + 1));
        self.inner.send(request).await
    }
}

/// Requests and rounds of one run.
fn count(world: &World, order: &Order) -> (usize, usize, Vec<(usize, String)>) {
    let transport = Rc::new(Rounds { inner: world.plain(), open: Cell::new(0), sent: RefCell::default() });
    world.integrate(transport.clone(), order).expect("integrated");
    let sent = transport.sent.borrow().clone();
    (sent.len(), transport.open.get(), sent)
}

#[track_caller]
fn within(what: &str, counted: (usize, usize, Vec<(usize, String)>), requests: usize, rounds: usize) {
    let (sent, took, list) = counted;
    println!("{what}: {sent} requests in {took} rounds");
    assert!(sent <= requests && took <= rounds, "{what}: {sent} requests in {took} rounds: {list:#?}");
}

#[test]
fn a_fresh_integration_and_a_repeat_keep_to_their_budget() {
    for version in VERSIONS {
        let (world, order) = (World::new(version), Order::portainer(&[]));
        within(&format!("{version}, fresh"), count(&world, &order), 9, 3);
        within(&format!("{version}, repeat"), count(&world, &order), 8, 2);
        let moved = Order { sets: vec!["app_url=https://elsewhere.company"], ..order };
        within(&format!("{version}, another address"), count(&world, &moved), 10, 4);
    }
}

#[test]
fn bindings_cost_a_look_and_groups_a_round() {
    for version in VERSIONS.into_iter().filter(|version| *version != "2024.8.6") {
        let world = World::new(version);
        let group = serde_json::json!({"name": "Operators"});
        assert_eq!(world.api("POST", "core/groups/", &group).0, 201);
        let mut order = Order::portainer(&[]).bound_to(&["Operators"]);
        order.wishes.create_groups = false;
        // The group is asked for beside the rest; the bindings are read back after the application.
        within(&format!("{version}, fresh and bound"), count(&world, &order), 12, 4);
        within(&format!("{version}, bound, repeat"), count(&world, &order), 9, 2);
    }
}

#[test]
fn teams_cost_their_groups_and_their_mapping() {
    for version in VERSIONS {
        let world = World::new(version);
        for name in ["Portainer Users", "Portainer Admins"] {
            assert_eq!(world.api("POST", "core/groups/", &serde_json::json!({ "name": name })).0, 201);
        }
        let order = Order::portainer(&["teams=true"]);
        within(&format!("{version}, fresh with teams"), count(&world, &order), 12, 4);
        within(&format!("{version}, with teams, repeat"), count(&world, &order), 10, 2);
    }
}

#[test]
fn a_chain_of_requests_counts_as_rounds() {
    let world = World::new("2024.8.6");
    let order = Order::portainer(&[]).bound_to(&["Operators"]);
    let (requests, rounds, list) = count(&world, &order);
    println!("2024.8.6, fresh, group created and bound: {requests} requests in {rounds} rounds");
    assert!(rounds >= 7, "group, provider, application, binding, look and the provider follow each other: {list:#?}");
}

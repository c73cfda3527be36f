//! Who may open the application.

use super::portainer;
use super::world::{Order, World, list};
use crate::support::{Server, VERSIONS};
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::session::in_process::InProcess;
use async_trait::async_trait;
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn only_members_of_a_bound_group_are_let_in() {
    for version in VERSIONS {
        let server = Server::start(version);
        let group = server.group("Operators");
        server.join(&group, "anna");
        let report = portainer(&server).args(["--bind-group", "Operators"]).json();
        assert!(server.lets_in("portainer", "anna"), "{version}");
        assert!(!server.lets_in("portainer", "ben"), "{version}");
        assert_eq!(report["warnings"], serde_json::json!([]), "{version}");
        let bindings = server.bindings_of("portainer");
        assert_eq!(bindings.len(), 1, "{version}");
        assert_eq!((&bindings[0]["enabled"], &bindings[0]["negate"]), (&Value::from(true), &Value::from(false)));

        server.forget();
        portainer(&server).args(["--bind-group", "Operators"]).ok();
        assert!(server.writes().is_empty(), "{version}");
    }
}

#[test]
fn several_groups_are_alternatives() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.join(&server.group("Operators"), "anna");
        server.join(&server.group("Auditors"), "ben");
        portainer(&server).args(["--bind-group", "Operators", "--bind-group", "Auditors"]).ok();
        let let_in = ["anna", "ben", "cleo"].map(|user| server.lets_in("portainer", user));
        assert_eq!(let_in, [true, true, false], "{version}");
    }
}

#[test]
fn a_group_added_later_lets_in_and_another_stays_unless_exact() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.join(&server.group("Operators"), "anna");
        server.join(&server.group("Auditors"), "ben");
        portainer(&server).args(["--bind-group", "Operators"]).ok();
        let report = portainer(&server).args(["--bind-group", "Auditors"]).json();
        assert!(report["changes"].to_string().contains("group Operators stays"), "{version}: {report}");
        assert!(server.lets_in("portainer", "anna") && server.lets_in("portainer", "ben"), "{version}");
        portainer(&server).args(["--bind-group", "Auditors", "--exact"]).ok();
        assert!(!server.lets_in("portainer", "anna") && server.lets_in("portainer", "ben"), "{version}");
    }
}

#[test]
fn exact_without_a_wanted_binding_keeps_the_last_ones_and_says_so() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.join(&server.group("Operators"), "anna");
        portainer(&server).args(["--bind-group", "Operators"]).ok();
        server.forget();
        let ran = portainer(&server).args(["--exact"]).ok();
        assert!(ran.stderr.contains("Operators stays although --exact was given"), "{}", ran.stderr);
        assert!(server.writes().is_empty(), "{version}");
        assert!(!server.lets_in("portainer", "ben"), "{version}");
    }
}

/// Looks after each request whether the application can be reached without its binding.
pub(super) struct Watching {
    inner: Rc<InProcess>,
    world: World,
    bindings: usize,
    pub reachable: Cell<bool>,
}

impl Watching {
    /// That many bindings are the least with which it may be reached.
    pub(super) fn new(world: &World, bindings: usize) -> Self {
        Self { inner: world.plain(), world: world.same(), bindings, reachable: Cell::new(false) }
    }
}

#[async_trait(?Send)]
impl Transport for Watching {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let response = self.inner.send(request).await;
        let mut sandbox = self.world.sandbox.borrow_mut();
        for application in list(&mut sandbox, "core/applications/?superuser_full_list=true") {
            if application["provider"].is_null() {
                continue;
            }
            self.reachable.set(true);
            let target = application["pk"].as_str().expect("text");
            let bindings = list(&mut sandbox, &format!("policies/bindings/?target={target}"));
            assert_eq!(bindings.len(), self.bindings, "after {} {}", request.method.as_str(), request.url);
        }
        response
    }
}

#[test]
fn no_moment_at_which_the_application_is_open() {
    for version in VERSIONS {
        let world = World::new(version);
        let watching = Rc::new(Watching::new(&world, 2));
        let order = Order::portainer(&[]).bound_to(&["Operators", "Auditors"]);
        world.integrate(watching.clone(), &order).expect("integrated");
        assert!(watching.reachable.get(), "{version}");
    }
}

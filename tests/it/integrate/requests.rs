//! What akctl sends, against authentik's own schema documents, where those are.

use super::world::{ADDRESS, Order, World};
use crate::sandbox::schema::Judge;
use akctl::authentik::transport::{Body, Request, Response, Transport, TransportError};
use akctl::session::in_process::InProcess;
use async_trait::async_trait;
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// Carries requests, and keeps the bodies that it saw.
struct Witness {
    inner: Rc<InProcess>,
    seen: RefCell<Vec<(&'static str, String, Value)>>,
}

#[async_trait(?Send)]
impl Transport for Witness {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if let Body::Json(body) = &request.body {
            let path = request.url.trim_start_matches(ADDRESS).trim_start_matches("/api/v3").to_owned();
            self.seen.borrow_mut().push((request.method.as_str(), path, body.clone()));
        }
        self.inner.send(request).await
    }
}

/// Versions with a schema document; what a pre-release of 2026.5 drops without a word is sent all
/// the same, so those are not among them.
const DESCRIBED: [&str; 6] = ["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.8.5"];

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn every_body_is_what_the_schema_says() {
    for version in DESCRIBED {
        let Some(mut judge) = Judge::of(version) else {
            eprintln!("skipped: no schema of {version} here");
            continue;
        };
        let world = World::new(version);
        let witness = Rc::new(Witness { inner: world.plain(), seen: RefCell::default() });
        let mut order = Order::portainer(&["teams=true", "bind_teams=true"]).bound_to(&["Operators"]);
        order.wishes.icon = Some("https://portainer.company/icon.png".to_owned());
        world
            .integrate(Rc::<Witness>::clone(&witness), &order)
            .unwrap_or_else(|failure| panic!("{version}: {failure}"));
        order.sets[0] = "app_url=https://other.company";
        order.wishes.tile_group = Some("Containers".to_owned());
        world
            .integrate(Rc::<Witness>::clone(&witness), &order)
            .unwrap_or_else(|failure| panic!("{version}: {failure}"));
        let seen = witness.seen.borrow();
        assert!(seen.iter().any(|(method, _, _)| *method == "PATCH"), "{version}: {seen:?}");
        for (method, path, body) in seen.iter() {
            judge.request(method, path, body);
        }
        assert!(judge.complaints.is_empty(), "{version}: {:#?}", judge.complaints);
    }
}

#[test]
fn the_judge_complains_of_keys_and_types_that_no_schema_has() {
    let Some(mut judge) = Judge::of("2025.10.3") else { return };
    judge.request("PATCH", "/core/applications/portainer/", &serde_json::json!({"nonsense": 1, "name": 2}));
    assert_eq!(judge.complaints.len(), 2, "{:#?}", judge.complaints);
}

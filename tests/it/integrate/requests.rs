//! What akctl sends, against authentik's own schema documents, where those are.

use super::world::{ADDRESS, Order, World};
use crate::sandbox::schema::Judge;
use akctl::authentik::transport::{Body, Request, Response, Transport, TransportError};
use akctl::compile::{RequireMfa, WithoutDevice};
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
        for order in other_kinds() {
            let changed = Order { sets: order.1, ..order.0.clone() };
            for order in [order.0, changed] {
                world
                    .integrate(Rc::<Witness>::clone(&witness), &order)
                    .unwrap_or_else(|failure| panic!("{version}, {}: {failure}", order.preset));
            }
        }
        let seen = witness.seen.borrow();
        assert!(seen.iter().any(|(method, _, _)| *method == "PATCH"), "{version}: {seen:?}");
        for (method, path, body) in seen.iter() {
            judge.request(method, path, body);
        }
        assert!(judge.complaints.is_empty(), "{version}: {:#?}", judge.complaints);
    }
}

/// Integrations that need every other kind of object, and other inputs for a second run.
fn other_kinds() -> Vec<(Order, Vec<&'static str>)> {
    let mut guarded = Order::of("kestra", &["app_url=https://kestra.company"]);
    guarded.wishes.require_mfa =
        Some(RequireMfa { without_device: WithoutDevice::Enrol, lasts: Some("hours=8".to_owned()) });
    let saml = Order::of(
        "saml",
        &[
            "acs=https://sp.company/acs",
            "entity_id=sp",
            "logout_url=https://sp.company/sls",
            "logout_method=backchannel",
            "relay_state=x",
            "session_validity=hours=8",
        ],
    );
    let mut scim = Order::of("scim", &["scim_url=https://app.company/scim/v2", "scim_group=Staff"]).named("People");
    scim.files = vec![("scim_token", "a-token")];
    scim.wishes.create_groups = true;
    vec![
        (guarded, vec!["app_url=https://elsewhere.company"]),
        (saml.named("Payroll"), vec!["acs=https://sp.company/new", "entity_id=sp", "algorithm=rsa-sha512"]),
        (scim, vec!["scim_url=https://app.company/other", "scim_group=Staff"]),
        (Order::of("scim-source", &["user_path=staff"]).named("Personnel"), vec!["user_path=people"]),
        (Order::of("proxmox-ve", &["node=https://pve1.company:8006"]), vec!["node=https://pve2.company:8006"]),
    ]
}

#[test]
fn the_judge_complains_of_keys_and_types_that_no_schema_has() {
    let Some(mut judge) = Judge::of("2025.10.3") else { return };
    judge.request("PATCH", "/core/applications/portainer/", &serde_json::json!({"nonsense": 1, "name": 2}));
    assert_eq!(judge.complaints.len(), 2, "{:#?}", judge.complaints);
}

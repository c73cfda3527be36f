//! Somebody builds upon what is about to go, at every moment of a removal: what they built stays. Between
//! the last look at an object and its deletion, which are one request each, nobody can see anything, so
//! one moment for each is let pass.

use crate::integrate::world::{api, list};
use crate::support::hooked::Hooked;
use crate::support::{Akctl, Server};
use akctl::sandbox::Sandbox;
use serde_json::{Value, json};
use std::sync::Arc;

/// Portainer with a group, a network and a second factor, on this version.
fn prepared(version: &str) -> Sandbox {
    let server = Server::start(version);
    let flags = ["--require-mfa=enrol", "--allow-network", "10.0.0.0/8", "--bind-group", "Crew"];
    super::portainer(&server, &flags);
    server.sandbox().clone()
}

/// Something that somebody does to an authentik.
type Deed = fn(&mut Sandbox);

/// In how many moments of a removal the deed of somebody is undone by it, of how many.
fn undone(version: &str, deed: Deed, stands: fn(&mut Sandbox) -> bool) -> (usize, usize) {
    let base = prepared(version);
    let run = |server: &Hooked| {
        let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
        akctl.args(["remove", "portainer", "--yes"]).run()
    };
    let counting = Hooked::of(base.clone());
    assert_eq!(run(&counting).code, 0);
    let count = counting.asked();
    let mut undone = Vec::new();
    for at in 0..count {
        let server = Arc::new(Hooked::of(base.clone()));
        let inside = Arc::clone(&server);
        server.on(at, move || deed(&mut inside.sandbox()));
        run(&server);
        if !stands(&mut server.sandbox()) {
            undone.push(at);
        }
    }
    (undone.len(), count)
}

fn get(sandbox: &mut Sandbox, path: &str) -> Option<Value> {
    let (status, found) = api(sandbox, "GET", path, &Value::Null);
    (status == 200).then_some(found)
}

/// Makes an application of their own at a slug, with a provider that has this flow.
fn make_own(sandbox: &mut Sandbox, slug: &str, flow: &Value) {
    let body = json!({
        "name": "own", "authorization_flow": flow["pk"], "invalidation_flow": flow["pk"],
        "redirect_uris": [{"matching_mode": "strict", "url": "https://own.company/"}],
    });
    let (status, provider) = api(sandbox, "POST", "providers/oauth2/", &body);
    assert_eq!(status, 201, "{provider}");
    let body = json!({"name": "Own", "slug": slug, "provider": provider["pk"]});
    assert_eq!(api(sandbox, "POST", "core/applications/", &body).0, 201);
}

/// Gives an application of their own a provider with the shared flow, if that is still there.
fn use_the_flow(sandbox: &mut Sandbox) {
    let Some(flow) = get(sandbox, "flows/instances/akctl-mfa-enrol-consent/") else { return };
    make_own(sandbox, "own", &flow);
}

/// Whether that application, if it is there, has its provider.
fn has_its_provider(sandbox: &mut Sandbox) -> bool {
    get(sandbox, "core/applications/own/").is_none_or(|application| !application["provider"].is_null())
}

/// Binds an application of their own by the policy of this one.
fn use_the_policy(sandbox: &mut Sandbox) {
    let policies = list(sandbox, "policies/expression/?page_size=100");
    let Some(policy) = policies.iter().find(|policy| policy["name"] == "portainer: access (akctl)") else { return };
    let (_, own) = api(sandbox, "POST", "core/applications/", &json!({"name": "Own", "slug": "own"}));
    let body = json!({"target": own["pk"], "policy": policy["pk"], "order": 0});
    assert_eq!(api(sandbox, "POST", "policies/bindings/", &body).0, 201);
}

fn is_bound(sandbox: &mut Sandbox) -> bool {
    let Some(own) = get(sandbox, "core/applications/own/") else { return true };
    let target = own["pk"].as_str().expect("an id").to_owned();
    !list(sandbox, &format!("policies/bindings/?target={target}")).is_empty()
}

/// Puts an application of their own in the place of this one.
fn replace(sandbox: &mut Sandbox) {
    api(sandbox, "DELETE", "core/applications/portainer/", &Value::Null);
    let flow = get(sandbox, "flows/instances/default-provider-authorization-explicit-consent/").expect("there");
    make_own(sandbox, "portainer", &flow);
}

/// Gives the provider to an application of their own, in place of this one.
fn take_the_provider(sandbox: &mut Sandbox) {
    let providers = list(sandbox, "providers/oauth2/?page_size=100");
    let Some(provider) = providers.iter().find(|provider| provider["name"] == "portainer (akctl)") else { return };
    api(sandbox, "DELETE", "core/applications/portainer/", &Value::Null);
    let body = json!({"name": "Own", "slug": "own", "provider": provider["pk"]});
    assert_eq!(api(sandbox, "POST", "core/applications/", &body).0, 201);
}

fn is_theirs(sandbox: &mut Sandbox) -> bool {
    get(sandbox, "core/applications/portainer/").is_some_and(|application| application["name"] == "Own")
}

#[test]
fn a_provider_that_came_to_use_the_flow_stays() {
    for version in ["2024.8.6", "2026.8.5"] {
        let (undone, count) = undone(version, use_the_flow, has_its_provider);
        assert!(undone <= 1, "{version}: {undone} of {count}");
    }
}

#[test]
fn a_provider_that_another_application_has_by_now_stays() {
    for version in ["2024.8.6", "2026.8.5"] {
        let (undone, count) = undone(version, take_the_provider, has_its_provider);
        assert!(undone <= 1, "{version}: {undone} of {count}");
    }
}

#[test]
fn an_application_that_came_to_be_bound_by_the_policy_stays_closed() {
    for version in ["2024.8.6", "2026.8.5"] {
        let (undone, count) = undone(version, use_the_policy, is_bound);
        assert!(undone <= 1, "{version}: {undone} of {count}");
    }
}

#[test]
fn an_application_that_came_in_its_place_stays() {
    for version in ["2024.8.6", "2026.8.5"] {
        let (undone, count) = undone(version, replace, is_theirs);
        assert!(undone <= 1, "{version}: {undone} of {count}");
    }
}

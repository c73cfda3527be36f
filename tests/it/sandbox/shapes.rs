//! The keys and types of the main objects, as real servers of seven versions have them, in
//! `tests/fixtures/authentik/shapes.json`: for each object its keys, each with its types (`null or
//! string`) and, where not all seven versions have it, the versions that do (`string on 2025.12.4
//! 2026.2.2`). For machines without the recordings.

use super::Server;
use serde_json::{Map, Value, json};

const RECORDED: &[&str] =
    &["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.5.0-grants", "2026.5.0-rc1"];

#[test]
fn objects_have_the_keys_and_types_of_real_ones() {
    let shapes = include_str!("../../fixtures/authentik/shapes.json");
    let shapes: Map<String, Value> = serde_json::from_str(shapes).expect("a JSON object");
    for version in RECORDED {
        let objects = objects(&mut Server::new(version));
        for (name, shape) in &shapes {
            let object = objects[name.as_str()].as_object().unwrap_or_else(|| panic!("no {name} on {version}"));
            compare(version, name, object, shape.as_object().expect("a shape"));
        }
    }
}

fn compare(version: &str, name: &str, object: &Map<String, Value>, shape: &Map<String, Value>) {
    for (key, expected) in shape {
        let (types, versions) = expected
            .as_str()
            .and_then(|text| text.split_once(" on "))
            .unwrap_or((expected.as_str().unwrap_or_default(), version));
        let is_there = versions.split(' ').any(|known| known == version);
        assert_eq!(object.contains_key(key), is_there, "{name}/{key} on {version}");
        if let Some(value) = object.get(key).filter(|value| !value.is_null()) {
            let fits = types.split(" or ").any(|kind| kind == kind_of(value) || kind == "null");
            assert!(fits, "{name}/{key} on {version}: {types} expected, {value} found");
        }
    }
    for key in object.keys() {
        assert!(shape.contains_key(key), "{name}/{key} on {version} is not real");
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// One object of each kind.
fn objects(server: &mut Server) -> Value {
    let (application, provider) = server.application("app");
    let implicit = provider["authorization_flow"].clone();
    let flows = json!({"authorization_flow": implicit, "invalidation_flow": provider["invalidation_flow"]});
    let with = |more: Value| {
        let mut body = flows.clone();
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        body
    };
    let saml = server.post("providers/saml/", &with(json!({"name": "saml", "acs_url": "https://sp.example.com/acs"})));
    let scim = server.post("providers/scim/", &json!({"name": "scim", "url": "https://x.example.com", "token": "t"}));
    let proxy = with(json!({"name": "proxy", "external_host": "https://x.example.com", "mode": "forward_single"}));
    let proxy = server.post("providers/proxy/", &proxy);
    let ldap = server.post("providers/ldap/", &with(json!({"name": "ldap"})));
    let certificate = json!({"common_name": "own", "validity_days": 365});
    let certificate = server.post("crypto/certificatekeypairs/generate/", &certificate);
    let mapping = json!({"name": "own", "scope_name": "own", "expression": "return {}"});
    let mapping = server.post("propertymappings/provider/scope/", &mapping);
    let policy = server.post("policies/expression/", &json!({"name": "own", "expression": "return True"}));
    let binding = json!({"policy": policy["pk"], "target": application, "order": 0});
    let binding = server.post("policies/bindings/", &binding);
    let flow = json!({"name": "own", "title": "own", "slug": "own", "designation": "authorization"});
    let flow = server.post("flows/instances/", &flow);
    let stage = server.post("stages/authenticator/validate/", &json!({"name": "own", "not_configured_action": "deny"}));
    let flow_binding = json!({"target": flow["pk"], "stage": stage["pk"], "order": 0});
    let flow_binding = server.post("flows/bindings/", &flow_binding);
    let token = json!({"identifier": "own", "intent": "api", "user": server.user("anna")});
    let token = server.post("core/tokens/", &token);
    let discovery = server.browse("/application/o/app/.well-known/openid-configuration");
    json!({
        "provider": provider,
        "application": server.get("core/applications/app/"),
        "group": server.post("core/groups/", &json!({"name": "own"})),
        "user": server.get("core/users/?username=akadmin")["results"][0],
        "certificate": certificate,
        "flow": flow,
        "binding": binding,
        "mapping": mapping,
        "policy": policy,
        "saml": saml,
        "scim": scim,
        "proxy": proxy,
        "ldap": ldap,
        "stage": stage,
        "flow binding": flow_binding,
        "token": token,
        "outpost": server.get("outposts/instances/")["results"][0],
        "discovery": serde_json::from_slice::<Value>(&discovery.body).expect("JSON"),
        "setup_urls": server.get(&format!("providers/oauth2/{}/setup_urls/", provider["pk"])),
        "settings": server.get("admin/settings/"),
        "brand": server.get("core/brands/current/"),
    })
}

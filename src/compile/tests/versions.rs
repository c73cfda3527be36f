//! What is sent to which version of authentik.

use super::*;
use std::rc::Rc;

/// Versions with: grants and logout addresses, keys and flows of 2024.10, logout of 2025.10.
const TABLE: [(&str, bool, bool, bool); 8] = [
    ("2024.8.6", false, false, false),
    ("2024.10.5", false, true, false),
    ("2024.12.5", false, true, false),
    ("2025.8.4", false, true, false),
    ("2025.10.3", false, true, true),
    ("2026.2.2", false, true, true),
    ("2026.5.0", true, true, true),
    ("2026.8.5", true, true, true),
];

fn on(version: &str) -> Desired {
    desired_of(Wishes::default(), &[], &fresh(), version).unwrap_or_else(|failure| panic!("{version}: {failure}"))
}

#[test]
fn fields_are_sent_only_where_the_server_knows_them() {
    for (version, grants, keys_and_flows, logout) in TABLE {
        let desired = on(version);
        let provider = provider(&desired);
        let has = |name: &str| provider.fields.contains_key(name);
        assert_eq!(has("grant_types"), grants, "{version}");
        assert_eq!(has("encryption_key"), keys_and_flows, "{version}");
        assert_eq!(has("invalidation_flow"), keys_and_flows, "{version}");
        assert_eq!(has("logout_uri"), logout, "{version}");
        assert_eq!(has("logout_method"), logout, "{version}");
        for name in ["name", "client_type", "redirect_uris", "property_mappings", "signing_key", "authorization_flow"] {
            assert!(has(name), "{version}: {name}");
        }
        assert!(!has("include_claims_in_id_token"), "what the preset leaves open is left alone");
    }
}

#[test]
fn the_grants_are_those_of_the_preset() {
    let grants = json!(["authorization_code", "refresh_token"]);
    assert_eq!(plain(provider(&on("2026.5.0")), "grant_types"), Some(&grants));
}

#[test]
fn a_logout_address_never_becomes_an_ordinary_one() {
    for (version, typed, ..) in TABLE {
        let desired = on(version);
        let entries = plain(provider(&desired), "redirect_uris").and_then(Value::as_array).expect("a list");
        let bye: Vec<&Value> =
            entries.iter().filter(|entry| entry["url"].as_str().is_some_and(|url| url.ends_with("/bye"))).collect();
        assert_eq!(bye.len(), usize::from(typed), "{version}");
        assert!(bye.iter().all(|entry| entry["redirect_uri_type"] == "logout"), "{version}");
        let others = entries.iter().filter(|entry| !bye.contains(entry));
        assert!(others.into_iter().all(|entry| entry.get("redirect_uri_type").is_none()), "{version}");
    }
    let unsure = on("2026.5.0-rc1");
    let entries = plain(provider(&unsure), "redirect_uris").and_then(Value::as_array).expect("a list");
    assert_eq!(entries.len(), 1, "a pre-release that may drop the type gets no logout address");
}

#[test]
fn a_flow_that_the_server_cannot_use_need_not_be_there() {
    let mut facts = fresh();
    Rc::make_mut(&mut facts.flows).retain(|flow| flow.designation != "invalidation");
    assert!(desired_of(Wishes::default(), &[], &facts, "2024.8.6").is_ok());
    let said = refused(desired_of(Wishes::default(), &[], &facts, "2024.10.5"));
    assert!(said.contains("no flow `default-provider-invalidation-flow`"), "{said}");
    assert!(said.contains("no flow for invalidation at all"), "{said}");
}

#[test]
fn nothing_is_sent_that_is_not_ours_or_another_kinds() {
    let application = on("2025.10.3");
    let application = application.only(Kind::Application).expect("one");
    let names: Vec<&str> = application.fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["meta_launch_url", "meta_publisher", "name", "provider", "slug"]);
}

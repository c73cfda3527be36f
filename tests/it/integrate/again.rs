//! The same command again, with the same inputs and with other ones.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

/// What a report changes, without what is kept: action, kind, and the fields' names.
fn changed(report: &Value) -> Vec<(String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let changes = report["changes"].as_array().expect("a list").iter();
    let real = changes.filter(|change| change["action"] != "keep");
    real.map(|change| {
        let fields = change["fields"].as_array().expect("a list").iter().map(|field| text(&field["field"]));
        (text(&change["action"]), text(&change["kind"]), fields.collect())
    })
    .collect()
}

fn update(kind: &str, fields: &[&str]) -> (String, String, Vec<String>) {
    ("update".to_owned(), kind.to_owned(), fields.iter().map(ToString::to_string).collect())
}

#[test]
fn again_there_is_nothing_to_do_and_the_same_to_print() {
    for version in VERSIONS {
        let server = Server::start(version);
        let extras = ["--icon", "https://portainer.company/favicon.ico", "--description", "x", "--show-secrets"];
        let first = portainer(&server).args(extras).json();
        let before = server.everything();
        server.forget();
        let second = portainer(&server).args(extras).json();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        assert_eq!(server.everything(), before, "{version}");
        assert_eq!(changed(&second), [], "{version}");
        for part in ["client", "provider", "endpoints", "application", "warnings"] {
            assert_eq!(first[part], second[part], "{version}: {part}");
        }
        // Without --yes there is nothing to be asked, so nothing is missing.
        Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company"]).args(extras).ok();
    }
}

#[test]
fn the_claim_of_the_users_name_is_the_applications_business() {
    let server = Server::start("2025.10.3");
    portainer(&server).ok();
    server.forget();
    let report = portainer(&server).args(["--user-identifier", "email"]).json();
    assert!(server.writes().is_empty());
    let settings = report["client"]["settings"].as_array().expect("a list");
    let identifier = settings.iter().find(|setting| setting["key"] == "User identifier").expect("there");
    assert_eq!(identifier["value"], "email");
}

/// Flags, and what they change: each kind with its fields.
type Changes = (&'static [&'static str], &'static [(&'static str, &'static [&'static str])]);

#[test]
fn changed_inputs_update_just_their_fields() {
    let table: [Changes; 6] = [
        (&["--name", "Docker"], &[("application", &["name"])]),
        (&["--tile-group", "Containers"], &[("application", &["group"])]),
        (&["--publisher", "P", "--description", "D"], &[("application", &["meta_description", "meta_publisher"])]),
        (&["--icon", "https://portainer.company/i.png"], &[("application", &["meta_icon"])]),
        (
            &["--authorization-flow", "default-provider-authorization-implicit-consent"],
            &[("provider", &["authorization_flow"])],
        ),
        (&["--user-identifier", "email"], &[]),
    ];
    for version in VERSIONS {
        for (flags, expected) in &table {
            let server = Server::start(version);
            portainer(&server).ok();
            let (application, provider) = (server.get("core/applications/portainer/"), server.provider_of("portainer"));
            let report = portainer(&server).args(flags.iter().copied()).json();
            let expected: Vec<_> = expected.iter().map(|(kind, fields)| update(kind, fields)).collect();
            assert_eq!(changed(&report), expected, "{version}: {flags:?}");
            let names = |kind: &str| {
                expected.iter().filter(|(_, of, _)| of == kind).flat_map(|(_, _, fields)| fields.clone()).collect()
            };
            same_but(&application, &server.get("core/applications/portainer/"), names("application"));
            same_but(&provider, &server.provider_of("portainer"), names("provider"));
        }
    }
}

/// Only these fields differ.
#[track_caller]
fn same_but(before: &Value, after: &Value, mut names: Vec<String>) {
    let mut differ: Vec<String> = Vec::new();
    for (key, value) in before.as_object().expect("an object") {
        let derived = ["provider_obj", "meta_icon_url", "assigned_application_name", "launch_url"];
        if value != &after[key] && !derived.contains(&key.as_str()) {
            differ.push(key.clone());
        }
    }
    differ.sort();
    names.sort();
    assert_eq!(differ, names);
}

#[test]
fn another_address_is_added_and_replaces_the_old_one_on_demand() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).ok();
        let moved = || Akctl::integrate(&server, "portainer").args(["--app-url", "https://docker.company/x", "--yes"]);
        let report = moved().json();
        assert_eq!(
            changed(&report),
            [update("provider", &["redirect_uris"]), update("application", &["meta_launch_url"])],
            "{version}"
        );
        let urls = |server: &Server| {
            let provider = server.provider_of("portainer");
            let list = provider["redirect_uris"].as_array().expect("a list").clone();
            list.iter().map(|entry| entry["url"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(urls(&server), ["https://portainer.company/", "https://docker.company/x/"], "{version}");
        moved().args(["--exact"]).ok();
        assert_eq!(urls(&server), ["https://docker.company/x/"], "{version}");
        assert_eq!(changed(&moved().args(["--exact"]).json()), [], "{version}");
    }
}

#[test]
fn somebody_elses_redirect_address_and_mapping_stay_unless_exact() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).ok();
        let mapping = server.post(
            "propertymappings/provider/scope/",
            json!({"name": "theirs", "scope_name": "extra", "expression": "return {}"}),
        );
        let provider = server.provider_of("portainer");
        let mut redirects = provider["redirect_uris"].as_array().expect("a list").clone();
        redirects.push(json!({"matching_mode": "regex", "url": "https://old\\.company/.*"}));
        let mut mappings = provider["property_mappings"].as_array().expect("a list").clone();
        mappings.push(mapping["pk"].clone());
        let path = format!("providers/oauth2/{}/", provider["pk"]);
        server.patch(&path, json!({"redirect_uris": redirects, "property_mappings": mappings}));
        let before = server.everything();

        let report = portainer(&server).json();
        assert_eq!(changed(&report), [], "{version}");
        assert_eq!(server.everything(), before, "{version}");
        let notes = report["changes"].to_string();
        assert!(notes.contains("regex https://old") && notes.contains("theirs stays"), "{version}: {notes}");

        let moved = Akctl::integrate(&server, "portainer").args(["--app-url", "https://docker.company", "--yes"]);
        moved.ok();
        let kept = server.provider_of("portainer");
        assert_eq!(kept["redirect_uris"].as_array().expect("a list").len(), 3, "{version}");
        assert_eq!(kept["redirect_uris"][1]["matching_mode"], "regex", "{version}");

        let exact = portainer(&server).args(["--exact"]).json();
        assert_eq!(
            changed(&exact)[0],
            update("provider", &["property_mappings", "redirect_uris"]),
            "{version}: {exact}"
        );
        let after = server.provider_of("portainer");
        assert_eq!(after["redirect_uris"].as_array().expect("a list").len(), 1, "{version}");
        assert_eq!(after["property_mappings"].as_array().expect("a list").len(), 3, "{version}");
    }
}

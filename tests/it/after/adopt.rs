//! `akctl adopt` brings an application that somebody made by hand under a preset.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn adopt(server: &Server, slug: &str) -> Akctl {
    Akctl::on(server).args(["adopt", slug, "--preset", "portainer"])
}

/// An application as somebody made it by hand.
fn by_hand(server: &Server) -> Value {
    let flow = |slug: &str| server.get(&format!("flows/instances/{slug}/"))["pk"].clone();
    let provider = server.post(
        "providers/oauth2/",
        json!({
            "name": "Provider for Containers",
            "authorization_flow": flow("default-provider-authorization-explicit-consent"),
            "invalidation_flow": flow("default-invalidation-flow"),
            "redirect_uris": [{"matching_mode": "strict", "url": "https://docker.company/"}],
        }),
    );
    server.post(
        "core/applications/",
        json!({"name": "Containers", "slug": "containers", "provider": provider["pk"],
            "meta_launch_url": "https://docker.company/"}),
    );
    provider
}

#[test]
fn it_is_shown_first_and_keeps_what_the_application_knows() {
    for version in VERSIONS {
        let server = Server::start(version);
        let before = by_hand(&server);
        let all = server.everything();
        let dry = adopt(&server, "containers").args(["--dry-run"]).ok();
        assert!(dry.stdout.contains("~ update provider"), "{version}: {}", dry.stdout);
        adopt(&server, "containers").fails(4, &["--yes was not given"]);
        assert_eq!(server.everything(), all, "{version}");
        assert!(!dry.stderr.contains("from now on"), "{version}: {}", dry.stderr);
        let done = adopt(&server, "containers").args(["--yes"]).ok();
        for command in ["verify", "show", "diff"] {
            let command = format!("akctl {command} containers --preset portainer\n");
            assert!(done.stderr.contains(&command), "{version}: {}", done.stderr);
        }
        let after = server.provider_of("containers");
        for field in ["pk", "client_id", "client_secret", "redirect_uris"] {
            assert_eq!(after[field], before[field], "{version}: {field}");
        }
        assert_eq!(after["name"], "containers (akctl)", "{version}");
        assert!(!after["signing_key"].is_null() && after["property_mappings"] != json!([]), "{version}");
        assert_eq!(server.get("core/applications/containers/")["name"], "Containers", "{version}");
        // From then on it is one of akctl's.
        Akctl::on(&server).args(["diff", "containers", "--preset", "portainer"]).ok();
        Akctl::on(&server).args(["remove", "containers", "--yes"]).ok();
    }
}

#[test]
fn what_is_not_there_is_not_made() {
    let server = Server::start("2026.8.5");
    adopt(&server, "containers").args(["--yes"]).fails(2, &["no application and no SCIM source"]);
    by_hand(&server);
    server.forget();
    Akctl::on(&server).args(["adopt", "containers", "--yes"]).fails(2, &["--preset is missing"]);
    adopt(&server, "containers").args(["--yes", "--slug", "others"]).fails(2, &["is `containers` already"]);
    assert!(server.writes().is_empty());
    portainer(&server, &[]);
    let known = adopt(&server, "portainer").args(["--yes"]).ok();
    assert!(!known.stderr.contains("from now on"), "{}", known.stderr);
}

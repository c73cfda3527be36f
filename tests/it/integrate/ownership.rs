//! Whose an application is.

use super::portainer;
use crate::support::{Server, VERSIONS};
use serde_json::{Value, json};

fn flow(server: &Server, slug: &str) -> Value {
    let flows = server.list("flows/instances/");
    flows.iter().find(|flow| flow["slug"] == slug).map(|flow| flow["pk"].clone()).unwrap_or_default()
}

/// An application that somebody made by hand, with a provider of another name.
fn foreign(server: &Server, provider: &Value) -> Value {
    let mut body = json!({
        "name": "Provider for Portainer",
        "authorization_flow": flow(server, "default-provider-authorization-implicit-consent"),
        "invalidation_flow": flow(server, "default-invalidation-flow"),
        "redirect_uris": [{"matching_mode": "strict", "url": "https://old.company/"}],
    });
    for (key, value) in provider.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let provider = server.post("providers/oauth2/", body);
    server.post("core/applications/", json!({"name": "Old", "slug": "portainer", "provider": provider["pk"]}))
}

#[test]
fn a_foreign_application_is_left_alone_until_adopted() {
    for version in VERSIONS {
        let server = Server::start(version);
        foreign(&server, &json!({"client_type": "confidential"}));
        let before = server.everything();
        let ran =
            portainer(&server).fails(4, &["was not made by akctl", "Provider for Portainer", "--adopt", "--slug"]);
        assert!(ran.stderr.contains("nothing was changed"));
        assert!(server.writes().is_empty(), "{version}");
        assert_eq!(server.everything(), before);
        portainer(&server).args(["--dry-run"]).fails(4, &["--adopt"]);

        let ran = portainer(&server).args(["--adopt"]).ok();
        for word in ["Provider for Portainer", "portainer (akctl)", "https://old.company/", "Old", "Portainer"] {
            assert!(ran.stderr.contains(word), "{version}: {word} is not in {}", ran.stderr);
        }
        let provider = server.provider_of("portainer");
        assert_eq!(provider["name"], "portainer (akctl)");
        assert_eq!(provider["redirect_uris"].as_array().expect("a list").len(), 2, "{version}");
        server.forget();
        portainer(&server).ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
    }
}

#[test]
fn adopting_shows_each_difference() {
    let server = Server::start("2025.10.3");
    foreign(&server, &json!({"client_type": "confidential"}));
    let report = portainer(&server).args(["--adopt", "--dry-run"]).json();
    let fields = |kind: &str| {
        let changes = report["changes"].as_array().expect("a list").iter();
        let change = changes.clone().find(|change| change["kind"] == kind).expect(kind);
        let fields = change["fields"].as_array().expect("a list").iter();
        fields.map(|field| field["field"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        fields("provider"),
        ["authorization_flow", "invalidation_flow", "name", "property_mappings", "redirect_uris", "signing_key"]
    );
    assert_eq!(fields("application"), ["meta_launch_url", "name"]);
}

#[test]
fn what_changes_peoples_identity_needs_force() {
    for (field, value) in [("client_type", "public"), ("issuer_mode", "global")] {
        let server = Server::start("2025.10.3");
        foreign(&server, &json!({ field: value }));
        let before = server.everything();
        portainer(&server).args(["--adopt"]).fails(4, &[field, "--force"]);
        assert_eq!(server.everything(), before, "{field}");
        portainer(&server).args(["--adopt", "--force"]).ok();
        assert_ne!(server.provider_of("portainer")[field], value);
    }
}

#[test]
fn a_subject_mode_that_nobody_asked_for_is_not_ours() {
    let server = Server::start("2025.10.3");
    foreign(&server, &json!({"client_type": "confidential", "sub_mode": "user_email"}));
    portainer(&server).args(["--adopt"]).ok();
    assert_eq!(server.provider_of("portainer")["sub_mode"], "user_email");
}

#[test]
fn a_slug_with_another_kind_of_provider_is_a_decision() {
    for version in VERSIONS {
        let server = Server::start(version);
        let provider = server.post(
            "providers/saml/",
            json!({
                "name": "Portainer SAML", "acs_url": "https://portainer.company/acs",
                "authorization_flow": flow(&server, "default-provider-authorization-implicit-consent"),
                "invalidation_flow": flow(&server, "default-invalidation-flow"),
            }),
        );
        server.post("core/applications/", json!({"name": "P", "slug": "portainer", "provider": provider["pk"]}));
        for flags in [&[][..], &["--adopt"], &["--adopt", "--force"]] {
            portainer(&server)
                .args(flags.iter().copied())
                .fails(4, &["`Portainer SAML` (SAML Provider)", "nothing was changed"]);
        }
        assert!(server.writes().is_empty(), "{version}");
        portainer(&server).args(["--slug", "portainer-2"]).ok();
    }
}

#[test]
fn a_taken_name_is_a_decision() {
    let server = Server::start("2025.10.3");
    foreign(&server, &json!({"name": "portainer (akctl)", "client_type": "confidential"}));
    let (status, _) = server.api("PATCH", "core/applications/portainer/", &json!({"slug": "other"}));
    assert_eq!(status, 200);
    portainer(&server).fails(4, &["portainer (akctl)", "`other`"]);
    assert!(server.writes().is_empty());
}

#[test]
fn an_application_without_a_provider_is_somebody_elses() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "Old", "slug": "portainer"}));
    portainer(&server).fails(4, &["has no provider", "--adopt"]);
    assert!(server.writes().is_empty());
    portainer(&server).args(["--adopt"]).ok();
    assert_eq!(server.provider_of("portainer")["name"], "portainer (akctl)");
}

#[test]
fn what_an_interrupted_run_left_is_taken_up() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).args(["--show-secrets"]).ok();
        let provider = server.provider_of("portainer");
        // The application is gone, the provider was left behind: so authentik deletes.
        assert_eq!(server.api("DELETE", "core/applications/portainer/", &Value::Null).0, 204);
        let report = portainer(&server).args(["--show-secrets"]).json();
        assert_eq!(report["provider"]["client_secret"], provider["client_secret"], "{version}");
        assert_eq!(server.provider_of("portainer")["pk"], provider["pk"], "{version}");
        // Cut off between the application and its provider.
        server.patch("core/applications/portainer/", json!({"provider": null}));
        portainer(&server).ok();
        assert_eq!(server.provider_of("portainer")["pk"], provider["pk"], "{version}");
        assert_eq!(server.list("providers/oauth2/").len(), 1);
    }
}

#[test]
fn two_integrations_do_not_touch_each_other() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).ok();
        let first = (server.get("core/applications/portainer/"), server.provider_of("portainer"));
        portainer(&server).args(["--slug", "second", "--name", "Second", "--teams", "--create-groups"]).ok();
        assert_eq!((server.get("core/applications/portainer/"), server.provider_of("portainer")), first, "{version}");
        assert_ne!(server.provider_of("second")["client_id"], first.1["client_id"]);
    }
}

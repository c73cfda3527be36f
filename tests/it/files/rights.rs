//! Who is no superuser does not see every application in the list, and is not misled by that.

use super::{TWO, on, pairs, statuses};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::json;

/// The key of a token whose user may read what integrations are made of.
fn reader(server: &Server) -> String {
    let account = server.post("core/users/service_account/", json!({"name": "robot"}));
    let role = server.post("rbac/roles/", json!({"name": "robots"}))["pk"].as_str().expect("text").to_owned();
    let rights = [
        "authentik_core.view_application",
        "authentik_core.view_group",
        "authentik_crypto.view_certificatekeypair",
        "authentik_flows.view_flow",
        "authentik_policies.view_policybinding",
        "authentik_providers_oauth2.view_oauth2provider",
        "authentik_providers_oauth2.view_scopemapping",
    ];
    server.post(&format!("rbac/permissions/assigned_by_roles/{role}/assign/"), json!({ "permissions": rights }));
    server.post("core/groups/", json!({"name": "robots", "roles": [role], "users": [account["user_pk"]]}));
    server.post("core/tokens/", json!({"identifier": "robot", "intent": "api", "user": account["user_pk"]}));
    server.get("core/tokens/robot/view_key/")["key"].as_str().expect("text").to_owned()
}

#[test]
fn an_application_that_the_list_hides_is_found_all_the_same() {
    for version in VERSIONS {
        let server = Server::start(version);
        on(&server, "apply", TWO).args(["--yes"]).ok();
        let token = reader(&server);
        let robot = Akctl::new().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", &token);
        let report = robot.file("akctl.yaml", TWO).args(["diff", "-f", "akctl.yaml"]).json();
        assert_eq!(statuses(&report), pairs(&[("wiki", "unchanged"), ("board", "unchanged")]), "{version}");
    }
}

//! Who may open what, who may do what, and what deleting does to it.

use super::Server;
use serde_json::{Value, json};

fn bind(server: &mut Server, target: &Value, key: &str, bound: &Value, order: i64) -> Value {
    server.post("policies/bindings/", &json!({key: bound, "target": target, "order": order}))
}

fn group_of(server: &mut Server, name: &str, users: &[&str]) -> Value {
    let users: Vec<Value> = users.iter().map(|user| server.user(user)).collect();
    server.post("core/groups/", &json!({"name": name, "users": users}))["pk"].clone()
}

#[test]
fn without_bindings_everybody_may_and_superusers_have_no_privilege() {
    let mut server = Server::new("2025.10.3");
    let (application, _) = server.application("app");
    assert!(server.may_open("app", "anna"));
    let team = group_of(&mut server, "team", &["anna"]);
    bind(&mut server, &application, "group", &team, 0);
    assert!(server.may_open("app", "anna"));
    assert!(!server.may_open("app", "ben"));
    assert!(!server.may_open("app", "akadmin"));
}

#[test]
fn a_parent_group_counts_on_every_version() {
    for (version, link) in [("2025.10.3", "parent"), ("2026.2.2", "parents")] {
        let mut server = Server::new(version);
        let (application, _) = server.application("app");
        let above = group_of(&mut server, "above", &[]);
        let below = group_of(&mut server, "below", &["anna"]);
        let up = if link == "parent" { above.clone() } else { json!([above]) };
        server.patch(&format!("core/groups/{}/", below.as_str().unwrap_or_default()), &json!({ link: up }));
        bind(&mut server, &application, "group", &above, 0);
        assert!(server.may_open("app", "anna"), "{version}");
        assert!(!server.may_open("app", "ben"), "{version}");
    }
}

#[test]
fn mode_all_is_not_the_same_everywhere() {
    for (version, lets_in) in [("2024.12.5", false), ("2025.10.3", true), ("2026.2.2", false)] {
        let mut server = Server::new(version);
        let (application, _) = server.application("app");
        let one = group_of(&mut server, "one", &["anna"]);
        let other = group_of(&mut server, "other", &["ben"]);
        let policy = server.post("policies/expression/", &json!({"name": "everybody", "expression": "return True"}));
        server.patch("core/applications/app/", &json!({"policy_engine_mode": "all"}));
        bind(&mut server, &application, "group", &one, 0);
        bind(&mut server, &application, "group", &other, 1);
        bind(&mut server, &application, "policy", &policy["pk"], 2);
        assert_eq!(server.may_open("app", "anna"), lets_in, "{version}");
        server.patch("core/applications/app/", &json!({"policy_engine_mode": "any"}));
        assert!(server.may_open("app", "cleo"), "{version}: one passing policy is enough");
    }
}

#[test]
fn negated_and_disabled_bindings_do_what_they_say() {
    let mut server = Server::new("2025.10.3");
    let (application, _) = server.application("app");
    let team = group_of(&mut server, "team", &["anna"]);
    let binding = bind(&mut server, &application, "group", &team, 0);
    let target = format!("policies/bindings/{}/", binding["pk"].as_str().unwrap_or_default());
    server.patch(&target, &json!({"negate": true}));
    assert!(!server.may_open("app", "anna") && server.may_open("app", "ben"));
    server.patch(&target, &json!({"negate": false, "enabled": false}));
    assert!(server.may_open("app", "ben"), "a binding that is switched off is as good as none");
}

#[test]
fn bindings_need_something_bound_and_are_unique_by_policy() {
    let mut server = Server::new("2025.10.3");
    let (application, _) = server.application("app");
    let team = group_of(&mut server, "team", &[]);
    bind(&mut server, &application, "group", &team, 0);
    bind(&mut server, &application, "group", &team, 0);
    let (status, errors) = server.api("POST", "policies/bindings/", Some(&json!({"target": application, "order": 1})));
    assert_eq!((status, errors["non_field_errors"].is_array()), (400, true));
    let policy = server.post("policies/expression/", &json!({"name": "p", "expression": "return True"}));
    let body = json!({"policy": policy["pk"], "target": application, "order": 0});
    assert_eq!(server.api("POST", "policies/bindings/", Some(&body)).0, 201);
    assert_eq!(server.api("POST", "policies/bindings/", Some(&body)).0, 400);
    assert_eq!(
        server.get(&format!("policies/expression/{}/", policy["pk"].as_str().unwrap_or_default()))["bound_to"],
        1
    );
}

#[test]
fn deleting_a_bound_group_or_policy_opens_the_application_to_everybody() {
    let mut server = Server::new("2025.10.3");
    let (application, _) = server.application("app");
    let team = group_of(&mut server, "team", &["anna"]);
    bind(&mut server, &application, "group", &team, 0);
    assert!(!server.may_open("app", "ben"));
    server.delete(&format!("core/groups/{}/", team.as_str().unwrap_or_default()));
    assert!(server.may_open("app", "ben"));
    let policy = server.post("policies/expression/", &json!({"name": "nobody", "expression": "return False"}));
    bind(&mut server, &application, "policy", &policy["pk"], 0);
    assert!(!server.may_open("app", "ben"));
    server.delete(&format!("policies/expression/{}/", policy["pk"].as_str().unwrap_or_default()));
    assert!(server.may_open("app", "ben"));
}

#[test]
fn deleting_a_flow_takes_its_providers_along_and_used_by_does_not_say_so() {
    let mut server = Server::new("2025.10.3");
    let flow = json!({"name": "x", "title": "x", "slug": "own", "designation": "authorization"});
    let flow = server.post("flows/instances/", &flow)["pk"].clone();
    let mut body = server.provider_body("p");
    body["authorization_flow"] = flow;
    let provider = server.post("providers/oauth2/", &body)["pk"].clone();
    server.post("core/applications/", &json!({"name": "app", "slug": "app", "provider": provider}));
    assert_eq!(server.get("flows/instances/own/used_by/"), json!([]));
    server.delete("flows/instances/own/");
    assert_eq!(server.api("GET", &format!("providers/oauth2/{provider}/"), None).0, 404);
    assert_eq!(server.get("core/applications/app/")["provider"], Value::Null);
}

#[test]
fn deleting_an_application_leaves_its_provider_and_a_provider_its_mappings() {
    let mut server = Server::new("2025.10.3");
    let (application, provider) = server.application("app");
    let team = group_of(&mut server, "team", &[]);
    bind(&mut server, &application, "group", &team, 0);
    server.delete("core/applications/app/");
    assert_eq!(server.get("policies/bindings/")["pagination"]["count"], 0);
    let target = format!("providers/oauth2/{}/", provider["pk"]);
    assert_eq!(server.get(&target)["assigned_application_slug"], Value::Null);
    server.delete(&target);
    assert!(server.mapping("openid").is_string());
}

#[test]
fn an_app_password_is_no_token_and_roles_give_rights() {
    for version in ["2024.12.5", "2025.12.4"] {
        let mut server = Server::new(version);
        let account = server.post("core/users/service_account/", &json!({"name": "robot"}));
        let password = account["token"].as_str().unwrap_or_default().to_owned();
        assert_eq!(server.send("GET", "/api/v3/core/users/me/", Some(&password), None).status, 403);
        let role = server.post("rbac/roles/", &json!({"name": "readers"}));
        let pk = role["pk"].as_str().unwrap_or_default();
        let wanted = json!({"permissions": ["authentik_providers_oauth2.view_oauth2provider"]});
        server.post(&format!("rbac/permissions/assigned_by_roles/{pk}/assign/"), &wanted);
        server.post("core/groups/", &json!({"name": "robots", "roles": [pk], "users": [account["user_pk"]]}));
        let token = json!({"identifier": "robot-api", "intent": "api", "user": account["user_pk"]});
        server.post("core/tokens/", &token);
        let key = server.get("core/tokens/robot-api/view_key/")["key"].as_str().unwrap_or_default().to_owned();
        let mut status = |method: &str, target: &str| server.send(method, target, Some(&key), None).status;
        assert_eq!(status("GET", "/api/v3/providers/oauth2/"), 200, "{version}");
        assert_eq!(status("GET", "/api/v3/core/applications/"), 200, "{version}");
        assert_eq!(status("GET", "/api/v3/core/groups/"), 403, "{version}");
        assert_eq!(status("POST", "/api/v3/providers/oauth2/"), 403, "{version}");
        assert_eq!(status("GET", "/api/v3/admin/version/"), 200, "{version}");
    }
}

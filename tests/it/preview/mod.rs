//! `akctl preview`: does a user get in, why not, and what does the application learn.

mod saml;

use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

/// Portainer, made by akctl; the flags follow.
fn portainer(server: &Server, flags: &[&str]) {
    let flags = [&["--app-url", "https://portainer.company", "--yes"], flags].concat();
    Akctl::integrate(server, "portainer").args(flags).ok();
}

fn preview<'a>(server: &Server, user: &'a str, words: &[&'a str]) -> Akctl {
    Akctl::on(server).args(["preview", "portainer", "--user", user]).args(words.to_vec())
}

/// Adds a scope mapping to the provider.
fn mapping(server: &Server, name: &str, scope: &str, expression: &str) -> Value {
    let body = json!({"name": name, "scope_name": scope, "expression": expression});
    let pk = server.post("propertymappings/provider/scope/", body)["pk"].clone();
    let provider = server.provider_of("portainer");
    let mut all = provider["property_mappings"].as_array().cloned().expect("a list");
    all.push(pk.clone());
    change(server, json!({ "property_mappings": all }));
    pk
}

fn change(server: &Server, body: Value) {
    let provider = server.provider_of("portainer");
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), body);
}

/// Changes a user.
fn user(server: &Server, name: &str, body: Value) {
    let pk = server.list(&format!("core/users/?username={name}"))[0]["pk"].clone();
    server.patch(&format!("core/users/{pk}/"), body);
}

/// A token of a service account with these rights.
fn token(server: &Server, rights: &[&str]) -> String {
    let account = server.post("core/users/service_account/", json!({"name": "robot"}));
    let role = server.post("rbac/roles/", json!({"name": "readers"}))["pk"].clone();
    let path = format!("rbac/permissions/assigned_by_roles/{}/assign/", role.as_str().expect("text"));
    server.post(&path, json!({ "permissions": rights }));
    server.post("core/groups/", json!({"name": "robots", "roles": [role], "users": [account["user_pk"]]}));
    server.post("core/tokens/", json!({"identifier": "robot", "intent": "api", "user": account["user_pk"]}));
    server.get("core/tokens/robot/view_key/")["key"].as_str().expect("text").to_owned()
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("text")).collect()
}

#[test]
fn the_claims_are_those_of_a_login_with_the_scopes_of_the_preset_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams", "--create-groups", "--add-member", "Portainer Users=anna"]);
        server.forget();
        let report = preview(&server, "anna", &[]).json();
        assert!(
            server.writes().iter().all(|entry| entry.target.ends_with("/test/")),
            "{version}: {:?}",
            server.writes()
        );
        assert_eq!(report["access"]["allowed"], true, "{version}: {report}");
        let openid = &report["openid"];
        assert_eq!(openid["scopes_from"], "the preset portainer", "{version}");
        let mut asked = words(&openid["scopes"]);
        asked.sort_unstable();
        assert_eq!(asked, ["email", "openid", "portainer_teams", "profile"], "{version}");
        assert_eq!(openid["dropped_scopes"], json!([]), "{version}");
        // What authentik's own preview says, whose mappings are all asked for here.
        let mut own = server.claims("portainer", "anna");
        for claim in ["exp", "iat", "auth_time", "acr", "jti"] {
            own.as_object_mut().expect("claims").remove(claim);
        }
        assert_eq!(openid["id_token"], own, "{version}");
        assert_eq!(openid["userinfo"]["portainer_teams"], json!(["user"]), "{version}");
        assert_eq!(openid["userinfo"]["sub"], own["sub"], "{version}");
        let teams = json!({"claim": "portainer_teams", "values": ["user"]});
        assert!(openid["memberships"].as_array().expect("a list").contains(&teams), "{version}: {report}");
    }
}

#[test]
fn only_mappings_of_the_asked_scopes_count() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    server.forget();
    let report = preview(&server, "anna", &["--scopes", "openid email other"]).json();
    assert_eq!(server.writes().len(), 2, "no other mapping is tried: {:?}", server.writes());
    let claims = report["openid"]["userinfo"].as_object().expect("claims");
    assert_eq!(claims.keys().collect::<Vec<_>>(), ["email", "email_verified", "sub"]);
    assert_eq!(report["openid"]["dropped_scopes"], json!(["other"]));
    let report = preview(&server, "anna", &["--scopes", "email"]).json();
    assert_eq!((&report["openid"]["id_token"], &report["openid"]["userinfo"]), (&Value::Null, &Value::Null));
}

#[test]
fn lists_add_up_and_what_does_not_count_is_named() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    let group = server.group("staff");
    server.join(&group, "anna");
    mapping(&server, "more", "zz", "return {\"groups\": [\"extra\"]}");
    mapping(&server, "list", "zz", "return [\"x\"]");
    mapping(&server, "broken", "zz", "return {\"x\": 1 / 0}");
    let report = preview(&server, "anna", &["--scopes", "openid profile zz"]).json();
    assert_eq!(report["openid"]["userinfo"]["groups"], json!(["staff", "extra"]));
    let of = |name: &str| {
        let all = report["openid"]["mappings"].as_array().expect("a list");
        all.iter().find(|one| one["name"] == name).cloned().expect("the mapping")
    };
    assert_eq!((&of("list")["outcome"], &of("list")["emitted"]), (&json!("ignored"), &json!(["x"])));
    assert_eq!(of("broken")["outcome"], "failed");
    assert!(of("broken")["why"].as_str().expect("text").contains("ZeroDivisionError"));
    let text = preview(&server, "anna", &["--scopes", "openid profile zz"]).ok().stdout;
    for part in [
        "zz: groups (mapping more)",
        "ignored: mapping list (zz)",
        "failed: mapping broken (zz)",
        "staff, extra",
        "set at login: exp, iat",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn without_claims_in_the_id_token_they_are_in_userinfo_alone() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    change(&server, json!({"include_claims_in_id_token": false, "sub_mode": "user_email"}));
    let openid = preview(&server, "anna", &[]).json()["openid"].clone();
    assert_eq!(openid["id_token"].as_object().expect("claims").keys().collect::<Vec<_>>(), ["aud", "iss", "sub"]);
    assert_eq!(openid["id_token"]["sub"], "anna@example.com");
    assert_eq!(openid["userinfo"]["preferred_username"], "anna");
    assert!(openid["subject_from"].as_str().expect("text").contains("e-mail"));
}

#[test]
fn who_is_refused_learns_which_binding_does_not_fit() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--bind-group", "Editors", "--create-groups", "--add-member", "Editors=anna"]);
        let report = preview(&server, "anna", &[]).json();
        assert_eq!(report["access"]["bindings"][0]["passes"], true, "{version}");
        let ran = preview(&server, "ben", &["-o", "json"]).fails(1, &["ben does not get into `portainer`"]);
        let access = &ran.json()["access"];
        assert_eq!(access["allowed"], false, "{version}");
        let bound = json!({"what": "group Editors", "passes": false, "why": "ben is not in it"});
        assert_eq!(access["bindings"], json!([bound]), "{version}");
        let text = preview(&server, "ben", &[]).fails(1, &[]).stdout;
        assert!(text.contains("refused: no binding lets the user in"), "{version}: {text}");
    }
}

#[test]
fn a_member_of_a_group_below_is_not_called_a_stranger() {
    let server = Server::start("2025.10.3");
    portainer(&server, &["--bind-group", "Editors", "--create-groups", "--add-member", "Editors=anna"]);
    let above = server.list("core/groups/?name=Editors")[0]["pk"].clone();
    let below = server.post("core/groups/", json!({"name": "Interns", "parent": above}));
    server.join(&below, "ben");
    let access = preview(&server, "ben", &[]).json()["access"].clone();
    assert_eq!((&access["allowed"], &access["bindings"][0]["passes"]), (&json!(true), &Value::Null), "{access}");
}

#[test]
fn a_deactivated_user_is_refused_whatever_policies_say() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    user(&server, "anna", json!({"is_active": false}));
    preview(&server, "anna", &[]).fails(1, &["deactivated"]);
}

#[test]
fn what_the_token_may_not_see_is_not_known_and_not_guessed() {
    let server = Server::start("2025.10.3");
    portainer(&server, &["--bind-group", "Editors", "--create-groups", "--add-member", "Editors=anna"]);
    let rights = [
        "authentik_core.view_application",
        "authentik_core.view_user",
        "authentik_providers_oauth2.view_oauth2provider",
    ];
    let token = token(&server, &rights);
    let ran = preview(&server, "ben", &["-o", "json"]).env("AUTHENTIK_TOKEN", &token).ok();
    let report = ran.json();
    assert_eq!(report["access"]["allowed"], Value::Null, "{report}");
    assert!(report["access"]["why"].as_str().expect("text").contains("superusers only"), "{report}");
    let notes = report["notes"].to_string();
    assert!(notes.contains("mappings"), "{report}");
    assert!(!ran.stdout.contains("preferred_username"), "{}", ran.stdout);
}

#[test]
fn wrong_names_are_told_with_the_right_ones() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    preview(&server, "ana", &[]).fails(2, &["no user with the name `ana`", "`anna`"]);
    preview(&server, "anna@example.com", &[]).fails(2, &["e-mail address of `anna`"]);
    Akctl::on(&server).args(["preview", "portaner", "--user", "anna"]).fails(2, &["did you mean `portainer`"]);
    preview(&server, "anna", &["--scopes", " "]).fails(2, &["--scopes"]);
    preview(&server, "anna", &["-o", "env"]).fails(2, &["-o env"]);
    Akctl::new().args(["preview", "x", "--user", "y", "--sandbox"]).fails(2, &["in memory", "no application"]);
}

#[test]
fn foreign_text_cannot_move_the_cursor_and_secrets_stay_hidden() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    user(&server, "anna", json!({"name": "Anna\u{1b}[2JX\u{202e}"}));
    let secret = server.provider_of("portainer")["client_secret"].as_str().expect("text").to_owned();
    for format in ["text", "json"] {
        let ran = preview(&server, "anna", &["-o", format]).ok();
        assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.contains(&secret) && !ran.stdout.contains(server.token()), "{format}");
    }
}

#[test]
fn applications_without_claims_of_their_own_still_tell_who_gets_in() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "Portainer", "slug": "portainer"}));
    let report = preview(&server, "anna", &[]).json();
    assert_eq!((&report["access"]["allowed"], &report["provider"]), (&json!(true), &Value::Null));
    assert!(report["notes"].to_string().contains("has no provider"), "{report}");
}

//! Who gets in, what is asked before, and how it ends.

use super::super::{Server, header};
use super::browser::{self, Browser, Client};
use serde_json::{Value, json};
use std::time::Duration;

const CONSENT: &str = "default-provider-authorization-explicit-consent";

#[test]
fn whoever_is_not_in_the_bound_group_is_refused() {
    for version in super::ALL {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let anna = server.user("anna");
        let crew = server.post("core/groups/", &json!({"name": "crew", "users": [anna]}));
        let body = json!({"group": crew["pk"], "target": client.application, "order": 0});
        server.post("policies/bindings/", &body);
        let mut browser = Browser::of(&mut server, "anna");
        client.code(&mut server, &mut browser, "openid", &[]);
        let reply = Browser::of(&mut server, "cleo").get(&mut server, &client.ask("openid", &[]));
        assert_eq!(header(&reply, "location"), "", "{version}");
        assert!(browser::text(&reply).contains("Permission denied"), "{version}");
    }
}

#[test]
fn consent_is_asked_for_and_remembered_as_the_stage_says() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let flow = server.flow(CONSENT);
    client.change(&mut server, &json!({"authorization_flow": flow}));
    let mut browser = Browser::of(&mut server, "anna");
    let target = format!("/if/flow/{CONSENT}/");
    let asks = |server: &mut Server, browser: &mut Browser, scope: &str, more: &[(&str, &str)]| {
        let reply = browser.get(server, &client.ask(scope, more));
        header(&reply, "location").starts_with(&target)
    };
    let reply = browser.get(&mut server, &client.ask("openid email", &[]));
    let page = browser.follow(&mut server, &reply);
    assert!(browser::text(&page).contains("<li>email</li>"), "{page:?}");
    let forged = browser.post(&mut server, &target, &[("token", "other")]);
    assert!(browser::text(&forged).contains("<li>email</li>"), "only the page's own form answers");
    let reply = browser.submit(&mut server, &target, &page, &[]);
    assert!(!browser::answer(&reply)["code"].is_empty());
    assert!(!asks(&mut server, &mut browser, "email openid", &[]), "remembered");
    assert!(asks(&mut server, &mut browser, "openid email profile", &[]), "for other scopes it is asked again");
    assert!(asks(&mut server, &mut browser, "openid email", &[("prompt", "consent")]));
    let mut other = Browser::of(&mut server, "cleo");
    assert!(asks(&mut server, &mut other, "openid email", &[]), "another user");
    server.sandbox.let_pass(Duration::from_secs(28 * 86_400));
    assert!(asks(&mut server, &mut browser, "openid email", &[]), "it runs out");
    let stages = server.get("stages/consent/");
    let stage = format!("stages/consent/{}/", stages["results"][0]["pk"].as_str().expect("a stage"));
    for (mode, again) in [("permanent", false), ("always_require", true)] {
        server.patch(&stage, &json!({"mode": mode}));
        let reply = browser.get(&mut server, &client.ask("openid email", &[]));
        let page = browser.follow(&mut server, &reply);
        browser.submit(&mut server, &target, &page, &[]);
        server.sandbox.let_pass(Duration::from_secs(365 * 86_400));
        assert_eq!(asks(&mut server, &mut browser, "openid email", &[]), again, "{mode}");
    }
    let silent = browser.get(&mut server, &client.ask("openid email", &[("prompt", "none")]));
    assert_eq!(silent.status, 501, "what a real server says here is not known");
}

#[test]
fn a_client_may_ask_for_consent_where_the_flow_does_not() {
    let mut server = Server::new("2026.2.2");
    let client = Client::new(&mut server, "app");
    let mut browser = Browser::of(&mut server, "anna");
    for _ in 0..2 {
        let reply = browser.get(&mut server, &client.ask("openid", &[("prompt", "consent")]));
        let target = header(&reply, "location").to_owned();
        let page = browser.follow(&mut server, &reply);
        let reply = browser.submit(&mut server, &target, &page, &[]);
        assert!(!browser::answer(&reply)["code"].is_empty());
    }
}

#[test]
fn a_client_may_ask_for_another_login_or_for_none() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let mut browser = Browser::default();
    let silent = client.ask("openid", &[("prompt", "none"), ("state", "s")]);
    let reply = browser.get(&mut server, &silent);
    assert_eq!(browser::answer(&reply).get("error").map(String::as_str), Some("login_required"), "{reply:?}");
    browser.sign_in(&mut server, "anna");
    assert!(!browser::answer(&browser.get(&mut server, &silent))["code"].is_empty());
    let again = client.ask("openid", &[("prompt", "login")]);
    let mut fresh = Browser::default();
    let reply = fresh.get(&mut server, &again);
    let back = fresh.post(&mut server, header(&reply, "location"), &[("username", "anna"), ("password", "sandbox")]);
    assert!(!browser::answer(&fresh.follow(&mut server, &back))["code"].is_empty(), "one login is enough");
    for _ in 0..2 {
        let reply = browser.get(&mut server, &again);
        let login = header(&reply, "location").to_owned();
        assert!(login.starts_with("/flows/"), "{login}");
        assert!(header(&browser.get(&mut server, &again), "location").starts_with("/flows/"), "reloading is no login");
        let back = browser.post(&mut server, &login, &[("username", "anna"), ("password", "sandbox")]);
        assert!(!browser::answer(&browser.follow(&mut server, &back))["code"].is_empty());
    }
    let aged = client.ask("openid", &[("max_age", "600")]);
    assert!(!browser::answer(&browser.get(&mut server, &aged))["code"].is_empty());
    server.sandbox.let_pass(Duration::from_secs(601));
    assert!(header(&browser.get(&mut server, &aged), "location").starts_with("/flows/"));
    assert!(!browser::answer(&browser.get(&mut server, &silent))["code"].is_empty());
}

#[test]
fn stages_that_are_not_played_are_not_passed_over() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let flow = server.flow("default-provider-authorization-implicit-consent");
    let found = server.get("stages/authenticator/totp/");
    let body = json!({"target": flow, "stage": found["results"][0]["pk"], "order": 0});
    let binding = server.post("flows/bindings/", &body);
    let mut browser = Browser::of(&mut server, "anna");
    assert_eq!(browser.get(&mut server, &client.ask("openid", &[])).status, 501);
    let policy = server.post("policies/expression/", &json!({"name": "no", "expression": "return False"}));
    let target = &binding["policybindingmodel_ptr_id"];
    server.post("policies/bindings/", &json!({"policy": policy["pk"], "target": target, "order": 0}));
    client.code(&mut server, &mut browser, "openid", &[]);
    let flow_target = server.get("flows/instances/default-provider-authorization-implicit-consent/");
    let target = &flow_target["policybindingmodel_ptr_id"];
    server.post("policies/bindings/", &json!({"policy": policy["pk"], "target": target, "order": 0}));
    let reply = browser.get(&mut server, &client.ask("openid", &[]));
    assert!(browser::text(&reply).contains("Flow does not apply to current user."));
    assert_eq!(browser.get(&mut server, "/if/flow/default-password-change/").status, 501);
    assert_eq!(browser.get(&mut server, "/if/flow/nowhere/").status, 404);
}

#[test]
fn a_provider_with_a_login_of_its_own_is_not_played() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let flow = server.flow("default-source-authentication");
    client.change(&mut server, &json!({"authentication_flow": flow}));
    assert_eq!(Browser::default().get(&mut server, &client.ask("openid", &[])).status, 501);
    let flow = server.flow("default-authentication-flow");
    client.change(&mut server, &json!({"authentication_flow": flow}));
    assert_eq!(Browser::default().get(&mut server, &client.ask("openid", &[])).status, 302);
}

#[test]
fn logging_out_ends_the_session_where_the_flow_says_so() {
    for (version, redirects) in [("2024.12.5", false), ("2026.2.2", false), ("2026.5.0-rc1", true), ("2026.8.5", true)]
    {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let out = "https://app.example.com/out";
        client.change(
            &mut server,
            &json!({"redirect_uris": [
                {"matching_mode": "strict", "url": browser::CALLBACK},
                {"matching_mode": "strict", "url": out, "redirect_uri_type": "logout"},
            ]}),
        );
        let mut browser = Browser::of(&mut server, "anna");
        let code = client.code(&mut server, &mut browser, "openid", &[]);
        let access = client.exchange(&mut server, &code, &[]).1["access_token"].as_str().expect("a token").to_owned();
        let query = browser::encoded(&[("post_logout_redirect_uri", out), ("state", "s")]);
        let end = format!("/application/o/app/end-session/?{query}");
        let leave = |server: &mut Server, browser: &mut Browser| {
            let reply = browser.get(server, &end);
            let location = header(&reply, "location").to_owned();
            let expected = if redirects { "https://app.example.com/out?state=s" } else { "" };
            assert_eq!(location, expected, "{version}: {reply:?}");
        };
        leave(&mut server, &mut browser);
        client.code(&mut server, &mut browser, "openid", &[]);
        assert_eq!(browser::userinfo(&mut server, &access).0, 200, "{version}");
        let whole: Value = server.flow("default-invalidation-flow");
        client.change(&mut server, &json!({"invalidation_flow": whole}));
        leave(&mut server, &mut browser);
        let reply = browser.get(&mut server, &client.ask("openid", &[]));
        assert!(!header(&reply, "location").starts_with(browser::CALLBACK), "{version}: signed out");
        assert_eq!(browser::userinfo(&mut server, &access).0, 401, "{version}");
    }
}

#[test]
fn not_signed_in_end_session_leads_where_it_was_seen_to_lead() {
    for (version, expected) in [
        ("2024.8.6", "/if/session-end/app/"),
        ("2024.12.5", "/flows/-/default/authentication/?next=/application/o/app/end-session/"),
        ("2025.12.4", "/if/flow/default-authentication-flow/?next=%2Fapplication%2Fo%2Fapp%2Fend-session%2F"),
    ] {
        let mut server = Server::new(version);
        Client::new(&mut server, "app");
        let reply = server.browse("/application/o/app/end-session/");
        assert_eq!(header(&reply, "location"), expected, "{version}");
    }
}

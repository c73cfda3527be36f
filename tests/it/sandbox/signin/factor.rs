//! A second factor for one application.

use super::super::{Server, header};
use super::browser::{self, Browser, Client};
use akctl::sandbox::Reply;
use serde_json::{Value, json};
use std::time::Duration;

const FLOW: &str = "/if/flow/with-a-factor/";

/// An application whose flow has a validation stage with these settings.
fn guarded(server: &mut Server, stage: &Value) -> Client {
    let client = Client::new(server, "app");
    let mut body = json!({"name": "factor", "device_classes": ["static", "totp"]});
    for (key, value) in stage.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    let stage = server.post("stages/authenticator/validate/", &body)["pk"].clone();
    let flow = json!({
        "name": "f", "slug": "with-a-factor", "title": "t", "designation": "authorization",
        "authentication": "require_authenticated",
    });
    let flow = server.post("flows/instances/", &flow)["pk"].clone();
    server.post("flows/bindings/", &json!({"target": flow, "stage": stage, "order": 0}));
    client.change(server, &json!({"authorization_flow": flow}));
    client
}

fn asks(reply: &Reply) -> bool {
    browser::text(reply).contains("name=\"code\"")
}

/// Opens the application; what the browser sees at the end.
fn open(server: &mut Server, client: &Client, browser: &mut Browser) -> Reply {
    let reply = browser.get(server, &client.ask("openid", &[]));
    browser.follow(server, &reply)
}

#[test]
fn without_a_device_nobody_gets_in_where_that_is_denied() {
    for version in super::ALL {
        let mut server = Server::new(version);
        let client = guarded(&mut server, &json!({"not_configured_action": "deny"}));
        let mut browser = Browser::of(&mut server, "anna");
        let reply = open(&mut server, &client, &mut browser);
        assert!(browser::text(&reply).contains("No (allowed) MFA authenticator configured."), "{version}: {reply:?}");
        let other = Client::new(&mut server, "other");
        assert!(
            !browser::answer(&open(&mut server, &other, &mut browser))["code"].is_empty(),
            "{version}: one application"
        );
    }
}

#[test]
fn a_device_is_asked_for_and_lets_in() {
    for version in super::ALL {
        let mut server = Server::new(version);
        let client = guarded(&mut server, &json!({"not_configured_action": "deny"}));
        let mut browser = Browser::of(&mut server, "ben");
        let page = open(&mut server, &client, &mut browser);
        assert!(asks(&page), "{version}: {page:?}");
        let wrong = browser.post(&mut server, FLOW, &[("code", "000000")]);
        assert!(asks(&wrong) && browser::text(&wrong).contains("Invalid Token."), "{version}");
        let none = browser.post(&mut server, FLOW, &[]);
        assert!(asks(&none), "{version}");
        let reply = browser.post(&mut server, FLOW, &[("code", "123456")]);
        let code = browser::answer(&reply)["code"].clone();
        assert_eq!(client.exchange(&mut server, &code, &[]).0, 200, "{version}");
        assert_eq!(browser.post(&mut server, FLOW, &[("code", "123456")]).status, 501, "{version}: the flow is over");
        assert!(asks(&open(&mut server, &client, &mut browser)), "{version}: asked at every login");
    }
}

#[test]
fn the_login_itself_asks_whoever_has_a_device() {
    let mut server = Server::new("2025.10.3");
    let mut browser = Browser::default();
    let target = "/if/flow/default-authentication-flow/?next=/x";
    let page = browser.post(&mut server, target, &[("username", "ben"), ("password", "sandbox")]);
    assert!(asks(&page));
    let client = Client::new(&mut server, "app");
    let early = browser.get(&mut server, &client.ask("openid", &[]));
    assert!(header(&early, "location").starts_with("/flows/"), "half a login is none");
    browser.post(&mut server, target, &[("username", "ben"), ("password", "sandbox")]);
    let reply = browser.post(&mut server, target, &[("code", "123456")]);
    assert_eq!(header(&reply, "location"), "/x");
    let code = client.code(&mut server, &mut browser, "openid", &[]);
    let (_, tokens) = client.exchange(&mut server, &code, &[]);
    let claims = browser::Jwt::read(tokens["id_token"].as_str().expect("an ID token")).claims;
    assert_eq!(claims["amr"], json!(["pwd", "mfa"]));
}

#[test]
fn only_devices_of_the_named_classes_count_and_static_codes_are_used_up() {
    let mut server = Server::new("2025.10.3");
    let client = guarded(&mut server, &json!({"not_configured_action": "deny", "device_classes": ["static"]}));
    let mut browser = Browser::of(&mut server, "ben");
    assert!(asks(&open(&mut server, &client, &mut browser)));
    assert!(asks(&browser.post(&mut server, FLOW, &[("code", "123456")])), "a code of another class");
    let reply = browser.post(&mut server, FLOW, &[("code", "ben-first")]);
    assert!(!browser::answer(&reply)["code"].is_empty());
    open(&mut server, &client, &mut browser);
    assert!(asks(&browser.post(&mut server, FLOW, &[("code", "ben-first")])), "used up");
    let reply = browser.post(&mut server, FLOW, &[("code", "ben-second")]);
    assert!(!browser::answer(&reply)["code"].is_empty());
    let stage = server.get("stages/authenticator/validate/?name=factor")["results"][0]["pk"].clone();
    let target = format!("stages/authenticator/validate/{}/", stage.as_str().expect("an id"));
    server.patch(&target, &json!({"device_classes": ["webauthn"]}));
    let reply = open(&mut server, &client, &mut browser);
    assert!(browser::text(&reply).contains("No (allowed) MFA authenticator configured."));
    server.patch(&target, &json!({"not_configured_action": "skip"}));
    assert!(!browser::answer(&open(&mut server, &client, &mut browser))["code"].is_empty());
}

#[test]
fn a_check_lasts_as_long_as_the_stage_says_and_in_that_browser_only() {
    let mut server = Server::new("2025.10.3");
    let client = guarded(&mut server, &json!({"not_configured_action": "deny", "last_auth_threshold": "hours=1"}));
    let found = server.get("stages/authenticator/validate/?name=default-authentication-mfa-validation");
    let of_login = found["results"][0]["pk"].as_str().expect("an id").to_owned();
    let an_hour = json!({"last_auth_threshold": "hours=1"});
    server.patch(&format!("stages/authenticator/validate/{of_login}/"), &an_hour);
    let mut browser = Browser::of(&mut server, "ben");
    assert!(asks(&open(&mut server, &client, &mut browser)), "the check of the login was another stage's");
    browser.post(&mut server, FLOW, &[("code", "123456")]);
    assert!(!browser::answer(&open(&mut server, &client, &mut browser))["code"].is_empty());
    let mut other = Browser::of(&mut server, "ben");
    assert!(asks(&open(&mut server, &client, &mut other)));
    server.sandbox.let_pass(Duration::from_secs(3_599));
    assert!(!browser::answer(&open(&mut server, &client, &mut browser))["code"].is_empty());
    server.sandbox.let_pass(Duration::from_secs(2));
    assert!(asks(&open(&mut server, &client, &mut browser)));
    browser.post(&mut server, FLOW, &[("code", "123456")]);
    let stage = server.get("stages/authenticator/validate/?name=factor")["results"][0]["pk"].clone();
    let target = format!("stages/authenticator/validate/{}/", stage.as_str().expect("an id"));
    server.patch(&target, &json!({"last_auth_threshold": "minutes=5"}));
    assert!(asks(&open(&mut server, &client, &mut browser)), "a shorter span counts at once");
}

#[test]
fn whoever_has_no_device_sets_one_up_where_the_stage_says_so() {
    let mut server = Server::new("2025.10.3");
    let mut setup = |kind: &str| {
        let found = server.get(&format!("stages/authenticator/{kind}/"));
        found["results"][0]["pk"].as_str().expect("a stage").to_owned()
    };
    let (tokens, totp) = (setup("static"), setup("totp"));
    let stage = json!({"not_configured_action": "configure", "configuration_stages": [tokens, totp]});
    let client = guarded(&mut server, &stage);
    let mut browser = Browser::of(&mut server, "anna");
    let page = open(&mut server, &client, &mut browser);
    assert!(browser::text(&page).contains("default-authenticator-totp-setup"), "{page:?}");
    assert_eq!(browser.post(&mut server, FLOW, &[("stage", &totp)]).status, 501);
    open(&mut server, &client, &mut browser);
    let page = browser.post(&mut server, FLOW, &[("stage", &tokens)]);
    let text = browser::text(&page);
    let codes: Vec<&str> = text.split("<li>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(codes.len(), 6);
    let reply = browser.submit(&mut server, FLOW, &page, &[]);
    assert!(!browser::answer(&reply)["code"].is_empty(), "{reply:?}");
    assert!(asks(&open(&mut server, &client, &mut browser)), "from now on there is a device");
    let reply = browser.post(&mut server, FLOW, &[("code", codes[5])]);
    assert!(!browser::answer(&reply)["code"].is_empty());
}

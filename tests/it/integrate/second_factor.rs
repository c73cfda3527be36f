//! `--require-mfa`: nobody opens the application without a second factor.

use super::portainer;
use super::world::{Order, World, list};
use crate::support::{Server, VERSIONS};
use akctl::compile::{RequireMfa, WithoutDevice};
use akctl::sandbox::{CODE, PASSWORD, Reply, Request, Sandbox};
use serde_json::{Value, json};

fn order(without_device: WithoutDevice, lasts: Option<&str>) -> Order {
    let mut order = Order::portainer(&[]);
    order.wishes.require_mfa = Some(RequireMfa { without_device, lasts: lasts.map(str::to_owned) });
    order
}

/// Somebody at a browser, signed in to authentik.
struct Browser {
    cookie: Option<String>,
}

impl Browser {
    /// The user signs in, with a code if the login asks for one.
    fn of(sandbox: &mut Sandbox, user: &str) -> Self {
        let mut browser = Self { cookie: None };
        let login = "/if/flow/default-authentication-flow/?next=/x";
        let form = format!("username={user}&password={PASSWORD}");
        let page = browser.send(sandbox, "POST", login, &form);
        if text(&page).contains("name=\"code\"") {
            browser.send(sandbox, "POST", login, &format!("code={CODE}"));
        }
        browser
    }

    fn send(&mut self, sandbox: &mut Sandbox, method: &str, target: &str, form: &str) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let reply = sandbox.handle(&Request {
            method: method.to_owned(),
            scheme: "https".to_owned(),
            host: "authentik.example".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            cookie: self.cookie.clone(),
            content_type: (method == "POST").then(|| "application/x-www-form-urlencoded".to_owned()),
            body: form.as_bytes().to_vec(),
            ..Request::default()
        });
        if let Some((_, set)) = reply.headers.iter().find(|(name, _)| name == "set-cookie") {
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        reply
    }

    /// Opens the application and follows authentik until a page for people comes, or the way back.
    fn open(&mut self, sandbox: &mut Sandbox) -> Opened {
        let provider = list(sandbox, "providers/oauth2/?page_size=100").pop().expect("a provider");
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", provider["client_id"].as_str().unwrap_or_default())
            .append_pair("redirect_uri", "https://portainer.company/")
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("state", "s")
            .finish();
        let mut reply = self.send(sandbox, "GET", &format!("/application/o/authorize/?{query}"), "");
        loop {
            let to = header(&reply, "location");
            if to.starts_with("https://portainer.company/") {
                return if to.contains("code=") { Opened::LetIn } else { Opened::Page(to) };
            }
            if to.is_empty() {
                return Opened::Page(text(&reply));
            }
            reply = self.send(sandbox, "GET", &to, "");
        }
    }
}

#[derive(Debug, PartialEq)]
enum Opened {
    LetIn,
    Page(String),
}

impl Opened {
    fn says(&self, what: &str) -> bool {
        matches!(self, Self::Page(text) if text.contains(what))
    }
}

fn header(reply: &Reply, name: &str) -> String {
    reply.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

#[test]
fn without_a_device_nobody_gets_in_and_with_one_a_code_is_asked_for() {
    for version in VERSIONS {
        let world = World::new(version);
        world.clean(&order(WithoutDevice::Deny, None)).unwrap_or_else(|failure| panic!("{version}: {failure}"));
        let mut sandbox = world.sandbox.borrow_mut();
        let refused = Browser::of(&mut sandbox, "anna").open(&mut sandbox);
        assert!(refused.says("No (allowed) MFA authenticator configured."), "{version}: {refused:?}");
        let asked = Browser::of(&mut sandbox, "ben").open(&mut sandbox);
        assert!(asked.says("name=\"code\""), "{version}: {asked:?}");
    }
}

#[test]
fn with_enrolment_who_has_no_device_is_led_to_one() {
    for version in VERSIONS {
        let world = World::new(version);
        world.clean(&order(WithoutDevice::Enrol, None)).unwrap_or_else(|failure| panic!("{version}: {failure}"));
        let mut sandbox = world.sandbox.borrow_mut();
        let led = Browser::of(&mut sandbox, "anna").open(&mut sandbox);
        assert!(led.says("Set up"), "{version}: {led:?}");
        assert!(!led.says("No (allowed)"), "{version}: {led:?}");
    }
}

#[test]
fn without_the_flag_nobody_is_asked() {
    let world = World::new("2025.10.3");
    world.clean(&Order::portainer(&[])).expect("integrated");
    let mut sandbox = world.sandbox.borrow_mut();
    let asked = Browser::of(&mut sandbox, "anna").open(&mut sandbox);
    assert!(!asked.says("name=\"code\"") && !asked.says("MFA"), "consent only: {asked:?}");
}

#[test]
fn one_flow_serves_all_integrations_that_ask_for_the_same() {
    for version in VERSIONS {
        let server = Server::start(version);
        let ran = portainer(&server).args(["--require-mfa"]).json();
        assert!(ran["changes"].to_string().contains("akctl-mfa-deny-consent"), "{version}: {ran}");
        let flows = server.list("flows/instances/").len();
        portainer(&server).args(["--require-mfa", "--slug", "second", "--name", "Second"]).ok();
        assert_eq!(server.list("flows/instances/").len(), flows, "{version}");
        assert_eq!(
            server.provider_of("second")["authorization_flow"],
            server.provider_of("portainer")["authorization_flow"],
            "{version}"
        );
        portainer(&server).args(["--require-mfa", "--mfa-lasts", "hours=8", "--slug", "third", "--name", "Third"]).ok();
        assert_eq!(server.list("flows/instances/").len(), flows + 1, "{version}: another combination, another flow");

        server.forget();
        portainer(&server).args(["--require-mfa"]).ok();
        assert!(server.writes().is_empty(), "{version}: a repeat changes nothing");
    }
}

#[test]
fn a_flow_that_somebody_weakened_is_mended_before_it_is_used() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).args(["--require-mfa"]).ok();
        let stages = server.list("stages/authenticator/validate/?name=Second%20factor%2C%20deny%20%28akctl%29");
        let path = format!("stages/authenticator/validate/{}/", stages[0]["pk"].as_str().expect("an id"));
        server.patch(&path, json!({"not_configured_action": "skip"}));
        portainer(&server).args(["--require-mfa"]).ok();
        assert_eq!(server.get(&path)["not_configured_action"], "deny", "{version}");

        let flow = server.provider_of("portainer")["authorization_flow"].clone();
        let flow = flow.as_str().expect("a flow").to_owned();
        let places = server.list(&format!("flows/bindings/?target={flow}"));
        let place = places.iter().find(|place| place["stage"] == stages[0]["pk"]).expect("the stage's place");
        let path = format!("flows/bindings/{}/", place["pk"].as_str().expect("an id"));
        let (status, _) = server.api("DELETE", &path, &Value::Null);
        assert_eq!(status, 204, "{version}");
        portainer(&server).args(["--require-mfa"]).ok();
        let places = server.list(&format!("flows/bindings/?target={flow}"));
        assert!(places.iter().any(|place| place["stage"] == stages[0]["pk"]), "{version}");
    }
}

#[test]
fn a_run_without_the_flag_does_not_take_the_second_factor_away() {
    let server = Server::start("2025.10.3");
    portainer(&server).args(["--require-mfa"]).ok();
    let before = server.provider_of("portainer")["authorization_flow"].clone();
    portainer(&server).fails(4, &["asks for a second factor now", "--require-mfa keeps it", "--force"]);
    assert_eq!(server.provider_of("portainer")["authorization_flow"], before);
    portainer(&server).args(["--force"]).ok();
    assert_ne!(server.provider_of("portainer")["authorization_flow"], before);
}

#[test]
fn a_flow_of_ones_own_and_a_second_factor_exclude_each_other() {
    let server = Server::start("2025.10.3");
    let flow = ["--require-mfa", "--authorization-flow", "default-provider-authorization-implicit-consent"];
    portainer(&server).args(flow).fails(2, &["--require-mfa brings an authorization flow of its own"]);
    portainer(&server).args(["--require-mfa=never"]).fails(2, &["never", "deny"]);
    portainer(&server).args(["--require-mfa", "--mfa-lasts", "a while"]).fails(2, &["--mfa-lasts", "hours=8"]);
    portainer(&server).args(["--mfa-lasts", "hours=8"]).fails(2, &["--require-mfa"]);
    assert!(server.writes().is_empty());
}

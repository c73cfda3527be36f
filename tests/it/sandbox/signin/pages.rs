//! What pages in a browser may read, and what a client may ask about a token.

use super::super::{Server, header};
use super::ALL;
use super::browser::{Browser, Client, encoded};
use akctl::sandbox::{Reply, Request};
use serde_json::{Value, json};
use std::time::Duration;

const PAGE: &str = "https://app.example.com";

/// A request of a page of that origin.
fn asked(server: &mut Server, origin: &str, (method, path): (&str, &str), more: Request) -> Reply {
    server.sandbox.handle(&Request {
        method: method.to_owned(),
        scheme: "https".to_owned(),
        host: "auth.example.com".to_owned(),
        path: path.to_owned(),
        page_origin: Some(origin.to_owned()),
        ..more
    })
}

fn form(fields: &[(&str, &str)]) -> Request {
    let content_type = Some("application/x-www-form-urlencoded".to_owned());
    Request { content_type, body: encoded(fields).into_bytes(), ..Request::default() }
}

fn may_read(reply: &Reply) -> &str {
    header(reply, "access-control-allow-origin")
}

/// The tokens of somebody who signs in.
fn tokens(server: &mut Server, client: &Client) -> Value {
    let mut browser = Browser::of(server, "anna");
    let back = browser.get(server, &client.ask("openid profile offline_access", &[]));
    let back = browser.follow(server, &back);
    let (status, reply) = client.exchange(server, &super::browser::answer(&back)["code"], &[]);
    assert_eq!(status, 200, "{reply}");
    reply
}

#[test]
fn pages_of_the_redirect_addresses_may_read_answers_and_no_others() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let given = tokens(&mut server, &client);
    let bearer = format!("Bearer {}", given["access_token"].as_str().expect("a token"));
    let discovery = "/application/o/app/.well-known/openid-configuration";
    for (origin, allowed) in [(PAGE, PAGE), ("https://app.example.com:8443", ""), ("https://evil.example", "")] {
        let sent = form(&[("client_id", &client.id), ("grant_type", "authorization_code")]);
        let reply = asked(&mut server, origin, ("POST", "/application/o/token/"), sent);
        assert_eq!((reply.status, may_read(&reply)), (400, allowed), "an error can be read too");
        let sent = Request { authorization: Some(bearer.clone()), ..Request::default() };
        let reply = asked(&mut server, origin, ("GET", "/application/o/userinfo/"), sent);
        assert_eq!((reply.status, may_read(&reply)), (200, allowed));
        let reply = asked(&mut server, origin, ("GET", discovery), Request::default());
        assert_eq!((reply.status, may_read(&reply)), (200, allowed));
        let reply = asked(&mut server, origin, ("GET", "/application/o/app/jwks/"), Request::default());
        assert_eq!((reply.status, may_read(&reply)), (200, "*"));
        for path in ["/application/o/token/", "/application/o/userinfo/", discovery] {
            let sent = Request { page_headers: Some("authorization".to_owned()), ..Request::default() };
            let reply = asked(&mut server, origin, ("OPTIONS", path), sent);
            assert_eq!((reply.status, may_read(&reply)), (200, origin), "{path}: before it asks every page may");
            assert_eq!(header(&reply, "access-control-allow-headers"), "authorization");
        }
    }
    let sent = Request { authorization: Some("Bearer wrong".to_owned()), ..Request::default() };
    let reply = asked(&mut server, PAGE, ("GET", "/application/o/userinfo/"), sent);
    assert_eq!((reply.status, may_read(&reply)), (401, ""));
}

/// What is answered about a token.
fn about(server: &mut Server, client: (&str, &str), token: &str) -> (u16, Value) {
    let sent = form(&[("client_id", client.0), ("client_secret", client.1), ("token", token)]);
    let reply = asked(server, PAGE, ("POST", "/application/o/introspect/"), sent);
    (reply.status, serde_json::from_slice(&reply.body).expect("JSON"))
}

#[test]
fn a_client_may_ask_about_its_own_tokens_on_every_version() {
    for version in ALL {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let other = Client::new(&mut server, "other");
        let given = tokens(&mut server, &client);
        let me = (client.id.as_str(), client.secret.as_str());
        let access = given["access_token"].as_str().expect("a token").to_owned();
        let refresh = given["refresh_token"].as_str().expect("a token").to_owned();
        for token in [&access, &refresh] {
            let (status, told) = about(&mut server, me, token);
            assert_eq!((status, &told["active"], &told["client_id"]), (200, &json!(true), &json!(client.id)));
            assert_eq!(told["scope"], given["scope"], "{version}");
            assert_eq!(told["preferred_username"], "anna", "{version}");
            assert!(told["azp"].is_null(), "{version}: {told}");
        }
        for (who, token) in [(me, "wrong"), ((client.id.as_str(), "wrong"), access.as_str()), (("", ""), "")] {
            assert_eq!(about(&mut server, who, token), (200, json!({"active": false})), "{version}");
        }
        assert_eq!(about(&mut server, (&other.id, &other.secret), &access).0, 501, "{version}");
        server.sandbox.let_pass(Duration::from_secs(7_200));
        assert_eq!(about(&mut server, me, &access).1["active"], false, "{version}: its time is over");
    }
}

//! Signing in, whole: from a client's address through the login and back.

mod access;
pub(super) mod browser;
mod factor;
mod pages;
mod tokens;

use super::Server;
use browser::{Browser, Client, Jwt};
use serde_json::json;

/// The recorded versions, and the newest.
const ALL: &[&str] =
    &["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.5.0-grants", "2026.5.0-rc1", "2026.8.5"];

#[test]
fn a_login_with_a_code_and_pkce_is_whole_on_every_version() {
    for version in ALL {
        let mut server = Server::new(version);
        let client = Client::new(&mut server, "app");
        let mut browser = Browser::default();
        let ask = client.ask("openid profile email", &[("nonce", "n-1"), ("state", "a b&c")]);
        let login = browser.get(&mut server, &ask);
        assert_eq!(login.status, 302, "{version}");
        let location = super::header(&login, "location").to_owned();
        let page = browser.get(&mut server, &location);
        assert!(browser::text(&page).contains("name=\"password\""), "{version}");
        let back = browser.post(&mut server, &location, &[("username", "anna"), ("password", "sandbox")]);
        let back = browser.follow(&mut server, &back);
        let answer = browser::answer(&back);
        assert_eq!(answer["state"], "a b&c", "{version}");
        let (status, reply) = client.exchange(&mut server, &answer["code"], &[]);
        assert_eq!(status, 200, "{version}: {reply}");
        assert_eq!((&reply["token_type"], &reply["expires_in"]), (&json!("Bearer"), &json!(3_600)), "{version}");
        assert_eq!(reply["scope"], "openid profile email", "{version}");
        assert!(reply.get("refresh_token").is_none(), "{version}: without offline_access there is none");
        let token = Jwt::read(reply["id_token"].as_str().expect("an ID token"));
        token.verify(&mut server, "app");
        assert_eq!(token.header["alg"], "RS256");
        let claims = &token.claims;
        assert_eq!(claims["iss"], "https://auth.example.com/application/o/app/", "{version}");
        assert_eq!(claims["aud"], client.id.as_str(), "{version}");
        assert_eq!((&claims["nonce"], &claims["amr"]), (&json!("n-1"), &json!(["pwd"])), "{version}");
        assert_eq!((&claims["preferred_username"], &claims["email"]), (&json!("anna"), &json!("anna@example.com")));
        assert_eq!(claims["exp"].as_u64().expect("exp") - claims["iat"].as_u64().expect("iat"), 3_600);
        let access = reply["access_token"].as_str().expect("an access token");
        Jwt::read(access).verify(&mut server, "app");
        let (status, userinfo) = browser::userinfo(&mut server, access);
        assert_eq!((status, &userinfo["sub"]), (200, &claims["sub"]), "{version}");
        assert_eq!((&userinfo["name"], &userinfo["groups"]), (&json!("Anna Example"), &json!([])), "{version}");
        assert_eq!(browser::userinfo(&mut server, "wrong").0, 401, "{version}");
        let again = browser.get(&mut server, &client.ask("openid", &[]));
        assert!(!browser::answer(&again)["code"].is_empty(), "{version}: signed in, nothing is asked");
        assert!(server.get("core/users/?username=anna")["results"][0]["last_login"].is_string(), "{version}");
    }
}

#[test]
fn only_the_right_password_of_an_active_user_signs_in() {
    let mut server = Server::new("2025.10.3");
    let robot = server.post("core/users/", &json!({"username": "new", "name": "New"}));
    assert!(robot["pk"].is_i64());
    let target = "/flows/-/default/authentication/?next=/application/o/userinfo/";
    for (user, password, passes) in [
        ("anna", "sandbox", true),
        ("akadmin", "sandbox", true),
        ("anna", "wrong", false),
        ("anna", "", false),
        ("nobody", "sandbox", false),
        ("new", "", false),
        ("new", "sandbox", false),
    ] {
        let reply = Browser::default().post(&mut server, target, &[("username", user), ("password", password)]);
        let cookie = super::header(&reply, "set-cookie");
        if passes {
            assert_eq!((reply.status, super::header(&reply, "location")), (302, "/application/o/userinfo/"), "{user}");
            assert!(cookie.contains("authentik_session=") && cookie.contains("HttpOnly"), "{cookie}");
        } else {
            assert_eq!(reply.status, 200, "{user} {password}");
            assert!(browser::text(&reply).contains("name=\"password\""), "{user}");
        }
    }
    let wrong = Browser::default().post(&mut server, target, &[("username", "anna"), ("password", "wrong")]);
    assert!(browser::text(&wrong).contains("Invalid password"));
    let anna = server.user("anna");
    server.patch(&format!("core/users/{anna}/"), &json!({"is_active": false}));
    let reply = Browser::default().post(&mut server, target, &[("username", "anna"), ("password", "sandbox")]);
    assert_eq!(reply.status, 200);
}

#[test]
fn a_session_ends_with_its_user_and_signing_in_changes_its_cookie() {
    let mut server = Server::new("2025.10.3");
    let client = Client::new(&mut server, "app");
    let mut browser = Browser::default();
    browser.get(&mut server, "/if/flow/default-authentication-flow/");
    let before = browser.cookies.clone();
    browser.sign_in(&mut server, "anna");
    assert_ne!(browser.cookies, before);
    let mut old = Browser { cookies: before };
    assert!(super::header(&old.get(&mut server, &client.ask("openid", &[])), "location").starts_with("/flows/"));
    let anna = server.user("anna");
    server.patch(&format!("core/users/{anna}/"), &json!({"is_active": false}));
    let reply = browser.get(&mut server, &client.ask("openid", &[]));
    assert!(super::header(&reply, "location").starts_with("/flows/"), "{reply:?}");
}

#[test]
fn the_login_leads_to_this_server_only() {
    let mut server = Server::new("2025.10.3");
    for next in [
        "https://evil.example.com/",
        "//evil.example.com/",
        "/\\evil.example.com/",
        "/%09/evil.example.com/",
        "javascript:x",
        "",
    ] {
        let target = format!("/if/flow/default-authentication-flow/?next={next}");
        let reply = Browser::default().post(&mut server, &target, &[("username", "anna"), ("password", "sandbox")]);
        assert_eq!((reply.status, super::header(&reply, "location")), (302, "/if/user/"), "{next}");
    }
}

/// Sends a request as a browser does, and answers the whole reply as text.
fn over_http(address: &str, method: &str, target: &str, headers: &str, body: &str) -> String {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\
         {headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("text");
    reply
}

#[test]
fn cookies_travel_over_http() {
    let server = crate::support::Server::start("2025.10.3");
    let address = server.url().trim_start_matches("http://").to_owned();
    let login = "/flows/-/default/authentication/?next=/x";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let reply = over_http(&address, "POST", login, form, "username=anna&password=sandbox");
    assert!(reply.starts_with("HTTP/1.1 302"), "{reply}");
    let (_, cookie) = reply.split_once("set-cookie: ").expect("a cookie");
    let cookie = cookie.split(';').next().expect("its value");
    assert!(!reply.contains("Secure"), "a browser would not send it back over http: {reply}");
    let end = "/application/o/app/end-session/";
    server.api("POST", "core/applications/", &json!({"name": "app", "slug": "app"}));
    let flow = |slug: &str| {
        server.api("GET", &format!("flows/instances/?slug={slug}"), &json!(null)).1["results"][0]["pk"].clone()
    };
    let provider = json!({
        "name": "p",
        "authorization_flow": flow("default-provider-authorization-implicit-consent"),
        "invalidation_flow": flow("default-provider-invalidation-flow"),
        "redirect_uris": [],
    });
    let (_, provider) = server.api("POST", "providers/oauth2/", &provider);
    server.api("PATCH", "core/applications/app/", &json!({"provider": provider["pk"]}));
    assert!(over_http(&address, "GET", end, "", "").starts_with("HTTP/1.1 302"), "not signed in");
    let reply = over_http(&address, "GET", end, &format!("Cookie: other=1; {cookie}\r\n"), "");
    assert!(reply.starts_with("HTTP/1.1 200") && reply.contains("logged out"), "{reply}");
}

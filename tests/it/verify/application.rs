//! `--app`: what the application's own login address sends.

use super::between::{application, serve};
use super::{APP, integrate, integrated, told, verify};
use crate::support::Server;
use crate::support::akctl::Ran;
use serde_json::json;
use url::form_urlencoded::Serializer;

/// What a right application sends, with these parameters changed.
fn sends(server: &Server, path: &str, changes: &[(&str, &str)]) -> Ran {
    let client_id = server.provider_of("portainer")["client_id"].as_str().expect("text").to_owned();
    let home = format!("{APP}/");
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", client_id.as_str()),
        ("redirect_uri", home.as_str()),
        ("scope", "email openid profile"),
        ("state", "x"),
    ];
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        parameters.push((name, value));
    }
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    let login = application("302 Found", &format!("{}{path}?{query}", server.url()));
    verify(server, &["portainer", "--app", &format!("{login}/login?with=authentik")])
}

const AUTHORIZE: &str = "/application/o/authorize/";

#[test]
fn an_application_that_sends_what_is_right_is_well() {
    let server = integrated("2025.10.3");
    let ran = sends(&server, AUTHORIZE, &[]);
    for id in ["app-login", "app-authentik", "app-client-id", "app-redirect", "app-scope", "app-response-type"] {
        told(&ran, id, "ok", &[]);
    }
    assert_eq!(ran.code, 0);
}

#[test]
fn whatever_an_application_sends_wrong_is_seen() {
    let server = integrated("2026.8.5");
    let one = |id: &str, verdict: &str, words: &[&str], change: (&str, &str)| {
        told(&sends(&server, AUTHORIZE, &[change]), id, verdict, words);
    };
    one("app-redirect", "failed", &["the final slash"], ("redirect_uri", APP));
    one("app-redirect", "failed", &["the scheme", "X-Forwarded-Proto"], ("redirect_uri", "http://portainer.company/"));
    one("app-redirect", "failed", &["it sends none"], ("redirect_uri", ""));
    one("app-client-id", "failed", &["not the client ID"], ("client_id", "other"));
    one("app-scope", "failed", &["commas"], ("scope", "email,openid,profile"));
    one("app-scope", "failed", &["ID token"], ("scope", "email profile"));
    one("app-scope", "warning", &["profile is not asked for"], ("scope", "openid email"));
    one("app-scope", "warning", &["no mapping for groups"], ("scope", "openid email profile groups"));
    one("app-response-type", "failed", &["the grant implicit"], ("response_type", "id_token"));
    one("app-response-type", "failed", &["unsupported_response_type"], ("response_type", "magic"));
    let spaced = format!("{} ", server.provider_of("portainer")["client_id"].as_str().expect("text"));
    one("app-client-id", "failed", &["white space"], ("client_id", &spaced));
}

#[test]
fn a_nonce_that_is_missing_is_seen() {
    let server = Server::start("2025.10.3");
    integrate(&server, "portainer", &["--app-url", APP]);
    told(&sends(&server, AUTHORIZE, &[("response_type", "id_token")]), "app-response-type", "failed", &["nonce"]);
}

#[test]
fn a_wrong_address_of_authentik_is_seen() {
    let server = integrated("2025.10.3");
    let at = |path: &str, words: &[&str]| told(&sends(&server, path, &[]), "app-authentik", "failed", words);
    at("/application/o/portainer/authorize/", &["the slug does not belong"]);
    at("/application/o/authorize", &["without the final slash"]);
    at("/elsewhere/", &["not the public address"]);
}

#[test]
fn an_address_that_sends_nobody_to_authentik_is_told() {
    let server = integrated("2025.10.3");
    let login = application("200 OK", "");
    told(&verify(&server, &["portainer", "--app", &login]), "app-login", "not-checked", &["sends nobody on"]);
    let login = application("302 Found", "/second");
    told(&verify(&server, &["portainer", "--app", &login]), "app-login", "not-checked", &["no client_id"]);
}

#[test]
fn the_bare_address_is_enough_where_the_preset_knows_the_way_on() {
    let server = Server::start("2025.10.3");
    integrate(&server, "jupyterhub", &["--app-url", "https://hub.company"]);
    let client_id = server.provider_of("jupyterhub")["client_id"].as_str().expect("text").to_owned();
    let back = "https://hub.company/hub/oauth_callback";
    let query = Serializer::new(String::new())
        .extend_pairs([("response_type", "code"), ("client_id", &client_id), ("redirect_uri", back)])
        .finish();
    let target = format!("{}{AUTHORIZE}?{query}", server.url());
    let app = serve(move |request| {
        let is_login = request.starts_with("GET /hub/oauth_login ");
        let place = if is_login { target.as_str() } else { "/hub/" };
        format!("HTTP/1.1 302 Found\r\nlocation: {place}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .into_bytes()
    });
    for given in [app.clone(), format!("{app}/"), format!("{app}/hub/oauth_login")] {
        told(&verify(&server, &["jupyterhub", "--app", &given]), "app-redirect", "ok", &[]);
    }
    let given = format!("{app}/hub/login");
    told(&verify(&server, &["jupyterhub", "--app", &given]), "app-login", "not-checked", &["no client_id"]);
}

#[test]
fn values_in_the_query_of_a_redirect_address_are_never_shown() {
    let server = integrated("2026.8.5");
    let sent = |url: &str| sends(&server, AUTHORIZE, &[("redirect_uri", url)]);
    let address = "https://portainer.company/?tenant=7&state=mysecretstate";
    let ran = sent(address);
    told(&ran, "app-redirect", "failed", &["the query (only the first has tenant, state)", "state=..."]);
    super::provider(&server, "portainer", json!({"redirect_uris": super::strict(&server, &[address])}));
    let well = sent(address);
    told(&well, "app-redirect", "ok", &["tenant=...&state=..."]);
    let other = sent("https://portainer.company/?tenant=7&state=another");
    told(&other, "app-redirect", "failed", &["the query (another value of state)"]);
    let app = |ran: &Ran| super::found(ran, "app-redirect").unwrap_or_default().to_string();
    for ran in [&ran, &well, &other] {
        assert!(!app(ran).contains("mysecretstate") && !app(ran).contains("another\""), "{}", app(ran));
    }
}

//! Where the token goes, and where it never goes.

use super::fake::{Scripted, TOKEN, answer, client, options, server};
use akctl::authentik::transport::{Body, Method, Request, TransportError};
use akctl::authentik::{Client, ClientOptions, segment};
use akctl::error::{Failure, Kind};
use akctl::model::Secret;
use serde_json::json;

fn build(address: &str, options: ClientOptions) -> Result<Client, Failure> {
    Client::new(server(address), Scripted::of(vec![answer(200, "{}")]), options)
}

#[test]
fn a_token_goes_in_clear_text_only_to_this_machine_or_where_it_was_allowed() {
    for address in ["https://auth.company", "http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"] {
        build(address, options()).expect(address);
    }
    for address in ["http://auth.company", "http://10.0.0.1:9000", "http://localhost.company"] {
        let failure = build(address, options()).expect_err(address);
        assert_eq!(failure.kind, Kind::Usage);
        assert!(failure.message.contains(address), "{failure}");
        assert!(failure.hints.iter().any(|hint| hint.contains("--allow-plain-http-token")), "{:?}", failure.hints);
        build(address, ClientOptions { allow_plain_http: true, ..options() }).expect("allowed");
        build(address, ClientOptions { token: None, ..options() }).expect("nothing to protect");
    }
}

#[test]
fn a_token_that_cannot_stand_in_a_header_is_refused_without_being_shown() {
    for token in ["", "abc\n", "two words", "tökén", "\"quoted\u{7f}"] {
        let options = ClientOptions { token: Some(Secret::new(token.to_owned())), ..options() };
        let failure = build("https://auth.company", options).expect_err(token);
        assert_eq!(failure.kind, Kind::Usage);
        assert!(token.is_empty() || !format!("{failure:?}").contains(token), "{failure:?}");
    }
}

#[tokio::test]
async fn only_calls_of_the_api_carry_the_token() {
    let transport = Scripted::of(vec![answer(200, "{}")]);
    let client = client(&transport);
    client.get("core/groups/", &[]).await.expect("an answer");
    client.anonymous_get("https://auth.company/application/o/x/jwks/").await.expect("an answer");
    client.anonymous_json("https://public.company/application/o/x/jwks/").await.expect("an answer");
    client.anonymous_post("https://auth.company/application/o/token/", &[("code", "x")]).await.expect("an answer");
    let requests = transport.requests.borrow();
    let bearers: Vec<_> = requests.iter().map(|request| request.bearer.as_ref().map(Secret::expose)).collect();
    assert_eq!(bearers, [Some(TOKEN), None, None, None]);
    assert_eq!(requests[3].body, Body::Form(vec![("code".to_owned(), "x".to_owned())]));
}

#[tokio::test]
async fn an_anonymous_answer_is_the_callers_whatever_its_status() {
    let transport = Scripted::of(vec![answer(404, "")]);
    let client = client(&transport);
    assert_eq!(client.anonymous_get("https://auth.company/x").await.expect("an answer").status, 404);
    let error = client.anonymous_json("https://public.company/x?secret=1").await.expect_err("404").to_string();
    assert!(error.starts_with("GET /x: https://public.company refused it") && !error.contains("secret"), "{error}");
}

#[tokio::test]
async fn neither_token_nor_body_shows_in_any_form_of_any_error() {
    let outcomes = [answer(403, "{}"), answer(200, "{"), Err(TransportError::Broken("reset".into()))];
    for outcome in outcomes {
        let transport = Scripted::of(vec![outcome]);
        let client = client(&transport);
        let error = client.post("core/tokens/", &json!({"key": "body-secret"})).await.expect_err("an error");
        let mut texts = vec![format!("{client:?} {error} {error:?} {:?}", transport.requests.borrow())];
        let failure = error.into_failure();
        texts.push(format!("{failure} {failure:?}"));
        let mut source = std::error::Error::source(&failure);
        while let Some(inner) = source {
            texts.push(format!("{inner} {inner:?}"));
            source = inner.source();
        }
        for text in texts {
            assert!(!text.contains(TOKEN) && !text.contains("body-secret"), "{text}");
        }
    }
    let form = Body::Form(vec![("client_secret".to_owned(), "body-secret".to_owned())]);
    let request = Request { method: Method::Post, url: String::new(), bearer: None, body: form };
    assert!(!format!("{request:?}").contains("body-secret"));
    assert!(!format!("{:?}", answer(200, "\"body-secret\"")).contains("98, 111, 100"));
}

#[tokio::test]
async fn paths_and_queries_are_encoded() {
    let transport = Scripted::of(vec![answer(200, "{}")]);
    let client = client(&transport);
    client.get(&format!("core/groups/{}/", segment("a/b c?ü")), &[("name", "R&D + Büro")]).await.expect("an answer");
    assert_eq!(
        transport.urls(),
        ["https://auth.company/api/v3/core/groups/a%2Fb%20c%3F%C3%BC/?name=R%26D+%2B+B%C3%BCro"]
    );
    assert_eq!(segment("A-z_0.9~"), "A-z_0.9~");
    // A path that climbs would reach another endpoint.
    for climbing in [".", ".."] {
        let url = format!("https://auth.company/api/v3/core/{}/x/", segment(climbing));
        let path = url::Url::parse(&url).expect("an address").path().to_owned();
        assert!(path.starts_with("/api/v3/core/%252E"), "{path}");
    }
}

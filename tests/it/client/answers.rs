//! What people read when authentik, or something that is not authentik, refuses.

use super::fake::{Outcome, Scripted, answer, client, options, page, server};
use akctl::authentik::transport::{Response, TransportError};
use akctl::authentik::{ApiError, Client, ClientOptions};
use akctl::error::{Failure, Kind};
use akctl::model::objects::ServerVersion;
use serde_json::json;

async fn get_error(path: &str, outcome: Outcome) -> ApiError {
    client(&Scripted::of(vec![outcome])).get(path, &[("name", "x y")]).await.expect_err("an error")
}

async fn post_error(outcome: Outcome) -> ApiError {
    client(&Scripted::of(vec![outcome])).post("core/groups/", &json!({})).await.expect_err("an error")
}

fn hinted(failure: &Failure, text: &str) -> bool {
    failure.hints.iter().any(|hint| hint.contains(text))
}

#[tokio::test]
async fn says_what_was_asked_and_what_the_server_said_by_the_flags_of_the_person() {
    let body = r#"{"app": {"slug": ["Taken."]}, "provider": {"redirect_uris": {"0": ["Wrong."]}}, "order": ["Odd."]}"#;
    let error = post_error(answer(400, body)).await;
    assert_eq!(
        error.to_string(),
        "POST /api/v3/core/groups/: https://auth.company refused it (400): \
         app.slug: Taken; order: Odd; provider.redirect_uris.0: Wrong"
    );
    let renamed = error.rename_fields(&[
        ("app", "the application"),
        ("app.slug", "--slug"),
        ("provider.redirect_uris", "--redirect-uri"),
        ("ord", "--not-this"),
    ]);
    let paths: Vec<_> = renamed.fields().iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["app.slug", "order", "provider.redirect_uris.0"]);
    let failure = renamed.into_failure();
    assert_eq!(failure.kind, Kind::Failed);
    assert!(failure.message.ends_with("(400): --slug: Taken; order: Odd; --redirect-uri: Wrong"), "{failure}");
}

/// authentik 2024.8 to 2026.5: 403 for a wrong token, for none, and for a missing right.
#[tokio::test]
async fn a_refused_token_is_not_allowed_and_says_where_to_look() {
    let who = get_error("core/users/me/", answer(403, r#"{"detail": "Token invalid"}"#)).await.into_failure();
    assert_eq!((who.kind, who.kind.exit_code()), (Kind::NotAllowed, 5));
    assert!(who.message.ends_with("refused it (403): Token invalid"), "{who}");
    assert!(hinted(&who, "AUTHENTIK_TOKEN") && hinted(&who, "Directory > Tokens") && hinted(&who, "intent API"));
    assert!(!hinted(&who, "right"));

    let right = post_error(answer(403, r#"{"null": "No right to add bindings"}"#)).await.into_failure();
    assert_eq!(right.kind, Kind::NotAllowed);
    assert!(right.message.ends_with("(403): No right to add bindings"), "{right}");
    assert!(hinted(&right, "right"));

    let options = ClientOptions { token: None, ..options() };
    let transport = Scripted::of(vec![answer(403, r#"{"detail": "No credentials"}"#)]);
    let client = Client::new(server("https://auth.company"), transport, options).expect("a client");
    let none = client.get("core/users/me/", &[]).await.expect_err("an error").into_failure();
    assert!(hinted(&none, "give a token") && !hinted(&none, "check the token"), "{:?}", none.hints);
}

#[tokio::test]
async fn a_missing_object_is_told_from_a_wrong_address() {
    let missing = answer(404, r#"{"detail": "Not found."}"#);
    assert!(get_error("core/groups/1/", missing.clone()).await.is_not_found());
    assert_eq!(client(&Scripted::of(vec![missing])).find("core/groups/1/").await.expect("an answer"), None);
    let there = Scripted::of(vec![answer(200, r#"{"pk": 1}"#)]);
    assert_eq!(client(&there).find("core/groups/1/").await.expect("an answer"), Some(json!({"pk": 1})));

    let elsewhere = || page(404, "<html><title>404 elsewhere</title></html>");
    client(&Scripted::of(vec![elsewhere()])).find("core/groups/1/").await.expect_err("not an authentik");
    let error = get_error("core/groups/1/", elsewhere()).await;
    assert!(!error.is_not_found());
    let failure = error.into_failure();
    assert!(failure.message.ends_with("refused it with a web page (404): 404 elsewhere"), "{failure}");
    assert!(hinted(&failure, "is https://auth.company an authentik?"));
}

#[tokio::test]
async fn a_web_page_instead_of_json_is_no_success() {
    let failure = get_error("core/groups/", page(200, "<!doctype html><p>Welcome")).await.into_failure();
    assert!(failure.message.contains("web page (200), not with JSON"), "{failure}");
    assert!(hinted(&failure, "an authentik?"));
}

#[tokio::test]
async fn truncated_and_foreign_json_is_no_success_and_is_not_quoted() {
    let cases = [
        (r#"{"client_secret": "hidden-value", "na"#, "ends too early"),
        ("", "it is empty"),
        ("hidden-value", "not JSON (line 1, column 1)"),
    ];
    for (body, why) in cases {
        let error = get_error("core/groups/", answer(200, body)).await.to_string();
        assert!(error.contains(why) && !error.contains("hidden-value"), "{error}");
    }
    for body in [r#"["hidden-value"]"#, r#"{"version_current": ["hidden-value"]}"#, r#"{"version": 1}"#] {
        let client = client(&Scripted::of(vec![answer(200, body)]));
        let error = client.get_as::<ServerVersion>("admin/version/", &[]).await.expect_err(body).to_string();
        assert!(error.contains("ServerVersion") && !error.contains("hidden-value"), "{error}");
    }
}

#[tokio::test]
async fn reads_the_version_and_says_when_it_is_none() {
    let at = |body: &str| client(&Scripted::of(vec![answer(200, body)]));
    let version = at(r#"{"version_current": "2026.5.0-rc1", "outdated": false}"#).version().await.expect("a version");
    assert_eq!(version.to_string(), "2026.5.0-rc1");
    let error = at(r#"{"version_current": "latest"}"#).version().await.expect_err("none").to_string();
    assert!(error.contains("`latest` is not a version of authentik"), "{error}");
}

#[tokio::test]
async fn an_empty_answer_to_a_write_is_null() {
    let client = client(&Scripted::of(vec![answer(204, "")]));
    assert_eq!(client.post("core/groups/1/add_user/", &json!({"pk": 1})).await.expect("done"), json!(null));
    client.delete("core/groups/1/").await.expect("done");
}

#[tokio::test]
async fn knows_whether_the_server_may_have_done_it_and_whether_a_name_may_be_taken() {
    use TransportError::{Broken, Connect, Resolve, TimeOut, Tls};
    let text = || "x".to_owned();
    let table: Vec<(Outcome, bool, bool)> = vec![
        (Err(Broken(text())), true, false),
        (Err(TimeOut(30)), true, false),
        (Err(Connect(text())), false, false),
        (Err(Resolve(text())), false, false),
        (Err(Tls(text())), false, false),
        (answer(500, "{}"), true, false),
        (page(502, "<html>"), true, false),
        (answer(504, ""), true, false),
        (answer(201, "{\"pk\""), true, false),
        (page(405, ""), true, true),
        (answer(405, r#"{"detail": "Method not allowed."}"#), false, false),
        (answer(400, r#"{"name": ["Taken."]}"#), false, true),
        (answer(400, r#"{"detail": "No."}"#), false, false),
        (answer(403, r#"{"detail": "No."}"#), false, false),
        (answer(429, ""), false, false),
        (answer(302, ""), false, false),
    ];
    for (outcome, maybe_done, may_be_taken) in table {
        let error = post_error(outcome.clone()).await;
        assert_eq!(error.maybe_done(), maybe_done, "{outcome:?}");
        assert_eq!(error.may_be_taken(), may_be_taken, "{outcome:?}");
        assert_eq!(hinted(&error.into_failure(), "look before"), maybe_done, "{outcome:?}");
        if outcome.as_ref().map_or(0, |response| response.status) != 201 {
            let read = get_error("core/groups/", outcome.clone()).await;
            assert!(!read.maybe_done() && !read.may_be_taken(), "a read does nothing: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_a_word_is_called_so() {
    let error = post_error(page(405, "")).await.to_string();
    assert!(error.ends_with("refused it without saying why (405)"), "{error}");
    let error = post_error(answer(403, r#"{"detail": "No right."}"#)).await.to_string();
    assert!(error.ends_with("refused it (403): No right"), "{error}");
}

#[tokio::test]
async fn says_which_server_did_not_answer_and_why() {
    let error = get_error("core/groups/", Err(TransportError::Resolve("auth.company".into()))).await;
    assert_eq!(
        error.to_string(),
        "GET /api/v3/core/groups/ at https://auth.company: the host name \"auth.company\" does not resolve"
    );
    let tls = get_error("core/groups/", Err(TransportError::Tls("unknown issuer".into()))).await.into_failure();
    assert!(hinted(&tls, "--ca-file"));
}

#[tokio::test]
async fn a_redirect_is_shown_and_not_followed() {
    let headers = vec![("location".to_owned(), "https://elsewhere.company/\u{1b}[2J".to_owned())];
    let transport = Scripted::of(vec![Ok(Response { status: 301, headers, body: Vec::new() })]);
    let error = client(&transport).get("core/groups/", &[]).await.expect_err("a redirect").to_string();
    assert!(error.ends_with("redirects to https://elsewhere.company/\\u{1b}[2J (301)"), "{error}");
    assert_eq!(transport.count(), 1);
}

#[tokio::test]
async fn a_server_cannot_flood_or_steer_the_terminal() {
    let body = json!({"name": vec!["x".repeat(5000); 20]}).to_string();
    let text = post_error(answer(400, &body)).await.to_string();
    assert!(text.chars().count() < 700, "{}", text.len());
    let text = post_error(answer(400, &json!({"name": ["\u{1b}]0;\u{7}\u{202e}"]}).to_string())).await.to_string();
    assert!(!text.chars().any(|c| c.is_control() || c == '\u{202e}'), "{text:?}");
}

//! The addresses to which people are sent back.

use super::{APP, breaks, found, integrate, integrated, provider, strict, told, verify};
use crate::support::{Server, VERSIONS};
use serde_json::{Value, json};

fn to(server: &Server, urls: &[&str]) {
    let entries = strict(server, urls);
    provider(server, "portainer", json!({"redirect_uris": entries}));
}

fn pattern(server: &Server, expression: &str) {
    let mut entries = strict(server, &[&format!("{APP}/"), expression]);
    entries[1]["matching_mode"] = json!("regex");
    provider(server, "portainer", json!({"redirect_uris": entries}));
}

#[test]
fn an_address_that_differs_a_little_is_shown_with_the_difference() {
    for (url, difference) in [
        ("https://portainer.company", "the final slash"),
        ("http://portainer.company/", "the scheme"),
        ("https://portainer.company:9443/", "the port"),
        ("https://portainer.companies/", "the host"),
        ("https://portainer.company/oauth", "the path"),
        ("https://elsewhere.company:1/x?y", "is not registered"),
    ] {
        let words = ["https://portainer.company/ is not registered", difference, "letter by letter"];
        breaks(&integrated("2025.10.3"), "redirect-uris", "failed", &words, |server| to(server, &[url]));
    }
}

#[test]
fn inputs_that_are_given_again_are_compared_whatever_the_tile_says() {
    let server = integrated("2025.10.3");
    server.patch("core/applications/portainer/", json!({"meta_launch_url": ""}));
    to(&server, &["https://portainer.company"]);
    told(&verify(&server, &["portainer"]), "redirect-uris", "ok", &[]);
    let ran = verify(&server, &["portainer", "--set", &format!("app_url={APP}")]);
    told(&ran, "redirect-uris", "failed", &["the final slash", "--set app_url=https://portainer.company"]);
}

#[test]
fn an_empty_list_is_seen_and_never_tried() {
    for version in VERSIONS {
        for words in [["portainer"], ["--all"]] {
            let server = integrated(version);
            provider(&server, "portainer", json!({"redirect_uris": []}));
            server.forget();
            let ran = verify(&server, &words);
            told(&ran, "redirect-uris", "failed", &["there is none", "keeps the first"]);
            told(&ran, "authorize", "not-checked", &["would be kept"]);
            assert!(!server.log().iter().any(|entry| entry.target.contains("/authorize/")), "{version}");
            assert_eq!(server.provider_of("portainer")["redirect_uris"], json!([]), "{version}");
        }
    }
}

#[test]
fn wide_expressions_are_seen() {
    for expression in [".*", "https://.*", "https://.*\\.company/callback"] {
        let words = [expression.split('\\').next().expect("text"), "also matches"];
        breaks(&integrated("2025.10.3"), "redirect-regex", "failed", &words, |server| pattern(server, expression));
    }
    breaks(&integrated("2025.10.3"), "redirect-regex", "warning", &["a dot in the host"], |server| {
        pattern(server, "https://portainer.company/.+");
    });
    let server = integrated("2025.10.3");
    pattern(&server, "https://portainer\\.company/[a-z]+");
    told(&verify(&server, &["portainer"]), "redirect-regex", "ok", &[]);
}

#[test]
fn an_address_without_encryption_is_seen() {
    breaks(&integrated("2025.10.3"), "redirect-https", "warning", &["http://portainer.company/"], |server| {
        to(server, &[&format!("{APP}/"), "http://portainer.company/"]);
    });
}

#[test]
fn an_address_that_was_left_over_from_trying_is_seen() {
    breaks(&integrated("2025.10.3"), "redirect-loopback", "warning", &["http://127.0.0.1:8400/"], |server| {
        to(server, &[&format!("{APP}/"), "http://127.0.0.1:8400/"]);
    });
}

#[test]
fn an_address_that_a_login_test_left_is_taken_away() {
    let server = integrated("2025.10.3");
    to(&server, &[&format!("{APP}/"), "http://127.0.0.1:8400/akctl-login-test"]);
    told(&verify(&server, &["portainer"]), "redirect-loopback", "warning", &["akctl verify portainer --fix"]);
    let mended = verify(&server, &["portainer", "--fix", "--yes"]);
    told(&mended, "redirect-loopback", "ok", &[]);
    let urls = server.provider_of("portainer")["redirect_uris"].clone();
    assert_eq!(urls.as_array().map(Vec::len), Some(1), "{urls}");
}

#[test]
fn an_address_after_signing_out_must_be_registered_as_one_where_that_is_known() {
    let server = Server::start("2026.8.5");
    integrate(&server, "kestra", &["--app-url", "https://kestra.company"]);
    told(&verify(&server, &["kestra"]), "post-logout", "ok", &["https://kestra.company/logout"]);
    let entries = server.provider_of("kestra")["redirect_uris"].as_array().cloned().expect("a list");
    let kept: Vec<&Value> = entries.iter().filter(|entry| entry["redirect_uri_type"] != "logout").collect();
    provider(&server, "kestra", json!({"redirect_uris": kept}));
    told(&verify(&server, &["kestra"]), "post-logout", "failed", &["https://kestra.company/logout", "400"]);
    assert_eq!(found(&verify(&integrated("2025.10.3"), &["portainer"]), "post-logout"), None);
}

#[test]
fn an_address_that_looks_like_one_for_signing_out_is_told() {
    breaks(&integrated("2026.8.5"), "post-logout", "warning", &["https://portainer.company/logout"], |server| {
        to(server, &[&format!("{APP}/"), &format!("{APP}/logout")]);
    });
}

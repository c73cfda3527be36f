//! Addresses: where people come back to, and where the tile leads.

use super::*;

fn redirects(desired: &Desired) -> Vec<&str> {
    let list = plain(provider(desired), "redirect_uris").and_then(Value::as_array).expect("a list");
    list.iter().map(|entry| entry["url"].as_str().expect("an address")).collect()
}

#[test]
fn the_redirect_address_follows_from_any_form_of_the_applications_address() {
    let table = [
        ("https://wiki.company", "https://wiki.company/callback"),
        ("https://wiki.company/", "https://wiki.company/callback"),
        ("https://wiki.company//", "https://wiki.company/callback"),
        ("HTTPS://Wiki.Company", "https://wiki.company/callback"),
        ("https://wiki.company:443/", "https://wiki.company/callback"),
        ("https://wiki.company:8443/", "https://wiki.company:8443/callback"),
        ("http://wiki.company:80", "http://wiki.company/callback"),
        ("https://company/tools/wiki/", "https://company/tools/wiki/callback"),
        ("https://company:8443/a/b", "https://company:8443/a/b/callback"),
        ("https://[::1]:9443", "https://[::1]:9443/callback"),
        ("http://192.168.1.7:9000/", "http://192.168.1.7:9000/callback"),
        ("https://bücher.example/wiki", "https://xn--bcher-kva.example/wiki/callback"),
    ];
    for (url, expected) in table {
        let desired = wiki(&[&format!("app_url={url}")]);
        assert_eq!(redirects(&desired)[0], expected, "{url}");
        let launch = plain(desired.only(Kind::Application).expect("one"), "meta_launch_url").expect("an address");
        assert_eq!(launch, &json!(expected.replace("/callback", "/")), "{url}");
    }
}

#[test]
fn several_addresses_are_each_there_once_and_complete() {
    let desired = wiki(&["host=a.company", "host=b.company", "host=wiki.company"]);
    let expected = ["wiki.company/callback", "a.company/callback", "b.company/callback", "wiki.company/bye"];
    assert_eq!(redirects(&desired), expected.map(|rest| format!("https://{rest}")));
    for entry in plain(provider(&desired), "redirect_uris").and_then(Value::as_array).expect("a list") {
        assert_eq!(entry["matching_mode"], "strict");
    }
}

#[test]
fn a_regular_expression_is_sent_as_one() {
    let text =
        WIKI.replace(r#"{each: host, strict: "https://{{ item }}/callback"}"#, r#"regex: "https://[a-z]+\\.company""#);
    let prepared = prepared_of(&text, &Wishes::default(), &[]).expect("a preset");
    let regex = json!({"matching_mode": "regex", "url": r"https://[a-z]+\.company"});
    let redirect_uris = &prepared.oauth2().expect("OAuth2").redirect_uris;
    assert!(redirect_uris.contains(&regex), "{redirect_uris:?}");
}

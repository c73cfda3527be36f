//! `akctl verify` and `akctl list` against authentiks in memory that are well, and that are broken
//! in just one way.

mod access;
mod application;
mod audit;
mod between;
mod command;
mod events;
mod expected;
mod fix;
pub mod fresh;
mod keys;
mod kinds;
mod list;
mod mends;
mod metadata;
mod outside;
mod pushes;
mod redirects;
mod rights;
mod scopes;
mod second_factor;
mod server;
mod settings;

use crate::support::akctl::Ran;
use crate::support::{Akctl, Server};
use serde_json::{Value, json};

const APP: &str = "https://portainer.company";

/// An authentik of this version with one closed integration that is well.
fn integrated(version: &str) -> Server {
    let server = Server::start(version);
    integrate(&server, "portainer", &["--app-url", APP]);
    server
}

/// Integrates an application that only the members of one group may open.
fn integrate(server: &Server, preset: &str, flags: &[&str]) {
    let closed = ["--yes", "--bind-group", "Team", "--create-groups", "--add-member", "Team=anna"];
    Akctl::integrate(server, preset).args(flags.to_vec()).args(closed).ok();
}

/// What `akctl verify` does with more words.
fn verify(server: &Server, words: &[&str]) -> Ran {
    Akctl::on(server).args(["verify", "-o", "json"]).args(words.to_vec()).run()
}

/// What a check found about the server or about the only integration; nothing if it does not apply.
fn found(ran: &Ran, id: &str) -> Option<Value> {
    let report = ran.json();
    let integrations = report["integrations"].as_array().expect("a list");
    assert_eq!(integrations.len(), 1, "{report}");
    let of = |list: &Value| list.as_array().into_iter().flatten().find(|finding| finding["id"] == id).cloned();
    of(&report["server"]).or_else(|| of(&integrations[0]["checks"]))
}

fn verdict(ran: &Ran, id: &str) -> String {
    found(ran, id).map_or("absent".to_owned(), |finding| finding["verdict"].as_str().expect("text").to_owned())
}

/// Breaks one thing, and expects that this check sees it and says what it means and what mends it.
/// Before, it must have been well.
fn breaks(server: &Server, id: &str, expected: &str, words: &[&str], act: impl FnOnce(&Server)) {
    let before = verify(server, &["portainer"]);
    let was = verdict(&before, id);
    assert!(["ok", "absent"].contains(&was.as_str()), "{id} was {was} before:\n{}", before.stdout);
    assert_eq!(before.code, 0, "{}", before.stdout);
    act(server);
    told(&verify(server, &["portainer"]), id, expected, words);
}

/// Expects that a check ended so, with these words.
fn told(ran: &Ran, id: &str, expected: &str, words: &[&str]) {
    let finding = found(ran, id).unwrap_or_else(|| panic!("{id} is not there:\n{}\n{}", ran.stdout, ran.stderr));
    assert_eq!(finding["verdict"], expected, "{finding}");
    let problem = ["failed", "warning"].contains(&expected);
    assert_eq!(!problem, finding["means"] == "", "{finding}");
    assert_eq!(problem, finding["remedy"].is_string(), "{finding}");
    for word in words {
        let all = format!("{} {} {}", finding["seen"], finding["means"], finding["remedy"]);
        assert!(all.contains(word), "{word:?} is not in {all}");
    }
    if expected == "failed" {
        assert_eq!(ran.code, 1, "{}", ran.stderr);
    }
}

/// Changes the provider of the integration.
fn provider(server: &Server, slug: &str, body: Value) {
    let pk = server.provider_of(slug)["pk"].clone();
    server.patch(&format!("providers/oauth2/{pk}/"), body);
}

/// The primary key of the flow with this slug.
fn flow(server: &Server, slug: &str) -> Value {
    server.get(&format!("flows/instances/{slug}/"))["pk"].clone()
}

/// The primary key of a new certificate with this kind of key (`rsa` or `ecdsa`).
fn certificate(server: &Server, alg: &str, days: i64) -> Value {
    let body = json!({"common_name": format!("{alg} {days}"), "validity_days": days, "alg": alg});
    server.post("crypto/certificatekeypairs/generate/", body)["pk"].clone()
}

/// Redirect entries as this version takes them.
fn strict(server: &Server, urls: &[&str]) -> Value {
    let has_type = server.provider_of("portainer")["redirect_uris"][0].get("redirect_uri_type").is_some();
    let entry = |url: &&str| {
        let mut entry = json!({"matching_mode": "strict", "url": url});
        if has_type {
            entry["redirect_uri_type"] = json!("authorization");
        }
        entry
    };
    urls.iter().map(entry).collect()
}

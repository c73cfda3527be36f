//! What is printed for programs is what docs/json.md promises.

use super::Home;
use crate::json::holds;
use crate::support::Server;

#[test]
fn status_and_profiles_are_as_promised() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let words = ["--public-url", server.url(), "--ca-file", "ca.pem"];
    let pem = crate::support::certificate::Pair::ec("ca", 30).certificate;
    let signed_in = home.login(&server, "work").file("ca.pem", &pem).args(words).json();
    assert_eq!((&signed_in["profile"], &signed_in["store"]), (&"work".into(), &"file".into()));
    home.login(&server, "other").ok();
    let status = |words: &[&str]| home.akctl().args(words.to_vec()).args(["status"]).json();
    let pair = home.akctl().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    holds("akctl status", &[status(&[]), pair.args(["status"]).json()]);
    let shown = home.akctl().args(["profiles", "show"]).json();
    holds("akctl profiles use", &[home.akctl().args(["profiles", "use", "work"]).json()]);
    let signed_out = home.akctl().args(["logout"]).json();
    holds("akctl logout", &[signed_out, home.akctl().args(["logout"]).json()]);
    holds("akctl profiles list", &[home.akctl().args(["profiles", "list"]).json()]);
    holds("akctl profiles show", &[shown, home.akctl().args(["profiles", "show", "work"]).json()]);
    let removed = ["other", "work"].map(|name| home.akctl().args(["profiles", "remove", name]).json());
    holds("akctl profiles remove", &removed);
}

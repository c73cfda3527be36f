//! The command itself: its words, its exit codes, its text.

use super::{integrated, provider};
use crate::support::Akctl;
use serde_json::json;

#[test]
fn text_tells_what_is_wrong_first_and_with_what_mends_it() {
    let server = integrated("2025.10.3");
    let ran = Akctl::on(&server).args(["verify", "portainer"]).ok();
    for words in ["compared with the preset portainer", "  ok          issuer", "0 failed, 0 warnings"] {
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
    provider(&server, "portainer", json!({"signing_key": null}));
    let ran = Akctl::on(&server).args(["verify", "portainer"]).fails(1, &["error: 2 checks failed"]);
    let at = |words: &str| ran.stdout.find(words).unwrap_or_else(|| panic!("{words} is not in:\n{}", ran.stdout));
    assert!(at("failed      signing-key: signing key") < at("  ok          issuer"));
    for words in [
        "      seen   no signing key",
        "      means  ",
        "      mend   akctl integrate portainer --app-url https://portainer.company,",
    ] {
        at(words);
    }
    let of_all = Akctl::on(&server).args(["verify", "--all"]).fails(1, &[]).stdout;
    assert!(of_all.contains("signing-key") && !of_all.contains("  ok          issuer"), "{of_all}");
}

#[test]
fn warnings_alone_are_no_failure() {
    let server = integrated("2025.10.3");
    provider(&server, "portainer", json!({"issuer_mode": "global"}));
    assert_eq!(Akctl::on(&server).args(["verify", "portainer"]).json()["warnings"], 1);
}

#[test]
fn an_unknown_slug_is_told_with_the_nearest() {
    let server = integrated("2025.10.3");
    Akctl::on(&server).args(["verify", "portaner"]).fails(2, &["portaner", "did you mean `portainer`"]);
    Akctl::on(&server).args(["verify", "zzz"]).fails(2, &["akctl list"]);
    Akctl::on(&server).args(["verify", "a/../b"]).fails(2, &["no application"]);
}

#[test]
fn wrong_usage_is_told_before_anything_is_asked() {
    let run = |words: &[&str]| Akctl::new().args(["verify"]).args(words.to_vec());
    run(&[]).fails(2, &["SLUG"]);
    run(&["a", "--all"]).fails(2, &["--all"]);
    run(&["--all", "--preset", "portainer"]).fails(2, &["--preset"]);
    run(&["a", "--app", "portainer.company"]).fails(2, &["--app", "not a web address"]);
    run(&["a", "--app", "ftp://portainer.company"]).fails(2, &["https://"]);
    run(&["a", "--inputs", "-", "--client-secret-file", "-"]).fails(2, &["standard input"]);
    run(&["a", "--client-secret-file", "-"]).stdin("\n").fails(2, &["empty"]);
    run(&["a", "-o", "env"]).fails(2, &["env"]);
}

#[test]
fn inputs_need_a_preset_and_are_checked() {
    let server = integrated("2025.10.3");
    let words = ["verify", "portainer", "--set", "app_url=nonsense"];
    Akctl::on(&server).args(words).fails(2, &["app_url"]);
    Akctl::on(&server).args(["verify", "portainer", "--preset", "portaner"]).fails(2, &["did you mean"]);
    server.patch("core/applications/portainer/", json!({"slug": "boxes", "name": "Boxes"}));
    let words = ["verify", "boxes", "--set", "app_url=https://portainer.company"];
    Akctl::on(&server).args(words).fails(2, &["tells a preset", "--preset"]);
}

#[test]
fn a_wrong_token_has_its_own_exit_code() {
    let server = integrated("2025.10.3");
    for words in [["verify", "portainer"], ["verify", "--all"], ["list", "--color=never"]] {
        let wrong = Akctl::new().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", "wrong");
        wrong.args(words).fails(5, &["403"]);
    }
}

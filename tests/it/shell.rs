//! The block of variables, read by a real shell.

use akctl::model::ServerUrl;
use akctl::model::endpoints::Endpoints;
use akctl::render::report::{Application, Provider, Report, Server};
use akctl::render::settings::Settings;
use akctl::render::text;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::process::Command;

fn report(secret: &str) -> Report {
    let public: ServerUrl = "https://auth.company".parse().expect("an address");
    let (settings, files, commands) = (Vec::new(), Vec::new(), Vec::new());
    Report {
        preset: "wiki".to_owned(),
        authentik: Server { url: public.to_string(), version: "2025.10.3".to_owned() },
        dry_run: false,
        changes: Vec::new(),
        conflicts: Vec::new(),
        application: Some(Application { slug: "wiki".to_owned(), name: "Wiki".to_owned() }),
        provider: Some(Provider {
            pk: Value::Null,
            name: "wiki (akctl)".to_owned(),
            kind: "oauth2",
            client_id: Some("id".to_owned()),
            client_secret: Some(secret.to_owned()),
        }),
        identity_provider: None,
        backchannel: Vec::new(),
        source: None,
        endpoints: Endpoints::oidc(&public, &"wiki".parse().expect("a slug")),
        client: Settings { place: None, settings, files, commands, steps: Vec::new(), notes: Vec::new() },
        still_needed: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Texts that a shell would make something of, and arbitrary ones; a variable holds no NUL.
fn texts() -> Vec<String> {
    let tricks = [
        "",
        " ",
        "~",
        "~root",
        "a:~root",
        "a=~",
        "~/x",
        "$HOME",
        "`id`",
        "$(id)",
        "a b",
        "'",
        "''",
        "\\'",
        "\\",
        "\"",
        "a\nb",
        "\n",
        "trailing\n\n",
        "!",
        "#",
        "a#b",
        ";",
        "&",
        "|",
        "*",
        "?",
        "[a]",
        "{a,b}",
        "<",
        ">",
        "=",
        "-n",
        "%s",
        "\t",
        "\r",
        "\u{1b}",
        "é",
        "東京",
        "\u{1f600}",
    ];
    let mut runner = TestRunner::deterministic();
    let strategy = any::<String>();
    let mut some = || strategy.new_tree(&mut runner).expect("a text").current().replace('\0', "");
    let arbitrary: Vec<String> = (0..150).map(|_| some()).collect();
    tricks.iter().map(|text| (*text).to_owned()).chain(arbitrary).collect()
}

#[test]
fn every_value_survives_a_shell() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = texts();
    let mut script = String::new();
    let mut left_out = Vec::new();
    for (number, secret) in texts.iter().enumerate() {
        let env = text::env(&report(secret), &[secret.clone(), "openid".to_owned()], Some(secret));
        // What would move a cursor is not there, and all else is.
        left_out.push(env.contains("# OIDC_CLIENT_SECRET is left out"));
        let is_plain = |c: char| c == '\n' || matches!(c, ' '..='~' | 'é' | '東' | '京' | '\u{1f600}');
        assert!(!(left_out[number] && secret.chars().all(is_plain)), "{secret:?}");
        assert!(left_out[number] || !secret.chars().any(|c| c != '\n' && c.is_control()), "{secret:?}");
        fs::write(folder.path().join(format!("{number}.env")), env).expect("written");
        let show = "printf '%s\\0' \"$OIDC_CLIENT_SECRET\" \"$OIDC_SCOPES\" \"$OIDC_REDIRECT_URI\" \"$OIDC_ISSUER\"";
        let _ = writeln!(script, "unset OIDC_CLIENT_SECRET OIDC_SCOPES OIDC_REDIRECT_URI; . ./{number}.env && {show}");
    }
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("text");
    let values: Vec<&str> = said.split('\0').collect();
    assert_eq!(values.len(), texts.len() * 4 + 1);
    for ((secret, values), left_out) in texts.iter().zip(values.chunks(4)).zip(left_out) {
        let issuer = "https://auth.company/application/o/wiki/";
        let scopes = format!("{secret} openid");
        let expected = if left_out { ["", "", "", issuer] } else { [secret.as_str(), &scopes, secret, issuer] };
        assert_eq!(values, expected);
    }
}

//! `akctl presets list`, found by words, by category, by protocol; `akctl presets new`.

use crate::support::{Akctl, Server};
use serde_json::json;

fn listed(words: &[&str]) -> Vec<String> {
    let listed = Akctl::new().args(["presets", "list"]).args(words.iter().copied()).json();
    let ids = listed.as_array().expect("a list").iter().map(|preset| preset["id"].as_str().expect("text").to_owned());
    ids.collect()
}

#[test]
fn words_are_looked_for_in_all_that_the_list_says() {
    assert_eq!(listed(&["DASHBOARDS"]), ["grafana"]);
    assert_eq!(listed(&["hoarder"]), ["karakeep"], "an alias");
    assert_eq!(listed(&["git", "issues"]), ["forgejo", "gitea", "gitlab"]);
    assert!(listed(&["no", "such", "thing"]).is_empty());
    assert!(listed(&[]).len() > 20);
}

#[test]
fn category_and_protocol_narrow_it_down() {
    let media = listed(&["--category", "Media"]);
    assert!(media.contains(&"immich".to_owned()) && !media.contains(&"grafana".to_owned()), "{media:?}");
    assert!(listed(&["--protocol", "saml"]).contains(&"saml".to_owned()));
    assert_eq!(listed(&["--protocol", "scim", "push"]), ["scim", "scim-source"]);
    let shown = Akctl::new().args(["presets", "list", "--category", "media"]).ok().stdout;
    assert!(shown.contains("CATEGORY") && shown.contains("Immich"), "{shown}");
}

#[test]
fn what_no_preset_has_is_a_slip() {
    let list = |flags: [&'static str; 2]| Akctl::new().args(["presets", "list"]).args(flags);
    list(["--category", "medai"])
        .fails(2, &["--category: no preset has the category `medai`", "did you mean `media`?"]);
    list(["--protocol", "ldap"]).fails(2, &["no preset has the protocol `ldap`", "there are oidc, proxy, saml, scim"]);
    let none = list(["zzz", "yyy"]).ok();
    assert!(none.stdout.is_empty() && none.stderr.contains("No preset fits"), "{}{}", none.stdout, none.stderr);
}

#[test]
fn what_nobody_has_run_is_marked() {
    let shown = Akctl::new().args(["presets", "show", "grafana"]).ok().stdout;
    assert!(shown.contains("nobody has run it yet") && shown.contains("integrations.goauthentik.io"), "{shown}");
}

#[test]
fn a_preset_that_is_begun_passes_the_check_and_integrates() {
    let server = Server::start("2026.8.5");
    let about = ["--summary", "it's: a \"pad\" # {{ x }}", "--docs", "https://notes.example/docs"];
    for (id, flags, expected) in [
        ("notes", &["--redirect", "/back", "--redirect", "notes://back"][..], "https://notes.company/back"),
        ("phone", &["--redirect", "phone:///back", "--public"], "phone:///back"),
        ("books", &["--protocol", "saml", "--acs", "/acs?a=b", "--entity-id", "urn:books"], ""),
    ] {
        let new = || {
            Akctl::on(&server).args(["presets", "new", id, "--name", "Café {% x %}"]).args(about).args(flags.to_vec())
        };
        let begun = new().ok();
        let file = begun.stdout.trim();
        let text = std::fs::read_to_string(file).expect("a file");
        let home = begun.home.path().to_str().expect("a path");
        let here = || Akctl::on(&server).env("HOME", home);
        let checked = here().args(["presets", "check", file]).ok();
        assert!(checked.stdout.contains("nothing to complain about"), "{}", checked.stdout);
        new().env("HOME", home).fails(2, &["is there already"]);
        assert_eq!(std::fs::read_to_string(file).expect("a file"), text);
        let shown = here().args(["presets", "show", id]).ok().stdout;
        assert!(
            shown.contains("nobody has looked at it yet") && shown.contains("https://notes.example/docs"),
            "{shown}"
        );
        let report = here().args(["integrate", id, "--app-url", "https://notes.company", "--yes"]).json();
        assert_eq!(report["application"]["name"], "Café {% x %}");
        if expected.is_empty() {
            assert_eq!(server.get("providers/saml/")["results"][0]["acs_url"], "https://notes.company/acs?a=b");
            continue;
        }
        let provider = server.provider_of(id);
        assert_eq!(provider["redirect_uris"][0]["url"], expected);
        assert_eq!(provider["client_type"] == json!("public"), id == "phone");
    }
}

#[test]
fn what_cannot_be_begun_is_said() {
    let new = |words: &[&'static str]| Akctl::new().args(["presets", "new"]).args(words.to_vec());
    new(&["notes", "--name", "Notes"]).fails(2, &["--redirect is missing: Where people come back to"]);
    new(&["notes", "--redirect", "/back"]).fails(2, &["--name is missing"]);
    new(&["No Tes", "--name", "Notes", "--redirect", "/back"]).fails(2, &["nothing was written", "No Tes"]);
    new(&["../notes", "--name", "Notes", "--redirect", "/back"]).fails(2, &["nothing was written"]);
    new(&["notes", "--name", "Notes", "--redirect", "/back", "--acs", "/acs"]).fails(2, &["are for OpenID Connect"]);
}

#[cfg(unix)]
#[test]
fn on_a_terminal_what_is_not_said_is_asked() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm-256color").current_dir(home.path());
    let mut terminal =
        crate::support::pty::Pty::start(command.args(["presets", "new", "notes", "--category", "documents"]));
    for (question, answer) in [
        ("Name of the application", "Team Notes\r"),
        ("What it is, in one line", "\r"),
        ("Where people come back to", "/oauth/back\r"),
    ] {
        terminal.wait_for(question);
        terminal.press(answer);
    }
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let text = std::fs::read_to_string(home.path().join(".config/akctl/presets/notes.yaml")).expect("a file");
    assert!(text.contains("name: Team Notes\nsummary: Team Notes\ncategory: documents\n"), "{text}");
    assert!(text.contains("{{ app_url }}/oauth/back"), "{text}");
}

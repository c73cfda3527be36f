//! The settings as people and shells read them.

use super::*;
use crate::render::settings::Setting;
use crate::render::text;

fn shown(report: &Report) -> String {
    unpainted(&text::settings(report, "Wiki"))
}

fn setting(key: &str, value: &str) -> Setting {
    Setting { section: None, key: key.to_owned(), value: Some(value.to_owned()), secret: false }
}

fn empty() -> Settings {
    let (settings, files, commands) = (Vec::new(), Vec::new(), Vec::new());
    Settings { place: None, settings, files, commands, steps: Vec::new(), notes: Vec::new() }
}

#[test]
fn everything_is_there_in_its_order() {
    let text = shown(&report(&known(), Secrecy::Show));
    let expected = "\
Enter in Wiki under Administration > Sign-in
    Method         OAuth
  Roles
    Role 1         reader
    First          yes
  Client
    Client ID      id-1
    Client secret  s3cr3t-text
    Both           id-1:s3cr3t-text
    Scopes         openid email

File plain.conf
issuer = https://auth.company/application/o/wiki/

File secret.conf
secret = s3cr3t-text

File roles.conf
x

Run
  wiki login --secret s3cr3t-text --id id-1

Steps
  1. Open Wiki.
  2. Role reader

Good to know
  - authentik is at https://auth.company
";
    assert_eq!(text, expected);
}

#[test]
fn a_hidden_secret_says_how_to_see_it_and_one_that_is_not_there_yet_that_it_will_be() {
    let hidden = shown(&report(&known(), Secrecy::Hide));
    assert_eq!(hidden.matches("--show-secrets prints it").count(), 3, "{hidden}");
    assert!(!hidden.contains(SECRET) && !hidden.contains("authentik chooses it"), "{hidden}");
    for secrecy in [Secrecy::Show, Secrecy::Hide] {
        let yet = shown(&report(&Credentials::default(), secrecy));
        assert_eq!(yet.matches("authentik chooses it").count(), 4, "{yet}");
        assert!(!yet.contains("--show-secrets"), "{yet}");
    }
}

/// Where the values of a form begin.
fn columns(settings: Vec<Setting>) -> Vec<usize> {
    let text = shown(&report_of(Settings { settings, ..empty() }, &known(), Secrecy::Show));
    text.lines().skip(1).map(|line| line.split("VALUE").next().unwrap_or_default().chars().count()).collect()
}

#[test]
fn labels_stand_in_a_column_also_strange_ones() {
    let labels = ["a", "Länge über alles", "bell\u{7}", "Client secret"];
    let columns = columns(labels.map(|label| setting(label, "VALUE")).into());
    assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{columns:?}");
}

#[test]
fn one_very_long_label_does_not_push_all_values_away() {
    let long = "a".repeat(60);
    let columns = columns(vec![setting("short", "VALUE"), setting(&long, "VALUE")]);
    assert_eq!(columns, [4 + 5 + 2, 4 + 60 + 2]);
}

#[test]
fn values_are_never_broken_and_notes_are() {
    let value = "https://wiki.company/".repeat(20);
    let words = "word ".repeat(60);
    let long_word = "w".repeat(100);
    let settings = Settings {
        settings: vec![setting("Address", &value)],
        commands: vec![format!("run {value}")],
        steps: vec![words.clone()],
        notes: vec![words, format!("see {long_word} there")],
        ..empty()
    };
    let text = shown(&report_of(settings, &known(), Secrecy::Show));
    assert_eq!(text.matches(&value).count(), 2, "{text}");
    assert!(text.contains(&long_word), "{text}");
    let prose = text.split_once("Steps").expect("steps").1;
    for line in prose.lines().filter(|line| !line.contains(&long_word)) {
        assert!(line.chars().count() <= 78, "{} columns: {line}", line.chars().count());
    }
    assert!(prose.lines().any(|line| line.chars().count() > 72), "lines are filled:\n{prose}");
    assert!(prose.contains("\n     word"), "what follows stands below the first word:\n{prose}");
}

#[test]
fn the_block_of_variables_leaves_out_what_is_hidden() {
    let scopes = ["openid".to_owned(), "email".to_owned()];
    let shown = text::env(&report(&known(), Secrecy::Show), &scopes, Some("https://wiki.company/cb"));
    for line in
        ["OIDC_CLIENT_SECRET=s3cr3t-text", "OIDC_SCOPES='openid email'", "OIDC_REDIRECT_URI=https://wiki.company/cb"]
    {
        assert!(shown.lines().any(|other| other == line), "{line} in:\n{shown}");
    }
    let hidden = text::env(&report(&known(), Secrecy::Hide), &scopes, None);
    assert!(!hidden.contains("OIDC_CLIENT_SECRET") && !hidden.contains("OIDC_REDIRECT_URI"), "{hidden}");
    assert!(hidden.contains("OIDC_CLIENT_ID=id-1\n"), "{hidden}");
}

//! `akctl presets list`: found by words, by category, by protocol.

use crate::support::Akctl;

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
    list(["--protocol", "ldap"]).fails(2, &["no preset has the protocol `ldap`", "there are oidc, saml, scim"]);
    let none = list(["zzz", "yyy"]).ok();
    assert!(none.stdout.is_empty() && none.stderr.contains("No preset fits"), "{}{}", none.stdout, none.stderr);
}

#[test]
fn what_nobody_has_run_is_marked() {
    let shown = Akctl::new().args(["presets", "show", "grafana"]).ok().stdout;
    assert!(shown.contains("nobody has run it yet") && shown.contains("integrations.goauthentik.io"), "{shown}");
}

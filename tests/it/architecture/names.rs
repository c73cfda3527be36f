//! A new application is a new YAML file and nothing else: no Rust file knows one by name.

use super::{files, root};

/// Names of applications. Not those of protocols, which are the code's own words.
const APPLICATIONS: [&str; 17] = [
    "argocd",
    "forgejo",
    "gitea",
    "grafana",
    "harbor",
    "home-assistant",
    "homeassistant",
    "immich",
    "jellyfin",
    "kestra",
    "minio",
    "nextcloud",
    "paperless",
    "portainer",
    "proxmox",
    "t-systems",
    "vaultwarden",
];

/// Where a text names an application: as a whole word, in any case of letters. An underscore ends a
/// word, so that a variable's name is seen too.
fn named(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.to_lowercase();
        for name in APPLICATIONS {
            let is_word = |at: usize| {
                let before = line[..at].chars().next_back();
                let after = line[at + name.len()..].chars().next();
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            };
            if line.match_indices(name).any(|(at, _)| is_word(at)) {
                found.push((number + 1, name));
            }
        }
    }
    found
}

#[test]
fn no_rust_file_names_an_application() {
    let mut wrong = Vec::new();
    for (file, text) in files(&root()) {
        let in_its_name = named(&file).into_iter().map(|(_, name)| format!("src/{file} is called after {name}"));
        wrong.extend(in_its_name);
        wrong.extend(named(&text).into_iter().map(|(line, name)| format!("src/{file}:{line} names {name}")));
    }
    assert!(wrong.is_empty(), "an application belongs into presets/:\n{}", wrong.join("\n"));
}

#[test]
fn a_name_is_found_in_any_case_and_only_as_a_word() {
    for text in ["Portainer", "// for GRAFANA.", "let kestra_url = 1;", "\"T-Systems\"", "a\nb home-assistant"] {
        assert_eq!(named(text).len(), 1, "{text}");
    }
    for text in ["harbored", "oidc saml vault", "domini o", "unkestrated"] {
        assert_eq!(named(text), [], "{text}");
    }
}

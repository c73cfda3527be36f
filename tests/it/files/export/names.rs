//! What objects are called within an export: each once, whatever they are called in authentik.

use super::super::on;
use crate::support::{Akctl, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Slugs that give the same label, and labels that give the same id as another object's.
const FILE: &str = "\
version: 1
defaults: {access: {create_groups: true}}
integrations:
  - {preset: oidc, slug: my-app, name: One, inputs: {redirect: [https://a/1]}, access: {groups: [Team A, 用户]}}
  - {preset: oidc, slug: my_app, name: Two, inputs: {redirect: [https://a/2]}, access: {groups: [team_a, 管理]}}
  - {preset: oidc, slug: 9lives, name: Three, inputs: {redirect: [https://a/3]}}
  - {preset: oidc, slug: x-9lives, name: Four, inputs: {redirect: [https://a/4]}}
  - {preset: oidc, slug: foo, name: Five, inputs: {redirect: [https://a/5]}}
  - {preset: oidc, slug: foo-provider, name: Six, inputs: {redirect: [https://a/6]}, access: {groups: [Team A]}}
  - {preset: oidc, slug: 'on', name: Seven, inputs: {redirect: [https://a/7]}, access: {groups: [Team A]}}
";

fn export(server: &Server, format: &str) -> String {
    on(server, "apply", FILE).args(["--yes"]).ok();
    Akctl::on(server).args(["export", "--format", format]).ok().stdout
}

#[test]
fn terraform_has_every_address_once_and_refers_to_what_is_meant() {
    let text = export(&Server::start("2026.8.5"), "terraform");
    let body: hcl::Body = hcl::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let mut addresses = BTreeSet::new();
    for block in body.blocks().filter(|block| matches!(block.identifier.as_str(), "data" | "resource" | "variable")) {
        let labels: Vec<&str> = block.labels.iter().map(hcl::BlockLabel::as_str).collect();
        assert!(addresses.insert((block.identifier.as_str(), labels.clone())), "{labels:?} is there twice:\n{text}");
    }
    assert_eq!(body.blocks().filter(|block| block.identifier.as_str() == "import").count(), 20, "{text}");
    for (slug, at) in [("my-app", "my_app"), ("my_app", "my_app_2"), ("9lives", "x_9lives"), ("x-9lives", "x_9lives_2")]
    {
        let import = format!("to = authentik_application.{at}\n  id = \"{slug}\"");
        assert!(text.contains(&import), "{import} is not in\n{text}");
    }
    // Kinds are spaces of their own.
    assert!(text.contains("\"authentik_application\" \"foo_provider\""), "{text}");
    for (name, other) in [("Team A", "team_a"), ("用户", "管理")] {
        let label = |name: &str| {
            let before = text.split(&format!("\" {{\n  name = \"{name}\"\n  include_users")).next().expect("a part");
            before.rsplit('"').next().expect("a label").to_owned()
        };
        assert_ne!(label(name), label(other));
    }
}

#[test]
fn a_blueprint_has_every_id_once_and_refers_to_what_is_meant() {
    let text = export(&Server::start("2026.8.5"), "blueprint");
    let whole: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let entries = whole["entries"].as_sequence().expect("a list");
    let mut seen: Vec<(&str, &serde_yaml::Value)> = Vec::new();
    for entry in entries {
        let id = entry["id"].as_str().expect("text, whatever it spells");
        for (field, id, model) in
            [("provider", "attrs", "authentik_providers_"), ("target", "identifiers", "authentik_core.")]
                .into_iter()
                .filter_map(|(field, part, model)| match &entry[part][field] {
                    serde_yaml::Value::Tagged(tagged) if tagged.tag == "KeyOf" => {
                        Some((field, tagged.value.as_str().expect("text"), model))
                    }
                    _ => None,
                })
        {
            let (_, found) = seen.iter().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id} in {text}"));
            assert!(found["model"].as_str().is_some_and(|name| name.starts_with(model)), "{field}: {id} in\n{text}");
            let slug = entry["identifiers"]["slug"].as_str().unwrap_or_default();
            let url = format!("{:?}", found["attrs"]["redirect_uris"]);
            let number = ["my-app", "my_app", "9lives", "x-9lives", "foo", "foo-provider", "on"]
                .iter()
                .position(|known| *known == slug)
                .map(|at| format!("https://a/{}\"", at + 1));
            assert!(number.is_none_or(|number| url.contains(&number)), "{slug} has the provider of {url}");
        }
        assert!(seen.iter().all(|(known, _)| *known != id), "{id} is there twice:\n{text}");
        seen.push((id, entry));
    }
    assert!(text.contains("id: \"on\"\n") && text.contains("target: !KeyOf \"on\"\n"), "{text}");
    let name = whole["metadata"]["name"].as_str().expect("text");
    assert_eq!(name, "akctl: 9lives, foo, foo-provider, my-app, my_app, on, x-9lives");
}

#[test]
fn names_are_read_back_as_they_are() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", FILE).args(["--yes"]).ok();
    let name = "Hidden \u{e0041}\u{202e} 🦀 \u{8}\u{c}\" \\ ${x} %{y}\u{7f}";
    let group = server.group(name);
    let binding = server.bindings_of("on")[0]["pk"].as_str().expect("text").to_owned();
    server.patch(&format!("policies/bindings/{binding}/"), json!({ "group": group["pk"] }));
    let text = Akctl::on(&server).args(["export", "on", "--format", "terraform"]).ok().stdout;
    for escape in ["\\u0008", "\\u000c", "\\U000e0041", "\\u202e", "$${x}", "%%{y}"] {
        assert!(text.contains(escape), "{escape} is not in\n{text}");
    }
    assert!(!text.contains("\\ud") && !text.contains("\\b") && !text.contains("\\f"), "{text}");
    let text = Akctl::on(&server).args(["export", "on", "--format", "blueprint"]).ok().stdout;
    let whole: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let binding = whole["entries"].as_sequence().expect("a list").last().expect("an entry");
    let serde_yaml::Value::Tagged(find) = &binding["identifiers"]["group"] else { panic!("{binding:?}") };
    assert_eq!(find.value[1][1].as_str(), Some(name));
}

#[test]
fn a_variable_never_begins_with_a_digit() {
    let file = "\
version: 1
integrations:
  - {preset: scim, slug: 2board, name: Board, inputs: {scim_url: https://b.company/v2, scim_token: '${TOKEN}'}}
";
    let server = Server::start("2025.10.3");
    on(&server, "apply", file).env("TOKEN", "hunter2").args(["--yes"]).ok();
    let text = Akctl::on(&server).args(["export"]).ok().stdout;
    assert!(text.contains("scim_token: ${_2BOARD_SCIM_TOKEN}"), "{text}");
    let ran = on(&server, "diff", &text).env("_2BOARD_SCIM_TOKEN", "hunter2").ok();
    assert!(ran.stdout.contains("Nothing to do"), "{}", ran.stdout);
}

#[test]
fn lists_are_read_without_members_and_in_an_order_without_ties() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", FILE).args(["--yes"]).ok();
    for format in ["terraform", "blueprint"] {
        server.forget();
        Akctl::on(&server).args(["export", "--format", format]).ok();
        let asked: Vec<Value> = server.log().iter().map(|entry| json!(entry.target)).collect();
        let of = |path: &str| -> Vec<&str> {
            asked.iter().filter_map(Value::as_str).filter(|target| target.contains(path)).collect()
        };
        let whole = |target: &&str| !target.contains("target=");
        let bindings: Vec<&str> = of("/policies/bindings/").into_iter().filter(whole).collect();
        assert!(!bindings.is_empty(), "{format}: {asked:#?}");
        for target in bindings {
            assert!(target.contains("include_users=false") && target.contains("ordering=pk"), "{target}");
        }
        assert!(of("/core/groups/").iter().any(|target| target.contains("include_users=false")), "{asked:#?}");
        assert!(of("/sources/scim/?").iter().all(|target| target.contains("ordering=slug")), "{asked:#?}");
    }
}

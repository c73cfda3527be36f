//! What is exported reads back as what is there, and holds no secret.

use super::on;
use crate::sandbox::schema::Judge;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Map, Value, json};

const FILE: &str = "\
version: 1
defaults: {access: {create_groups: true}}
integrations:
  - {preset: portainer, inputs: {app_url: https://portainer.company}, access: {groups: [Staff]}}
  - preset: oidc
    slug: wiki
    name: 'Wiki: pages'
    inputs: {redirect: ['https://wiki.company/back', 'https://wiki.company/$${x}']}
    access: {users: [akadmin], require_mfa: enrol, mfa_lasts: hours=8}
    options: {tile_group: Pages, description: \"All #1 pages\"}
  - {preset: saml, slug: payroll, name: Payroll, inputs: {acs: https://p.company/acs, entity_id: https://p.company}}
";

fn export(server: &Server, words: &[&str]) -> (String, String) {
    let ran = Akctl::on(server).args(["export"]).args(words.iter().copied()).ok();
    for slug in ["portainer", "wiki"] {
        let secret = server.provider_of(slug)["client_secret"].as_str().expect("text").to_owned();
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(&secret), "{}", ran.stdout);
    }
    (ran.stdout, ran.stderr)
}

#[test]
fn an_export_is_a_file_that_has_nothing_to_do() {
    for version in VERSIONS {
        let server = Server::start(version);
        on(&server, "apply", FILE).args(["--yes"]).ok();
        server.post("core/applications/", json!({"name": "Somebody's", "slug": "other"}));
        let (file, said) = export(&server, &[]);
        assert!(said.contains("1 applications that akctl did not make"), "{version}: {said}");
        assert!(!file.contains("  # "), "{version}: every input is read back:\n{file}");
        let ran = on(&server, "diff", &file).ok();
        assert!(ran.stdout.contains("3 integrations") && ran.stdout.contains("Nothing to do"), "{version}: {file}");
        // Made anew from it, it is the same.
        on(&server, "destroy", &file).args(["--yes"]).ok();
        on(&server, "apply", &file).args(["--yes"]).ok();
        on(&server, "diff", FILE).ok();
    }
}

#[test]
fn what_no_preset_explains_is_a_comment_and_is_told() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", FILE).args(["--yes"]).ok();
    let provider = server.provider_of("portainer");
    let mut uris = provider["redirect_uris"].as_array().cloned().expect("a list");
    uris.push(json!({"matching_mode": "regex", "url": "https://.*"}));
    let path = format!("providers/oauth2/{}/", provider["pk"]);
    server.patch(&path, json!({"redirect_uris": uris, "sub_mode": "user_email"}));
    let (file, said) = export(&server, &["portainer"]);
    for text in [&file, &said] {
        assert!(text.contains("has more than the preset says: redirect_uris: regex https://.*"), "{text}");
    }
    on(&server, "plan", &file).ok();
    let ran = Akctl::on(&server).args(["export", "portaner"]).fails(2, &["did you mean `portainer`?"]);
    assert!(ran.stdout.is_empty());
}

#[test]
fn a_preset_is_recognised_by_its_slug_and_defaults_are_left_out() {
    let server = Server::start("2025.10.3");
    let file = "version: 1\nintegrations:\n  - {preset: kestra, inputs: {app_url: https://k.company}}\n";
    on(&server, "apply", file).args(["--yes"]).ok();
    let file = Akctl::on(&server).args(["export"]).ok().stdout;
    assert!(file.contains("preset: kestra") && !file.contains("sub_mode"), "{file}");
    on(&server, "diff", &file).ok();
}

#[test]
fn terraform_gets_resources_with_imports() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", FILE).args(["--yes"]).ok();
    let (text, _) = export(&server, &["--format", "terraform"]);
    let body: hcl::Body = hcl::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let blocks = |name: &str| body.blocks().filter(|block| block.identifier.as_str() == name).count();
    assert_eq!(blocks("resource"), blocks("import"), "{text}");
    let pk = server.provider_of("wiki")["pk"].to_string();
    for line in [
        "to = authentik_application.wiki\n  id = \"wiki\"".to_owned(),
        format!("to = authentik_provider_oauth2.wiki_provider\n  id = \"{pk}\""),
        "protocol_provider = authentik_provider_oauth2.wiki_provider.id".to_owned(),
        "target = authentik_application.portainer.uuid".to_owned(),
        "group = data.authentik_group.staff.id".to_owned(),
        "slug = \"akctl-mfa-enrol-consent-hours-8\"".to_owned(),
        "url = \"https://wiki.company/$${x}\"".to_owned(),
        "resource \"authentik_property_mapping_provider_saml\" \"payroll_groups_akctl\"".to_owned(),
        "managed = \"goauthentik.io/providers/oauth2/scope-openid\"".to_owned(),
    ] {
        assert!(text.contains(&line), "{line:?} is not in\n{text}");
    }
}

/// A value of a blueprint with its tags replaced by what they would come to.
fn untagged(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Tagged(tagged) if tagged.tag == "KeyOf" => json!(1),
        serde_yaml::Value::Tagged(_) => json!("4f6bd0d5-0cbc-4bc1-9b3b-3f3a5b0a1c11"),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(untagged).collect(),
        serde_yaml::Value::Mapping(map) => {
            let pair = |(key, value): (serde_yaml::Value, _)| (key.as_str().expect("text").to_owned(), untagged(value));
            Value::Object(map.into_iter().map(pair).collect::<Map<String, Value>>())
        }
        plain => serde_json::to_value(plain).expect("JSON"),
    }
}

#[test]
fn a_blueprint_has_entries_that_authentiks_schema_knows() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", FILE).args(["--yes"]).ok();
    let (text, _) = export(&server, &["--format", "blueprint"]);
    let whole: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let whole = untagged(whole);
    assert_eq!(whole["version"], json!(1));
    let entries = whole["entries"].as_array().expect("a list");
    assert_eq!(entries.iter().filter(|entry| entry["model"] == "authentik_core.application").count(), 3, "{text}");
    let mut judge = Judge::of("2025.10.3");
    for entry in entries {
        let path = match entry["model"].as_str().expect("text") {
            "authentik_providers_oauth2.oauth2provider" => "/providers/oauth2/1/",
            "authentik_providers_saml.samlprovider" => "/providers/saml/1/",
            "authentik_core.application" => "/core/applications/x/",
            "authentik_policies.policybinding" => "/policies/bindings/x/",
            "authentik_providers_saml.samlpropertymapping" => "/propertymappings/provider/saml/x/",
            other => panic!("{other}"),
        };
        let mut body = entry["identifiers"].as_object().cloned().expect("a map");
        body.extend(entry["attrs"].as_object().cloned().expect("a map"));
        // What comes from tags was replaced by something of no certain type.
        body.retain(|_, value| *value != json!(1) && !value.to_string().contains("4f6bd0d5"));
        if let Some(judge) = &mut judge {
            judge.request("PATCH", path, &Value::Object(body));
        }
    }
    if let Some(judge) = judge {
        assert!(judge.complaints.is_empty(), "{:#?}", judge.complaints);
    }
}

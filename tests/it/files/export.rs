//! What is exported reads back as what is there, and holds no secret.

mod attributes;
mod changed;
mod names;

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
        assert!(said.contains("1 application that akctl did not make is left out"), "{version}: {said}");
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

/// What people sign in to and what pushes people to it, and what only pushes.
const PUSHING: &str = "\
version: 1
defaults: {access: {create_groups: true}}
integrations:
  - preset: oidc
    slug: wiki
    name: Wiki
    inputs: {redirect: [https://wiki.company/back]}
    access: {groups: [Staff], networks: [10.0.0.0/8]}
  - preset: scim
    slug: wiki
    name: Wiki
    inputs: {scim_url: https://wiki.company/scim/v2, scim_token: '${WIKI_SCIM_TOKEN}', scim_group: [Staff]}
  - preset: scim
    slug: board
    name: Board
    inputs: {scim_url: https://board.company/scim/v2, scim_token: '${BOARD_SCIM_TOKEN}', push_service_accounts: true}
";

fn pushing(server: &Server, verb: &str, file: &str) -> Akctl {
    on(server, verb, file).env("WIKI_SCIM_TOKEN", "hunter2").env("BOARD_SCIM_TOKEN", "hunter3")
}

#[test]
fn what_pushes_people_is_an_integration_of_its_own() {
    for version in VERSIONS {
        let server = Server::start(version);
        pushing(&server, "apply", PUSHING).args(["--yes"]).ok();
        let ran = Akctl::on(&server).args(["export"]).ok();
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter"), "{version}: {}", ran.stdout);
        for line in ["scim_token: ${WIKI_SCIM_TOKEN}", "scim_group: [Staff]", "push_service_accounts: true"] {
            assert!(ran.stdout.contains(line), "{version}: {line} is not in\n{}", ran.stdout);
        }
        assert_eq!(ran.stdout.matches("preset: scim").count(), 2, "{version}: {}", ran.stdout);
        let planned = pushing(&server, "diff", &ran.stdout).ok();
        assert!(planned.stdout.contains("3 integrations"), "{version}: {}", planned.stdout);
    }
}

#[test]
fn others_get_what_pushes_people_and_the_policy_and_what_is_left_out_is_named() {
    let server = Server::start("2025.10.3");
    pushing(&server, "apply", PUSHING).args(["--yes"]).ok();
    Akctl::integrate(&server, "scim-source").args(["--name", "Personnel", "--yes"]).ok();
    let export = |format: &str| Akctl::on(&server).args(["export", "--format", format]).ok();
    let ran = export("terraform");
    let text = &ran.stdout;
    let body: hcl::Body = hcl::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    let blocks = |name: &str| body.blocks().filter(|block| block.identifier.as_str() == name).count();
    assert_eq!((blocks("resource"), blocks("import"), blocks("variable")), (7, 7, 2), "{text}");
    for line in [
        "resource \"authentik_provider_scim\" \"wiki_scim_akctl\"",
        "token = var.wiki_scim_akctl_token",
        "backchannel_providers = [authentik_provider_scim.wiki_scim_akctl.id]",
        "filter_group = data.authentik_group.staff.id",
        "data \"authentik_property_mapping_provider_scim\" \"providers_scim_user\"",
        "resource \"authentik_policy_expression\" \"wiki_access_akctl\"",
        "policy = authentik_policy_expression.wiki_access_akctl.id",
        "failure_result = false",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    for what in ["the token of wiki_scim_akctl", "client secrets", "the SCIM source Personnel (akctl)"] {
        assert!(text.contains(&format!("# - {what}")), "{what} is not in\n{text}");
        assert!(ran.stderr.contains(&format!("left out: {what}")), "{what} is not in\n{}", ran.stderr);
    }
    let ran = export("blueprint");
    let whole: serde_yaml::Value = serde_yaml::from_str(&ran.stdout).expect("YAML");
    let entries = untagged(whole)["entries"].as_array().cloned().expect("a list");
    let mut judge = Judge::of("2025.10.3");
    let path = |model: &str| match model {
        "authentik_providers_scim.scimprovider" => Some("/providers/scim/1/"),
        "authentik_policies_expression.expressionpolicy" => Some("/policies/expression/x/"),
        _ => None,
    };
    let mut judged = 0;
    for (entry, path) in entries.iter().filter_map(|entry| Some((entry, path(entry["model"].as_str()?)?))) {
        let mut body = entry["identifiers"].as_object().cloned().expect("a map");
        body.extend(entry["attrs"].as_object().cloned().expect("a map"));
        body.retain(|_, value| !value.to_string().contains("4f6bd0d5"));
        if let Some(judge) = &mut judge {
            judge.request("PATCH", path, &Value::Object(body));
        }
        judged += 1;
    }
    assert_eq!(judged, 3, "{}", ran.stdout);
    assert!(judge.is_none_or(|judge| judge.complaints.is_empty()));
    assert!(ran.stdout.contains("backchannel_providers: [!KeyOf \"wiki_scim_akctl\"]"), "{}", ran.stdout);
    assert!(ran.stderr.contains("left out: the token of board_scim_akctl"), "{}", ran.stderr);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter"), "{}", ran.stdout);
}

//! SAML providers and what pushes people to an application, against the preset.

use super::{found, integrate, told, verdict, verify};
use crate::support::akctl::Ran;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const ACS: &str = "https://sp.company/acs";
const ENTITY: &str = "https://sp.company/metadata";

fn payroll(version: &str) -> Server {
    let server = Server::start(version);
    integrate(&server, "saml", &["--name", "Payroll", "--acs", ACS, "--entity-id", ENTITY]);
    server
}

/// What is said of it with the inputs given again.
fn again(server: &Server, words: &[&str]) -> Ran {
    let (acs, entity) = (format!("acs={ACS}"), format!("entity_id={ENTITY}"));
    let inputs = ["payroll", "--preset", "saml", "--set", &acs, "--set", &entity];
    verify(server, &[&inputs[..], words].concat())
}

const SAML: [&str; 6] =
    ["saml-signing", "saml-acs", "saml-audience", "saml-binding", "saml-name-id", "property-mappings"];

#[test]
fn saml_is_compared_with_the_preset_and_mended_on_every_version() {
    for version in VERSIONS {
        let server = payroll(version);
        let ran = again(&server, &[]);
        for id in SAML {
            told(&ran, id, "ok", &[]);
        }
        assert_eq!([&ran.json()["failed"], &ran.json()["warnings"]], [0, 0], "{version}: {}", ran.stdout);
        let path = format!("providers/saml/{}/", server.list("providers/saml/")[0]["pk"]);
        let key = server.get(&path)["signing_kp"].clone();
        for (id, body) in [
            ("saml-acs", json!({"acs_url": "https://sp.company/other"})),
            ("saml-audience", json!({"audience": "https://sp.company/metadata/"})),
            ("saml-binding", json!({"sp_binding": "redirect"})),
            ("saml-signing", json!({"signing_kp": key, "sign_assertion": false, "sign_response": true})),
            ("saml-signing", json!({"signing_kp": null})),
            ("property-mappings", json!({"property_mappings": []})),
        ] {
            if version == "2024.8.6" && body.get("sign_response").is_some() {
                continue;
            }
            server.patch(&path, body);
            let ran = again(&server, &[]);
            let expected = if id == "property-mappings" { "warning" } else { "failed" };
            told(&ran, id, expected, &["akctl integrate saml --slug payroll --name Payroll"]);
            let mended = again(&server, &["--fix", "--yes"]);
            assert_eq!(
                [&mended.json()["failed"], &mended.json()["warnings"]],
                [0, 0],
                "{version} {id}: {}",
                mended.stdout
            );
        }
    }
}

#[test]
fn another_name_id_is_seen_and_not_mended_unasked() {
    for version in VERSIONS {
        let server = payroll(version);
        let path = format!("providers/saml/{}/", server.list("providers/saml/")[0]["pk"]);
        for mapping in [Value::Null, json!("goauthentik.io/providers/saml/username")] {
            let all = server.list("propertymappings/provider/saml/");
            let found = all.iter().find(|one| one["managed"] == mapping).map(|one| one["pk"].clone());
            let pk = if mapping.is_null() { Value::Null } else { found.expect("the mapping") };
            server.patch(&path, json!({"name_id_mapping": pk}));
            let ran = again(&server, &["--fix", "--yes"]);
            told(&ran, "saml-name-id", "failed", &["needs email", "--force"]);
            assert_eq!(server.get(&path)["name_id_mapping"], pk, "{version}");
        }
    }
}

#[test]
fn without_its_inputs_saml_is_compared_with_nothing() {
    let server = payroll("2025.10.3");
    let ran = verify(&server, &["payroll"]);
    assert_eq!(verdict(&ran, "saml-acs"), "ok");
    assert!(found(&ran, "saml-name-id").is_none());
    assert_eq!(verify(&server, &["payroll", "--preset", "saml"]).json()["failed"], 0);
}

const SCIM: &str = "https://app.company/scim/v2";

/// An application to which people are pushed, made by akctl.
fn pushed(version: &str, preset: &str, flags: &[&str]) -> Server {
    let server = Server::start(version);
    let closed = ["--yes", "--bind-group", "Team", "--create-groups", "--add-member", "Team=anna"];
    let scim = ["--scim-url", SCIM, "--scim-token-file", "token"];
    Akctl::integrate(&server, preset).file("token", "secret\n").args(flags.to_vec()).args(scim).args(closed).ok();
    server
}

#[test]
fn what_pushes_people_is_compared_with_the_preset_on_every_version() {
    let url = format!("scim_url={SCIM}");
    for version in VERSIONS {
        for (preset, flags, inputs) in [
            ("scim", &["--name", "Board"][..], vec!["board", "--preset", "scim", "--set", &url]),
            (
                "kestra",
                &["--app-url", "https://kestra.company"],
                vec!["kestra", "--set", "app_url=https://kestra.company", "--set", &url],
            ),
        ] {
            let server = pushed(version, preset, flags);
            let of = || verify(&server, &inputs);
            let ran = of();
            told(&ran, "scim", "ok", &[]);
            assert_eq!([&ran.json()["failed"], &ran.json()["warnings"]], [0, 0], "{version} {preset}: {}", ran.stdout);
            let command = format!("akctl integrate {preset} --slug {}", inputs[0]);
            let words = [command.as_str(), "--scim-token-file FILE"];
            let path = format!("providers/scim/{}/", server.list("providers/scim/")[0]["pk"]);
            let whole = server.get(&path);
            let told_of = |body: Value, seen: &str| {
                server.patch(&path, body);
                told(&of(), "scim", "failed", &[&words[..], &[seen]].concat());
                let back = ["url", "property_mappings", "property_mappings_group"];
                let back: serde_json::Map<String, Value> =
                    back.iter().map(|field| ((*field).to_owned(), whole[*field].clone())).collect();
                server.patch(&path, Value::Object(back));
            };
            told_of(json!({"url": "https://app.company/scim"}), "takes it at");
            told_of(json!({"property_mappings": []}), "for users");
            told_of(json!({"property_mappings_group": []}), "for groups");
            server.patch(&format!("core/applications/{}/", inputs[0]), json!({"backchannel_providers": []}));
            let ran = of();
            assert_eq!(verdict(&ran, "scim"), "failed", "{version} {preset}: {}", ran.stdout);
        }
    }
}

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

/// Metadata that say what the flags said.
fn metadata() -> String {
    format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{ENTITY}\">\
         <md:SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <md:AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{ACS}\" \
         index=\"0\" isDefault=\"true\"/></md:SPSSODescriptor></md:EntityDescriptor>"
    )
}

#[test]
fn metadata_from_a_file_serve_as_well_as_single_inputs() {
    let server = payroll("2025.10.3");
    let on =
        |verb: &'static str| Akctl::on(&server).file("sp.xml", &metadata()).args([verb, "payroll", "--preset", "saml"]);
    let ran = on("verify").args(["--set", "metadata=sp.xml", "-o", "json"]).ok();
    for id in SAML {
        told(&ran, id, "ok", &[]);
    }
    on("diff").args(["--set", "metadata=sp.xml"]).ok();
    on("diff").args(["--metadata", "sp.xml"]).ok();
    on("show").args(["--set", "metadata=sp.xml"]).ok();
    let path = format!("providers/saml/{}/", server.list("providers/saml/")[0]["pk"]);
    server.patch(&path, json!({"acs_url": "https://sp.company/other"}));
    let ran = on("verify").args(["--set", "metadata=sp.xml", "-o", "json"]).run();
    told(&ran, "saml-acs", "failed", &[ACS]);
    on("diff").args(["--set", "metadata=sp.xml"]).fails(3, &[]);
    on("verify").args(["--set", "metadata=sp.xml", "--fix", "--yes"]).ok();
    on("verify").args(["--set", "metadata=nothing.xml"]).fails(2, &["nothing.xml cannot be read"]);
    on("verify").file("bad.xml", "no").args(["--set", "metadata=bad.xml"]).fails(2, &["bad.xml"]);
}

#[test]
fn a_secret_is_not_asked_for_where_nothing_is_made() {
    let server = Server::start("2025.10.3");
    let scim = ["--name", "Files", "--scim-url", "https://files.company/v2", "--scim-token-file", "t", "--yes"];
    Akctl::integrate(&server, "scim").file("t", "of-the-application").args(scim).ok();
    let url = ["files", "--preset", "scim", "--set", "scim_url=https://files.company/v2"];
    assert_eq!(verify(&server, &url).code, 0);
    let text = [&url[..], &["--set", "scim_token=secret"]].concat();
    let ran = verify(&server, &text);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("not needed here") && !ran.stderr.contains("secret-"), "{}", ran.stderr);
    // With the token it is compared.
    let diff = |token: &str| {
        let words = ["diff", "files", "--preset", "scim", "--scim-token-file", "t"];
        Akctl::on(&server).file("t", token).args(words).run()
    };
    assert_eq!(diff("of-the-application").code, 0);
    let other = diff("another");
    assert!(!other.stdout.contains("its token is not compared"), "{}", other.stdout);
}

#[test]
fn another_issuer_of_saml_is_seen_on_every_version() {
    for version in VERSIONS {
        let server = payroll(version);
        told(&again(&server, &[]), "saml-issuer", "ok", &["/application/saml/payroll/metadata/"]);
        let saml = server.list("providers/saml/")[0].clone();
        let field = if saml.get("issuer_override").is_some() { "issuer_override" } else { "issuer" };
        let path = format!("providers/saml/{}/", saml["pk"]);
        server.patch(&path, json!({field: "authentik"}));
        told(&again(&server, &[]), "saml-issuer", "warning", &["authentik", "akctl integrate saml"]);
    }
}

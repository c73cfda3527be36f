//! What somebody has changed in authentik is in exports for others, or is named as left out: Terraform
//! would set it back otherwise, and what a blueprint makes would be something else.

use super::super::on;
use crate::support::{Akctl, Server};
use serde_json::{Value, json};

const FILE: &str = "\
version: 1
defaults: {access: {create_groups: true}}
integrations:
  - preset: oidc
    slug: wiki
    name: Wiki
    inputs: {redirect: [https://wiki.company/back]}
    access: {groups: [Staff], networks: [10.0.0.0/8]}
  - {preset: saml, slug: payroll, name: Payroll, inputs: {acs: https://p.company/acs, entity_id: https://p.company}}
  - {preset: proxy, slug: board, name: Board, inputs: {app_url: https://board.company}}
  - preset: scim
    slug: wiki
    name: Wiki
    inputs: {scim_url: https://wiki.company/scim/v2, scim_token: '${TOKEN}', scim_group: [Staff]}
";

/// An authentik with these integrations.
fn with_all(version: &str) -> Server {
    let server = Server::start(version);
    on(&server, "apply", FILE).env("TOKEN", "hunter2").args(["--yes"]).ok();
    server
}

/// What an export says, with what it says of it on standard error.
fn said(server: &Server, format: &str) -> String {
    let ran = Akctl::on(server).args(["export", "--format", format]).ok();
    assert!(!ran.stdout.contains("hunter") && !ran.stderr.contains("hunter"), "{}", ran.stdout);
    ran.stdout + &ran.stderr
}

/// The path of the object that a kind has in these integrations.
fn path(server: &Server, kind: &str) -> String {
    let number = |found: Value| found["pk"].to_string();
    let first = |list: &str| server.list(list)[0]["pk"].clone();
    let text = |found: Value| found.as_str().expect("text").to_owned();
    match kind {
        "oauth2" => format!("providers/oauth2/{}/", number(server.provider_of("wiki"))),
        "saml" => format!("providers/saml/{}/", number(server.provider_of("payroll"))),
        "proxy" => format!("providers/proxy/{}/", number(server.provider_of("board"))),
        "scim" => format!("providers/scim/{}/", first("providers/scim/")),
        "application" => "core/applications/wiki/".to_owned(),
        "policy" => format!("policies/expression/{}/", text(first("policies/expression/"))),
        _ => format!("policies/bindings/{}/", text(server.bindings_of("wiki")[0]["pk"].clone())),
    }
}

const NOT_IN_TERRAFORM: &str = ": Terraform's provider does not know it";

/// A kind, a field, what it becomes, and what each export says then; `NAME` is the field. The defaults of
/// Terraform's provider (its source, 2025.12 and the line of 2026.8) are all others.
fn changes() -> Vec<(&'static str, &'static str, Value, &'static str, &'static str)> {
    let scim = |name, value, terraform, blueprint| ("scim", name, value, terraform, blueprint);
    let saml = |name, value, terraform, blueprint| ("saml", name, value, terraform, blueprint);
    vec![
        ("oauth2", "refresh_token_threshold", json!("days=1"), "NAME = \"days=1\"", "NAME: \"days=1\""),
        ("oauth2", "logout_uri", json!("https://a/out"), "NAME = \"https://a/out\"", "NAME: \"https://a/out\""),
        ("oauth2", "logout_method", json!("frontchannel"), "NAME = \"frontchannel\"", "NAME: \"frontchannel\""),
        ("oauth2", "grant_types", json!(["implicit"]), "NAME = [\"implicit\"]", "NAME: [\"implicit\"]"),
        saml("sls_url", json!("https://p/out"), "NAME = \"https://p/out\"", "NAME: \"https://p/out\""),
        saml("sls_binding", json!("post"), "NAME = \"post\"", "NAME: \"post\""),
        saml(
            "logout_method",
            json!("frontchannel_native"),
            "NAME = \"frontchannel_native\"",
            "NAME: \"frontchannel_native\"",
        ),
        saml("sign_logout_request", json!(true), "NAME = true", "NAME: true"),
        saml("sign_logout_response", json!(true), "NAME = true", "NAME: true"),
        saml("issuer_override", json!("urn:other"), "NAME = \"urn:other\"", "NAME: \"urn:other\""),
        saml(
            "default_name_id_policy",
            json!("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
            NOT_IN_TERRAFORM,
            "NAME: \"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\"",
        ),
        ("proxy", "refresh_token_validity", json!("days=3"), "NAME = \"days=3\"", "NAME: \"days=3\""),
        scim("dry_run", json!(true), "NAME = true", "NAME: true"),
        scim("sync_page_size", json!(7), "NAME = 7", "NAME: 7"),
        scim("sync_page_timeout", json!("minutes=9"), "NAME = \"minutes=9\"", "NAME: \"minutes=9\""),
        scim("service_provider_config_cache_timeout", json!("hours=5"), "NAME = \"hours=5\"", "NAME: \"hours=5\""),
        scim("auth_oauth_params", json!({"password": "hunter3"}), "ignore_changes = [NAME]", ": it may hold a secret"),
        scim("verify_certificates", json!(false), NOT_IN_TERRAFORM, "NAME: false"),
        scim("discovery_enabled", json!(false), NOT_IN_TERRAFORM, "NAME: false"),
        ("application", "meta_hide", json!(true), "NAME = true", "NAME: true"),
        (
            "application",
            "meta_icon",
            json!("https://a/b.png"),
            "NAME = \"https://a/b.png\"",
            "icon: \"https://a/b.png\"",
        ),
        ("application", "meta_icon", json!("b.png"), "ignore_changes = [NAME]", "the icon of wiki"),
        ("policy", "execution_logging", json!(true), "NAME = true", "NAME: true"),
        ("binding", "timeout", json!(60), "NAME = 60", "NAME: 60"),
    ]
}

#[test]
fn what_was_changed_is_said_or_named() {
    let server = with_all("2026.8.5");
    // What akctl asks of authentik is not what authentik does by itself.
    let policy = json!("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified");
    server.patch(&path(&server, "saml"), json!({ "default_name_id_policy": policy }));
    let before = [said(&server, "terraform"), said(&server, "blueprint")];
    for (kind, field, value, terraform, blueprint) in changes() {
        let changed = server.patch(&path(&server, kind), json!({ field: value }));
        assert_eq!(changed[field], value, "the sandbox takes {field}");
        for (at, (format, expected)) in [("terraform", terraform), ("blueprint", blueprint)].into_iter().enumerate() {
            let line =
                if expected.starts_with(':') { format!("{field} of LABEL{expected}") } else { expected.to_owned() };
            let (begin, end) = line.split_once("LABEL").unwrap_or((&line, ""));
            let (begin, end) = (begin.replace("NAME", field), end.to_owned());
            let has = |text: &str| text.lines().any(|line| line.contains(&begin) && line.ends_with(&end));
            assert!(!has(&before[at]), "{format}: {line} was there before {field} changed:\n{}", before[at]);
            let after = said(&server, format);
            assert!(has(&after), "{format}: {line} of {field} is not in\n{after}");
        }
    }
}

#[test]
fn what_the_server_returns_says_which_arguments_there_are() {
    for version in ["2024.8.6", "2025.12.4", "2026.8.5"] {
        let server = with_all(version);
        let id = server.provider_of("wiki")["pk"].clone();
        let out = json!([
            {"matching_mode": "strict", "url": "https://wiki.company/back", "redirect_uri_type": "authorization"},
            {"matching_mode": "strict", "url": "https://wiki.company/out", "redirect_uri_type": "logout"},
        ]);
        server.patch(&format!("providers/oauth2/{id}/"), json!({ "redirect_uris": out }));
        let text = said(&server, "terraform");
        let year: u16 = version[..4].parse().expect("a year");
        let line = version.rsplit_once('.').expect("numbers").0;
        for (there, line) in [
            (true, format!("version = \"~> {line}.0\"")),
            (true, "required_version = \">= 1.5\"".to_owned()),
            (year > 2024, "invalidation_flow = data.".to_owned()),
            (year < 2026, "filter_group = data.authentik_group.staff.id".to_owned()),
            (year == 2026, "group_filters = [data.authentik_group.staff.id]".to_owned()),
            (year == 2026, "redirect_uri_type = \"logout\"".to_owned()),
            (year == 2026, "grant_types = [\"".to_owned()),
            (year < 2026, " issuer = \"".to_owned()),
        ] {
            assert_eq!(text.contains(&line), there, "{version}: {line}\n{text}");
        }
        assert!(!text.contains("left out: grant_types") && !text.contains("left out: group_filters"), "{text}");
    }
}

#[test]
fn an_empty_list_of_grants_is_not_sent() {
    let server = with_all("2026.8.5");
    let made = server.post(
        "providers/oauth2/",
        json!({
            "name": "Other",
            "authorization_flow": server.provider_of("wiki")["authorization_flow"],
            "invalidation_flow": server.provider_of("wiki")["invalidation_flow"],
            "redirect_uris": [],
        }),
    );
    assert_eq!(made["grant_types"], json!([]));
    server.post("core/applications/", json!({"name": "Other", "slug": "other", "provider": made["pk"]}));
    for format in ["terraform", "blueprint"] {
        let ran = Akctl::on(&server).args(["export", "other", "--format", format]).ok();
        assert!(!ran.stdout.contains("grant_types"), "{}", ran.stdout);
    }
}

#[test]
fn trusted_providers_come_first_or_are_looked_up() {
    let server = with_all("2026.8.5");
    on(&server, "apply", &FILE.replace("slug: wiki", "slug: zebra").replace("name: Wiki", "name: Zebra"))
        .env("TOKEN", "hunter2")
        .args(["--yes"])
        .ok();
    let (trusting, trusted) = (server.provider_of("wiki"), server.provider_of("zebra"));
    let trust = |provider: &Value, ids: Value| {
        server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({ "jwt_federation_providers": ids }));
    };
    trust(&trusting, json!([trusted["pk"]]));
    trust(&trusted, json!([trusting["pk"]]));
    let name = trusting["name"].as_str().expect("text");
    let text = said(&server, "terraform");
    assert!(text.contains("jwt_federation_providers = [authentik_provider_oauth2.zebra_provider.id]"), "{text}");
    assert!(
        text.contains("jwt_federation_providers = [data.authentik_provider_oauth2_config.wiki_akctl.id]"),
        "{text}"
    );
    let text = said(&server, "blueprint");
    let (one, other) = (text.find("id: \"zebra_provider\""), text.find("id: \"wiki_provider\""));
    assert!(one.is_some() && one < other, "{text}");
    assert!(text.contains("jwt_federation_providers: [!KeyOf \"zebra_provider\"]"), "{text}");
    let find =
        format!("jwt_federation_providers: [!Find [authentik_providers_oauth2.oauth2provider, [name, \"{name}\"]]]");
    assert!(text.contains(&find), "{find} is not in\n{text}");
}

#[test]
fn a_provider_is_put_on_its_outpost_or_that_is_named() {
    let server = with_all("2026.8.5");
    let outpost = server.list("outposts/instances/")[0]["pk"].as_str().expect("text").to_owned();
    let id = server.provider_of("board")["pk"].clone();
    let text = said(&server, "terraform");
    for line in [
        format!("to = authentik_outpost_provider_attachment.board_outpost\n  id = \"{outpost}:{id}\""),
        "outpost = data.authentik_outpost.authentik_embedded_outpost.id".to_owned(),
        "protocol_provider = authentik_provider_proxy.board_provider.id".to_owned(),
        "data \"authentik_outpost\" \"authentik_embedded_outpost\" {\n  name = \"authentik Embedded Outpost\""
            .to_owned(),
    ] {
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("left out: that the outpost"), "{text}");
    // Every proxy provider gets authentik's own mappings, so that they need not be said.
    let proxy = text.split("resource \"authentik_provider_proxy\"").nth(1).expect("a proxy provider");
    assert!(!proxy[..proxy.find("\n}\n").expect("an end")].contains("property_mappings"), "{proxy}");
    for (version, format) in [("2026.8.5", "blueprint"), ("2025.10.3", "terraform")] {
        let text = said(&with_all(version), format);
        assert!(text.contains("left out: that the outpost authentik Embedded Outpost serves board"), "{text}");
        assert!(!text.contains("outpost_provider_attachment"), "{text}");
    }
}

#[test]
fn terraforms_state_gets_no_keys_and_no_members() {
    let text = said(&with_all("2025.10.3"), "terraform");
    for line in [
        "data \"authentik_certificate_key_pair\" \"authentik_self_signed_certificate\" {\n  name = \"authentik Self-signed \
         Certificate\"\n  fetch_certificate = false\n  fetch_key = false\n}",
        "data \"authentik_group\" \"staff\" {\n  name = \"Staff\"\n  include_users = false\n}",
        "Terraform's state will hold them",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn a_new_provider_without_a_token_is_refused_up_to_2025_8() {
    let text = said(&with_all("2024.12.5"), "blueprint");
    assert!(
        text.contains("make the provider in authentik first; where it is not, the whole blueprint is refused"),
        "{text}"
    );
    let text = said(&with_all("2025.10.3"), "blueprint");
    assert!(text.contains("where the provider is new, enter it in authentik"), "{text}");
}

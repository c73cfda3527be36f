//! Providers of other kinds.

use super::between::application;
use super::{certificate, flow, found, told, verify};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

/// Fields that every provider through which people sign in needs.
fn provider(server: &Server, path: &str, fields: &Value) -> Value {
    let mut body = json!({
        "name": "P",
        "authorization_flow": flow(server, "default-provider-authorization-implicit-consent"),
    });
    let (status, _) = server.api("GET", "flows/instances/default-provider-invalidation-flow/", &Value::Null);
    if status == 200 {
        body["invalidation_flow"] = flow(server, "default-provider-invalidation-flow");
    }
    body.as_object_mut().expect("an object").extend(fields.as_object().cloned().expect("an object"));
    let pk = server.post(path, body)["pk"].clone();
    server.post("core/applications/", json!({"name": "A", "slug": "a", "provider": pk}));
    pk
}

/// Changes one thing, and expects that a check that was well sees it.
fn changes(server: &Server, path: &str, id: &str, verdict: &str, change: Value) {
    told(&verify(server, &["a"]), id, "ok", &[]);
    server.patch(path, change);
    told(&verify(server, &["a"]), id, verdict, &[]);
}

fn saml(version: &str) -> (Server, String) {
    let server = Server::start(version);
    let key = certificate(&server, "rsa", 365);
    let mappings: Vec<Value> =
        server.list("propertymappings/provider/saml/").iter().map(|one| one["pk"].clone()).collect();
    let fields = json!({
        "acs_url": "https://sp.company/acs", "audience": "https://sp.company", "signing_kp": key,
        "sign_assertion": true,
        "property_mappings": mappings,
    });
    let pk = provider(&server, "providers/saml/", &fields);
    (server, format!("providers/saml/{pk}/"))
}

#[test]
fn saml_on_every_version_is_well_and_what_is_broken_is_seen() {
    for version in VERSIONS {
        let (server, path) = saml(version);
        assert_eq!(found(&verify(&server, &["a"]), "redirect-uris"), None);
        changes(&server, &path, "saml-signing", "failed", json!({"signing_kp": null, "sign_assertion": true}));
        changes(&server, &path, "saml-acs", "warning", json!({"acs_url": "http://sp.company/acs"}));
        changes(&server, &path, "saml-audience", "warning", json!({"audience": ""}));
        changes(&server, &path, "property-mappings", "warning", json!({"property_mappings": []}));
    }
}

#[test]
fn saml_without_any_signature_is_seen() {
    let (server, path) = saml("2025.10.3");
    changes(&server, &path, "saml-signing", "failed", json!({"sign_assertion": false}));
}

#[test]
fn a_saml_certificate_that_ends_is_seen() {
    let (server, path) = saml("2025.10.3");
    let soon = certificate(&server, "rsa", 3);
    changes(&server, &path, "certificate", "warning", json!({"signing_kp": soon, "sign_assertion": true}));
}

#[test]
fn a_proxy_provider_that_no_outpost_serves_is_seen() {
    for version in VERSIONS {
        let server = Server::start(version);
        let host = application("204 No Content", "");
        let fields = json!({"external_host": host, "mode": "forward_single"});
        let pk = provider(&server, "providers/proxy/", &fields);
        told(&verify(&server, &["a"]), "outpost", "failed", &["404"]);
        let outpost = server.list("outposts/instances/")[0]["pk"].as_str().expect("text").to_owned();
        server.patch(&format!("outposts/instances/{outpost}/"), json!({"providers": [pk]}));
        told(&verify(&server, &["a"]), "outpost", "ok", &["Embedded"]);
        let path = format!("providers/proxy/{pk}/");
        changes(
            &server,
            &path,
            "external-host",
            "warning",
            json!({"external_host": host.replace("127.0.0.1", "0.0.0.0")}),
        );
    }
}

#[test]
fn an_outpost_that_does_not_answer_at_the_protected_address_is_seen() {
    let server = Server::start("2025.10.3");
    let host = application("204 No Content", "");
    let pk = provider(&server, "providers/proxy/", &json!({"external_host": host, "mode": "forward_single"}));
    told(&verify(&server, &["a"]), "outpost-ping", "ok", &[]);
    let path = format!("providers/proxy/{pk}/");
    server.patch(&path, json!({"external_host": application("404 Not Found", "")}));
    told(&verify(&server, &["a"]), "outpost-ping", "failed", &["answers 404", "/outpost.goauthentik.io/"]);
    // Nobody listens on port 1.
    server.patch(&path, json!({"external_host": "http://127.0.0.1:1"}));
    told(&verify(&server, &["a"]), "outpost-ping", "not-checked", &[]);
}

#[test]
fn an_ldap_provider_that_no_outpost_serves_is_seen() {
    let server = Server::start("2025.10.3");
    provider(&server, "providers/ldap/", &json!({}));
    told(&verify(&server, &["a"]), "outpost", "failed", &["LDAP"]);
}

#[test]
fn an_ldap_provider_asks_for_the_password_in_its_flow_and_ends_the_session_with_the_usual_one() {
    for version in VERSIONS {
        let server = Server::start(version);
        let binds = flow(&server, "default-authentication-flow");
        let pk = provider(&server, "providers/ldap/", &json!({}));
        let path = format!("providers/ldap/{pk}/");
        told(&verify(&server, &["a"]), "authorization-flow", "failed", &["every bind fails", "Bind flow"]);
        server.patch(&path, json!({"authorization_flow": binds}));
        told(&verify(&server, &["a"]), "authorization-flow", "ok", &["default-authentication-flow"]);
        let rows = Akctl::on(&server).args(["list"]).json();
        assert_eq!([&rows[0]["slug"], &rows[0]["kind"]], ["a", "ldap"], "{version}");
        assert_eq!([&rows[0]["redirect_uris"], &rows[0]["signing_algorithm"]], [&json!([]), &Value::Null], "{version}");
        if version != "2024.8.6" {
            server.patch(&path, json!({"invalidation_flow": flow(&server, "default-invalidation-flow")}));
            told(&verify(&server, &["a"]), "invalidation-flow", "ok", &[]);
        }
    }
}

#[test]
fn provisioning_on_every_version_is_well_and_what_is_broken_is_seen() {
    for version in VERSIONS {
        let server = Server::start(version);
        let mapping = server.list("propertymappings/provider/scim/")[1]["pk"].clone();
        let body =
            json!({"name": "S", "url": "https://app.company/scim", "token": "x", "property_mappings": [mapping]});
        let pk = server.post("providers/scim/", body)["pk"].clone();
        server.post("core/applications/", json!({"name": "A", "slug": "a", "backchannel_providers": [pk]}));
        told(&verify(&server, &["a"]), "provider", "ok", &["back channel"]);
        assert_eq!(verify(&server, &["--all"]).json()["integrations"].as_array().map(Vec::len), Some(1), "{version}");
        let path = format!("providers/scim/{pk}/");
        changes(&server, &path, "scim", "warning", json!({"url": "http://app.company/scim"}));
        server.patch(&path, json!({"url": "https://app.company/scim"}));
        changes(&server, &path, "scim", "failed", json!({"property_mappings": []}));
    }
}

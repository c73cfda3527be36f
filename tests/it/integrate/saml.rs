//! Applications that speak SAML.

use crate::support::certificate::Pair;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

/// Metadata of an application, which signs and decrypts with this certificate.
fn metadata(certificate: &str) -> String {
    let base64: String = certificate.lines().filter(|line| !line.starts_with('-')).collect();
    format!(
        r#"<?xml version="1.0"?>
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.company/metadata">
          <md:SPSSODescriptor AuthnRequestsSigned="true">
            <md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
              <ds:X509Certificate>{base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
            <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
              Location="https://sp.company/sls"/>
            <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" index="1"
              Location="https://sp.company/acs?a=b"/>
          </md:SPSSODescriptor>
        </md:EntityDescriptor>"#
    )
}

fn certificate(name: &str) -> String {
    Pair::rsa(name, 365).certificate
}

fn saml(server: &Server) -> Akctl {
    Akctl::integrate(server, "saml").args(["--name", "Enterprise SP", "--yes"])
}

fn provider(server: &Server) -> Value {
    server.list("providers/saml/").into_iter().find(|provider| provider["name"] == "enterprise-sp (akctl)").expect("it")
}

const BY_HAND: [&str; 4] = ["--acs", "https://sp.company/acs", "--entity-id", "https://sp.company/metadata"];

#[test]
fn a_provider_that_can_sign_people_in_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = saml(&server).args(BY_HAND).json();
        let made = provider(&server);
        assert_eq!(made["acs_url"], "https://sp.company/acs", "{version}");
        assert_eq!((&made["sp_binding"], &made["sign_assertion"]), (&json!("post"), &json!(true)), "{version}");
        assert!(made["signing_kp"].is_string() && made["name_id_mapping"].is_string(), "{version}: {made}");
        assert_eq!(made["property_mappings"].as_array().map(Vec::len), Some(8), "{version}");
        let entity_id = report["endpoints"]["entity_id"].as_str().expect("an entity id");
        let seen = made.get("issuer").or_else(|| made.get("issuer_override")).expect("an issuer");
        assert_eq!(seen, entity_id, "{version}");
        let published = report["identity_provider"]["metadata"].as_str().expect("metadata");
        assert!(published.contains(&format!("entityID=\"{entity_id}\"")), "{version}: {published}");
        assert_eq!(report["provider"]["kind"], "saml");

        server.forget();
        let again = saml(&server).args(BY_HAND).json();
        assert!(server.writes().is_empty(), "{version}");
        assert_eq!(again["identity_provider"], report["identity_provider"], "{version}");
    }
}

#[test]
fn metadata_say_what_would_be_typed() {
    for version in VERSIONS {
        let server = Server::start(version);
        let text = metadata(&certificate("sp.company"));
        let run = |flags: &[&str]| {
            let akctl = saml(&server).file("sp.xml", &text);
            let path = akctl.path("sp.xml").display().to_string();
            akctl.args(["--metadata", &path]).args(flags.iter().copied()).ok()
        };
        run(&["--encrypt"]);
        let made = provider(&server);
        assert_eq!(made["acs_url"], "https://sp.company/acs?a=b", "{version}");
        assert_eq!(made["audience"], "https://sp.company/metadata", "{version}");
        assert!(made["encryption_kp"].is_string() && made["verification_kp"].is_string(), "{version}: {made}");
        if let Some(sls) = made.get("sls_url") {
            assert_eq!((sls, &made["sls_binding"]), (&json!("https://sp.company/sls"), &json!("post")), "{version}");
        }
        let certificates: Vec<Value> = server.list("crypto/certificatekeypairs/");
        let ours: Vec<&Value> = certificates
            .iter()
            .filter(|one| one["name"].as_str().is_some_and(|name| name.starts_with("enterprise-sp: ")))
            .collect();
        assert_eq!(ours.len(), 2, "{version}");
        assert!(ours.iter().all(|one| one["private_key_available"] == false), "{version}: {ours:?}");

        server.forget();
        run(&["--encrypt"]);
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
    }
}

#[test]
fn another_certificate_of_the_application_replaces_the_first() {
    for version in VERSIONS {
        let server = Server::start(version);
        let run = |pem: &str| {
            let akctl = saml(&server).args(BY_HAND).file("sp.pem", pem);
            let path = akctl.path("sp.pem").display().to_string();
            akctl.args(["--encryption-certificate", &path]).ok()
        };
        run(&certificate("first"));
        let before = provider(&server)["encryption_kp"].clone();
        server.forget();
        run(&certificate("second"));
        assert_eq!(server.writes().len(), 1, "{version}: {:?}", server.writes());
        assert_eq!(provider(&server)["encryption_kp"], before, "{version}: the same object holds the new one");
    }
}

#[test]
fn another_signing_key_is_sent_with_what_it_signs() {
    for version in VERSIONS {
        let server = Server::start(version);
        saml(&server).args(BY_HAND).ok();
        let pk = provider(&server)["pk"].to_string();
        server.patch(&format!("providers/saml/{pk}/"), json!({"signing_kp": null}));
        let ran = saml(&server).args(BY_HAND).ok();
        assert!(ran.stderr.contains("signing_kp"), "{}", ran.stderr);
        assert!(provider(&server)["signing_kp"].is_string(), "{version}");
    }
}

#[test]
fn what_is_wrong_is_told_before_anything_is_written() {
    let server = Server::start("2025.10.3");
    saml(&server).fails(2, &["--acs is missing", "--entity-id is missing"]);
    let with = |name: &str, text: &str| {
        let akctl = saml(&server).file(name, text);
        let path = akctl.path(name).display().to_string();
        akctl.args(["--metadata", &path])
    };
    with("page.html", "<!DOCTYPE html><html><title>Sign in</title></html>").fails(2, &["--metadata", "web page"]);
    let own = r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><IDPSSODescriptor/></EntityDescriptor>"#;
    with("idp.xml", own).fails(2, &["--metadata", "identity provider"]);
    let entities = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    let ran = with("dtd.xml", entities).fails(2, &["--metadata"]);
    assert!(!ran.stderr.contains("root:"), "{}", ran.stderr);
    saml(&server).args(["--metadata", "/nowhere.xml"]).fails(2, &["--metadata: /nowhere.xml cannot be read"]);
    saml(&server).args(["--acs", "sp.company/acs", "--entity-id", "x"]).fails(2, &["--acs"]);
    saml(&server).args(BY_HAND).args(["--encrypt"]).fails(2, &["--encrypt", "--encryption-certificate"]);
    let akctl = saml(&server).args(BY_HAND).file("ec.pem", &Pair::ec("sp", 9).certificate);
    let path = akctl.path("ec.pem").display().to_string();
    akctl.args(["--encryption-certificate", &path]).fails(2, &["kind EC", "RSA key is needed"]);
    saml(&server).args(BY_HAND).args(["--unsigned-assertion"]).fails(2, &["--sign-response"]);
    assert!(server.writes().is_empty());
}

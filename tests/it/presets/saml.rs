//! What is printed of SAML, read back as an application reads it.

use super::files::file;
use super::{of, report, setting, status};
use crate::support::{Akctl, Server, VERSIONS};
use roxmltree::{Document, Node};
use serde_json::Value;
use x509_parser::pem::Pem;

const VERSION: &str = "2026.8.5";

/// The addresses of one service in metadata, with the last word of their bindings.
fn services<'a>(document: &'a Document, name: &str) -> Vec<(&'a str, &'a str)> {
    let address = |node: Node<'a, '_>| {
        let binding = node.attribute("Binding").expect("a binding");
        (binding.rsplit(':').next().expect("a word"), node.attribute("Location").expect("an address"))
    };
    document.descendants().filter(|node| node.tag_name().name() == name).map(address).collect()
}

fn text<'a>(report: &'a Value, pointer: &str) -> &'a str {
    report.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {report:#}"))
}

#[test]
fn the_metadata_file_says_what_the_form_says() {
    for version in VERSIONS {
        for name in ["plain", "everything"] {
            let server = Server::start(version);
            let report = report(&server, of("saml", name));
            let xml = file(&report, "authentik-metadata.xml");
            assert_eq!(xml, text(&report, "/identity_provider/metadata"), "{version}");
            let document = Document::parse(xml).expect("XML");
            let entity = document.root_element().attribute("entityID");
            assert_eq!(entity, Some(setting(&report, "Entity ID (issuer)")), "{version}: {name}");
            let sign_on = services(&document, "SingleSignOnService");
            for (binding, label) in [("HTTP-Redirect", "redirect"), ("HTTP-POST", "post")] {
                let form = setting(&report, &format!("Single sign-on, {binding}"));
                assert_eq!(form, text(&report, &format!("/endpoints/sso_{label}")));
                assert!(sign_on.contains(&(binding, form)), "{version}: {form} is not in {sign_on:?}");
                let form = setting(&report, &format!("Single logout, {binding}"));
                let logout = services(&document, "SingleLogoutService");
                assert!(logout.contains(&(binding, form)), "{version}: {form} is not in {logout:?}");
            }
        }
    }
}

#[test]
fn the_certificate_is_the_one_of_the_metadata_and_of_the_key_that_signs() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("saml", "plain"));
        let pem = file(&report, "authentik-certificate.pem");
        assert_eq!(pem, text(&report, "/identity_provider/certificate"), "{version}");
        let read = Pem::iter_from_buffer(pem.as_bytes()).next().expect("one").expect("a PEM text");
        read.parse_x509().expect("a certificate");
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let document = Document::parse(file(&report, "authentik-metadata.xml")).expect("XML");
        let node =
            document.descendants().find(|node| node.tag_name().name() == "X509Certificate").expect("a certificate");
        let written: String = node.text().expect("text").split_whitespace().collect();
        assert_eq!(written, body, "{version}");
        let application = server.get("core/applications/saml-demo/");
        let key = server.get(&format!("providers/saml/{}/", application["provider"]))["signing_kp"].clone();
        let key = server.get(&format!("crypto/certificatekeypairs/{}/", key.as_str().expect("a key")));
        for (label, field) in [("SHA-256", "fingerprint_sha256"), ("SHA-1", "fingerprint_sha1")] {
            let printed = setting(&report, &format!("Certificate, {label}"));
            let known = key[field].as_str().expect("a fingerprint");
            assert_eq!(printed.to_lowercase(), known.to_lowercase(), "{version}: {label}");
        }
    }
}

#[test]
fn every_saml_address_is_served() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("saml", "plain"));
        let endpoints = report["endpoints"].as_object().expect("addresses");
        assert_eq!(endpoints.len(), 7, "{endpoints:?}");
        for (name, address) in endpoints {
            let address = address.as_str().expect("text");
            let method = if name.ends_with("_post") { "POST" } else { "GET" };
            let status = status(&server, method, address);
            assert!(![404, 405, 500, 501].contains(&status), "{version}: {name} answers {status}");
        }
        let (status, location, _) = server.visit("GET", text(&report, "/endpoints/metadata"), "");
        assert_eq!(status, 302, "{version}");
        assert_eq!(super::status(&server, "GET", &format!("{}{location}", server.url())), 200, "{version}: {location}");
    }
}

#[test]
fn what_cannot_work_is_refused_before_anything_is_made() {
    let server = Server::start(VERSION);
    let saml = |flags: &[&'static str]| {
        Akctl::integrate(&server, "saml").args(["--yes", "--name", "Demo"]).args(flags.iter().copied())
    };
    let given = ["--acs", "https://app.company/acs", "--entity-id", "app"];
    saml(&[]).fails(2, &["--acs is missing", "--entity-id is missing"]);
    saml(&[&given[..], &["--unsigned-assertion"]].concat()).fails(2, &["something must be signed", "--sign-response"]);
    saml(&[&given[..], &["--encrypt"]].concat()).fails(2, &["--encryption-certificate FILE"]);
    saml(&[&given[..], &["--logout-binding", "post"]].concat())
        .fails(2, &["--logout-binding counts only with --logout-url"]);
    assert!(server.list("providers/all/").is_empty());
}

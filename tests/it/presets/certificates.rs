//! Presets whose tokens are signed with a certificate of their own.

use crate::support::certificate::Pair;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, Ipv6Addr};
use x509_parser::extensions::GeneralName;
use x509_parser::pem::Pem;

/// The presets, an address for each, and the name of its certificate.
const PRESETS: [(&str, &str, &str); 2] = [
    ("proxmox-ve", "https://pve.example.com:8006", "proxmox-ve: signing key (akctl)"),
    ("proxmox-backup", "https://pbs.example.com:8007", "proxmox-backup: signing key (akctl)"),
];
const PATH: &str = "crypto/certificatekeypairs/";

fn integrate(server: &Server, (preset, node, _): (&str, &str, &str)) -> Akctl {
    Akctl::integrate(server, preset).args(["--node", node, "--public-url", "https://auth.company", "--yes"])
}

/// The certificate that an application's tokens are signed with.
fn signing(server: &Server, slug: &str) -> Value {
    let key = server.provider_of(slug)["signing_key"].clone();
    server.get(&format!("{PATH}{}/", key.as_str().expect("a key")))
}

fn upload(server: &Server, name: &str, pair: &Pair) -> Value {
    server.post(PATH, pair.body(name))
}

#[test]
fn it_is_an_rsa_certificate_for_authentiks_host_and_stays_when_repeated() {
    for (number, version) in VERSIONS.into_iter().enumerate() {
        // Making a key takes time, so the presets take turns.
        let preset = PRESETS[number % PRESETS.len()];
        let server = Server::start(version);
        let names = ["--san", "login.company", "--san", "192.0.2.7", "--san", "auth.company."];
        let report = integrate(&server, preset).args(names).json();
        assert!(!report["warnings"].to_string().contains("certificate"), "{version}: {report}");
        let certificate = signing(&server, preset.0);
        assert_eq!(certificate["name"], preset.2, "{version}");
        assert_eq!(certificate["cert_subject"], "CN=auth.company", "{version}");
        let kind = certificate.get("key_type").or(certificate.get("private_key_type"));
        assert_eq!((kind, &certificate["private_key_available"]), (Some(&json!("rsa")), &json!(true)), "{version}");
        assert_eq!(alternative_names(&server, &certificate), ["auth.company", "login.company", "192.0.2.7"]);
        assert!(server.provider_of(preset.0)["encryption_key"].is_null(), "{version}");

        server.forget();
        integrate(&server, preset).args(names).ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        assert_eq!(signing(&server, preset.0), certificate, "{version}");
    }
}

#[test]
fn names_asked_for_later_are_said_not_to_be_compared() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = Server::start(version);
        let notes = |report: &Value| {
            let changes = report["changes"].as_array().expect("changes").clone();
            let own = changes.into_iter().find(|change| change["kind"] == "certificate").expect("the certificate");
            (own["action"].clone(), own["notes"].to_string())
        };
        let (action, said) = notes(&integrate(&server, PRESETS[0]).args(["--san", "login.company"]).json());
        assert_eq!((action, said), (json!("create"), "[]".to_owned()), "{version}");
        let (action, said) = notes(&integrate(&server, PRESETS[0]).json());
        assert_eq!((action, said), (json!("keep"), "[]".to_owned()), "{version}");
        let later = ["--san", "other.company", "--san", "auth.company"];
        let (action, said) = notes(&integrate(&server, PRESETS[0]).args(later).json());
        assert_eq!(action, "keep", "{version}");
        assert!(said.contains("if other.company should be in it and is not, rename it"), "{version}: {said}");
        let shown = integrate(&server, PRESETS[0]).args(later).ok();
        assert!(format!("{}{}", shown.stdout, shown.stderr).contains("if other.company should be in it"), "{version}");
        // The way that the note names.
        let own = signing(&server, PRESETS[0].0);
        let path = format!("{PATH}{}/", own["pk"].as_str().expect("text"));
        server.patch(&path, json!({"name": "old key"}));
        integrate(&server, PRESETS[0]).args(later).ok();
        let names = alternative_names(&server, &signing(&server, PRESETS[0].0));
        assert_eq!(names, ["auth.company", "other.company"], "{version}");
    }
}

/// The alternative names in a certificate: names as names, addresses as addresses.
fn alternative_names(server: &Server, certificate: &Value) -> Vec<String> {
    let pk = certificate["pk"].as_str().expect("text");
    let pem = server.get(&format!("{PATH}{pk}/view_certificate/"))["data"].as_str().expect("text").to_owned();
    let pem = Pem::iter_from_buffer(pem.as_bytes()).next().expect("one").expect("a PEM text");
    let read = pem.parse_x509().expect("a certificate");
    let names = read.subject_alternative_name().expect("one extension").expect("names");
    let text = |name: &GeneralName| match name {
        GeneralName::DNSName(name) => (*name).to_owned(),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(bytes) => Ipv4Addr::from(bytes).to_string(),
            Err(_) => Ipv6Addr::from(<[u8; 16]>::try_from(*bytes).expect("16 bytes")).to_string(),
        },
        other => panic!("{other}"),
    };
    names.value.general_names.iter().map(text).collect()
}

#[test]
fn numbers_of_hosts_are_written_as_numbers() {
    let server = Server::start("2025.10.3");
    for (slug, san) in [("one", "2001:db8::1"), ("other", "[2001:db8::1]")] {
        let flags = ["--slug", slug, "--node", PRESETS[0].1, "--public-url", "https://[::1]:9"];
        Akctl::integrate(&server, "proxmox").args(flags).args(["--san", san, "--yes"]).ok();
        let certificate = signing(&server, slug);
        assert_eq!(certificate["cert_subject"], "CN=::1");
        assert_eq!(alternative_names(&server, &certificate), ["::1", "2001:db8::1"]);
    }
}

#[test]
fn another_key_is_used_where_one_is_named() {
    let server = Server::start("2025.10.3");
    let other = upload(&server, "company key", &Pair::rsa("auth.company", 365));
    integrate(&server, PRESETS[0]).args(["--signing-key", "company key"]).ok();
    assert_eq!(signing(&server, "proxmox-ve")["pk"], other["pk"]);
    assert!(server.list(&format!("{PATH}?name=proxmox-ve%3A%20signing%20key%20(akctl)")).is_empty());
    for preset in PRESETS {
        let both = ["--signing-key", "company key", "--san", "login.company"];
        integrate(&server, preset).args(both).fails(2, &["--signing-key: ", "so --san has no effect"]);
    }
}

#[test]
fn a_tls_certificate_with_the_hosts_name_is_never_taken() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = Server::start(version);
        let imported = upload(&server, "auth.company", &Pair::rsa("auth.company", 365));
        integrate(&server, PRESETS[0]).ok();
        let own = signing(&server, "proxmox-ve");
        assert_eq!(own["name"], PRESETS[0].2, "{version}");
        assert_ne!(own["fingerprint_sha256"], imported["fingerprint_sha256"], "{version}");
        assert_eq!(server.get(&format!("{PATH}{}/", imported["pk"].as_str().expect("text"))), imported, "{version}");
    }
}

#[test]
fn one_of_its_name_must_be_an_rsa_key_that_can_sign() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = Server::start(version);
        upload(&server, PRESETS[0].2, &Pair::ec("auth.company", 365));
        integrate(&server, PRESETS[0]).fails(2, &["an RSA key is needed", PRESETS[0].2]);
        let server = Server::start(version);
        let mut body = Pair::rsa("auth.company", 365).body(PRESETS[0].2);
        body["key_data"] = json!("");
        server.post(PATH, body);
        integrate(&server, PRESETS[0]).fails(2, &["has no private key"]);
        assert!(server.list("providers/oauth2/").is_empty(), "{version}");
    }
}

#[test]
fn a_month_before_its_end_a_warning_says_so() {
    for (days, words) in [(31, None), (30, Some("in 30 days")), (3, Some("in 3 days"))] {
        for version in VERSIONS {
            let server = Server::start(version);
            let pair = Pair::rsa("auth.company", days);
            let own = upload(&server, PRESETS[0].2, &pair);
            for flags in [["--dry-run"].as_slice(), &[], &[]] {
                let report = integrate(&server, PRESETS[0]).args(flags.iter().copied()).json();
                let warnings = report["warnings"].as_array().expect("warnings");
                let told = warnings.iter().filter_map(Value::as_str).filter(|text| text.contains(PRESETS[0].2));
                let told: Vec<&str> = told.collect();
                assert_eq!(told.len(), usize::from(words.is_some()), "{version}: {told:?}");
                assert!(told.iter().all(|text| text.contains(words.unwrap_or_default())), "{version}: {told:?}");
            }
            assert_eq!(signing(&server, "proxmox-ve")["pk"], own["pk"], "{version}");
        }
    }
}

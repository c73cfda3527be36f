//! Documents that are something else, and documents that mean harm.

use super::{acs, entity, good, problem, read_ok};
use crate::saml::{LARGEST, read};

const MD: &str = "urn:oasis:names:tc:SAML:2.0:metadata";

fn message(text: &str) -> String {
    problem(text).message
}

#[test]
fn what_is_something_else_is_called_by_its_name() {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign\n in \u{1b}[31m</title></head><body/></html>";
    let old_page =
        "<?xml version='1.0'?><!-- x --><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html/>";
    let message_of_saml = "<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'/>";
    let table = [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("{\"error\": 1}", "it is JSON"),
        ("-----BEGIN CERTIFICATE-----\n", "it is a PEM file"),
        ("https://app.example/metadata", "it is a web address in a file"),
        ("hello", "it is no XML"),
        (page, "it is a web page (`Sign in \\u{1b}[31m`), perhaps one to sign in"),
        (old_page, "it is a web page, perhaps one to sign in"),
        ("<HTML lang=en>", "it is a web page"),
        (message_of_saml, "it is a message of SAML (`Response`)"),
        ("<feed/>", "it begins with `feed`"),
        ("<htmlx/>", "it begins with `htmlx`"),
        ("<EntityDescriptor/>", "the namespace of `EntityDescriptor` is none"),
    ];
    for (text, expected) in table {
        let found = problem(text);
        assert!(found.message.starts_with(expected), "{text}: {found:?}");
        assert!(found.advice.is_some_and(|advice| advice.contains("/metadata")), "{text}");
    }
}

#[test]
fn mistakes_in_the_xml_are_named_with_their_line() {
    let cut = entity(&good());
    assert!(message(&cut[..cut.len() - 30]).contains("not complete XML"));
    let wrong = problem(&cut.replace("</SPSSODescriptor>", "</Other>"));
    assert!(wrong.message.starts_with("it is not correct XML: ") && wrong.line == Some(6), "{wrong:?}");
    assert!(!wrong.message.contains(" at 6"), "{wrong:?}");
    let ampersand = problem(&entity(&acs("https://app.example/?a=1&b;=2", super::POST, "")));
    assert!(ampersand.message.contains("`&b;`") && ampersand.line == Some(4), "{ampersand:?}");
}

#[test]
fn the_metadata_of_an_identity_provider_is_not_taken_for_the_applications() {
    let text = entity(&good()).replace("SPSSODescriptor", "IDPSSODescriptor");
    let found = problem(&text);
    assert!(found.message.contains("identity provider (`https://app.example/saml`)"), "{found:?}");
    assert!(found.advice.is_some_and(|advice| advice.contains("the application's own")));
    let both = entity(&good()).replace("</EntityDescriptor>", "<IDPSSODescriptor/></EntityDescriptor>");
    assert_eq!(read_ok(&both).entity_id, "https://app.example/saml", "it is both");
    assert!(message(&entity(&good()).replace("SPSSODescriptor", "RoleDescriptor")).contains("only `RoleDescriptor`"));
    assert!(message(&format!("<EntityDescriptor xmlns='{MD}' entityID='a'/>")).contains("only nothing"));
    let old = entity(&good()).replace(":SAML:2.0:protocol", ":SAML:1.1:protocol");
    assert!(message(&old).contains("does not speak SAML 2.0"), "{}", message(&old));
}

#[test]
fn a_collection_is_taken_where_it_names_one_application() {
    let one = |id: &str, role: &str| {
        let text = entity(&good()).replace("https://app.example/saml", id).replace("SPSSODescriptor", role);
        text.replace("<?xml version=\"1.0\"?>", "")
    };
    let all = |inside: &[String]| {
        format!(
            "<m:EntitiesDescriptor xmlns:m='{MD}' validUntil='2030-01-01T00:00:00Z'>{}</m:EntitiesDescriptor>",
            inside.concat()
        )
    };
    let single = all(&[one("a", "SPSSODescriptor")]);
    assert_eq!(read_ok(&single).entity_id, "a");
    assert_eq!(read_ok(&single).valid_until.as_deref(), Some("2030-01-01T00:00:00Z"));
    let nested = all(&[one("idp", "IDPSSODescriptor"), all(&[one("b", "SPSSODescriptor")])]);
    assert_eq!(read_ok(&nested).entity_id, "b");
    let two = message(&all(&[one("a", "SPSSODescriptor"), one("b", "SPSSODescriptor")]));
    assert_eq!(two, "it describes 2 applications: `a`, `b`");
    let many: Vec<String> = (0..12).map(|at| one(&at.to_string(), "SPSSODescriptor")).collect();
    assert!(message(&all(&many)).ends_with("`9`, and 2 more"));
    assert!(message(&all(&[])).contains("without any entity"));
    assert!(message(&all(&[one("idp", "IDPSSODescriptor")])).contains("identity provider"));
    let none = [one("a", "IDPSSODescriptor"), one("b", "IDPSSODescriptor")];
    assert!(message(&all(&none)).contains("none is an application"));
}

#[test]
fn a_document_type_is_refused_before_anything_of_it_is_looked_at() {
    let external = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>";
    let laughs: Vec<String> =
        (1..12).map(|at| format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE a [<!ENTITY l0 'ha'>{}]>", laughs.concat());
    for declared in [external, &laughs, "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>"] {
        let text = entity(&good())
            .replace("?>\n", &format!("?>\n<!-- x -->{declared}\n"))
            .replace("https://app.example/saml", "&e;&l11;");
        let found = problem(&text);
        assert!(found.message.contains("declares a document type") && found.line == Some(2), "{found:?}");
        assert!(!format!("{found:?}").contains("root:"));
    }
}

/// A text so many times, with the number of each for `#`.
fn numbered(text: &str, count: usize) -> String {
    (0..count).map(|at| text.replace('#', &at.to_string())).collect::<Vec<_>>().concat()
}

#[test]
fn large_and_crowded_documents_are_refused_at_once() {
    let large = entity(&(good() + &" ".repeat(2 * LARGEST)));
    assert!(message(&large).contains("more than 1048576 bytes"));
    let nearly = entity(&(good() + &" ".repeat(LARGEST - 1000)));
    read_ok(&nearly);
    let attributes = numbered(" a#=''", 60_000);
    let namespaces = numbered("<x xmlns:a#='#'>", 30_000);
    let crowded = [
        entity(&format!("<x{attributes}/>")),
        entity(&format!("<x{}/>", attributes.replace("''", "'>'"))),
        entity(&namespaces),
        entity(&"<x/>".repeat(200_000)),
        entity(&"<x>".repeat(200_000)),
    ];
    for text in crowded {
        assert!(message(&text).starts_with("it has more elements, attributes or namespaces"), "{}", message(&text));
    }
    let deep = format!("{}{}", "<x>".repeat(20_000), "</x>".repeat(20_000));
    read_ok(&entity(&(good() + &deep)));
    let wrong = acs("a b", super::POST, "isDefault='x'").repeat(6_000);
    assert_eq!(read(entity(&wrong).as_bytes()).expect_err("wrong").iter().count(), 50);
    assert!(read("<".repeat(LARGEST).as_bytes()).is_err());
}

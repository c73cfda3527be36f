use super::*;
use crate::model::text::printable;
use crate::model::x509::tests::{CURVE, EDWARDS};
use proptest::prelude::*;

mod documents;

const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const ARTIFACT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
const MD: &str = "urn:oasis:names:tc:SAML:2.0:metadata";

/// An entity with this inside its description as a service provider.
fn entity(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<EntityDescriptor xmlns=\"{MD}\" entityID=\"https://app.example/saml\">\n\
         <SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\n{inside}\n\
         </SPSSODescriptor></EntityDescriptor>"
    )
}

/// One assertion consumer service; `more` are further attributes.
fn acs(url: &str, binding: &str, more: &str) -> String {
    format!("<AssertionConsumerService Binding=\"{binding}\" Location=\"{url}\" index=\"0\" {more}/>\n")
}

fn good() -> String {
    acs("https://app.example/acs", POST, "")
}

fn read_ok(text: &str) -> ServiceProvider {
    read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn problems(text: &str) -> Vec<Problem> {
    read(text.as_bytes()).expect_err(text).iter().cloned().collect()
}

/// The only problem.
fn problem(text: &str) -> Problem {
    let mut all = problems(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn chosen(services: &[(&str, &str)]) -> String {
    let all: String = services
        .iter()
        .enumerate()
        .map(|(at, (binding, more))| acs(&format!("https://app.example/{at}"), binding, more))
        .collect();
    let read = read_ok(&entity(&all));
    assert_eq!(read.acs.len(), services.len());
    read.chosen.url.trim_start_matches("https://app.example/").to_owned()
}

fn key(usage: &str, certificate: &str) -> String {
    format!(
        "<KeyDescriptor {usage}><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>\n"
    )
}

#[test]
fn the_default_service_is_found_by_the_rules_of_saml() {
    let (yes, no) = ("isDefault=\"true\"", "isDefault=\"false\"");
    let table: [(&[(&str, &str)], &str); 9] = [
        (&[(POST, "")], "0"),
        (&[(POST, ""), (POST, yes)], "1"),
        (&[(POST, ""), (POST, "isDefault=\"1\"")], "1"),
        (&[(POST, no), (POST, "")], "1"),
        (&[(POST, no), (POST, no)], "0"),
        (&[(REDIRECT, ""), (POST, "")], "1"),
        (&[(POST, ""), (REDIRECT, yes)], "1"),
        (&[(ARTIFACT, yes), (POST, no), (REDIRECT, "")], "2"),
        (&[("urn:oasis:names:tc:SAML:2.0:bindings:PAOS", yes), (POST, "")], "1"),
    ];
    for (services, expected) in table {
        assert_eq!(chosen(services), expected, "{services:?}");
    }
}

#[test]
fn everything_that_is_used_is_read() {
    let inside = format!(
        "{}{}<SingleLogoutService Binding=\"{POST}\" Location=\"ftp://app.example/\"/>\
         <SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:SOAP\" Location=\"https://app.example/soap\"/>\
         <SingleLogoutService Binding=\"{REDIRECT}\" Location=\"https://app.example/out\" \
         ResponseLocation=\"https://app.example/done\"/>\
         <NameIDFormat> urn:oasis:names:tc:SAML:1.1:<!-- cut -->nameid-format:emailAddress\n</NameIDFormat>\
         <NameIDFormat/>{}{}",
        key("use=\"signing\"", CURVE),
        key("", EDWARDS),
        acs(" https://app.example/acs?a=1&amp;b=2 ", POST, "isDefault=\"False\""),
        acs("https://app.example/other", ARTIFACT, "").replace("\"0\"", "\"x\"")
    );
    let text = entity(&inside)
        .replace("<SPSSODescriptor ", "<SPSSODescriptor AuthnRequestsSigned='1' WantAssertionsSigned='False' ");
    let read = read_ok(&text);
    assert_eq!(read.entity_id, "https://app.example/saml");
    assert_eq!((read.chosen.url.as_str(), read.chosen.index), ("https://app.example/acs?a=1&b=2", Some(0)));
    assert_eq!((read.chosen.is_default, read.acs[1].index), (Some(false), None));
    assert_eq!(read.acs[1].binding.to_string(), "HTTP-Artifact");
    assert_eq!((read.authn_requests_signed, read.wants_assertions_signed), (Some(true), Some(false)));
    assert_eq!(read.name_id_formats, ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"]);
    let subjects = |all: &[Certificate]| all.iter().map(|one| one.subject.clone()).collect::<Vec<_>>();
    assert_eq!(subjects(&read.signing_certificates), ["CN=sp.example,O=Example\\, Ltd", "CN=other.example"]);
    assert_eq!(subjects(&read.encryption_certificates), ["CN=other.example"], "no use is for both");
    assert_eq!(read.logout.len(), 2, "an address that is none is left out");
    let logout = read.chosen_logout().expect("one that authentik can use");
    assert_eq!(logout.url, "https://app.example/out");
    assert_eq!(logout.response_url.as_deref(), Some("https://app.example/done"));
    assert!(read.warnings.len() == 1 && read.warnings[0].contains("ftp://app.example/"), "{:?}", read.warnings);
}

#[test]
fn names_count_by_their_namespace_and_not_by_their_prefix() {
    let plain = entity(&(good() + &key("use=\"encryption\"", CURVE)));
    let expected = read_ok(&plain);
    let prefixed = plain
        .replace("xmlns=", "xmlns:ns0=")
        .replace('<', "<ns0:")
        .replace("<ns0:/", "</ns0:")
        .replace("<ns0:?", "<?")
        .replace("ns0:ds:", "sig:")
        .replace("xmlns:ds", "xmlns:sig");
    assert!(prefixed.contains("<ns0:SPSSODescriptor") && prefixed.contains("</sig:X509Data>"), "{prefixed}");
    assert_eq!(read_ok(&prefixed), expected);
    let foreign = plain.replace(MD, "urn:example:other");
    assert!(problem(&foreign).message.contains("`urn:example:other`"));
    let hidden = plain.replace("<AssertionConsumerService ", "<AssertionConsumerService xmlns=\"urn:example:other\" ");
    assert!(problem(&hidden).message.contains("no `AssertionConsumerService`"));
}

#[test]
fn bytes_of_every_usual_form_are_read() {
    let text = entity(&good());
    let expected = read_ok(&text);
    for form in [format!("\u{feff}{text}"), text.replace('\n', "\r\n"), format!("\n \n{text}\n\n")] {
        assert_eq!(read_ok(&form), expected, "{form:?}");
    }
    let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
    let little: Vec<u8> = units(&format!("\u{feff}{text}")).into_iter().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units(&text).into_iter().flat_map(u16::to_be_bytes).collect();
    for wide in [little, big] {
        let found = read(&wide).expect_err("UTF-16").to_string();
        assert!(found.contains("UTF-16"), "{found}");
    }
    let latin = [b"<a>\n".as_slice(), &[0xfc], b"</a>"].concat();
    assert_eq!(read(&latin).expect_err("Latin-1").to_string(), "line 2: its text is not UTF-8");
}

#[test]
fn all_problems_are_said_at_once_with_their_lines() {
    let inside = acs("https://app.example/acs", POST, "isDefault=\"maybe\"")
        + &key("", "AAAA")
        + "<AssertionConsumerService Location=\"https://app.example/2\"/>";
    let text = entity(&inside).replace("entityID=\"https://app.example/saml\"", "entityID=\"  \"");
    let found = problems(&text);
    let lines: Vec<_> = found.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(2), Some(4), Some(5), Some(6)], "{found:?}");
    let failure = read(text.as_bytes()).expect_err("wrong").into_failure("--metadata sp.xml");
    assert_eq!(failure.kind.exit_code(), 2);
    assert!(failure.message.contains("4 things are wrong"), "{failure}");
    assert!(failure.message.contains("--metadata sp.xml: line 4: `isDefault` is `maybe`"), "{failure}");
    let shifted = problems(&format!("\n\n{text}"));
    assert_eq!(shifted[0].line, Some(4));
}

#[test]
fn addresses_that_no_browser_can_be_sent_to_are_refused_where_they_are_needed() {
    let table =
        ["app://callback", "/saml/acs", "javascript:alert(1)", "https://", "https://a:b@app.example/", "https://a b/"];
    for bad in table {
        let found = problem(&entity(&acs(bad, POST, "")));
        assert!(found.message.contains(bad) && found.line == Some(4), "{found:?}");
        let spare = read_ok(&entity(&(good() + &acs(bad, POST, ""))));
        assert_eq!(spare.chosen.url, "https://app.example/acs");
        assert!(spare.warnings[0].contains(bad) && spare.warnings[0].starts_with("line 5: "), "{:?}", spare.warnings);
    }
    let only = problem(&entity(&(acs("https://app.example/a", ARTIFACT, "") + &acs("https://app.example/b", "x", ""))));
    assert!(only.message.contains("only by `HTTP-Artifact`, `x`"), "{only:?}");
}

#[test]
fn what_has_ended_is_told_for_a_day() {
    let inside = good() + &key("", CURVE);
    let until = |of: &str, day: &str| format!("<{of} validUntil=\"{day}T12:00:00Z\" ");
    let text = entity(&inside)
        .replace("<EntityDescriptor ", &until("EntityDescriptor", "2030-01-02"))
        .replace("<SPSSODescriptor ", &until("SPSSODescriptor", "2030-01-01"));
    let read = read_ok(&text);
    assert_eq!(read.valid_until.as_deref(), Some("2030-01-01T12:00:00Z"), "the earliest");
    let day = |text: &str| day::of(text).expect("a day");
    assert!(read.ended(day("2030-01-01")).is_empty());
    let ended = read.ended(day("2030-01-02"));
    assert!(ended.len() == 1 && ended[0].contains("2030-01-01T12:00:00Z"), "{ended:?}");
    let ended = read.ended(day("2040-01-01"));
    assert!(ended.len() == 2 && ended[1].contains("CN=sp.example"), "a certificate in two uses counts once: {ended:?}");
    let strange = read_ok(&entity(&good()).replace("<EntityDescriptor ", "<EntityDescriptor validUntil='soon' "));
    assert!(strange.valid_until.is_none() && strange.warnings[0].contains("`soon`"));
}

/// Text as it stands in an attribute.
fn escaped(text: &str) -> String {
    let letter = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&apos;".to_owned(),
        '\t' | '\n' | '\r' => format!("&#{};", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(letter).collect()
}

proptest! {
    #[test]
    fn bytes_of_any_kind_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
        let _ = Certificate::read(&String::from_utf8_lossy(&bytes));
        let _ = Certificate::from_der(&bytes);
    }

    #[test]
    fn broken_documents_do_no_harm(at in 0_usize..1500, length in 0_usize..40, with in "[<>&;\"'/!\\[\\]xé\u{85}\u{202e}\u{1b} ]{0,6}") {
        let text = entity(&(good() + &key("", CURVE)));
        let letters: Vec<char> = text.chars().collect();
        let (start, end) = (at.min(letters.len()), (at + length).min(letters.len()));
        let broken: String = letters[..start].iter().chain(with.chars().collect::<Vec<_>>().iter())
            .chain(&letters[end..]).collect();
        if let Err(problems) = read(broken.as_bytes()) {
            prop_assert!(problems.iter().count() > 0);
            for problem in problems.iter() {
                let message = problem.to_string();
                prop_assert_eq!(printable(&message), message.as_str());
            }
        }
    }

    #[test]
    fn names_and_addresses_survive(
        id in "[ -~\u{a1}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10fff}\n\t]{0,40}",
        path in "[!-\\[\\]-~\u{a1}-\u{2000}]{0,40}",
    ) {
        let (id, path) = (format!("x{id}x"), format!("x{path}x"));
        prop_assume!(!path.chars().any(|c| c.is_whitespace() || c.is_control()));
        let url = format!("https://app.example/{path}");
        let text = entity(&acs(&escaped(&url), POST, ""))
            .replace("entityID=\"https://app.example/saml\"", &format!("entityID=\"{}\"", escaped(&id)));
        let read = read(text.as_bytes()).map_err(|problems| TestCaseError::fail(problems.to_string()))?;
        prop_assert_eq!(read.entity_id, id);
        prop_assert_eq!(read.chosen.url, url);
    }
}

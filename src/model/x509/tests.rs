use super::*;

/// An elliptic curve's, made for these tests with OpenSSL, as are the expected values.
pub(crate) const CURVE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBrDCCAVOgAwIBAgIUL7gD3Px0jXWEKq+uxRsQUFPH/lEwCgYIKoZIzj0EAwIw
LDEVMBMGA1UECgwMRXhhbXBsZSwgTHRkMRMwEQYDVQQDDApzcC5leGFtcGxlMB4X
DTI2MTEyMjIzMDk0MVoXDTM2MTExOTIzMDk0MVowLDEVMBMGA1UECgwMRXhhbXBs
ZSwgTHRkMRMwEQYDVQQDDApzcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE+fawv70EM9rkRb5YvYxXkoPNcy3Fvr0lsztWtETyae/xVgJ3Tdkr7NGQ
C12wu5tckiqO5stlmQ776mWTtMNytKNTMFEwHQYDVR0OBBYEFL5ImXsctOENsz7O
ekf7fx4bplN7MB8GA1UdIwQYMBaAFL5ImXsctOENsz7Oekf7fx4bplN7MA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgBN5N9YKFdo+NNv51bSnTZe0t
qS2BGRnt+hhuIOd7S4cCIF2EKVwsD4XbwQ1QcazoWf6htb2ejZTH8gCEnT0gdIe1
-----END CERTIFICATE-----
";

/// An Ed25519 key's.
pub(crate) const EDWARDS: &str = "\
-----BEGIN CERTIFICATE-----
MIIBRDCB96ADAgECAhQ3S84tWYG7y7ruolxc9NLwXG6CWjAFBgMrZXAwGDEWMBQG
A1UEAwwNb3RoZXIuZXhhbXBsZTAeFw0yNjExMjIyMzA5NDFaFw0zNjExMTkyMzA5
NDFaMBgxFjAUBgNVBAMMDW90aGVyLmV4YW1wbGUwKjAFBgMrZXADIQBzMowQ9p6o
edu+/bNUKblv0lCS0sC5SK8b2ZVgur9JYqNTMFEwHQYDVR0OBBYEFJrFtthz99ft
9Wiy3PESpNFMNjThMB8GA1UdIwQYMBaAFJrFtthz99ft9Wiy3PESpNFMNjThMA8G
A1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EA4oElC16PAQRV1viMisO/FfvI+hPB4sGk
Q//GP4dHOHekrFdR9nhosBj5iG9yLyj6tJAt9ImORyYgAHJrZDiGDg==
-----END CERTIFICATE-----
";

#[test]
fn reads_what_openssl_prints() {
    let read = Certificate::read(CURVE).expect("a certificate");
    assert_eq!(read.pem, CURVE);
    assert_eq!(read.sha1, "19:7F:FD:8C:90:E0:9C:42:36:31:E0:F1:49:24:8A:C6:93:B0:76:04");
    assert_eq!(
        read.sha256,
        "E3:A2:51:42:7D:C4:6B:B5:98:F5:50:F5:17:02:81:1A:87:1C:1A:A0:72:1A:4B:A2:FB:05:DE:CC:6C:0C:E6:52"
    );
    assert_eq!(read.not_after, "2036-11-19T23:09:41Z");
    assert_eq!(read.subject, "CN=sp.example,O=Example\\, Ltd");
    assert_eq!(read.key_kind, KeyKind::Ec);
    let other = Certificate::read(EDWARDS).expect("a certificate");
    assert_eq!((other.key_kind.to_string().as_str(), other.subject.as_str()), ("Ed25519", "CN=other.example"));
}

#[test]
fn the_form_of_the_text_does_not_matter() {
    let expected = Certificate::read(CURVE).expect("a certificate");
    let base64: String = CURVE.lines().filter(|line| !line.starts_with("--")).collect();
    let spaced: String = base64.chars().flat_map(|letter| [letter, ' ']).collect();
    let wide = format!("-----BEGIN CERTIFICATE-----{base64}-----END CERTIFICATE-----");
    let forms = [
        base64.clone(),
        format!("\n\t{base64}\n  "),
        spaced,
        wide,
        CURVE.replace('\n', "\r\n"),
        format!("subject=someone\n{CURVE}{EDWARDS}"),
        CURVE.replace(" CERTIFICATE", " X509 CERTIFICATE"),
        base64.trim_end_matches('=').to_owned(),
    ];
    for form in forms {
        assert_eq!(Certificate::read(&form).as_ref(), Ok(&expected), "{form}");
    }
}

#[test]
fn what_is_no_certificate_is_told_apart() {
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let table = [
        ("", NotACertificate::Empty),
        (" \n", NotACertificate::Empty),
        ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", NotACertificate::Empty),
        (key, NotACertificate::PrivateKey),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", NotACertificate::NoBlock),
        (&CURVE[..200], NotACertificate::NoBlock),
        ("ä", NotACertificate::NotBase64),
        ("AAAAA", NotACertificate::NotBase64),
        ("AAAA", NotACertificate::NotX509),
    ];
    for (text, expected) in table {
        assert_eq!(Certificate::read(text), Err(expected), "{text}");
    }
    let base64: String = CURVE.lines().filter(|line| !line.starts_with("--")).collect();
    let longer = format!("{}AAAA", base64.trim_end_matches('='));
    assert!(Certificate::read(&longer).is_err(), "something follows it");
}

#[test]
fn names_are_escaped_as_rfc_4514_has_it() {
    assert_eq!(escaped("#a, \"b\"+c "), "\\#a\\, \\\"b\\\"\\+c\\ ");
}

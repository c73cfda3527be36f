//! Expressions that let strangers in, and such that do not.

use super::*;

#[test]
fn wide_expressions_let_strangers_in() {
    for pattern in [
        ".*",
        "https://.*",
        "https?://.*/callback",
        r"https://.*\.company\.com/cb",
        r"https://[^/]+/callback",
        ".*/oauth/callback",
        r"^https://.*company\.com/.*$",
        r"https://(.*\.)?company\.com/cb",
        r"http.*company.*",
        r"https://app\.company(:[0-9]+)?.*",
        r"https://app\.company/?.*",
        r"https://app\.company[^/]*/cb",
        r".*\.company/.*",
        r".+://app\.company/cb",
        r"[a-z]+://app\.company/cb",
        r"https://(app|.+)\.company/cb",
        r"https://[a-z.]*company\.com/cb",
        r"https://\w+company\.com/cb",
        r"https://([a-z]|\.)+company\.com/cb",
        r"https://[a-z]+\.(com|net|org)/cb",
        r"https://[a-z]{2,9}\.co\.uk/cb",
        r"https://app\.[a-z]+/cb",
        r"https:\/\/[^\/]+\.company\.com\/cb",
        r"https://\S+\.company\.com/cb",
        r"javascript:.*",
        r"data:text/html,.*",
        r"https://(.)*",
        r"https://[!-~]+",
        r"[a-z.:/]+",
        r"https://\w+\.\w+/cb",
        r"https://\S{1,}",
        r"https://(?:[^/])*/cb",
        r"https://(?:[a-z]|\.)*",
        r"https?:(?://)?.{3,}",
        r"(?s:.+)",
        r"https://[^ ]*",
        r"https://(?:..)+",
        r"(https://.*)?",
        r"(?i)HTTPS://[A-Z.]+",
    ] {
        assert!(matches!(flaw(pattern), Some(Flaw::Wide(_))), "{pattern}: {:?}", flaw(pattern));
    }
}

#[test]
fn many_single_places_are_as_wide_as_one_of_many() {
    for pattern in [
        r"https://(?:.)?(?:.)?(?:.)?(?:.)?(?:.)?(?:.)?/c",
        r"https://[a-z.][a-z.][a-z.][a-z.][a-z.][a-z.]/c",
        r"https://...\.../c",
        r"https://(?:[a-z]\.)+[a-z]{2}/c",
    ] {
        let found = flaw(pattern);
        assert!(matches!(found, Some(Flaw::Wide(_) | Flaw::Open)), "{pattern}: {found:?}");
    }
    assert_eq!(flaw(r"https://[a-z][0-9][a-z]\.company\.com/c"), None);
}

#[test]
fn a_dot_in_the_host_is_any_letter() {
    assert_eq!(flaw("https://app.company/cb"), Some(Flaw::Dot));
    assert_eq!(flaw(r"https://app\.company:[0-9]+/cb"), None);
    assert_eq!(flaw(r"https://app\.company/a.b"), None);
    assert_eq!(flaw(r"https://app[.]company/.*"), None);
    assert_eq!(flaw(r"http://(127\.0\.0\.1|localhost):[0-9]+/"), None);
}

#[test]
fn what_lets_only_ones_own_hosts_in_is_well() {
    for pattern in [
        r"http://127\.0\.0\.1:[0-9]+/callback",
        r"http://localhost:\d{2,5}/.*",
        r"https://app\.company/.*",
        r"https?://app\.company(:[0-9]+)?/cb\?.*",
        r"https://[a-z0-9-]+\.company\.com/cb",
        r"https://[a-z]+-app\.company\.com(:8443)?/.*",
        r"https://([a-z]+\.)*company\.com/cb",
        r"https://(?P<who>app|web)\.company\.(com|net)/cb",
        r"https://[a-z]+\.company\.co\.uk/cb",
        r"https://[a-z]+\.lan/cb",
        r"com\.company\.app:/callback.*",
        r"(?i)https://app\.company/cb",
    ] {
        assert_eq!(flaw(pattern), None, "{pattern}");
    }
    assert_eq!(flaw("https://wide2.company/.*"), Some(Flaw::Dot));
    assert_eq!(flaw(r"https://\w+\.github\.io/cb"), Some(Flaw::Shared("github.io".to_owned())));
}

#[test]
fn what_cannot_be_tried_is_told_from_what_is_none() {
    assert_eq!(flaw("https://(a"), Some(Flaw::Broken));
    assert_eq!(flaw("https://(?!b)a/"), Some(Flaw::Unknown));
    assert_eq!(flaw(r"https://app\.company/\p{L}"), Some(Flaw::Broken));
}

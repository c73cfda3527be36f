//! What the check warns of: what is dangerous is seen by what it means, however it is written.

use super::{bent, check};

const STRICT: &str = "strict: \"{{ app_url }}/callback\"";
const GRANTS: &str = "[authorization_code, refresh_token]";
const KEY: &str = "signing_key: rsa";

/// One replacement in the preset leads to these words in a warning, and to no error.
#[track_caller]
fn warned(piece: &str, other: &str, words: &str) {
    let said = check(&bent(&[(piece, other)])).ok().stdout;
    let is_there = said.lines().any(|line| line.contains(": warning: ") && line.contains(words));
    assert!(is_there, "{other}: {words:?} is not in:\n{said}");
}

#[test]
fn wide_expressions() {
    for regex in [
        ".*",
        "https://.*/callback",
        r"https://\S+",
        r"https://(.)*",
        "https://[!-~]+",
        "[a-z.:/]+",
        r"https://\w+\.\w+/cb",
        "https://(?:.)?(?:.)?(?:.)?(?:.)?(?:.)?(?:.)?/c",
        r"https://[^/]+/cb",
        r"https://(?:[a-z]|\.)+",
        r"https://wiki\.company.*",
        r"[a-z]+://wiki\.company/cb",
        "{{ '.' ~ '*' ~ ('' | regex_quote) }}",
        "{{ '.*' }}",
        "{{ 'https://' }}{{ '[^/]+' }}/cb",
        "{{ app_url | regex_quote }}.*",
        "{% if app_url %}https://.*{% endif %}",
    ] {
        warned(STRICT, &format!("regex: \"{}\"", regex.replace('\\', "\\\\")), "the expression is wide");
    }
    for (regex, words) in [
        ("{{ app_url }}/[a-z]+", "stands unquoted"),
        (r"https://\w+\.github\.io/cb", "everybody can have a page below github.io"),
        ("https://wiki.company/[0-9]+", "a dot in the host takes any letter"),
        // Harmless for the answers with which it is tried, and for no others.
        ("{{ '.*' if app_url != 'https://wiki.company' else 'https://wiki' }}", "cannot be judged for all of them"),
        ("{% if app_url != 'https://wiki.company' %}.*{% endif %}", "cannot be judged for all of them"),
    ] {
        warned(STRICT, &format!("regex: \"{}\"", regex.replace('\\', "\\\\")), words);
    }
    for regex in [r"https://wiki\.company/[a-z]+", "{{ app_url | regex_quote }}/[a-z]+", "http://localhost:[0-9]+/.*"] {
        let said = check(&bent(&[(STRICT, &format!("regex: '{regex}'"))])).ok().stdout;
        assert!(said.contains("nothing to complain about"), "{regex}: {said}");
    }
}

#[test]
fn an_expression_that_is_given_is_the_persons_own() {
    let input = |more: &str| format!("inputs:\n  back: {{type: text, prompt: x, many: true, {more}}}\n");
    let with = |more: &str| {
        check(&bent(&[
            ("inputs:\n", &input(more)),
            (&format!("- {{{STRICT}}}"), "- {each: back, regex: \"{{ item }}\"}"),
        ]))
        .ok()
        .stdout
    };
    assert!(with("optional: true").contains("nothing to complain about"));
    assert!(with("default: ['.*']").contains("the expression is wide"));
}

#[test]
fn grants_and_keys() {
    for (grant, words) in [
        ("implicit", "tokens travel"),
        ("password", "people's passwords"),
        ("\"{{ 'impl' ~ 'icit' }}\"", "tokens travel"),
        ("\"{{ 'pass' ~ 'word' }}\"", "people's passwords"),
        ("{text: implicit, when: app_url}", "tokens travel"),
        ("\"{% if app_url %}hybrid{% endif %}\"", "tokens travel"),
    ] {
        warned(GRANTS, &format!("[authorization_code, {grant}]"), words);
    }
    for key in ["none", "\"{{ 'none' }}\"", "\"{{ 'no' ~ 'ne' }}\""] {
        warned(KEY, &format!("signing_key: {key}"), "without a signing key");
    }
}

/// A preset for a proxy provider with these paths.
fn open(path: &str) -> String {
    let proxy = format!(
        "    proxy:\n      mode: forward_single\n      external_host: \"{{{{ app_url }}}}\"\n      skip_paths: [{path}]\nclient:\n"
    );
    let text = bent(&[
        ("protocol: oidc", "protocol: proxy"),
        ("{{ endpoints.issuer }}", "x"),
        ("id = {{ client_id }}\\n", ""),
    ]);
    let (begin, end) = (text.find("    oauth2:").expect("a provider"), text.find("client:\n").expect("a client"));
    text.replace(&text[begin..end + "client:\n".len()], &proxy)
}

#[test]
fn paths_without_signing_in() {
    for path in [
        "^/",
        "^/.*",
        ".*",
        "^",
        "^/?",
        "^/[a-z]+",
        "^/.",
        "^(/api|/)",
        "^/(?:x|.+)",
        "\"{{ '^' ~ '/' }}\"",
        "^https://",
    ] {
        let path = if path.starts_with('"') { path.to_owned() } else { format!("'{path}'") };
        let said = check(&open(&path)).ok().stdout;
        assert!(said.contains("the expression is wide: it opens "), "{path}: {said}");
    }
    let unsure = check(&open("\"{{ '^/' if app_url == 'https://other.company' else '^/api/' }}\"")).ok().stdout;
    assert!(unsure.contains("cannot be judged for all of them"), "{unsure}");
    for path in ["^/api/.*", r"^/static/[a-z]+\.css$", "^/$|^/api/health$", r"^/favicon\.ico"] {
        let said = check(&open(&format!("'{path}'"))).ok().stdout;
        assert_eq!(said.contains("nothing to complain about"), !path.contains("^/$"), "{path}: {said}");
    }
}

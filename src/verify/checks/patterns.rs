//! What a redirect expression lets through besides what it is meant for.

use regex::Regex;
use url::Url;

/// A host that is nobody's (RFC 2606).
const STRANGER: &str = "stranger.invalid";

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It is no expression.
    Broken,
    /// It lets through an address of somebody else: this one.
    Wide(String),
    /// A dot in the host matches any character, so that it lets through hosts that look alike.
    Dot,
    /// It uses what only Python knows, so it cannot be tried here.
    Unknown,
}

/// Looks at an expression, which authentik matches with the whole address.
pub(super) fn flaw(pattern: &str) -> Option<Flaw> {
    let Ok(regex) = Regex::new(&format!("^(?:{pattern})$")) else {
        return Some(if is_pythonic(pattern) { Flaw::Unknown } else { Flaw::Broken });
    };
    let mut candidates: Vec<String> =
        ["", "/", "/callback", "/oauth/callback"].iter().map(|path| format!("https://{STRANGER}{path}")).collect();
    candidates.extend([format!("{STRANGER}/"), filled(pattern, "/x"), filled(pattern, ""), filled(pattern, "/")]);
    let is_strange = |address: &String| {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        host.is_some_and(|host| host.ends_with(STRANGER)) && regex.is_match(address)
    };
    if let Some(address) = candidates.into_iter().find(is_strange) {
        return Some(Flaw::Wide(address));
    }
    has_bare_dot(host(pattern)).then_some(Flaw::Dot)
}

/// Looking ahead and back and references are known to Python's expressions alone.
fn is_pythonic(pattern: &str) -> bool {
    let marks = ["(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?("];
    marks.iter().any(|mark| pattern.contains(mark)) || (1..=9).any(|group| pattern.contains(&format!("\\{group}")))
}

/// An address of a stranger that the expression is likely to match: its first gap is filled with the
/// stranger's host, the others with a letter.
fn filled(pattern: &str, after: &str) -> String {
    let mut rest = pattern.trim_start_matches('^').trim_end_matches('$').to_owned();
    let gaps = [".*", ".+", "[^/]*", "[^/]+", "\\S*", "\\S+"];
    let first = gaps.iter().filter_map(|gap| rest.find(gap).map(|at| (at, gap.len()))).min();
    if let Some((at, length)) = first {
        rest.replace_range(at..at + length, &format!("{STRANGER}{after}"));
    }
    for gap in gaps {
        rest = rest.replace(gap, "x");
    }
    rest.replace("https?", "https").replace("(?:", "").replace(['\\', '(', ')', '?'], "")
}

/// The part of an expression that stands for the host.
fn host(pattern: &str) -> &str {
    let rest = pattern.split_once("//").map_or("", |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Whether there is a dot that stands for any one character.
fn has_bare_dot(text: &str) -> bool {
    let (mut escaped, mut in_class) = (false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class && !matches!(letters.peek(), Some('*' | '+' | '?' | '{')) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
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
        ] {
            assert!(matches!(flaw(pattern), Some(Flaw::Wide(_))), "{pattern}: {:?}", flaw(pattern));
        }
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
    fn what_cannot_be_tried_is_told_from_what_is_none() {
        assert_eq!(flaw("https://(a"), Some(Flaw::Broken));
        assert_eq!(flaw("https://(?!b)a/"), Some(Flaw::Unknown));
    }
}

//! Text from outside: what may stand in a name, and how foreign text is shown.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character could move a cursor, hide text or turn its direction around. Among letters
/// these are the Hangul fillers, which look like nothing at all.
pub(crate) fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Makes one line of text safe for a terminal: control characters, escapes and characters that
/// hide or turn text around become visible (`\n`, `\u{1b}`). Everything else stays as it is.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, is_dangerous)
}

/// Like [`printable`], but keeps line ends: for files and blocks of several lines.
#[must_use]
pub fn printable_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && is_dangerous(c))
}

fn escaped(text: &str, dangerous: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if dangerous(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// JSON with every dangerous character of its strings as `\uXXXX`: the same values, and nothing
/// that moves a cursor. Line ends stay, because a serialiser only writes them between values.
#[must_use]
pub fn safe_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_dangerous(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// A word as a shell takes it, in single quotation marks where it needs some.
#[must_use]
pub fn shell_quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@=,+".contains(c);
    if !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Why a text cannot be the name of an object in authentik that people will read and type.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAName {
    /// Nothing, or white space only.
    #[error("a name must not be empty")]
    Empty,
    /// A character that breaks the place where a name is shown or copied to.
    #[error(
        "the name {0:?} holds {1:?}: names go into forms and commands, so they must not hold line ends, control characters or quotation marks"
    )]
    Character(String, char),
    /// Longer than a person can read.
    #[error("the name `{0}…` is longer than {1} characters")]
    Length(String, usize),
}

/// The longest name that is accepted, in characters.
const LONGEST_NAME: usize = 150;

/// Checks a display name that akctl will write into authentik.
pub fn check_name(text: &str) -> Result<(), NotAName> {
    if text.trim().is_empty() {
        return Err(NotAName::Empty);
    }
    if let Some(c) = text.chars().find(|c| is_dangerous(*c) || matches!(c, '"' | '\'' | '`')) {
        return Err(NotAName::Character(text.to_owned(), c));
    }
    if text.chars().count() > LONGEST_NAME {
        return Err(NotAName::Length(text.chars().take(40).collect(), LONGEST_NAME));
    }
    Ok(())
}

/// The names nearest to a mistyped one, best first, at most three.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wrong.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_escapes_visible_and_leaves_letters_alone() {
        assert_eq!(printable("Büro 東京"), "Büro 東京");
        assert_eq!(printable("a\u{1b}[31mred\nb"), "a\\u{1b}[31mred\\nb");
        for hidden in ['\u{202e}', '\u{61c}', '\u{ad}', '\u{3164}', '\u{206a}', '\u{e0041}'] {
            assert_eq!(printable(&format!("a{hidden}b")), format!("a{}b", hidden.escape_unicode()));
        }
        assert_eq!(printable_lines("a\nb\r"), "a\nb\\r");
    }

    #[test]
    fn json_keeps_its_values_and_loses_what_moves_a_cursor() {
        let value = serde_json::json!({"a": "x\u{9b}31m\u{202e}\u{e0041}\nBüro"});
        let safe = safe_json(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert!(!safe.chars().any(|c| c != '\n' && is_dangerous(c)), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"), value);
    }

    #[test]
    fn refuses_names_that_break_the_place_they_are_copied_to() {
        assert_eq!(check_name("Portal – Büro"), Ok(()));
        assert_eq!(check_name("  "), Err(NotAName::Empty));
        for bad in ["a\"b", "a'b", "a\nb", "a\u{1b}[0mb", "a\u{7f}"] {
            assert!(matches!(check_name(bad), Err(NotAName::Character(..))), "{bad:?}");
        }
        assert!(matches!(check_name(&"x".repeat(151)), Err(NotAName::Length(..))));
    }

    #[test]
    fn finds_near_names_and_not_far_ones() {
        assert_eq!(nearest("porttal", ["portal", "kettle"]), ["portal"]);
        assert!(nearest("zzz", ["portal", "kettle"]).is_empty());
    }
}

//! YAML that every reader takes for what is meant.
//!
//! The library writes for YAML 1.2. Many readers know YAML 1.1 (`PyYAML`, Ruby, older Java), where
//! `off`, `1:30`, `010` and `2026-11-23` without quotation marks are no texts. So every text that any
//! of them could take for something else is quoted.

use crate::model::text::is_dangerous;
use serde::Serialize;
use serde_yaml::Value;
use std::fmt::Write;

/// What a text begins with that must be quoted: the library writes such a text between double
/// quotation marks, with this in it.
const MARK: &str = "#\u{1}";
/// The mark as it is written.
const WRITTEN: &str = "\"#\\x01";

/// Words that YAML 1.1 takes for a switch, for nothing, or for a sign of its own.
const WORDS: [&str; 11] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null", "=", "<<"];

/// A value as YAML.
pub fn text(value: &impl Serialize) -> Result<String, serde_yaml::Error> {
    let tree = serde_yaml::to_value(value)?;
    let text = unmarked(&serde_yaml::to_string(&marked(tree))?);
    Ok(escaped(&text))
}

/// Takes the marks away. A quotation mark behind a backslash is one of the text itself, whatever follows.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(WRITTEN) {
        let (before, marked) = rest.split_at(at);
        out.push_str(before);
        let is_inner = before.ends_with('\\') || before.is_empty() && out.ends_with('\\');
        let kept = if is_inner { WRITTEN } else { "\"" };
        out.push_str(kept);
        rest = &marked[WRITTEN.len()..];
    }
    out + rest
}

/// Writes characters that could hide or move text on a terminal as their numbers. They stand between
/// double quotation marks, because every text that holds one is marked.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || !is_dangerous(c) {
            out.push(c);
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\U{:08x}", u32::from(c));
        }
    }
    out
}

fn marked(value: Value) -> Value {
    match value {
        Value::String(text) if is_ambiguous(&text) || is_misleading(&text) => Value::String(format!("{MARK}{text}")),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(marked).collect()),
        Value::Mapping(entries) => {
            Value::Mapping(entries.into_iter().map(|(name, value)| (marked(name), marked(value))).collect())
        }
        other => other,
    }
}

/// Whether it holds a character that must not reach a terminal as it is.
fn is_misleading(text: &str) -> bool {
    text.chars().any(|c| c != '\n' && is_dangerous(c))
}

/// Whether a reader of YAML 1.1 could take it for a number, a time, a switch or nothing.
fn is_ambiguous(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    // Numbers and times begin so, and are made of these; `.inf`, `.nan` and `~` belong to them.
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '~'));
    let is_made_of = lower.chars().all(|c| c.is_ascii_hexdigit() || "_.:+-~ xotzin".contains(c));
    begins && is_made_of || WORDS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_an_old_reader_would_take_for_something_else_is_quoted() {
        for word in ["off", "On", "yes", "N", "1:30", "010", "1_000", "2026-11-23", "~", "=", "1e3", "-.inf", "0x1f"] {
            assert_eq!(text(&json!({"a": word})).expect("YAML"), format!("a: \"{word}\"\n"));
            assert_eq!(text(&json!({word: 1})).expect("YAML"), format!("\"{word}\": 1\n"));
        }
        assert_eq!(text(&json!({"a": "office", "b": true, "c": 7})).expect("YAML"), "a: office\nb: true\nc: 7\n");
    }

    #[test]
    fn nothing_that_moves_or_hides_text_is_written_as_it_is() {
        for text_of in ["a\u{202e}b", "\u{1b}[31mred\n\u{9b}", "x\ty\u{200b}", "\u{7f}"] {
            let written = text(&json!({"a": [text_of], text_of: 1})).expect("YAML");
            assert!(!written.chars().any(|c| c != '\n' && is_dangerous(c)), "{written:?}");
            let read: serde_json::Value = serde_yaml::from_str(&written).expect("YAML");
            assert_eq!(read, json!({"a": [text_of], text_of: 1}), "{written}");
        }
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        for word in ["", "a: b", "- x", "8080\" # x", "1\\x01", "x\ny: off\n", "\u{1}", "#", "'", "0 \u{7f}"] {
            let value = json!({"a": [word], "b": {"c": word}});
            let read: serde_json::Value = serde_yaml::from_str(&text(&value).expect("YAML")).expect("YAML");
            assert_eq!(read, value, "{word:?}");
        }
    }
}

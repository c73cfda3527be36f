//! Texts in double quotation marks, as both YAML and HCL read them. JSON will not do: it writes characters
//! beyond U+FFFF in two halves, which neither joins, and knows `\b` and `\f`, which HCL does not.

use crate::model::text::is_dangerous;
use serde_json::Value;
use std::fmt::Write;

/// A text in quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        // Writing into a String cannot fail.
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            // YAML's readers refuse the last two characters of the first plane, unless they are written so.
            _ if !is_dangerous(c) && !matches!(c, '\u{fffe}' | '\u{ffff}') => write!(out, "{c}"),
            _ if u32::from(c) > 0xffff => write!(out, "\\U{:08x}", u32::from(c)),
            _ => write!(out, "\\u{:04x}", u32::from(c)),
        };
    }
    out.push('"');
    out
}

/// A value as YAML on one line.
#[must_use]
pub fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{}: {}", quoted(name), yaml(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_character_is_written_in_halves_or_by_a_letter_that_hcl_lacks() {
        assert_eq!(quoted("a\u{8}\u{c}\u{e0041}\u{202e}\u{ffff}"), r#""a\u0008\u000c\U000e0041\u202e\uffff""#);
        assert_eq!(quoted("\"\\\n\r\t🦀"), r#""\"\\\n\r\t🦀""#);
    }

    proptest! {
        #[test]
        fn yaml_and_hcl_read_back_what_was_written(text in "\\PC*|[\u{0}-\u{20}\u{e0000}-\u{e007f}🦀$%{}\"\\\\]*") {
            let value = serde_json::json!({ "key": [&text, { text.as_str(): 1 }] });
            let read: Value = serde_yaml::from_str(&yaml(&value)).expect("YAML");
            prop_assert_eq!(read, value);
            prop_assert!(!quoted(&text).contains("\\b") || text.contains("\\b"));
        }
    }
}

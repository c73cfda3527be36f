//! Values as a programming language writes them: assignments in a file of settings.

use super::data::Tree;
use crate::error::Failure;
use crate::model::python;
use crate::model::text::is_dangerous;
use crate::preset::format::Number;
use std::fmt::Write;

/// How wide a list may be that stands in one line, in characters.
const WIDEST: usize = 100;

/// How a language writes what is not a number, a list or a map.
struct Language {
    nothing: &'static str,
    switches: [&'static str; 2],
    text: fn(&str) -> String,
    /// A key of a map, with what stands between it and its value.
    key: fn(&str) -> String,
    /// Whether something can be assigned to it.
    takes: fn(&str) -> bool,
}

const PYTHON: Language = Language {
    nothing: "None",
    switches: ["False", "True"],
    text: python::literal,
    key: |name| format!("{}: ", python::literal(name)),
    takes: |name| name.split('.').all(is_name),
};

const RUBY: Language = Language {
    nothing: "nil",
    switches: ["false", "true"],
    text: ruby_text,
    key: |name| if is_name(name) { format!("{name}: ") } else { format!("{} => ", ruby_text(name)) },
    takes: |name| match name.split_once("['") {
        Some((hash, rest)) => is_name(hash) && rest.strip_suffix("']").is_some_and(is_name),
        None => is_name(name),
    },
};

/// `name = value` for each entry of a map, as Python takes it. A name may have dots.
pub(super) fn python(tree: &Tree) -> Result<String, Failure> {
    PYTHON.assignments(tree)
}

/// `name = value` for each entry of a map, as Ruby takes it. A name may be `hash['key']`.
pub(super) fn ruby(tree: &Tree) -> Result<String, Failure> {
    RUBY.assignments(tree)
}

impl Language {
    fn assignments(&self, tree: &Tree) -> Result<String, Failure> {
        let Tree::Map(entries) = tree else { return Err(Failure::failed("assignments must be a map")) };
        let mut out = String::new();
        for (name, value) in entries {
            if !(self.takes)(name) {
                return Err(Failure::failed(format!("nothing can be assigned to `{name}`")));
            }
            // Writing into a String cannot fail.
            let _ = writeln!(out, "{name} = {}", self.literal(value, 0));
        }
        Ok(out)
    }

    fn literal(&self, tree: &Tree, depth: usize) -> String {
        match tree {
            Tree::Null => self.nothing.to_owned(),
            Tree::Flag(flag) => self.switches[usize::from(*flag)].to_owned(),
            Tree::Number(Number::Natural(number)) => number.to_string(),
            Tree::Number(Number::Negative(number)) => number.to_string(),
            Tree::Text(text) => (self.text)(text),
            Tree::List(items) => {
                let flat = !items.iter().any(|item| matches!(item, Tree::List(_) | Tree::Map(_)));
                let items: Vec<String> = items.iter().map(|item| self.literal(item, depth + 1)).collect();
                brackets(['[', ']'], &items, flat, depth)
            }
            Tree::Map(entries) => {
                let entry = |(name, value): &(String, Tree)| (self.key)(name) + &self.literal(value, depth + 1);
                let entries: Vec<String> = entries.iter().map(entry).collect();
                brackets(['{', '}'], &entries, false, depth)
            }
        }
    }
}

/// Items between brackets: in one line where that is possible and allowed, else each in its own.
fn brackets([open, close]: [char; 2], items: &[String], flat: bool, depth: usize) -> String {
    let line = items.join(", ");
    if items.is_empty() || flat && line.chars().count() <= WIDEST {
        return format!("{open}{line}{close}");
    }
    let indent = "    ".repeat(depth + 1);
    let lines = items.join(&format!(",\n{indent}"));
    format!("{open}\n{indent}{lines},\n{}{close}", "    ".repeat(depth))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A text that stands for itself: between single quotation marks, unless something in it must be
/// written as its number.
fn ruby_text(text: &str) -> String {
    if !text.chars().any(is_dangerous) {
        return format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        // Writing into a String cannot fail.
        let _ = match c {
            '"' | '\\' | '#' => write!(out, "\\{c}"),
            _ if is_dangerous(c) => write!(out, "\\u{{{:x}}}", u32::from(c)),
            _ => write!(out, "{c}"),
        };
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(value: &serde_json::Value) -> Tree {
        match value {
            serde_json::Value::Bool(flag) => Tree::Flag(*flag),
            serde_json::Value::Number(number) => Tree::Number(Number::Natural(number.as_u64().expect("a number"))),
            serde_json::Value::String(text) => Tree::Text(text.clone()),
            serde_json::Value::Array(items) => Tree::List(items.iter().map(tree).collect()),
            serde_json::Value::Object(entries) => {
                Tree::Map(entries.iter().map(|(name, value)| (name.clone(), tree(value))).collect())
            }
            serde_json::Value::Null => Tree::Null,
        }
    }

    #[test]
    fn python_and_ruby_write_what_is_meant() {
        let value = serde_json::json!({"a": {"k": [1, true, null], "x y": "it's #{1} \\"}});
        assert_eq!(
            python(&tree(&value)).expect("Python"),
            "a = {\n    \"k\": [1, True, None],\n    \"x y\": \"it's #{1} \\\\\",\n}\n"
        );
        assert_eq!(
            ruby(&tree(&value)).expect("Ruby"),
            "a = {\n    k: [1, true, nil],\n    'x y' => 'it\\'s #{1} \\\\',\n}\n"
        );
        assert_eq!(ruby_text("a\n#{b}\"\u{202e}"), "\"a\\u{a}\\#{b}\\\"\\u{202e}\"");
    }

    #[test]
    fn only_names_are_assigned_to() {
        let assign = |name: &str| tree(&serde_json::json!({name: 1}));
        assert!(python(&assign("c.Hub.x")).is_ok() && ruby(&assign("rails['x_y']")).is_ok());
        for wrong in ["", "1a", "a b", "a;b", "a['b", "a['b']['c']"] {
            assert!(python(&assign(wrong)).is_err() && ruby(&assign(wrong)).is_err(), "{wrong}");
        }
        assert!(python(&assign("a['b']")).is_err() && ruby(&assign("a.b")).is_err());
        assert!(python(&Tree::List(Vec::new())).is_err());
    }
}

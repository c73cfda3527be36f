//! Files of names and values: variables, INI and TOML.

use super::data::Tree;
use crate::error::Failure;
use crate::model::shell::quoted;
use crate::model::text::is_dangerous;
use crate::preset::format::Number;
use std::fmt::Write;

/// `NAME=value` lines, each quoted so that a shell and Docker Compose read the same.
pub(super) fn env(tree: &Tree) -> Result<String, Failure> {
    let Tree::Map(entries) = tree else { return Err(Failure::failed("variables must be a map")) };
    let mut out = String::new();
    for (name, value) in entries {
        let value =
            plain(value).ok_or_else(|| Failure::failed(format!("the variable {name} is neither text nor a number")))?;
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{name}={}", variable(&value));
    }
    Ok(out)
}

/// Compose does not know the way in which a shell writes a single quotation mark between others, so
/// a text that holds one stands between double ones where nothing in it is read there.
fn variable(value: &str) -> String {
    if value.contains('\'') && !value.contains(['"', '$', '`', '\\', '!', '\n']) {
        format!("\"{value}\"")
    } else {
        quoted(value).into_owned()
    }
}

/// A value that is no list and no map, as text.
fn plain(tree: &Tree) -> Option<String> {
    match tree {
        Tree::Null => Some(String::new()),
        Tree::Flag(flag) => Some(flag.to_string()),
        Tree::Number(Number::Natural(number)) => Some(number.to_string()),
        Tree::Number(Number::Negative(number)) => Some(number.to_string()),
        Tree::Text(text) => Some(text.clone()),
        Tree::List(_) | Tree::Map(_) => None,
    }
}

/// INI: values, then sections of values. Its readers do not agree how to quote, so a value that some
/// of them would read differently is refused.
pub(super) fn ini(tree: &Tree) -> Result<String, Failure> {
    let Tree::Map(entries) = tree else { return Err(Failure::failed("an INI file must be a map")) };
    let mut out = String::new();
    let (sections, values): (Vec<_>, Vec<_>) = entries.iter().partition(|(_, value)| matches!(value, Tree::Map(_)));
    for (name, value) in values {
        ini_line(&mut out, name, value)?;
    }
    for (section, values) in sections {
        let Tree::Map(values) = values else { continue };
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(out, "{gap}[{section}]");
        for (name, value) in values {
            ini_line(&mut out, name, value)?;
        }
    }
    Ok(out)
}

fn ini_line(out: &mut String, name: &str, value: &Tree) -> Result<(), Failure> {
    let value = plain(value).filter(|value| is_the_same_in_every_ini(value));
    let wrong =
        || Failure::failed(format!("the value of {name} cannot be written so that every reader of INI takes it"));
    let _ = writeln!(out, "{name} = {}", value.ok_or_else(wrong)?);
    Ok(())
}

fn is_the_same_in_every_ini(value: &str) -> bool {
    let read = |c: char| is_dangerous(c) || matches!(c, ';' | '#' | '`' | '\\');
    !value.chars().any(read)
        && value.trim() == value
        && !value.starts_with(['"', '\'', '['])
        && !value.contains("${")
        && !value.contains("%(")
        && !value.contains("$__")
}

/// TOML: values, then tables, as its rules want it.
pub(super) fn toml(tree: &Tree) -> Result<String, Failure> {
    let Tree::Map(entries) = tree else { return Err(Failure::failed("a TOML file must be a map")) };
    let mut out = String::new();
    toml_table(&mut out, &[], entries)?;
    Ok(out)
}

fn toml_table(out: &mut String, path: &[String], entries: &[(String, Tree)]) -> Result<(), Failure> {
    let is_table = |value: &Tree| matches!(value, Tree::Map(_)) || is_tables(value);
    for (name, value) in entries.iter().filter(|(_, value)| !is_table(value)) {
        let _ = writeln!(out, "{} = {}", toml_key(name), toml_value(value)?);
    }
    for (name, value) in entries {
        let path = [path, &[toml_key(name)]].concat();
        let header = path.join(".");
        match value {
            Tree::Map(inner) => {
                toml_header(out, &format!("[{header}]"));
                toml_table(out, &path, inner)?;
            }
            Tree::List(items) if is_tables(value) => {
                for item in items {
                    let Tree::Map(inner) = item else { continue };
                    toml_header(out, &format!("[[{header}]]"));
                    toml_table(out, &path, inner)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn toml_header(out: &mut String, header: &str) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{header}");
}

/// Whether it is a list of tables.
fn is_tables(tree: &Tree) -> bool {
    matches!(tree, Tree::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item, Tree::Map(_))))
}

fn toml_key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { toml_text(name) }
}

fn toml_value(tree: &Tree) -> Result<String, Failure> {
    Ok(match tree {
        Tree::Null => return Err(Failure::failed("TOML has no word for nothing")),
        Tree::Text(text) => toml_text(text),
        Tree::List(items) => {
            let items: Vec<String> = items.iter().map(toml_value).collect::<Result<_, _>>()?;
            format!("[{}]", items.join(", "))
        }
        Tree::Map(entries) => {
            let entry = |(name, value): &(String, Tree)| Ok(format!("{} = {}", toml_key(name), toml_value(value)?));
            let entries: Vec<String> = entries.iter().map(entry).collect::<Result<_, Failure>>()?;
            format!("{{{}}}", entries.join(", "))
        }
        other => plain(other).unwrap_or_default(),
    })
}

fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            _ if is_dangerous(c) => write!(out, "\\U{:08x}", u32::from(c)),
            _ => write!(out, "{c}"),
        };
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: Vec<(&str, Tree)>) -> Tree {
        Tree::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn text(text: &str) -> Tree {
        Tree::Text(text.to_owned())
    }

    #[test]
    fn variables_are_the_same_for_a_shell_and_for_compose() {
        for (value, written) in [
            ("contains(a[*], 'x')", "A=\"contains(a[*], 'x')\"\n"),
            ("a b", "A='a b'\n"),
            ("{\"a\":1}", "A='{\"a\":1}'\n"),
            ("it's $x", "A='it'\\''s $x'\n"),
        ] {
            assert_eq!(env(&map(vec![("A", text(value))])).expect("written"), written);
        }
    }

    #[test]
    fn ini_has_sections_and_refuses_what_readers_take_differently() {
        let section = map(vec![("on", Tree::Flag(true)), ("path", text("contains(a[*], 'x') && 'y'"))]);
        let tree = map(vec![("auth.x", section), ("top", text("1 2"))]);
        let written = "top = 1 2\n\n[auth.x]\non = true\npath = contains(a[*], 'x') && 'y'\n";
        assert_eq!(ini(&tree).expect("INI"), written);
        for wrong in ["a;b", "a # b", " a", "\"a\"", "a\nb", "$__env{X}", "${X}", "%(a)s", "a\\"] {
            assert!(ini(&map(vec![("a", text(wrong))])).is_err(), "{wrong}");
        }
        assert!(ini(&map(vec![("a", Tree::List(vec![]))])).is_err());
    }

    #[test]
    fn toml_puts_tables_behind_values() {
        let inner = || map(vec![("x y", text("a\"\\\n\u{7f}")), ("l", Tree::List(vec![text("1"), Tree::Flag(true)]))]);
        let tree = map(vec![("t", map(vec![("u", inner())])), ("v", text("w")), ("many", Tree::List(vec![inner()]))]);
        let lines = "\"x y\" = \"a\\\"\\\\\\n\\U0000007f\"\nl = [\"1\", true]\n";
        let written = format!("v = \"w\"\n\n[t]\n\n[t.u]\n{lines}\n[[many]]\n{lines}");
        assert_eq!(toml(&tree).expect("TOML"), written);
        assert!(toml(&map(vec![("a", Tree::Null)])).is_err());
    }
}

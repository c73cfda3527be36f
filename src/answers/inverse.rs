//! Templates read backwards: what the inputs were, where a template made a text. A template that is text
//! with inputs in it says it; of others, what is certain of the rest.

use crate::preset::format::Template;
use regex::Regex;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'a> {
    /// The text itself.
    Fixed(&'a str),
    /// The value of an input, or of a field of a list's item.
    Input(&'a str),
    /// The same, quoted for a regular expression.
    Quoted(&'a str),
    /// Something that is not read.
    Other,
}

/// What the inputs of a template may have been that made a text, each way once: the shortest first.
/// `known` are names whose values are known.
pub(super) fn inverted(template: &Template, made: &str, known: &[(&str, &str)]) -> Vec<BTreeMap<String, String>> {
    let mut ways = Vec::new();
    let Some(pieces) = pieces(template.as_str()) else { return ways };
    for any in [".+?", ".+"] {
        let way = pattern(&pieces, known, any).and_then(|pattern| matched(&pattern, &pieces, made));
        let way = way.map(|mut way| {
            way.retain(|name, _| known.iter().all(|(known, _)| known != name));
            way
        });
        ways.extend(way.filter(|way| !way.is_empty() && !ways.contains(way)));
    }
    ways
}

fn pieces(template: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, after) = after.split_once("}}")?;
        pieces.push(Piece::Fixed(before));
        pieces.extend(expression(inner.trim()));
        rest = after;
    }
    pieces.push(Piece::Fixed(rest));
    let is_plain = |piece: &Piece| matches!(piece, Piece::Fixed(text) if text.contains("{%") || text.contains("{#"));
    (!pieces.iter().any(is_plain)).then_some(pieces)
}

/// `name`, `name | regex_quote`, `'text' ~ name ~ 'text' if name`; anything else is not read.
fn expression(text: &str) -> Vec<Piece<'_>> {
    let (value, condition) = match outside(text, " if ") {
        Some((value, condition)) => (value, condition),
        None => (text, ""),
    };
    if outside(condition, " else ").is_some() {
        return vec![Piece::Other];
    }
    let mut terms = Vec::new();
    let mut rest = value;
    while let Some((term, after)) = outside(rest, " ~ ") {
        terms.push(piece(term.trim()));
        rest = after;
    }
    terms.push(piece(rest.trim()));
    terms
}

fn piece(term: &str) -> Piece<'_> {
    let quoted = term.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\''));
    if let Some(text) = quoted.filter(|text| !text.contains(['\'', '\\'])) {
        return Piece::Fixed(text);
    }
    if is_name(term) {
        return Piece::Input(term);
    }
    match term.split_once('|') {
        Some((name, filter)) if is_name(name.trim()) && filter.trim() == "regex_quote" => Piece::Quoted(name.trim()),
        _ => Piece::Other,
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}

/// Splits at the first mark that stands in no text of its own.
fn outside<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let is_outside = |at: usize| text[..at].matches('\'').count().is_multiple_of(2);
    let (at, _) = text.match_indices(mark).find(|(at, _)| is_outside(*at))?;
    Some((&text[..at], &text[at + mark.len()..]))
}

/// An expression with a group for each piece.
fn pattern(pieces: &[Piece], known: &[(&str, &str)], any: &str) -> Option<Regex> {
    let mut pattern = String::from(r"(?s)\A");
    for piece in pieces {
        let value = |name: &str| known.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        // Writing to a String cannot fail.
        let _ = match piece {
            Piece::Fixed(text) => write!(pattern, "({})", regex::escape(text)),
            Piece::Input(name) | Piece::Quoted(name) => match value(name) {
                Some(value) => write!(pattern, "({})", regex::escape(value)),
                None => write!(pattern, "({any})"),
            },
            Piece::Other => write!(pattern, "(.*)"),
        };
    }
    Regex::new(&(pattern + r"\z")).ok()
}

fn matched(pattern: &Regex, pieces: &[Piece], made: &str) -> Option<BTreeMap<String, String>> {
    let groups = pattern.captures(made)?;
    let mut way = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (name, value) = match piece {
            Piece::Input(name) => (*name, groups.get(at + 1)?.as_str().to_owned()),
            Piece::Quoted(name) => (*name, unquoted(groups.get(at + 1)?.as_str())),
            Piece::Fixed(_) | Piece::Other => continue,
        };
        if way.insert(name.to_owned(), value.clone()).is_some_and(|before| before != value) {
            return None;
        }
    }
    Some(way)
}

/// A text without what quotes it for a regular expression.
fn unquoted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        plain.extend(if c == '\\' { rest.next() } else { Some(c) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(template: &str, made: &str) -> Vec<String> {
        let told = |way: BTreeMap<String, String>| {
            way.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        let known = [("slug", "wiki")];
        inverted(&Template(template.to_owned()), made, &known).into_iter().map(told).collect()
    }

    #[test]
    fn inputs_are_read_where_text_stands_between_them() {
        for (template, made, expected) in [
            ("{{ url }}/", "https://a.example/", vec!["url=https://a.example"]),
            ("{{ url }}/sso/{{ name }}", "https://a/b/sso/c", vec!["name=c url=https://a/b"]),
            ("{{ a }}/x/{{ b }}", "1/x/2/x/3", vec!["a=1 b=2/x/3", "a=1/x/2 b=3"]),
            ("{{ url ~ '/' if url }}", "https://a/", vec!["url=https://a"]),
            ("{{ 'https://' ~ host ~ '/a?b=' ~ id if id }}", "https://h/a?b=7", vec!["host=h id=7"]),
            ("{{ url }}/auth/{{ 'a' if b else 'c' }}/back", "https://a/auth/c/back", vec!["url=https://a"]),
            ("{{ host | regex_quote }}:[0-9]+", r"a\.b:[0-9]+", vec!["host=a.b"]),
            ("{{ slug }}: groups in {{ claim }}", "wiki: groups in roles", vec!["claim=roles"]),
            ("{{ slug }}: groups in {{ claim }}", "other: groups in roles", vec![]),
            ("{{ item.organization }}/{{ item.team }}", "a/b", vec!["item.organization=a item.team=b"]),
            ("{{ a }}-{{ a }}", "1-1", vec!["a=1"]),
            ("{{ a }}-{{ a }}", "1-2", vec![]),
            ("{{ a | upper }}", "A", vec![]),
            ("{% if a %}{{ a }}{% endif %}", "A", vec![]),
            ("plain", "plain", vec![]),
        ] {
            assert_eq!(of(template, made), expected, "{template}");
        }
    }
}

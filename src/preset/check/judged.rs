//! What templates make: expressions and words are judged by what they become, for invented answers; and
//! of an expression that answers could turn into any other, nobody can say that it is harmless.

use super::sample::Samples;
use crate::preset::format::{Template, Vocabulary, Word};
use crate::preset::template::{Context, render};
use std::collections::BTreeSet;

/// How an expression comes from its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// It is an item that a person gives.
    Given,
    /// It stands there, and values in it stand for themselves.
    Known,
    /// It stands there, and a value in it is not quoted.
    Unquoted,
    /// Its template does more, so that other answers could make anything of it.
    Anyhow,
}

/// How an expression comes from its template.
pub(super) fn made(template: &Template) -> Made {
    let text = template.as_str().trim();
    if text.contains("{%") || text.contains("{#") {
        return Made::Anyhow;
    }
    if text == "{{ item }}" {
        return Made::Given;
    }
    let values = text.split("{{").skip(1).map(|piece| match piece.split_once("}}") {
        Some((value, _)) => of_value(value),
        None => Made::Anyhow,
    });
    values.max_by_key(|made| *made as u8).unwrap_or(Made::Known)
}

fn of_value(value: &str) -> Made {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let is_name = |text: &str| !text.is_empty() && text.chars().all(is_part);
    match value.split_once('|') {
        None if is_name(value.trim()) => Made::Unquoted,
        Some((name, filter)) if is_name(name.trim()) && filter.trim() == "regex_quote" => Made::Known,
        _ => Made::Anyhow,
    }
}

/// All that a template becomes, for each item of its list. What it cannot become is told of elsewhere.
pub(super) fn rendered(template: &Template, each: Option<&str>, samples: &Samples) -> BTreeSet<String> {
    let contexts = samples.iter().flat_map(|sample| sample.repeated(None, each).unwrap_or_default());
    contexts.filter_map(|context| render(template, &context).ok()).collect()
}

/// What a word is for these answers; nothing where it is left out, or cannot be.
pub(super) fn word<T: Vocabulary + Copy>(word: Option<&Word<T>>, sample: &Context) -> Option<T> {
    match word? {
        Word::Known(word) => Some(*word),
        Word::Template(template) => T::of(render(template, sample).ok()?.trim()),
    }
}

/// Whether a word is left out for these answers.
pub(super) fn is_absent<T>(word: Option<&Word<T>>, sample: &Context) -> bool {
    let empty = |template: &Template| render(template, sample).is_ok_and(|text| text.trim().is_empty());
    word.is_none_or(|word| word.template().is_some_and(empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quoted_names_are_known_beforehand() {
        for (text, expected) in [
            ("https://a/[0-9]+", Made::Known),
            ("{{ app_url | regex_quote }}/[0-9]+{{ item.host|regex_quote }}", Made::Known),
            ("{{ app_url }}/{{ app_url | regex_quote }}", Made::Unquoted),
            ("{{ item }}", Made::Given),
            ("{{ item }}x", Made::Unquoted),
            ("{{ '.' ~ '*' ~ ('' | regex_quote) }}", Made::Anyhow),
            ("{{ app_url | regex_quote | replace('a', '.*') }}", Made::Anyhow),
            ("{% if app_url %}.*{% endif %}", Made::Anyhow),
            ("{{ '}}' | regex_quote }}", Made::Anyhow),
        ] {
            assert_eq!(made(&Template(text.to_owned())), expected, "{text}");
        }
    }
}

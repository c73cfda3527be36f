//! Characters that no preset may hold: those that move a terminal's cursor, hide text or turn it around.
//!
//! What a preset says reaches people in many ways: a list, a question, a page of help, a file, a command
//! to paste. So such a character is refused wherever it stands, before anything of the file is used.

use super::position::{Path, Place};
use super::problem::Problem;
use crate::model::text::is_dangerous;
use serde_yaml::Value;

/// Letters behind a backslash with which YAML, between double quotation marks, writes a character that may
/// be one of those. A line end and a tab are none.
const ESCAPES: &[u8] = b"0abvfrexNLPuU";

/// Whether a character must not stand in a preset, nor be made by its templates; texts of several lines, and
/// columns, are well.
pub(super) fn is_refused(c: char) -> bool {
    is_dangerous(c) && !matches!(c, '\n' | '\t')
}

/// Refuses what stands in the file itself, in comments too: people read them.
pub(super) fn as_written(text: &str) -> Result<(), Vec<Problem>> {
    let found = text.lines().enumerate().filter_map(|(number, line)| {
        let (column, c) = line.chars().enumerate().find(|(_, c)| is_refused(*c))?;
        let place = Place { line: number + 1, column: column + 1 };
        Some(problem(Path::root(), c).at(Some(place)))
    });
    refused(found.collect())
}

/// Refuses what YAML makes of escapes, in every key and value of a file that is YAML.
pub(super) fn as_escaped(text: &str) -> Result<(), Vec<Problem>> {
    if !text.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && ESCAPES.contains(&pair[1])) {
        return Ok(());
    }
    let value = super::parse::read(text).map_err(|problem| vec![problem])?;
    let mut found = Vec::new();
    collect(&value, &Path::root(), &mut found);
    refused(found)
}

fn collect(value: &Value, path: &Path, found: &mut Vec<Problem>) {
    match value {
        Value::String(text) => found.extend(text.chars().find(|c| is_refused(*c)).map(|c| problem(path.clone(), c))),
        Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(at, item)| collect(item, &path.index(at), found));
        }
        Value::Mapping(entries) => {
            for (key, value) in entries {
                let path = key.as_str().map_or_else(|| path.clone(), |key| path.key(key));
                collect(key, &path, found);
                collect(value, &path, found);
            }
        }
        Value::Tagged(tagged) => collect(&tagged.value, path, found),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn problem(path: Path, c: char) -> Problem {
    let message = format!("it holds the character U+{:04X}, which could move a cursor or hide text", u32::from(c));
    Problem::error(path, message)
}

fn refused(problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use crate::preset::parse::parse;
    use crate::preset::parse::tests::WIKI;

    /// What a person reads about the wiki preset with a piece of it replaced.
    fn said(piece: &str, other: &str) -> String {
        assert_eq!(WIKI.matches(piece).count(), 1, "{piece:?}");
        parse("wiki.yaml", &WIKI.replace(piece, other)).expect_err("a problem").to_string()
    }

    #[test]
    fn a_character_that_hides_text_is_refused_with_its_place() {
        assert_eq!(
            said("Pages that", "\"Pages\\e[2J\"\n# that").lines().next(),
            Some(
                "wiki.yaml:3:10: error: summary: it holds the character U+001B, which could move a cursor or hide text"
            )
        );
        assert!(
            said("category:", "# \u{202e}\ncategory:")
                .starts_with("wiki.yaml:4:3: error: it holds the character U+202E")
        );
        assert!(
            said("{{ app_url }}/callback", "https://x.company/\\u202e").contains(".redirect_uris[0].strict: it holds")
        );
        assert!(said("category: documents", "category: documents\n\"\\L\": x").contains("is unknown"));
    }

    #[test]
    fn lines_and_columns_are_well_and_all_line_ends() {
        let lines = WIKI.replace("Address of the wiki", "\"Address\\tof the wiki\"").replace('\n', "\r\n");
        parse("wiki.yaml", &lines).expect("a preset");
        parse("wiki.yaml", &WIKI.replace("prompt: Address of the wiki", "prompt: x\n    help: \"a\\nb\\\\e\""))
            .expect("a preset");
        assert!(said("Pages that", "Pages\rthat").contains("U+000D"));
    }
}

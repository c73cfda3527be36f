//! Records on the command line: `GROUP=VALUE:TEAM`.

use super::format::Input;
use super::value::Reader;
use std::collections::BTreeMap;

/// A piece of a form such as `{group}={value}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// The place of a field.
    Field(&'a str),
    /// What stands between two fields.
    Separator(&'a str),
}

/// Takes a form apart.
pub(super) fn pieces(form: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = form;
    while !rest.is_empty() {
        let open = rest.find('{').unwrap_or(rest.len());
        if open > 0 {
            pieces.push(Piece::Separator(&rest[..open]));
            rest = &rest[open..];
        } else {
            let close = rest.find('}').ok_or("a `{` is not closed")?;
            pieces.push(Piece::Field(&rest[1..close]));
            rest = &rest[close + 1..];
        }
    }
    Ok(pieces)
}

/// A form as it is shown to people: `GROUP=VALUE:TEAM`.
#[must_use]
pub fn shown(form: &str) -> String {
    form.replace(['{', '}'], "").to_uppercase()
}

/// Reads a record from text. Where the text can be read in several ways, only those count in which
/// every field is right; if several are left, it is an error.
pub(super) fn read(input: &Input, text: &str) -> Result<BTreeMap<String, String>, String> {
    let form = input.form.as_deref().ok_or("it must be given in a file, with --inputs FILE")?;
    let pieces = pieces(form)?;
    let mut readers = BTreeMap::new();
    for (name, field) in input.fields.iter() {
        readers.insert(name, Reader::of_field(field)?);
    }
    let mut ways = Vec::new();
    split(&pieces, text, &mut Vec::new(), &mut ways, &|name, text| {
        readers.get(name).is_some_and(|reader| reader.read(text).is_ok())
    });
    let mut ways = ways.into_iter();
    match (ways.next(), ways.next()) {
        (Some(way), None) => Ok(way.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()),
        (Some(one), Some(other)) => Err(ambiguous(text, &one, &other)),
        (None, _) => Err(misfit(form, &pieces, text, &readers)),
    }
}

/// A text cut into named fields.
type Way<'a> = Vec<(&'a str, &'a str)>;

/// All ways to cut a text by a form, at most two.
fn split<'a>(
    pieces: &[Piece<'a>],
    text: &'a str,
    so_far: &mut Way<'a>,
    ways: &mut Vec<Way<'a>>,
    fits: &impl Fn(&str, &str) -> bool,
) {
    if ways.len() >= 2 {
        return;
    }
    match pieces {
        [] if text.is_empty() => ways.push(so_far.clone()),
        [] => {}
        [Piece::Separator(separator), rest @ ..] => {
            if let Some(text) = text.strip_prefix(separator) {
                split(rest, text, so_far, ways, fits);
            }
        }
        [Piece::Field(name), rest @ ..] => {
            let ends = match rest.first() {
                Some(Piece::Separator(separator)) => text.match_indices(separator).map(|(at, _)| at).collect(),
                _ => vec![text.len()],
            };
            for end in ends {
                if fits(name, &text[..end]) {
                    so_far.push((name, &text[..end]));
                    split(rest, &text[end..], so_far, ways, fits);
                    so_far.pop();
                }
            }
        }
    }
}

fn ambiguous(text: &str, one: &Way, other: &Way) -> String {
    let differ = one.iter().zip(other).find(|(a, b)| a != b);
    let readings = differ.map(|((name, a), (_, b))| format!(": {name} may be {a:?} or {b:?}"));
    format!(
        "{text:?} can be read in more than one way{}; give it as a map in a file, with --inputs FILE",
        readings.unwrap_or_default()
    )
}

/// Why a text does not fit: the field that is wrong, if there is only one way to cut it.
fn misfit(form: &str, pieces: &[Piece], text: &str, readers: &BTreeMap<&str, Reader>) -> String {
    let mut ways = Vec::new();
    split(pieces, text, &mut Vec::new(), &mut ways, &|_, _| true);
    if let [way] = ways.as_slice() {
        for (name, text) in way {
            if let Some(Err(error)) = readers.get(name).map(|reader| reader.read(text)) {
                return format!("{name}: {error}");
            }
        }
    }
    format!("{text:?} is not of the form {}", shown(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(form: &str, fields: &str) -> Input {
        let text = format!("{{type: record, prompt: x, form: {form:?}, fields: {fields}}}");
        serde_yaml::from_str(&text).expect("an input")
    }

    fn triple() -> Input {
        input(
            "{group}={value}:{team}",
            r#"{group: {type: group}, value: {type: text, pattern: "[a-z]+"}, team: {type: text}}"#,
        )
    }

    fn said(input: &Input, text: &str) -> Result<String, String> {
        let record = read(input, text)?;
        Ok(input.fields.names().map(|name| record[name].as_str()).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn cuts_by_separators() {
        assert_eq!(said(&triple(), "Wiki Users=user:engineering"), Ok("Wiki Users|user|engineering".to_owned()));
        assert_eq!(said(&triple(), "Büro \"東京\" 'x'=user:a b"), Ok("Büro \"東京\" 'x'|user|a b".to_owned()));
    }

    #[test]
    fn fields_may_hold_separators_where_only_one_reading_is_right() {
        assert_eq!(said(&triple(), "a=b c:d=user:ops:night"), Ok("a=b c:d|user|ops:night".to_owned()));
        assert_eq!(said(&triple(), "x:y=user:ops"), Ok("x:y|user|ops".to_owned()));
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        let error = said(&triple(), "a=b:c=d:e").expect_err("ambiguous");
        assert!(error.contains("more than one way: group may be \"a\" or \"a=b:c\""), "{error}");
        assert!(error.ends_with("--inputs FILE"), "{error}");
    }

    #[test]
    fn what_does_not_fit_is_explained() {
        assert_eq!(said(&triple(), "Wiki Users"), Err("\"Wiki Users\" is not of the form GROUP=VALUE:TEAM".to_owned()));
        assert_eq!(said(&triple(), "g=BIG:t"), Err("value: \"BIG\" does not match [a-z]+".to_owned()));
        assert_eq!(said(&triple(), "=user:t"), Err("group: it must not be empty".to_owned()));
        assert!(said(&triple(), "g\n=user:t").is_err());
    }

    #[test]
    fn a_pattern_is_told_in_plain_words_where_there_are_some() {
        let fields = r#"{group: {type: group}, value: {type: text, pattern: "[a-z]+", pattern_help: small letters}}"#;
        let said = said(&input("{group}={value}", fields), "g=BIG");
        assert_eq!(said, Err("value: \"BIG\" must be small letters".to_owned()));
    }

    #[test]
    fn forms_come_apart() {
        assert_eq!(pieces("{a}={b}"), Ok(vec![Piece::Field("a"), Piece::Separator("="), Piece::Field("b")]));
        assert!(pieces("{a").is_err());
    }
}

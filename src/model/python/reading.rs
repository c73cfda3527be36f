//! Reads back what the writers of this module wrote, and never anything else: what was read is written
//! again and compared, so whatever somebody changed by hand is not understood at all.

use super::{first_by_group, in_one_of, list_of_values, literal, values_by_group};

/// What an expression gives people by their groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesByGroup {
    /// The claim that it fills; none where it answers the list itself.
    pub claim: Option<String>,
    /// Each value with the groups whose members get it.
    pub values: Vec<(String, Vec<String>)>,
}

/// What an expression gives people by their groups, if this module wrote it.
#[must_use]
pub fn values_of(expression: &str) -> Option<ValuesByGroup> {
    let expression = expression.trim();
    let read = match expression.strip_prefix("values = []\n") {
        Some(rest) => list(rest)?,
        None => first(expression)?,
    };
    let written = match &read.claim {
        None => vec![list_of_values(&read.values)],
        Some(claim) => vec![values_by_group(claim, &read.values), first_by_group(claim, &read.values)],
    };
    written.iter().any(|written| written == expression).then_some(read)
}

fn list(mut rest: &str) -> Option<ValuesByGroup> {
    let mut values = Vec::new();
    while let Some(after) = rest.strip_prefix("if ") {
        let (groups, after) = groups_at(after)?;
        let (value, after) = literal_at(after.strip_prefix(":\n    values.append(")?)?;
        rest = after.strip_prefix(")\n")?;
        values.push((value, groups));
    }
    let claim = match rest.strip_prefix("return {") {
        Some(after) => Some(literal_at(after)?.0),
        None => None,
    };
    Some(ValuesByGroup { claim, values })
}

fn first(mut rest: &str) -> Option<ValuesByGroup> {
    let (mut values, mut claim) = (Vec::new(), None);
    while let Some(after) = rest.strip_prefix("if ") {
        let (groups, after) = groups_at(after)?;
        let (name, after) = literal_at(after.strip_prefix(":\n    return {")?)?;
        let (value, after) = literal_at(after.strip_prefix(": ")?)?;
        rest = after.strip_prefix("}\n")?;
        claim = Some(name);
        values.push((value, groups));
    }
    claim.is_some().then_some(ValuesByGroup { claim, values })
}

/// The groups of a condition that [`in_one_of`] wrote, at the beginning of a text, and what follows it.
#[must_use]
pub fn groups_at(text: &str) -> Option<(Vec<String>, &str)> {
    let mut groups = Vec::new();
    let mut rest = text;
    loop {
        let (group, after) = group_at(rest)?;
        groups.push(group);
        rest = after;
        match rest.strip_prefix(" or ").filter(|after| after.starts_with(MEMBER)) {
            Some(after) => rest = after,
            None => return Some((groups, rest)),
        }
    }
}

/// How the condition "the user is in this group" begins.
const MEMBER: &str = "ak_is_group_member(request.user, name=";

/// The group of a condition about one, at the beginning of a text, and what follows it.
#[must_use]
pub fn group_at(text: &str) -> Option<(String, &str)> {
    let (group, after) = literal_at(text.strip_prefix(MEMBER)?)?;
    let rest = after.strip_prefix(')')?;
    (in_one_of(std::slice::from_ref(&group)).len() == text.len() - rest.len()).then_some((group, rest))
}

/// The text of a literal that [`literal`] wrote, at the beginning of a text, and what follows it.
#[must_use]
pub fn literal_at(text: &str) -> Option<(String, &str)> {
    let mut read = String::new();
    let mut rest = text.strip_prefix('"')?;
    loop {
        let c = rest.chars().next()?;
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => break,
            '\\' => {
                let (escaped, after) = escape_at(rest)?;
                read.push(escaped);
                rest = after;
            }
            plain => read.push(plain),
        }
    }
    (text.strip_suffix(rest) == Some(literal(&read).as_str())).then_some((read, rest))
}

fn escape_at(text: &str) -> Option<(char, &str)> {
    let kind = text.chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        other => return Some((other, &text[other.len_utf8()..])),
    };
    let code = u32::from_str_radix(text.get(1..=digits)?, 16).ok()?;
    Some((char::from_u32(code)?, &text[digits + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_somebody_changed_is_not_read() {
        let values = [("admin".to_owned(), vec!["A".to_owned(), "B".to_owned()])];
        let written = values_by_group("roles", &values);
        assert_eq!(values_of(&written).map(|read| read.values), Some(values.to_vec()));
        for changed in [
            written.replace("admin", "ad\\x6din"),
            written.replace(" or ", " and "),
            format!("{written}\n# by hand"),
            written.replace("values = []", "values = [\"root\"]"),
            String::new(),
            "return {}".to_owned(),
            "return values".to_owned(),
        ] {
            assert_eq!(values_of(&changed), None, "{changed}");
        }
    }

    fn values() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
        prop::collection::vec((any::<String>(), prop::collection::vec(any::<String>(), 1..3)), 1..4)
    }

    proptest! {
        #[test]
        fn a_literal_reads_back_as_its_text(text in any::<String>(), after in "[^\"]{0,5}") {
            let written = format!("{}{after}", literal(&text));
            prop_assert_eq!(literal_at(&written), Some((text, after.as_str())));
        }

        #[test]
        fn values_by_group_read_back(claim in any::<String>(), values in values()) {
            for written in [values_by_group(&claim, &values), first_by_group(&claim, &values)] {
                let read = ValuesByGroup { claim: Some(claim.clone()), values: values.clone() };
                prop_assert_eq!(values_of(&written), Some(read));
            }
            prop_assert_eq!(
                values_of(&list_of_values(&values)),
                Some(ValuesByGroup { claim: None, values: values.clone() })
            );
        }
    }
}

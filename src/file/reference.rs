//! References to variables of the environment: `${NAME}` in the value of an input. `$${` stands for
//! `${` itself; a dollar sign elsewhere is a dollar sign.

use crate::preset::format::Literal;
use std::collections::{BTreeMap, BTreeSet};

/// A value with the variables in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The value.
    pub literal: Literal,
    /// The names of the variables.
    pub variables: BTreeSet<String>,
}

/// Puts variables in place. `value` answers what a variable holds. The errors are sentences.
pub fn fill(literal: &Literal, value: &dyn Fn(&str) -> Option<String>) -> Result<Filled, Vec<String>> {
    let mut filling = Filling { value, variables: BTreeSet::new(), wrong: Vec::new() };
    let literal = filling.literal(literal);
    if filling.wrong.is_empty() { Ok(Filled { literal, variables: filling.variables }) } else { Err(filling.wrong) }
}

/// A text of an export that reads back as itself.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace("${", "$${")
}

struct Filling<'a> {
    value: &'a dyn Fn(&str) -> Option<String>,
    variables: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Filling<'_> {
    fn literal(&mut self, literal: &Literal) -> Literal {
        match literal {
            Literal::Flag(flag) => Literal::Flag(*flag),
            Literal::Text(text) => Literal::Text(self.text(text)),
            Literal::List(items) => Literal::List(items.iter().map(|item| self.literal(item)).collect()),
            Literal::Record(record) => {
                let filled: BTreeMap<String, Literal> =
                    record.iter().map(|(name, value)| (name.clone(), self.literal(value))).collect();
                Literal::Record(filled)
            }
        }
    }

    fn text(&mut self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let (before, after) = (&rest[..at], &rest[at + 2..]);
            if let Some(before) = before.strip_suffix('$') {
                filled.push_str(before);
                filled.push_str("${");
                rest = after;
                continue;
            }
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
                self.wrong.push(
                    "`${` begins a reference such as ${WIKI_SECRET}: a name of letters, digits and underscores, and `}`; \
                     write `$${` for the two characters themselves"
                        .to_owned(),
                );
                return filled;
            };
            match (self.value)(name) {
                Some(value) => filled.push_str(&value),
                None => self.wrong.push(format!("the variable {name} is not set in the environment")),
            }
            self.variables.insert(name.to_owned());
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(text: &str) -> Result<String, Vec<String>> {
        let value = |name: &str| (name == "HOST").then(|| "wiki.company".to_owned());
        fill(&Literal::Text(text.to_owned()), &value).map(|filled| match filled.literal {
            Literal::Text(text) => text,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn references_stand_inside_texts_and_can_be_escaped() {
        for (text, expected) in [
            ("https://${HOST}/back", "https://wiki.company/back"),
            ("${HOST}${HOST}", "wiki.companywiki.company"),
            ("$${HOST}", "${HOST}"),
            ("cost: 5$ {a} $HOST $", "cost: 5$ {a} $HOST $"),
        ] {
            assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_set_or_not_closed_is_an_error_that_names_it() {
        assert!(filled("${NOT_SET}").expect_err("not set")[0].contains("NOT_SET"));
        for text in ["${", "${}", "${a b}", "${1}", "${HOST"] {
            assert!(filled(text).is_err(), "{text}");
        }
        let both = fill(
            &Literal::List(vec![Literal::Text("${A}".to_owned()), Literal::Text("${B}".to_owned())]),
            &|_: &str| None,
        );
        assert_eq!(both.expect_err("two").len(), 2);
    }

    proptest! {
        #[test]
        fn what_is_escaped_reads_back_as_itself(text in r"[${}a-zA-Z_]{0,20}") {
            prop_assert_eq!(filled(&escaped(&text)), Ok(text));
        }
    }
}

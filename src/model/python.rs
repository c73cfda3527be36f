//! Python expressions, generated from data. A name never becomes code: it is always inside a
//! string literal that this module wrote.

pub mod reading;

use super::text::is_dangerous;
use std::fmt::Write;

/// A Python string literal that evaluates to exactly this text. Letters and digits of every
/// script stay readable; everything that could end the literal, hide or move is escaped.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            _ if c.is_alphanumeric() && !is_dangerous(c) => out.push(c),
            _ => escape(&mut out, c),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing into a String cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// The condition "the user is in one of these groups", parent groups included. It works on every
/// supported version: authentik 2024.8 to 2026.8, `ak_is_group_member`. Nobody is in one of none.
#[must_use]
pub fn in_one_of(groups: &[String]) -> String {
    if groups.is_empty() {
        return "False".to_owned();
    }
    groups
        .iter()
        .map(|group| format!("ak_is_group_member(request.user, name={})", literal(group)))
        .collect::<Vec<_>>()
        .join(" or ")
}

/// An expression that returns one claim: the list of the values whose groups the user is in.
/// `values` holds each value with its groups, in the order in which they are to be emitted.
#[must_use]
pub fn values_by_group(claim: &str, values: &[(String, Vec<String>)]) -> String {
    format!("{}return {{{}: values}}", values_into_a_list(values), literal(claim))
}

/// An expression that returns one claim with one value: the first whose groups the user is in; no
/// claim, if there is none.
#[must_use]
pub fn first_by_group(claim: &str, values: &[(String, Vec<String>)]) -> String {
    let mut out = String::new();
    for (value, groups) in values {
        let _ = writeln!(out, "if {}:\n    return {{{}: {}}}", in_one_of(groups), literal(claim), literal(value));
    }
    out + "return {}"
}

/// An expression that returns that list itself, for a SAML attribute.
#[must_use]
pub fn list_of_values(values: &[(String, Vec<String>)]) -> String {
    format!("{}return values", values_into_a_list(values))
}

fn values_into_a_list(values: &[(String, Vec<String>)]) -> String {
    let mut out = String::from("values = []\n");
    for (value, groups) in values {
        let _ = writeln!(out, "if {}:\n    values.append({})", in_one_of(groups), literal(value));
    }
    out
}

/// The names of all groups that the user is in, parent groups included. It works on every supported
/// version: authentik 2024.8 to 2026.8, `User.all_groups`.
const ALL_GROUPS: &str = "[group.name for group in request.user.all_groups()]";

/// An expression that returns one claim: the list of the names of all groups that the user is in.
#[must_use]
pub fn names_of_all_groups(claim: &str) -> String {
    format!("return {{{}: {ALL_GROUPS}}}", literal(claim))
}

/// An expression that returns that list itself, for a SAML attribute.
#[must_use]
pub fn list_of_all_groups() -> String {
    format!("return {ALL_GROUPS}")
}

/// What one claim holds of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Single {
    /// The same for everybody; nothing in it is code.
    Constant(serde_json::Value),
    /// A field of the user.
    Field(UserField),
    /// An attribute; a field, or no claim, where there is none.
    Attribute {
        /// Its name.
        name: String,
        /// Whether an attribute of one of the user's groups counts too; the user's own goes first.
        of_groups: bool,
        /// What stands there without it.
        otherwise: Option<UserField>,
    },
}

/// What every user has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserField {
    /// The mail address.
    Email,
    /// The name with which the user signs in.
    Username,
    /// The name by which people know the user.
    Name,
    /// An identifier that never changes.
    Uuid,
}

impl UserField {
    fn expression(self) -> &'static str {
        match self {
            Self::Email => "request.user.email",
            Self::Username => "request.user.username",
            Self::Name => "request.user.name",
            Self::Uuid => "str(request.user.uuid)",
        }
    }
}

/// An expression that returns one claim with one value. It works on every supported version:
/// authentik 2024.8 to 2026.8, `User.attributes` and `User.group_attributes`, which holds the user's
/// own attributes too.
#[must_use]
pub fn single(claim: &str, single: &Single) -> String {
    let claim = literal(claim);
    match single {
        Single::Constant(value) => format!("return {{{claim}: {}}}", constant(value)),
        Single::Field(field) => format!("return {{{claim}: {}}}", field.expression()),
        Single::Attribute { name, of_groups, otherwise } => {
            let all = if *of_groups { "group_attributes()" } else { "attributes" };
            let attribute = format!("request.user.{all}.get({})", literal(name));
            match otherwise {
                Some(field) => format!("return {{{claim}: {attribute} or {}}}", field.expression()),
                None => format!("value = {attribute}\nif not value:\n    return {{}}\nreturn {{{claim}: value}}"),
            }
        }
    }
}

/// A text, a number or a switch as Python writes it.
fn constant(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Bool(true) => "True".to_owned(),
        serde_json::Value::Bool(false) => "False".to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::String(text) => literal(text),
        _ => "None".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_a_constant_a_field_or_an_attribute() {
        let of = |one| single("c\"", &one);
        assert_eq!(of(Single::Constant(true.into())), r#"return {"c\"": True}"#);
        assert_eq!(of(Single::Constant("a\"b".into())), r#"return {"c\"": "a\"b"}"#);
        assert_eq!(of(Single::Constant((-7).into())), r#"return {"c\"": -7}"#);
        assert_eq!(of(Single::Field(UserField::Uuid)), r#"return {"c\"": str(request.user.uuid)}"#);
        let attribute = |of_groups, otherwise| Single::Attribute { name: "a'".to_owned(), of_groups, otherwise };
        assert_eq!(
            of(attribute(false, Some(UserField::Email))),
            r#"return {"c\"": request.user.attributes.get("a'") or request.user.email}"#
        );
        assert_eq!(
            of(attribute(true, None)),
            "value = request.user.group_attributes().get(\"a'\")\nif not value:\n    return {}\n\
             return {\"c\\\"\": value}"
        );
    }

    #[test]
    fn literals_keep_letters_and_escape_what_could_break_out() {
        assert_eq!(literal("Wiki Admins"), "\"Wiki Admins\"");
        assert_eq!(literal("Büro 東京"), "\"Büro 東京\"");
        assert_eq!(literal("a\"b\\c\nd"), "\"a\\\"b\\\\c\\x0ad\"");
        assert_eq!(literal("\u{202e}\u{1f600}"), "\"\\u202e\\U0001f600\"");
        assert_eq!(literal("\u{3164}"), "\"\\u3164\"", "a letter that nobody sees");
    }

    #[test]
    fn a_value_with_several_groups_is_emitted_once() {
        let values = [("user".to_owned(), vec!["A".to_owned(), "B".to_owned()])];
        assert_eq!(
            values_by_group("wiki_roles", &values),
            "values = []\n\
             if ak_is_group_member(request.user, name=\"A\") or ak_is_group_member(request.user, name=\"B\"):\n    \
             values.append(\"user\")\n\
             return {\"wiki_roles\": values}"
        );
    }

    #[test]
    fn one_value_is_that_of_the_first_group() {
        let values = [("admin".to_owned(), vec!["A".to_owned()]), ("user".to_owned(), vec!["B".to_owned()])];
        assert_eq!(
            first_by_group("role", &values),
            "if ak_is_group_member(request.user, name=\"A\"):\n    return {\"role\": \"admin\"}\n\
             if ak_is_group_member(request.user, name=\"B\"):\n    return {\"role\": \"user\"}\nreturn {}"
        );
    }

    #[test]
    fn names_of_groups_come_in_a_dictionary() {
        assert_eq!(
            names_of_all_groups("roles"),
            "return {\"roles\": [group.name for group in request.user.all_groups()]}"
        );
    }
}

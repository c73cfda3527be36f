//! Values of inputs: from text to what its type allows.

use super::format::{Field, Input, InputKind, Literal};
use super::problem::did_you_mean;
use super::record;
use crate::model::AppUrl;
use crate::model::later;
use crate::model::web::NotAnAddress;
use regex::Regex;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv6Addr;
use url::{Host, Url};

/// The longest text that is taken, in characters.
const LONGEST: usize = 1000;

/// A value that was read and found right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A text, an address, a choice, a group.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Answer>),
    /// Named fields.
    Record(BTreeMap<String, String>),
}

impl Answer {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What stands for an input that does not apply, or that may stay away and did.
    #[must_use]
    pub fn empty(input: &Input) -> Self {
        match input.kind {
            _ if input.many => Self::List(Vec::new()),
            InputKind::Flag | InputKind::Secret => Self::Flag(false),
            InputKind::Record => Self::Record(BTreeMap::new()),
            InputKind::SamlMetadata => Self::Record(metadata_fields(|_| String::new())),
            _ => Self::Text(String::new()),
        }
    }
}

/// Reads a value for an input. The error is a sentence about the value, without the input's name.
pub fn read(input: &Input, literal: &Literal) -> Result<Answer, String> {
    if !input.many {
        return read_one(input, literal);
    }
    let items = match literal {
        Literal::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let answers = items.iter().map(|item| read_one(input, item)).collect::<Result<Vec<_>, _>>()?;
    refuse_repetition(input, &answers)?;
    Ok(Answer::List(answers))
}

fn read_one(input: &Input, literal: &Literal) -> Result<Answer, String> {
    match (input.kind, literal) {
        (InputKind::Flag, Literal::Flag(flag)) => Ok(Answer::Flag(*flag)),
        (InputKind::Flag, Literal::Text(text)) => flag(text).map(Answer::Flag),
        (InputKind::Record, Literal::Text(text)) => record::read(input, text).map(Answer::Record),
        (InputKind::Record, Literal::Record(record)) => record_of(input, record).map(Answer::Record),
        (_, Literal::List(_) | Literal::Record(_)) | (InputKind::Record, Literal::Flag(_)) => {
            Err(format!("{} is expected", expected(input)))
        }
        (_, Literal::Text(text)) => match input.stand_in() {
            Some(stand_in) if text == later::WORD || text == stand_in => Ok(Answer::Text(stand_in.to_owned())),
            _ => Reader::of_input(input)?.read(text).map(Answer::Text),
        },
        // An unquoted `true` in a file is a word where a word is expected.
        (_, Literal::Flag(flag)) => Reader::of_input(input)?.read(&flag.to_string()).map(Answer::Text),
    }
}

/// Reads a text for one field of a record. The error is a sentence about the value.
pub fn read_field(field: &Field, text: &str) -> Result<String, String> {
    Reader::of_field(field)?.read(text)
}

/// The fields of SAML metadata as templates know them; what the document does not say is empty.
pub const METADATA_FIELDS: [&str; 8] = [
    "entity_id",
    "acs",
    "binding",
    "logout",
    "logout_binding",
    "name_id",
    "encryption_certificate",
    "verification_certificate",
];

/// A record with all fields of SAML metadata.
pub fn metadata_fields(value: impl Fn(&str) -> String) -> BTreeMap<String, String> {
    METADATA_FIELDS.into_iter().map(|field| (field.to_owned(), value(field))).collect()
}

fn expected(input: &Input) -> String {
    match (&input.form, input.kind) {
        (Some(form), InputKind::Record) => format!("a map, or text of the form {}", record::shown(form)),
        (_, InputKind::Flag) => "true or false".to_owned(),
        (_, kind) => format!("one {}", kind.as_str()),
    }
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" => Ok(true),
        "false" | "no" | "off" => Ok(false),
        _ => Err(format!("{text:?} is neither true nor false")),
    }
}

fn record_of(input: &Input, given: &BTreeMap<String, Literal>) -> Result<BTreeMap<String, String>, String> {
    if let Some(unknown) = given.keys().find(|key| input.fields.get(key).is_none()) {
        let advice = did_you_mean(unknown, input.fields.names()).map(|advice| format!("; {advice}"));
        return Err(format!("there is no field `{unknown}`{}", advice.unwrap_or_default()));
    }
    let read = |(name, field): (&str, &Field)| match given.get(name) {
        Some(Literal::Text(text)) => {
            let text = Reader::of_field(field)?.read(text).map_err(|error| format!("{name}: {error}"))?;
            Ok((name.to_owned(), text))
        }
        Some(_) => Err(format!("{name}: text is expected")),
        None => Err(format!("the field `{name}` is missing")),
    };
    input.fields.iter().map(read).collect()
}

/// The same value twice, or two records alike in the fields that make them different.
fn refuse_repetition(input: &Input, answers: &[Answer]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for answer in answers {
        let key = match answer {
            Answer::Record(record) if !input.unique.is_empty() => {
                let of = |name: &String| record.get(name).cloned().unwrap_or_default();
                Answer::List(input.unique.iter().map(of).map(Answer::Text).collect())
            }
            other => other.clone(),
        };
        if !seen.insert(key) {
            return Err(repeated(input, answer));
        }
    }
    Ok(())
}

fn repeated(input: &Input, answer: &Answer) -> String {
    match answer {
        Answer::Record(record) => {
            let fields =
                input.fields.names().filter(|name| input.unique.is_empty() || input.unique.iter().any(|u| u == name));
            let fields = fields.map(|name| format!("{name} {:?}", record.get(name).map_or("", String::as_str)));
            format!("{} is there twice", fields.collect::<Vec<_>>().join(" with "))
        }
        other => format!("{:?} is there twice", other.as_text().unwrap_or_default()),
    }
}

/// Reads texts of one type.
pub(super) struct Reader<'a> {
    kind: InputKind,
    of: &'a [String],
    pattern: Option<Pattern<'a>>,
}

/// What a text must match, and how that is told.
struct Pattern<'a> {
    text: &'a str,
    help: Option<&'a str>,
    regex: Regex,
}

impl<'a> Reader<'a> {
    pub(super) fn of_input(input: &'a Input) -> Result<Self, String> {
        let pattern = Pattern::new(input.pattern.as_deref(), input.pattern_help.as_deref())?;
        Ok(Self { kind: input.kind, of: &input.of, pattern })
    }

    pub(super) fn of_field(field: &'a Field) -> Result<Self, String> {
        let pattern = Pattern::new(field.pattern.as_deref(), field.pattern_help.as_deref())?;
        Ok(Self { kind: field.kind, of: &field.of, pattern })
    }

    /// Reads a text.
    pub(super) fn read(&self, text: &str) -> Result<String, String> {
        match self.kind {
            InputKind::Url => text.parse::<AppUrl>().map(|url| url.to_string()).map_err(|error| error.to_string()),
            InputKind::Origin => origin(text),
            InputKind::Uri => uri(text).map(|()| text.to_owned()),
            InputKind::Host => host(text),
            InputKind::Duration if is_duration(text) => Ok(text.to_owned()),
            InputKind::Duration => Err(format!("{text:?} is not a time such as minutes=5 or hours=1;minutes=30")),
            InputKind::Choice if self.of.iter().any(|word| word == text) => Ok(text.to_owned()),
            InputKind::Choice => {
                let advice = did_you_mean(text, self.of.iter().map(String::as_str)).map(|advice| format!("; {advice}"));
                Err(format!("{text:?} is none of {}{}", self.of.join(", "), advice.unwrap_or_default()))
            }
            _ => {
                plain(text)?;
                match &self.pattern {
                    Some(pattern) if !pattern.regex.is_match(text) => Err(pattern.refusal(text)),
                    _ => Ok(text.to_owned()),
                }
            }
        }
    }
}

impl<'a> Pattern<'a> {
    fn new(text: Option<&'a str>, help: Option<&'a str>) -> Result<Option<Self>, String> {
        text.map(|text| Ok(Self { text, help, regex: whole(text)? })).transpose()
    }

    fn refusal(&self, text: &str) -> String {
        match self.help {
            Some(help) => format!("{text:?} must be {help}"),
            None => format!("{text:?} does not match {}", self.text),
        }
    }
}

/// Scheme, host and port, without a path: what a browser calls an origin.
fn origin(text: &str) -> Result<String, String> {
    let url: AppUrl = text.parse().map_err(|error: NotAnAddress| error.to_string())?;
    let origin = url.origin();
    if url.to_string() == origin {
        Ok(origin)
    } else {
        Err(format!("{text:?} has a path: give only scheme, host and port, as in {origin}"))
    }
}

/// An address to which tokens and codes may be sent.
fn uri(text: &str) -> Result<(), String> {
    plain(text)?;
    if text.contains(char::is_whitespace) {
        return Err(format!("{text:?} holds a space"));
    }
    let url = Url::parse(text).map_err(|error| format!("{text:?} is not an address: {error}"))?;
    if matches!(url.scheme(), "javascript" | "data" | "vbscript" | "file" | "about" | "blob") {
        return Err(format!("{text:?}: nobody can be sent to an address of the scheme {}", url.scheme()));
    }
    if url.fragment().is_some() {
        return Err(format!("{text:?} must not hold a `#`: OAuth forbids it in redirect addresses"));
    }
    Ok(())
}

/// The name of a host, in lower case, or its number; an IPv6 one in brackets, as an address has it.
fn host(text: &str) -> Result<String, String> {
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        return Ok(format!("[{address}]"));
    }
    // With the dot of the root behind it a name means the same host, and a certificate has none.
    let host = Host::parse(text.strip_suffix('.').unwrap_or(text))
        .map_err(|error| format!("{text:?} is not the name of a host: {error}"))?;
    match &host {
        Host::Domain(name)
            if !name.ends_with('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.') =>
        {
            Ok(host.to_string())
        }
        Host::Domain(_) => Err(format!("{text:?} is not the name of a host")),
        Host::Ipv4(_) | Host::Ipv6(_) => Ok(host.to_string()),
    }
}

/// A regular expression for the whole of a text.
pub(super) fn whole(pattern: &str) -> Result<Regex, String> {
    let wrong = |error: regex::Error| format!("{pattern:?} is no regular expression: {error}");
    Regex::new(pattern).map_err(wrong)?;
    Regex::new(&format!(r"\A(?:{pattern})\z")).map_err(wrong)
}

/// One line of text, with something in it.
fn plain(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("it must not be empty".to_owned());
    }
    if let Some(c) = text.chars().find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(format!("{text:?} holds the control character {c:?}"));
    }
    if text.trim() != text {
        return Err(format!("{text:?} begins or ends with a space"));
    }
    if text.chars().count() > LONGEST {
        return Err(format!("it is longer than {LONGEST} characters"));
    }
    Ok(())
}

/// Whether a text is a time as authentik writes it.
#[must_use]
pub fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 7] = ["microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"];
    text.split(';').all(|part| {
        part.split_once('=').is_some_and(|(unit, number)| UNITS.contains(&unit) && number.parse::<u32>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_one_spelling() {
        for (text, read) in [
            ("Foo.Example.", "foo.example"),
            ("foo.example", "foo.example"),
            ("192.0.2.7", "192.0.2.7"),
            ("2001:db8::1", "[2001:db8::1]"),
            ("[2001:db8::1]", "[2001:db8::1]"),
        ] {
            assert_eq!(host(text), Ok(read.to_owned()), "{text}");
        }
        for text in ["", ".", "foo.example..", "a b", "foo_bar"] {
            assert!(host(text).is_err(), "{text}: {:?}", host(text));
        }
    }
}

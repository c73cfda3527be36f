//! Structured files: what is in them as data, so that a format's own rules of quoting are kept by
//! whoever writes the format, never by the preset.

use super::{Condition, Ordered, Template};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A value of a structured file. Every text in it is a template; keys are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(Template),
    /// Several values.
    List(Vec<Data>),
    /// Named values, in the order in which they are written.
    Map(Vec<(String, Data)>),
    /// A value that depends on inputs.
    Gate(Box<Gate>),
    /// A text that holds another value, written by the rules of another format.
    Embedded(Embedding, Box<Data>),
}

/// How a text holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embedding {
    /// `$json`: as JSON in one line.
    Json,
    /// `$yaml`: as YAML.
    Yaml,
}

impl Embedding {
    fn of(word: &str) -> Option<Self> {
        match word {
            "$json" => Some(Self::Json),
            "$yaml" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "$json",
            Self::Yaml => "$yaml",
        }
    }
}

/// A value that is there only sometimes, or once for each item of a list. It is written as a map
/// with `$value`. A map's key whose value is not there is left out; in a list, the items of `$each`
/// stand side by side, everywhere else they make a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Whether it is there; always, if absent.
    #[serde(default, rename = "$when")]
    pub when: Option<Condition>,
    /// The list input for each item of which there is one.
    #[serde(default, rename = "$each")]
    pub each: Option<String>,
    /// The value.
    #[serde(rename = "$value")]
    pub value: Data,
    /// What stands there where the condition is false; nothing, if absent.
    #[serde(default, rename = "$else")]
    pub otherwise: Option<Data>,
}

/// A number as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Not below zero.
    Natural(u64),
    /// Below zero.
    Negative(i64),
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text, a whole number, true, false, null, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Data, E> {
        Ok(Data::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Data, E> {
        Ok(Data::Number(Number::Natural(number)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Data, E> {
        Ok(Data::Number(Number::Negative(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(Template(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let Some(first) = map.next_key::<String>()? else { return Ok(Data::Map(Vec::new())) };
        if let Some(embedding) = Embedding::of(&first) {
            let inner = map.next_value()?;
            return match map.next_key::<String>()? {
                Some(key) => Err(de::Error::custom(format_args!("`{key}` cannot stand beside `{first}`"))),
                None => Ok(Data::Embedded(embedding, Box::new(inner))),
            };
        }
        if first.starts_with('$') {
            let replayed = Replayed { first: Some(first), map };
            let gate = Gate::deserialize(MapAccessDeserializer::new(replayed))?;
            if gate.each.is_some() && gate.otherwise.is_some() {
                return Err(de::Error::custom("`$else` cannot stand beside `$each`"));
            }
            return Ok(Data::Gate(Box::new(gate)));
        }
        let replayed = Replayed { first: Some(first), map };
        let entries = Ordered::<Data>::deserialize(MapAccessDeserializer::new(replayed))?;
        if let Some(word) = entries.names().find(|name| name.starts_with('$')) {
            return Err(de::Error::custom(format_args!("`{word}` must stand first in its map, beside `$value`")));
        }
        Ok(Data::Map(entries.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()))
    }
}

/// A map whose first key was read already.
struct Replayed<A> {
    first: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replayed<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(first) => seed.deserialize(de::value::StringDeserializer::new(first)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

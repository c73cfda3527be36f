//! Commands to run where the application is.

use super::{Condition, Line, Template};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::fmt;

/// A command: written as text, or as a map with a list of arguments, which akctl quotes for a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it does; it stands above the command as a comment.
    pub about: Option<Template>,
    /// Whether it is there; always, if absent.
    pub when: Option<Condition>,
    /// The list input for each item of which it is there once.
    pub each: Option<String>,
    /// The command itself.
    pub words: Words,
}

/// What a command is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// A line as a shell takes it; the preset answers for its quoting.
    Text(Template),
    /// The program and its arguments.
    Run(Vec<Line>),
}

/// The long form of a [`Command`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LongCommand {
    #[serde(default)]
    text: Option<Template>,
    #[serde(default)]
    run: Option<Vec<Line>>,
    #[serde(default)]
    about: Option<Template>,
    #[serde(default)]
    when: Option<Condition>,
    #[serde(default)]
    each: Option<String>,
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CommandVisitor)
    }
}

struct CommandVisitor;

impl<'de> Visitor<'de> for CommandVisitor {
    type Value = Command;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("text, or a map with `run` or `text`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Command, E> {
        Ok(Command { about: None, when: None, each: None, words: Words::Text(Template(text.to_owned())) })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Command, A::Error> {
        let LongCommand { text, run, about, when, each } = LongCommand::deserialize(MapAccessDeserializer::new(map))?;
        let words = match (text, run) {
            (Some(text), None) => Words::Text(text),
            (None, Some(run)) if !run.is_empty() => Words::Run(run),
            _ => return Err(de::Error::custom("exactly one of `run` and `text` must be there, and not empty")),
        };
        Ok(Command { about, when, each, words })
    }
}

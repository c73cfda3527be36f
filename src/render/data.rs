//! Structured files, written by their formats' own rules.

use super::{literals, tables, yaml};
use crate::error::Failure;
use crate::preset::format::{Data, Embedding, FileFormat, Gate, Number, Template};
use crate::preset::template::{Context, evaluate, render};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value without templates. Maps keep their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// Several values.
    List(Vec<Tree>),
    /// Named values.
    Map(Vec<(String, Tree)>),
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (name, value) in entries {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// The templates that a value really uses: those whose conditions hold.
pub fn templates<'a>(data: &'a Data, context: &Context) -> Result<Vec<&'a Template>, Failure> {
    let mut used = Vec::new();
    collect(data, context, &mut used)?;
    Ok(used)
}

fn collect<'a>(data: &'a Data, context: &Context, used: &mut Vec<&'a Template>) -> Result<(), Failure> {
    match data {
        Data::Text(template) => used.push(template),
        Data::List(items) => items.iter().try_for_each(|item| collect(item, context, used))?,
        Data::Map(entries) => entries.iter().try_for_each(|(_, value)| collect(value, context, used))?,
        Data::Gate(gate) if gate.each.is_some() => {
            for inner in context.repeated(gate.when.as_ref(), gate.each.as_deref())? {
                collect(&gate.value, &inner, used)?;
            }
        }
        Data::Gate(gate) => {
            if let Some(value) = chosen(gate, context)? {
                collect(value, context, used)?;
            }
        }
        Data::Embedded(_, inner) => collect(inner, context, used)?,
        Data::Null | Data::Flag(_) | Data::Number(_) => {}
    }
    Ok(())
}

/// The branch whose condition holds.
fn chosen<'a>(gate: &'a Gate, context: &Context) -> Result<Option<&'a Data>, Failure> {
    let holds = gate.when.as_ref().map_or(Ok(true), |when| evaluate(when, context))?;
    Ok(if holds { Some(&gate.value) } else { gate.otherwise.as_ref() })
}

/// Renders a file's value and writes it in its format.
pub fn document(data: &Data, format: FileFormat, context: &Context) -> Result<String, Failure> {
    let tree = one(data, context)?.unwrap_or(Tree::Null);
    let wrong = |error: &dyn std::fmt::Display| Failure::failed(format!("the file cannot be written: {error}"));
    match format {
        FileFormat::Json => serde_json::to_string_pretty(&tree).map(|text| text + "\n").map_err(|error| wrong(&error)),
        FileFormat::Yaml => yaml::text(&tree).map_err(|error| wrong(&error)),
        FileFormat::Env => tables::env(&tree),
        FileFormat::Ini => tables::ini(&tree),
        FileFormat::Toml => tables::toml(&tree),
        FileFormat::Python => literals::python(&tree),
        FileFormat::Ruby => literals::ruby(&tree),
        FileFormat::Hcl | FileFormat::Text => {
            Err(Failure::failed(format!("data cannot be written as {}", format.as_str())))
        }
    }
}

/// A value where only one can stand; none, if it is not there.
fn one(data: &Data, context: &Context) -> Result<Option<Tree>, Failure> {
    match data {
        Data::Gate(gate) if gate.each.is_some() => several(data, context).map(|items| Some(Tree::List(items))),
        Data::Gate(gate) => match chosen(gate, context)? {
            Some(value) => one(value, context),
            None => Ok(None),
        },
        Data::Embedded(embedding, inner) => {
            let tree = one(inner, context)?.unwrap_or(Tree::Null);
            let wrong = |error: &dyn std::fmt::Display| Failure::failed(format!("a text cannot be written: {error}"));
            Ok(Some(Tree::Text(match embedding {
                Embedding::Json => serde_json::to_string(&tree).map_err(|error| wrong(&error))?,
                Embedding::Yaml => yaml::text(&tree).map_err(|error| wrong(&error))?,
            })))
        }
        Data::Null => Ok(Some(Tree::Null)),
        Data::Flag(flag) => Ok(Some(Tree::Flag(*flag))),
        Data::Number(number) => Ok(Some(Tree::Number(*number))),
        Data::Text(template) => Ok(Some(Tree::Text(render(template, context)?))),
        Data::List(items) => {
            let mut list = Vec::new();
            for item in items {
                list.extend(several(item, context)?);
            }
            Ok(Some(Tree::List(list)))
        }
        Data::Map(entries) => {
            let mut map = Vec::new();
            for (name, value) in entries {
                map.extend(one(value, context)?.map(|value| (name.clone(), value)));
            }
            Ok(Some(Tree::Map(map)))
        }
    }
}

/// The values that stand in a list where this one is written.
fn several(data: &Data, context: &Context) -> Result<Vec<Tree>, Failure> {
    let mut trees = Vec::new();
    match data {
        Data::Gate(gate) if gate.each.is_some() => {
            for inner in context.repeated(gate.when.as_ref(), gate.each.as_deref())? {
                trees.extend(one(&gate.value, &inner)?);
            }
        }
        other => trees.extend(one(other, context)?),
    }
    Ok(trees)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(yaml: &str, format: FileFormat) -> Result<String, Failure> {
        let mut context = Context::new();
        context.set("on", true);
        context.set("off", false);
        context.set("nasty", "a: \"b\" #c\n'd' ${e}");
        context.set("names", ["x", "y"]);
        document(&serde_yaml::from_str(yaml).expect("data"), format, &context)
    }

    fn json(yaml: &str) -> serde_json::Value {
        serde_json::from_str(&written(yaml, FileFormat::Json).expect("written")).expect("JSON")
    }

    const NASTY: &str = "z: '{{ nasty }}'\na: {n: 1, m: -1, t: true, e: , l: ['{{ nasty }}', 'no', '1']}\n";

    #[test]
    fn any_value_survives_every_format_and_keys_keep_their_order() {
        let text = written(NASTY, FileFormat::Yaml).expect("written");
        assert!(text.starts_with("z:"), "{text}");
        let read: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(read, json(NASTY));
        assert_eq!(read["a"]["l"][1], "no");
        assert_eq!(written("A: '{{ nasty }}'\nB: 1", FileFormat::Env).expect("written"), {
            "A='a: \"b\" #c\n'\\''d'\\'' ${e}'\nB=1\n"
        });
    }

    #[test]
    fn gates_leave_out_choose_and_repeat() {
        assert_eq!(json("{a: {$when: off, $value: 1}, b: {$when: on, $value: 2}}").to_string(), r#"{"b":2}"#);
        assert_eq!(json("{a: {$when: off, $value: 1, $else: 3}}").to_string(), r#"{"a":3}"#);
        assert_eq!(json("[0, {$each: names, $value: '{{ item }}{{ index }}'}]").to_string(), r#"[0,"x1","y2"]"#);
        assert_eq!(json("{a: {$each: names, $value: '{{ item }}'}}").to_string(), r#"{"a":["x","y"]}"#);
        assert_eq!(json("{$each: names, $when: off, $value: 1}").to_string(), "[]");
        assert_eq!(json("{$each: names, $when: item == 'y', $value: '{{ item }}'}").to_string(), r#"["y"]"#);
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        assert!(written("[1]", FileFormat::Env).is_err());
        assert!(written("{A: [1]}", FileFormat::Env).is_err());
        assert!(written("{a: 1}", FileFormat::Hcl).is_err());
        for wrong in [
            "{a: 1, $when: on}",
            "{$when: on}",
            "{$value: 1, b: 2}",
            "{$each: a, $value: 1, $else: 2}",
            "{a: 1, a: 2}",
            "{$json: 1, a: 2}",
        ] {
            assert!(serde_yaml::from_str::<Data>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_can_hold_json_or_yaml() {
        let inner = "{a: ['{{ nasty }}', 1], b: {$when: off, $value: 2}}";
        let text = written(&format!("X: {{$json: {inner}}}"), FileFormat::Json).expect("written");
        let text: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let held: serde_json::Value = serde_json::from_str(text["X"].as_str().expect("text")).expect("JSON");
        assert_eq!(held, json(inner));
        assert!(!text["X"].as_str().expect("text").contains('\n'), "one line");
        let text = written(&format!("X: {{$yaml: {inner}}}"), FileFormat::Yaml).expect("written");
        let text: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        let held: serde_json::Value = serde_yaml::from_str(text["X"].as_str().expect("text")).expect("YAML");
        assert_eq!(held, json(inner));
    }

    #[test]
    fn only_what_is_chosen_counts_as_used() {
        let data: Data = serde_yaml::from_str("{a: {$when: off, $value: '{{ x }}', $else: '{{ y }}'}}").expect("data");
        let mut context = Context::new();
        context.set("off", false);
        let used = templates(&data, &context).expect("templates");
        assert_eq!(used.iter().map(|template| template.as_str()).collect::<Vec<_>>(), ["{{ y }}"]);
    }
}

//! Takes what a request sends for an object, or says per field why not.

mod redirects;
mod values;

use super::Sandbox;
use super::collections::{Collection, Field, Kind, Preset};
use super::expression;
use super::message::Object;
use rand::RngExt;
use redirects::redirects;
use serde_json::{Value, json};
use values::{is_duration, is_url, many, one, some_words, text, truth, whole, word};

/// How much of an object a request must send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everything that is required, and defaults for the rest.
    Create,
    /// Everything that is required.
    Replace,
    /// Anything.
    Change,
}

/// Errors by field.
pub type Errors = Object;

const REQUIRED: &str = "This field is required.";
const NULL: &str = "This field may not be null.";
const BLANK: &str = "This field may not be blank.";

/// Checks the fields that a version knows; what it does not know is dropped without a word.
pub fn check(sandbox: &Sandbox, collection: &Collection, body: &Object, mode: Mode) -> Result<Object, Errors> {
    let (mut accepted, mut errors) = (Object::new(), Errors::new());
    for field in collection.fields(sandbox.played()) {
        if matches!(field.kind, Kind::Shown(_) | Kind::Link(_)) {
            continue;
        }
        let outcome = match body.get(field.name) {
            None if mode == Mode::Change => continue,
            None if field.required => Err(json!([REQUIRED])),
            None if mode == Mode::Replace => continue,
            None => Ok(preset(field.preset)),
            Some(Value::Null) if field.nullable => Ok(Value::Null),
            Some(Value::Null) => Err(json!([NULL])),
            Some(value) => accept(sandbox, field, value, mode),
        };
        match outcome {
            Ok(value) => accepted.insert(field.name.to_owned(), value),
            Err(problem) => errors.insert(field.name.to_owned(), problem),
        };
    }
    if errors.is_empty() { Ok(accepted) } else { Err(errors) }
}

/// Checks what must differ from object to object. `own` is the object that is being changed.
pub fn check_unique(
    sandbox: &Sandbox,
    collection: &Collection,
    row: &Object,
    own: Option<&Value>,
) -> Result<(), Errors> {
    let mut errors = Errors::new();
    let others =
        || sandbox.store.family(collection.family).map(|(_, other)| other).filter(|other| other.get("pk") != own);
    for field in collection.fields(sandbox.played()) {
        let (Some(message), Some(value)) = (field.unique, row.get(field.name)) else { continue };
        if !value.is_null() && others().any(|other| other.get(field.name) == Some(value)) {
            errors.insert(field.name.to_owned(), json!([message]));
        }
    }
    let together = collection.together;
    let complete =
        !together.is_empty() && together.iter().all(|name| row.get(*name).is_some_and(|value| !value.is_null()));
    if complete && others().any(|other| together.iter().all(|name| other.get(*name) == row.get(*name))) {
        let message = format!("The fields {} must make a unique set.", together.join(", "));
        errors.insert("non_field_errors".to_owned(), json!([message]));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Random letters and digits.
#[must_use]
pub fn random(length: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut generator = rand::rng();
    (0..length).map(|_| char::from(LETTERS[generator.random_range(0..LETTERS.len())])).collect()
}

fn preset(preset: Preset) -> Value {
    match preset {
        Preset::Null => Value::Null,
        Preset::Text(text) => json!(text),
        Preset::Bool(truth) => json!(truth),
        Preset::Int(number) => json!(number),
        Preset::List => json!([]),
        Preset::Words(words) => json!(words),
        Preset::Map => json!({}),
        Preset::Random(length) => json!(random(length)),
    }
}

fn accept(sandbox: &Sandbox, field: &Field, value: &Value, mode: Mode) -> Result<Value, Value> {
    match field.kind {
        Kind::Text => text(field, value).map(Value::from),
        Kind::Python(name) => {
            let code = text(field, value)?;
            expression::check(&code).map_err(|problem| json!([problem.message(name)]))?;
            Ok(json!(code))
        }
        Kind::Slug => {
            let slug = text(field, value)?;
            let plain = slug.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
            let message = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
            if plain { Ok(json!(slug)) } else { Err(json!([message])) }
        }
        Kind::Url => {
            let address = text(field, value)?;
            if address.is_empty() || is_url(&address) { Ok(json!(address)) } else { Err(json!(["Enter a valid URL."])) }
        }
        Kind::Duration => {
            let span = text(field, value)?;
            let message = format!("{span} is not in the correct format of 'hours=3;minutes=1'.");
            if is_duration(&span) { Ok(json!(span)) } else { Err(json!([message])) }
        }
        Kind::Bool => truth(value),
        Kind::Int => whole(value),
        Kind::Number if value.is_number() => Ok(value.clone()),
        Kind::Number => Err(json!(["A valid number is required."])),
        Kind::Map if value.is_object() => Ok(value.clone()),
        Kind::Map => Err(json!(["Value must be a dictionary, and not have any duplicate keys."])),
        Kind::Time if value.is_string() => Ok(value.clone()),
        Kind::Time => Err(json!(["Datetime has wrong format."])),
        Kind::Choice(words) => word(words, value),
        Kind::Choices(words) => some_words(words, value),
        Kind::One(family, _) => one(sandbox, family, value),
        Kind::Many(family) => many(sandbox, family, value),
        Kind::RedirectUris => redirects(sandbox, value, mode),
        Kind::Shown(_) | Kind::Link(_) => Ok(Value::Null),
    }
}

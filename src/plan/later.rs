//! Values that are not known yet: their stand-ins are written where nothing is, and never over a value
//! that somebody found out since.

use crate::model::later::stands_in;
use crate::model::resource::Field;
use serde_json::Value;
use std::borrow::Cow;

/// What is asked for of a field, without stand-ins where authentik has the value already; nothing, if
/// no more is left of it.
pub(super) fn known<'a>(field: &'a Field, before: &Value) -> Option<Cow<'a, Field>> {
    match field {
        Field::Value(wanted @ Value::String(_)) if holds(wanted) && is_known(before) => None,
        Field::Value(Value::Array(wanted)) if wanted.iter().any(holds) && has_known(before) => {
            let known: Vec<Value> = wanted.iter().filter(|entry| !holds(entry)).cloned().collect();
            (!known.is_empty()).then(|| Cow::Owned(Field::Value(Value::Array(known))))
        }
        _ => Some(Cow::Borrowed(field)),
    }
}

/// Whether an entry is a stand-in that the values which are asked for replace.
pub(super) fn is_replaced(entry: &Value, wanted: &[Value]) -> bool {
    holds(entry) && wanted.iter().any(|entry| !holds(entry))
}

/// Whether a value is made with a stand-in.
fn holds(value: &Value) -> bool {
    match value {
        Value::String(text) => stands_in(text),
        Value::Object(entry) => entry.values().any(holds),
        _ => false,
    }
}

fn is_known(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty() && !stands_in(text))
}

fn has_known(value: &Value) -> bool {
    value.as_array().is_some_and(|entries| entries.iter().any(|entry| !holds(entry)))
}

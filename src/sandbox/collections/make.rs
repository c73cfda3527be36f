//! Short names for fields of all kinds, so that the tables read like tables.

use super::Family;
use super::field::{Field, Kind, OnDelete, Preset, Shown};

/// Text, empty unless sent.
pub const fn text(name: &'static str) -> Field {
    Field::new(name, Kind::Text, Preset::Text(""))
}

/// Text with a default of its own.
pub const fn text_or(name: &'static str, preset: &'static str) -> Field {
    Field::new(name, Kind::Text, Preset::Text(preset))
}

/// Text made up by the server unless sent.
pub const fn random(name: &'static str, length: usize) -> Field {
    Field::new(name, Kind::Text, Preset::Random(length))
}

/// A slug.
pub const fn slug(name: &'static str) -> Field {
    Field::new(name, Kind::Slug, Preset::Text("")).required()
}

/// Python.
pub const fn python(name: &'static str, error_name: &'static str) -> Field {
    Field::new(name, Kind::Python(error_name), Preset::Text("")).required()
}

/// A web address.
pub const fn web(name: &'static str) -> Field {
    Field::new(name, Kind::Url, Preset::Text(""))
}

/// A span of time.
pub const fn duration(name: &'static str, preset: &'static str) -> Field {
    Field::new(name, Kind::Duration, Preset::Text(preset)).filled()
}

/// A truth value.
pub const fn flag(name: &'static str, preset: bool) -> Field {
    Field::new(name, Kind::Bool, Preset::Bool(preset))
}

/// A whole number.
pub const fn int(name: &'static str, preset: i64) -> Field {
    Field::new(name, Kind::Int, Preset::Int(preset))
}

/// A number.
pub const fn number(name: &'static str, preset: i64) -> Field {
    Field::new(name, Kind::Number, Preset::Int(preset))
}

/// One of some words; the first unless sent.
pub const fn choice(name: &'static str, words: &'static [&'static str]) -> Field {
    Field::new(name, Kind::Choice(words), Preset::Text(words[0])).filled()
}

/// Some of some words.
pub const fn choices(name: &'static str, words: &'static [&'static str], preset: Preset) -> Field {
    Field::new(name, Kind::Choices(words), preset)
}

/// A JSON object.
pub const fn map(name: &'static str) -> Field {
    Field::new(name, Kind::Map, Preset::Map)
}

/// A date and time.
pub const fn time(name: &'static str) -> Field {
    Field::new(name, Kind::Time, Preset::Null).or_null()
}

/// One other object, or null.
pub const fn one(name: &'static str, family: Family, on_delete: OnDelete) -> Field {
    Field::new(name, Kind::One(family, on_delete), Preset::Null).or_null()
}

/// One other object, which must be named.
pub const fn one_required(name: &'static str, family: Family) -> Field {
    Field::new(name, Kind::One(family, OnDelete::Cascade), Preset::Null).required()
}

/// Other objects.
pub const fn many(name: &'static str, family: Family) -> Field {
    Field::new(name, Kind::Many(family), Preset::List)
}

/// An object that the server made for the holder.
pub const fn link(name: &'static str, family: Family) -> Field {
    Field::new(name, Kind::Link(family), Preset::Null)
}

/// Redirect addresses.
pub const fn redirects(name: &'static str) -> Field {
    Field::new(name, Kind::RedirectUris, Preset::List).required()
}

/// Worked out when shown.
pub const fn shown(name: &'static str, shown: Shown) -> Field {
    Field::new(name, Kind::Shown(shown), Preset::Null)
}

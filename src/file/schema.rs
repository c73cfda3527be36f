//! The JSON Schema of the format, for editors. It is kept by hand; a test compares its keys with those
//! of the types.

/// The schema.
pub const SCHEMA: &str = include_str!("schema.json");

//! Presets: what an application needs from authentik, and what it must be told, as data.
//!
//! [`format`] holds the types as written in the file.

pub mod format;
pub mod parse;
pub mod position;
pub mod problem;
pub mod template;

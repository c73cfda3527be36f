//! Presets: what an application needs from authentik, and what it must be told, as data.
//!
//! [`catalogue`] finds a preset's text, [`parse`] turns it into the types of [`mod@format`], [`check`]
//! says what is wrong with it, [`mod@creates`]
//! says what it would create, [`value`] reads values for its inputs, [`template`] evaluates what is
//! written in it, and [`mod@schema`] describes the format to editors.

pub mod catalogue;
mod characters;
pub mod check;
pub mod creates;
pub mod format;
#[cfg(test)]
mod laws;
pub mod parse;
pub mod position;
pub mod problem;
pub mod record;
pub mod schema;
pub mod template;
pub mod value;

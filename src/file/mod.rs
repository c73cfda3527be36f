//! A file of integrations: its format, references to the environment, and how mistakes in it are told.
//!
//! Pure functions of texts: who reads files and variables hands them in.

mod defaults;
pub mod export;
pub mod format;
pub mod parse;
pub mod reference;
pub mod schema;
pub mod words;

pub use format::{Access, Choices, Entry, Output, Target};
pub use parse::{File, parse};

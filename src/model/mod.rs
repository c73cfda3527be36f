//! The words of the field as types: addresses, slugs, versions, secrets. No I/O at all.

pub mod capabilities;
pub mod day;
pub mod defaults;
pub mod differs;
pub mod endpoints;
pub mod facts;
pub mod later;
pub mod network;
pub mod objects;
pub(crate) mod pattern;
pub mod python;
pub mod resource;
pub mod secret;
pub mod shell;
pub mod slug;
pub mod text;
pub mod version;
pub mod web;
pub mod x509;

pub use capabilities::Capabilities;
pub use secret::Secret;
pub use slug::Slug;
pub use version::Version;
pub use web::{AppUrl, ServerUrl};

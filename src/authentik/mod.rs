//! The client of authentik's API.

mod anonymous;
pub mod capabilities;
pub mod client;
pub mod error;
mod hints;
pub mod objects;
mod pages;
pub mod retry;
pub mod transport;
mod wire;
mod words;

pub use capabilities::Capabilities;
pub use client::{Client, ClientOptions};
pub use error::ApiError;
pub use wire::segment;

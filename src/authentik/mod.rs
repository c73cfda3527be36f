//! The client of authentik's API.

pub mod capabilities;
pub mod error;
mod hints;
pub mod retry;
pub mod transport;
mod words;

pub use capabilities::Capabilities;
pub use error::ApiError;

//! The client of authentik's API.

pub mod capabilities;
pub mod retry;
pub mod transport;

pub use capabilities::Capabilities;

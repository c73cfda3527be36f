//! The client of authentik's API.

pub mod transport;

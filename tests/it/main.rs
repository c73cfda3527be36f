//! Integration tests.

mod architecture;
mod client;

//! Integration tests: one binary, so that they link once.

mod client;
#[cfg(feature = "sandbox")]
mod integrate;
#[cfg(feature = "sandbox")]
mod presets;
#[cfg(feature = "sandbox")]
mod support;

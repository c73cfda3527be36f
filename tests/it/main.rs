//! Integration tests.

mod architecture;
mod client;
mod compile;
mod python;
#[cfg(unix)]
mod shell;

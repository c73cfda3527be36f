//! What all tests of the binary stand on: a hermetic command, and an authentik in memory behind
//! HTTP whose state and requests a test can look at.

pub mod akctl;
pub mod certificate;
pub mod hooked;
#[cfg(unix)]
pub mod pty;
pub mod server;

pub use akctl::Akctl;
pub use server::Server;

/// The versions that the sandbox plays exactly.
pub const VERSIONS: [&str; 8] =
    ["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.5.0-grants", "2026.5.0-rc1", "2026.8.5"];

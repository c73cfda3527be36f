//! Integration tests: one binary, so that they link once.

#[cfg(feature = "sandbox")]
mod account;
#[cfg(feature = "sandbox")]
mod after;
mod architecture;
mod client;
mod compile;
#[cfg(feature = "sandbox")]
mod completions;
#[cfg(feature = "sandbox")]
mod docs;
#[cfg(feature = "sandbox")]
mod faults;
mod fetch;
#[cfg(feature = "sandbox")]
mod files;
mod formats;
#[cfg(feature = "sandbox")]
mod integrate;
#[cfg(feature = "sandbox")]
mod json;
mod licences;
#[cfg(feature = "sandbox")]
mod login_test;
#[cfg(all(unix, feature = "sandbox"))]
mod picture;
#[cfg(feature = "sandbox")]
mod pipelines;
#[cfg(feature = "sandbox")]
mod presets;
#[cfg(feature = "sandbox")]
mod preview;
mod python;
#[cfg(feature = "sandbox")]
mod reference;
#[cfg(feature = "sandbox")]
mod remove;
mod ruby;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod secrets;
#[cfg(unix)]
mod shell;
#[cfg(feature = "sandbox")]
mod status;
#[cfg(feature = "sandbox")]
mod strangers;
#[cfg(feature = "sandbox")]
mod support;
#[cfg(feature = "sandbox")]
mod verbosity;
#[cfg(feature = "sandbox")]
mod verify;
#[cfg(feature = "sandbox")]
mod wizard;

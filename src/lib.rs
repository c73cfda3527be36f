//! akctl wires applications to an existing authentik.
//!
//! The way of a line of data:
//!
//! ```text
//! preset + answers            authentik
//!        |                        |
//!        |  compile <--- facts ---+
//!        v                        |
//!     Desired ---- plan <---- Observed
//!                   |
//!                  Plan --- shown, confirmed
//!                   |
//!                 apply ----> authentik
//!                   |
//!                Outcome ---- render ---> what to enter in the application
//! ```
//!
//! Deciding is pure, acting is thin: [`model`], [`preset`], [`answers`] and the planning and
//! rendering rooms never reach the network, the terminal, the environment or the clock.

pub mod answers;
pub mod apply;
pub mod authentik;
pub mod cli;
pub mod commands;
pub mod compile;
pub mod context;
pub mod env;
pub mod error;
pub mod fetch;
pub mod file;
pub mod interrupt;
pub mod login;
pub mod model;
pub mod observe;
pub mod plan;
pub mod preset;
pub mod profiles;
pub mod public;
pub mod render;
pub mod rights;
pub mod run;
pub mod saml;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod session;
pub mod settings;
pub mod slugs;
pub mod ui;
pub mod verify;
pub mod wizard;

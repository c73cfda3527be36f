//! The client of authentik's API.
//!
//! [`transport`] is the seam: one request in, one response out. [`http`] carries requests over the
//! network, [`trace`] tells of each; [`client`] adds the token, retries, pages and readable errors; [`capabilities`] says
//! what a version of authentik knows; [`objects`] are the few fields of its objects that are used.

mod anonymous;
pub mod client;
pub mod endpoints;
pub mod error;
mod gate;
mod hidden;
mod hints;
pub mod http;
pub(crate) mod pages;
pub mod retry;
pub mod trace;
pub mod transport;
mod wire;
mod words;

pub use client::{Client, ClientOptions};
pub use error::ApiError;
pub(crate) use hidden::without as without_secrets;
pub use http::{HttpOptions, HttpTransport};
pub use wire::segment;
pub(crate) use words::short;

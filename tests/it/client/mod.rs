//! The client of authentik's API, over scripted answers and over small servers on this machine.

mod answers;
pub mod fake;
mod network;
mod paging;
mod proxy;
mod retries;
mod secrets;
pub mod server;
pub mod tls;

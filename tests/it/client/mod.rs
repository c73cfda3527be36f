//! The client of authentik's API, over scripted answers and over small servers on this machine.

mod answers;
mod fake;
mod network;
mod paging;
mod proxy;
mod retries;
mod secrets;
mod server;
mod tls;

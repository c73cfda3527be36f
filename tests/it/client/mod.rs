//! The client of authentik's API, over scripted answers and over small servers on this machine.

mod answers;
mod fake;
mod paging;
mod retries;
mod secrets;

//! What the benches have in common.

pub mod bare;
pub mod http;
pub mod measure;
pub mod mixture;
pub mod server;

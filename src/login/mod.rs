//! What a login says: the claims that add up, and the tokens in which they arrive. Pure: values in,
//! values out.

pub mod claims;
pub mod device;
pub mod flow;
pub mod preview;
pub mod report;
pub mod signature;
#[cfg(test)]
mod tests;
pub mod token;

//! Checks of a living integration: what is wrong, what it means, what mends it.
//!
//! [`look`] reads, a few requests side by side; [`checks`] are plain functions from what was read, a
//! [`Picture`](picture::Picture), to what is to be said of it. What a preset says about its
//! application becomes an [`Expect`](expect::Expect) first.

pub mod audit;
pub mod check;
pub mod checks;
pub mod expect;
pub mod look;
pub mod mends;
pub mod objects;
pub mod outposts;
pub mod overview;
pub mod picture;
pub mod provider;
pub mod push;
pub mod recognise;
pub mod report;
pub mod stages;
pub mod world;

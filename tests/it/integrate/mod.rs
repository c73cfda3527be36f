//! `akctl integrate` against authentiks in memory.

mod budget;
mod faults;
mod world;

//! What people and pipelines read: plans, settings, JSON. Pure: values in, text out.

pub mod audit;
pub mod data;
pub mod drift;
pub mod junit;
pub mod list;
mod literals;
pub mod login_test;
pub mod plan;
pub mod preview;
pub mod report;
pub mod reverse_proxy;
pub mod sarif;
pub mod settings;
pub mod style;
mod tables;
#[cfg(test)]
mod tests;
pub mod text;
pub mod verify;
pub mod yaml;

//! stub
use super::format::Preset;
use super::problem::Problem;
/// stub
#[must_use]
pub fn check(_preset: &Preset, _id: &str) -> Vec<Problem> {
    Vec::new()
}

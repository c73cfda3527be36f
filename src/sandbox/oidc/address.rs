//! Redirect addresses: which are allowed.

use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::list;
use regex::Regex;
use serde_json::Value;

/// Whether a provider allows an address for a purpose (`authorization` or `logout`). Equality for
/// strict entries, the whole address for patterns.
pub fn allowed(provider: &Object, address: &str, purpose: &str) -> Result<bool, Reply> {
    let entries = list(provider, "redirect_uris");
    let parts = |entry: &Value| Some((entry["matching_mode"].as_str()?.to_owned(), entry["url"].as_str()?.to_owned()));
    if entries.iter().any(|entry| parts(entry).is_none()) {
        return Err(Reply::page(500, "Server Error"));
    }
    for entry in entries {
        let Some((mode, url)) = parts(entry) else { continue };
        let meant_for = entry["redirect_uri_type"].as_str().unwrap_or("authorization");
        if meant_for == purpose && matches(&mode, &url, address)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn matches(mode: &str, url: &str, address: &str) -> Result<bool, Reply> {
    if mode == "strict" {
        return Ok(url == address);
    }
    let pattern = Regex::new(&format!("^(?:{url})$")).map_err(|_| Reply::not_played("a pattern of this kind"))?;
    Ok(pattern.is_match(address) && !address.ends_with('\n'))
}

/// Whether a pattern can be saved. What Python knows and this library does not (looking ahead and
/// back, references to groups) is let through; using it is then answered with 501.
#[must_use]
pub fn is_pattern(pattern: &str) -> bool {
    let pythonic = ["(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?("].iter().any(|mark| pattern.contains(mark));
    let refers = (1..=9).any(|group| pattern.contains(&format!("\\{group}")));
    pythonic || refers || Regex::new(pattern).is_ok()
}

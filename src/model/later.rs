//! Values that only the application can show, and only once it knows authentik: until then something
//! stands in their place that leads nowhere.

/// What a person gives for a value that is not known yet.
pub const WORD: &str = "later";

/// The host of every stand-in. Names under `invalid` never resolve (RFC 6761, section 6.4), so nothing
/// is ever sent there.
const HOST: &str = "not-known-yet.invalid";

/// The stand-in for the name of a host, or for a text.
pub const NAME: &str = HOST;

/// The stand-in for an address.
pub const ADDRESS: &str = "https://not-known-yet.invalid";

/// Whether a text is a stand-in, or was made with one.
#[must_use]
pub fn stands_in(text: &str) -> bool {
    text.contains(HOST)
}

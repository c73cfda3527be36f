//! What a check of the living integration must expect besides what `authentik` says.

use serde::Deserialize;

/// What the application insists on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// Whether it lets nobody in whose e-mail address is not verified. From 2025.10 on authentik's
    /// own `email` mapping says of every address that it is not.
    #[serde(default)]
    pub verified_email: bool,
    /// Where its own button for signing in leads, below the address that people open: a path, perhaps with a
    /// query.
    #[serde(default)]
    pub login_path: Option<String>,
}

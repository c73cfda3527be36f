//! The name of a profile: short, and good for a file's name.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most letters that a name may have.
const LONGEST: usize = 64;

/// The name of a profile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProfileName(String);

/// Why a text cannot be the name of a profile.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} cannot be the name of a profile: letters, digits, `-`, `_` and `.` may stand in it, the first is a letter \
     or a digit, and there are at most {LONGEST}"
)]
pub struct NotAProfileName(String);

impl ProfileName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ProfileName {
    /// The profile that is made where no name is given.
    fn default() -> Self {
        Self("default".to_owned())
    }
}

impl FromStr for ProfileName {
    type Err = NotAProfileName;

    fn from_str(text: &str) -> Result<Self, NotAProfileName> {
        let stays = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if begins_well && text.len() <= LONGEST && text.chars().all(stays) {
            return Ok(Self(text.to_owned()));
        }
        Err(NotAProfileName(text.to_owned()))
    }
}

impl TryFrom<String> for ProfileName {
    type Error = NotAProfileName;

    fn try_from(text: String) -> Result<Self, NotAProfileName> {
        text.parse()
    }
}

impl From<ProfileName> for String {
    fn from(name: ProfileName) -> Self {
        name.0
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_good_for_a_files_name() {
        for name in ["default", "Work-2", "a.b_c", "0"] {
            assert!(name.parse::<ProfileName>().is_ok(), "{name}");
        }
        for name in ["", ".", "..", "a/b", "a b", "-x", ".hidden", "ä", "a\n"] {
            assert!(name.parse::<ProfileName>().is_err(), "{name:?}");
        }
        assert!("a".repeat(65).parse::<ProfileName>().is_err());
    }
}

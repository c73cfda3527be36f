//! authentik's version numbers: `2025.10.3`, `2026.5.0-rc1`.

use std::fmt;
use std::str::FromStr;

/// A version of authentik. Ordered by year, month, patch; a pre-release comes before its release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Calendar year of the release line.
    pub year: u16,
    /// Calendar month of the release line.
    pub month: u16,
    /// Patch number within the line.
    pub patch: u16,
    /// What follows a hyphen (`rc1`); empty for a release.
    pub pre_release: String,
}

impl Version {
    /// A release.
    #[must_use]
    pub const fn new(year: u16, month: u16, patch: u16) -> Self {
        Self { year, month, patch, pre_release: String::new() }
    }

    /// Whether this is of the line `year.month` or a later one. Pre-releases count as their line,
    /// because what a line brings is in its pre-releases already.
    #[must_use]
    pub fn at_least(&self, year: u16, month: u16) -> bool {
        (self.year, self.month) >= (year, month)
    }
}

/// Text that is not a version of authentik.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a version of authentik such as 2025.10.3")]
pub struct NotAVersion(pub String);

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let wrong = || NotAVersion(text.to_owned());
        let (numbers, pre_release) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
        let mut parts = numbers.split('.').map(|part| part.parse::<u16>().ok());
        let year = parts.next().flatten().filter(|year| *year >= 2000).ok_or_else(wrong)?;
        let month = parts.next().flatten().ok_or_else(wrong)?;
        let patch = match parts.next() {
            None => 0,
            Some(patch) => patch.ok_or_else(wrong)?,
        };
        if parts.next().is_some() {
            return Err(wrong());
        }
        Ok(Self { year, month, patch, pre_release: pre_release.to_owned() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.year, self.month, self.patch)?;
        if !self.pre_release.is_empty() {
            write!(f, "-{}", self.pre_release)?;
        }
        Ok(())
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let numbers = |version: &Self| (version.year, version.month, version.patch);
        numbers(self)
            .cmp(&numbers(other))
            .then_with(|| self.pre_release.is_empty().cmp(&other.pre_release.is_empty()))
            .then_with(|| self.pre_release.cmp(&other.pre_release))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn reads_releases_pre_releases_and_short_forms() {
        assert_eq!(version("2025.10.3"), Version::new(2025, 10, 3));
        assert_eq!(version("2025.10"), Version::new(2025, 10, 0));
        assert_eq!(version("2026.5.0-rc1").to_string(), "2026.5.0-rc1");
    }

    #[test]
    fn orders_by_number_and_puts_a_pre_release_before_its_release() {
        assert!(version("2024.12.5") < version("2025.2.0"));
        assert!(version("2025.2.0") < version("2025.10.0"));
        assert!(version("2026.5.0-rc1") < version("2026.5.0"));
        assert!(version("2026.5.0-rc1").at_least(2026, 5));
    }

    #[test]
    fn refuses_what_is_not_a_version() {
        for text in ["", "latest", "2025", "2025.x.1", "1.2.3", "2025.10.3.4"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}

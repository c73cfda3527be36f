//! Which authentik a sandbox plays, and the table of what changed from one to the next.

use super::habits::Habit;
use crate::model::Version;
use std::str::FromStr;

/// The servers whose behaviour is known, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Played {
    /// 2024.8.6
    V2024_8,
    /// 2024.12.5
    V2024_12,
    /// 2025.10.3
    V2025_10,
    /// 2025.12.4
    V2025_12,
    /// 2026.2.2
    V2026_2,
    /// A pre-release of 2026.5 with `grant_types` and without `redirect_uri_type`.
    Grants,
    /// A pre-release of 2026.5 with `redirect_uri_type` and without `grant_types`.
    Rc1,
    /// The released 2026.5, which has both. Not recorded: the two pre-releases put together.
    V2026_5,
    /// 2026.8.5, from its schema.
    V2026_8,
}

/// A set of played versions, as a field's or a habit's time of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(u16);

impl Span {
    /// Every version.
    pub const ALL: Self = Self(u16::MAX);

    /// That version and all later ones.
    #[must_use]
    pub const fn since(first: Played) -> Self {
        Self(u16::MAX << first as u16)
    }

    /// All versions before that one.
    #[must_use]
    pub const fn before(end: Played) -> Self {
        Self(!Self::since(end).0)
    }

    /// What is in both spans.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// All of this but that version.
    #[must_use]
    pub const fn but(self, version: Played) -> Self {
        Self(self.0 & !(1 << version as u16))
    }

    /// Whether that version is in the span.
    #[must_use]
    pub const fn has(self, version: Played) -> bool {
        self.0 & (1 << version as u16) != 0
    }
}

const NAMES: &[(&str, Played)] = &[
    ("2024.8.6", Played::V2024_8),
    ("2024.12.5", Played::V2024_12),
    ("2025.10.3", Played::V2025_10),
    ("2025.12.4", Played::V2025_12),
    ("2026.2.2", Played::V2026_2),
    ("2026.5.0-grants", Played::Grants),
    ("2026.5.0-rc1", Played::Rc1),
    ("2026.8.5", Played::V2026_8),
];

/// The version that a sandbox plays: whose habits it has, and what it says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxVersion {
    played: Played,
    reported: String,
}

impl SandboxVersion {
    /// The names that are played exactly.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Its name among those that are played exactly; none for another version.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        let exact = |(name, played): &&(&str, Played)| {
            *played == self.played && (*name == self.reported || *played == Played::Grants)
        };
        NAMES.iter().find(exact).map(|(name, _)| *name)
    }

    /// What `version_current` says. The pre-release with `grant_types` reports itself as
    /// `2026.5.0-rc1`, as the real one does.
    #[must_use]
    pub fn reported(&self) -> &str {
        &self.reported
    }

    /// Whose habits are played.
    #[must_use]
    pub fn played(&self) -> Played {
        self.played
    }

    /// Whether that habit is played.
    #[must_use]
    pub fn has(&self, habit: Habit) -> bool {
        habit.is_of(self.played)
    }
}

impl Default for SandboxVersion {
    fn default() -> Self {
        Self { played: Played::V2025_10, reported: "2025.10.3".to_owned() }
    }
}

/// Why a version cannot be played.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPlayed {
    /// No version at all.
    #[error("{0}")]
    NotAVersion(#[from] crate::model::version::NotAVersion),
    /// A version whose redirect addresses are still one text.
    #[error(
        "authentik {0} cannot be played: the oldest supported version is 2024.8.6 (of the 2024.10 line, 2024.10.5)"
    )]
    TooOld(String),
}

impl FromStr for SandboxVersion {
    type Err = NotPlayed;

    /// One of the names; any other supported version plays the habits of the nearest older one
    /// and reports itself.
    fn from_str(text: &str) -> Result<Self, NotPlayed> {
        if let Some((name, played)) = NAMES.iter().find(|(name, _)| *name == text.trim()) {
            let reported = if *played == Played::Grants { "2026.5.0-rc1" } else { name };
            return Ok(Self { played: *played, reported: reported.to_owned() });
        }
        let version: Version = text.parse()?;
        let in_gap = (version.year, version.month) == (2024, 10) && version.patch < 5;
        if version < Version::new(2024, 8, 6) || in_gap {
            return Err(NotPlayed::TooOld(version.to_string()));
        }
        let played = nearest(&version);
        Ok(Self { played, reported: version.to_string() })
    }
}

/// The last played version of the same line or of an older one.
fn nearest(version: &Version) -> Played {
    const LINES: &[(u16, u16, Played)] = &[
        (2026, 8, Played::V2026_8),
        (2026, 5, Played::V2026_5),
        (2026, 2, Played::V2026_2),
        (2025, 12, Played::V2025_12),
        (2025, 10, Played::V2025_10),
        (2024, 12, Played::V2024_12),
    ];
    LINES
        .iter()
        .find(|(year, month, _)| version.at_least(*year, *month))
        .map_or(Played::V2024_8, |(_, _, played)| *played)
}

#[cfg(test)]
mod tests {
    use super::super::habits::GRANT_TYPES;
    use super::*;

    #[test]
    fn every_name_is_played_and_reports_itself_but_one() {
        for name in SandboxVersion::names() {
            let version: SandboxVersion = name.parse().expect("a played version");
            let expected = if name == "2026.5.0-grants" { "2026.5.0-rc1" } else { name };
            assert_eq!(version.reported(), expected);
        }
    }

    #[test]
    fn another_version_plays_the_nearest_older_one() {
        for (asked, played) in [
            ("2024.10.5", Played::V2024_8),
            ("2025.2.4", Played::V2024_12),
            ("2025.10.1", Played::V2025_10),
            ("2026.5.2", Played::V2026_5),
            ("2027.1.0", Played::V2026_8),
        ] {
            let version: SandboxVersion = asked.parse().expect("a supported version");
            assert_eq!((version.played(), version.reported()), (played, asked));
        }
    }

    #[test]
    fn too_old_a_version_is_refused_with_the_oldest_supported_one() {
        for asked in ["2023.10.1", "2024.8.5", "2024.10.4"] {
            let error = asked.parse::<SandboxVersion>().expect_err(asked);
            assert!(error.to_string().contains("2024.8.6"), "{error}");
        }
    }

    #[test]
    fn a_span_begins_and_ends_where_it_says() {
        assert!(GRANT_TYPES.has(Played::Grants) && GRANT_TYPES.has(Played::V2026_8));
        assert!(!GRANT_TYPES.has(Played::Rc1) && !GRANT_TYPES.has(Played::V2026_2));
        assert!(Span::before(Played::V2024_12).has(Played::V2024_8));
    }
}

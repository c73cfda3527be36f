//! The vocabulary: a check, and what it found.

use serde::Serialize;

/// How a check ended. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Logins fail, or somebody gets in who must not.
    Failed,
    /// It works, and somebody should look at it.
    Warning,
    /// It could not be looked at, or nothing is known to compare it with.
    NotChecked,
    /// All is well.
    Ok,
}

impl Verdict {
    /// The word, in text and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Warning => "warning",
            Self::NotChecked => "not-checked",
            Self::Ok => "ok",
        }
    }
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen; for [`Verdict::NotChecked`] why nothing was.
    pub seen: String,
    /// What that means; empty if all is well.
    pub means: String,
    /// What mends it: a command line, or what to do in authentik.
    pub remedy: Option<String>,
}

impl Said {
    /// All is well.
    pub fn ok(seen: impl Into<String>) -> Self {
        Self { verdict: Verdict::Ok, seen: seen.into(), means: String::new(), remedy: None }
    }

    /// It could not be looked at; `why` says so.
    pub fn not_checked(why: impl Into<String>) -> Self {
        Self { verdict: Verdict::NotChecked, ..Self::ok(why) }
    }

    /// It works, and somebody should look at it.
    pub fn warning(seen: impl Into<String>, means: impl Into<String>) -> Self {
        Self { verdict: Verdict::Warning, means: means.into(), ..Self::ok(seen) }
    }

    /// It is broken or dangerous.
    pub fn failed(seen: impl Into<String>, means: impl Into<String>) -> Self {
        Self { verdict: Verdict::Failed, means: means.into(), ..Self::ok(seen) }
    }

    /// What mends it.
    #[must_use]
    pub fn mend(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The same with another verdict.
    #[must_use]
    pub fn as_verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self
    }
}

/// One check over something that was seen.
pub struct Check<T: 'static> {
    /// Stable: programs and documents name it.
    pub id: &'static str,
    /// What it looks at, in a few words.
    pub title: &'static str,
    /// The check itself; nothing where it does not apply.
    pub run: fn(&T) -> Option<Said>,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check.
    pub id: &'static str,
    /// What it looks at.
    pub title: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
    /// What that means; empty if all is well.
    pub means: String,
    /// What mends it; null if there is nothing to mend.
    pub remedy: Option<String>,
}

/// Runs all checks of a table that apply.
#[must_use]
pub fn run<T>(checks: &[Check<T>], seen: &T) -> Vec<Finding> {
    let finding = |check: &Check<T>| {
        let Said { verdict, seen, means, remedy } = (check.run)(seen)?;
        Some(Finding { id: check.id, title: check.title, verdict, seen, means, remedy })
    };
    checks.iter().filter_map(finding).collect()
}

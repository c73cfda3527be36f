//! What all checks came to, as one value: the promise of `-o json`.

use super::check::{Finding, Verdict, run};
use super::checks::{INTEGRATION, SERVER};
use super::picture::{Picture, Server};
use serde::Serialize;

/// The whole report. Keys are added, never renamed or removed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Which authentik it is.
    pub authentik: Authentik,
    /// What was found about the server itself.
    pub server: Vec<Finding>,
    /// One item for each application, and for each provider without one.
    pub integrations: Vec<Integration>,
    /// How many checks failed.
    pub failed: usize,
    /// How many warned.
    pub warnings: usize,
}

/// Which authentik a report speaks of.
#[derive(Debug, Clone, Serialize)]
pub struct Authentik {
    /// Its public address.
    pub url: String,
    /// Its version.
    pub version: String,
}

/// One integration.
#[derive(Debug, Clone, Serialize)]
pub struct Integration {
    /// The application's slug; null for a provider without application.
    pub slug: Option<String>,
    /// The application's name, or the provider's.
    pub name: String,
    /// The provider's name; null if there is none.
    pub provider: Option<String>,
    /// The provider's kind; null if there is none.
    pub kind: Option<&'static str>,
    /// The preset that it was compared with; null if none is known for it.
    pub preset: Option<String>,
    /// What was found, in the order of the checks.
    pub checks: Vec<Finding>,
}

impl Report {
    /// Runs all checks.
    #[must_use]
    pub fn of(server: &Server, pictures: &[Picture]) -> Self {
        let found = run(SERVER, server);
        let integrations: Vec<Integration> = pictures.iter().map(Integration::of).collect();
        let count = |verdict| {
            let all = found.iter().chain(integrations.iter().flat_map(|integration| &integration.checks));
            all.filter(|finding| finding.verdict == verdict).count()
        };
        Self {
            authentik: Authentik { url: server.public.to_string(), version: server.can.version.to_string() },
            failed: count(Verdict::Failed),
            warnings: count(Verdict::Warning),
            server: found.clone(),
            integrations,
        }
    }
}

impl Report {
    /// The report with more that was found about the server.
    #[must_use]
    pub fn with(mut self, more: Vec<Finding>) -> Self {
        let count = |verdict| more.iter().filter(|finding| finding.verdict == verdict).count();
        self.failed += count(Verdict::Failed);
        self.warnings += count(Verdict::Warning);
        self.server.extend(more);
        self
    }
}

impl Integration {
    /// Runs the checks of one integration.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        let provider = picture.any_provider();
        let name = picture.application.as_ref().map(|application| application.name.clone());
        Self {
            slug: picture.application.as_ref().map(|application| application.slug.clone()),
            name: name.or_else(|| provider.map(|provider| provider.name.clone())).unwrap_or_default(),
            provider: provider.map(|provider| provider.name.clone()),
            kind: provider.map(|provider| provider.kind.word()),
            preset: picture.expect.as_ref().map(|expect| expect.preset.clone()),
            checks: run(INTEGRATION, picture),
        }
    }

    /// The most urgent verdict.
    #[must_use]
    pub fn worst(&self) -> Verdict {
        self.checks.iter().map(|finding| finding.verdict).min().unwrap_or(Verdict::Ok)
    }
}

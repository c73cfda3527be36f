//! What is broken or risky in a whole authentik, most urgent first.

use super::check::{Finding, Verdict};
use super::report::{Authentik, Report};
use serde::Serialize;

/// The whole audit. Keys are added, never renamed or removed.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Which authentik it is.
    pub authentik: Authentik,
    /// How many applications and single providers were looked at.
    pub integrations: usize,
    /// What is wrong: failures first, then by check and by application.
    pub problems: Vec<Problem>,
    /// How many checks failed.
    pub failed: usize,
    /// How many warned.
    pub warnings: usize,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// The application's slug; null for the server, and for a provider without application.
    pub application: Option<String>,
    /// The provider's name; null for the server, and where there is none.
    pub provider: Option<String>,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

impl Summary {
    /// The problems of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let of_server =
            report.server.iter().map(|finding| Problem { application: None, provider: None, finding: finding.clone() });
        let of_integrations = report.integrations.iter().flat_map(|integration| {
            integration.checks.iter().map(|finding| Problem {
                application: integration.slug.clone(),
                provider: integration.provider.clone(),
                finding: finding.clone(),
            })
        });
        let all = of_server.chain(of_integrations);
        let mut problems: Vec<Problem> =
            all.filter(|problem| matches!(problem.finding.verdict, Verdict::Failed | Verdict::Warning)).collect();
        // Sorting keeps the order of the applications.
        problems.sort_by_key(|problem| (problem.finding.verdict, problem.finding.id));
        let Report { authentik, integrations, failed, warnings, server: _ } = report;
        Self {
            authentik: authentik.clone(),
            integrations: integrations.len(),
            problems,
            failed: *failed,
            warnings: *warnings,
        }
    }
}

impl Problem {
    /// Where it is, for people.
    #[must_use]
    pub fn place(&self) -> String {
        match (&self.application, &self.provider) {
            (Some(slug), _) => slug.clone(),
            (None, Some(provider)) => format!("provider {provider}"),
            (None, None) => "the server".to_owned(),
        }
    }
}

//! The audit for people: each kind of problem once, with everything that has it.

use super::style::{Role, paint};
use super::text::wrapped;
use crate::model::text::printable;
use crate::verify::audit::{Problem, Summary};
use crate::verify::check::Verdict;
use std::fmt::Write;

/// The whole audit.
#[must_use]
pub fn text(summary: &Summary) -> String {
    let mut out = String::new();
    let head = format!("{} (authentik {})", summary.authentik.url, summary.authentik.version);
    let _ = writeln!(out, "{}", paint(Role::Heading, &printable(&head)));
    for same in summary.problems.chunk_by(|one, other| kind(one) == kind(other)) {
        let Some(first) = same.first() else { continue };
        let (role, word) = match first.finding.verdict {
            Verdict::Failed => (Role::Error, "failed"),
            _ => (Role::Warning, "warning"),
        };
        let _ = writeln!(out, "\n{} {}: {}", paint(role, word), first.finding.id, first.finding.title);
        for problem in same {
            wrapped(&mut out, "  - ", &format!("{}: {}", problem.place(), problem.finding.seen));
            wrapped(&mut out, "    ", &problem.finding.means);
            if let Some(remedy) = &problem.finding.remedy {
                wrapped(&mut out, "    mend: ", remedy);
            }
        }
    }
    let counted = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let (looked, warnings) = (counted(summary.integrations, "integration"), counted(summary.warnings, "warning"));
    let _ = writeln!(out, "\n{looked} looked at: {} failed, {warnings}", summary.failed);
    out
}

fn kind(problem: &Problem) -> (Verdict, &str) {
    (problem.finding.verdict, problem.finding.id)
}

//! The drift of everything that presets explain.

use super::report::{ReportedChange, ReportedConflict, Server};
use super::style::{Role, paint};
use super::text::wrapped;
use crate::model::text::printable;
use crate::plan::drift::Chosen;
use serde::Serialize;
use std::fmt::Write;

/// The whole report. Keys are added, never renamed or removed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Which authentik it is.
    pub authentik: Server,
    /// What was compared.
    pub integrations: Vec<Compared>,
    /// What was not, and why.
    pub not_compared: Vec<Left>,
    /// How many integrations differ.
    pub differing: usize,
}

/// One integration.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// The application's slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The preset that explains it.
    pub preset: String,
    /// Whether authentik has something else.
    pub differs: bool,
    /// What would be done; `keep` where nothing differs.
    pub changes: Vec<ReportedChange>,
    /// What a run would stop at.
    pub conflicts: Vec<ReportedConflict>,
    /// Inputs that were read back from authentik.
    pub read_back: Vec<String>,
    /// Inputs for which the preset's defaults stand, because nothing tells what was given.
    pub assumed: Vec<String>,
    /// Fields that were not compared, because a flag may have chosen what is there.
    pub chosen: Vec<Chosen>,
    /// The differences for people.
    #[serde(skip)]
    pub text: String,
}

/// What was not compared.
#[derive(Debug, Clone, Serialize)]
pub struct Left {
    /// The slug.
    pub slug: String,
    /// The name.
    pub name: String,
    /// Why.
    pub why: String,
    /// The command that compares it, or takes it over.
    pub remedy: String,
}

/// The report for people.
#[must_use]
pub fn text(report: &Report) -> String {
    let Report { authentik, integrations, not_compared, differing } = report;
    let head = format!("{} (authentik {})", authentik.url, authentik.version);
    let mut out = format!("{}\n", paint(Role::Heading, &printable(&head)));
    let width = integrations.iter().map(|one| printable(&one.slug).chars().count()).max().unwrap_or_default();
    for one in integrations {
        integration(&mut out, one, width);
    }
    if !not_compared.is_empty() {
        let _ = writeln!(out, "\n{}", paint(Role::Heading, "Not compared"));
        for left in not_compared {
            wrapped(&mut out, "  ", &format!("{}: {}", left.slug, left.why));
            let _ = writeln!(out, "    {}", printable(&left.remedy));
        }
    }
    let sum = match (integrations.len(), differing) {
        (0, _) => "No preset explains anything here that akctl made.".to_owned(),
        (all, 0) => format!("None of {all} differs."),
        (all, some) => format!("{some} of {all} {}.", if *some == 1 { "differs" } else { "differ" }),
    };
    let _ = writeln!(out, "\n{sum}");
    out
}

fn integration(out: &mut String, one: &Compared, width: usize) {
    let slug = printable(&one.slug);
    let (word, role) = if one.differs { ("differs", Role::Changed) } else { ("same", Role::Added) };
    let _ = writeln!(out, "  {slug:<width$}  {} (preset {})", paint(role, word), printable(&one.preset));
    for line in one.text.lines() {
        let _ = writeln!(out, "    {line}");
    }
    for chosen in &one.chosen {
        let what = format!("{} is {}, which {} may have chosen", chosen.field, chosen.there, chosen.flag);
        wrapped(out, "      not compared: ", &what);
    }
    if one.differs {
        for conflict in &one.conflicts {
            wrapped(out, "      a run would stop: ", &conflict.what);
        }
        if !one.assumed.is_empty() {
            wrapped(out, "      with the preset's defaults for: ", &one.assumed.join(", "));
        }
    }
}

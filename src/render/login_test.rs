//! What a login brought, for people.

use super::preview::claims;
use super::style::{Role, paint};
use super::text::wrapped;
use crate::login::report::Report;
use crate::login::token::Verdict;
use crate::model::text::printable;
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let slug = printable(&report.application.slug).into_owned();
    let _ = writeln!(out, "{}", paint(Role::Heading, &format!("A login at {slug}")));
    wrapped(&mut out, "  authentik: ", &format!("{} ({})", report.authentik.url, report.authentik.version));
    wrapped(&mut out, "  scopes: ", &report.scopes.join(" "));
    wrapped(&mut out, "  granted: ", &report.granted_scopes.join(" "));
    let _ = writeln!(out, "\n{}", paint(Role::Heading, "Checks"));
    let width = report.checks.iter().map(|check| check.id.len()).max().unwrap_or_default();
    for check in &report.checks {
        let (word, role) = match check.verdict {
            Verdict::Ok => ("ok", Role::Added),
            Verdict::Failed => ("failed", Role::Error),
            Verdict::NotChecked => ("not checked", Role::Faint),
        };
        let mut lines = String::new();
        wrapped(&mut lines, &format!("  {word:<11}  {:<width$}  ", check.id), &check.seen);
        // The colour goes onto the word alone, so that the lines are counted without it.
        out.push_str(&lines.replacen(word, &paint(role, word), 1));
    }
    for (heading, told) in [("ID token", &report.id_token), ("Userinfo", &report.userinfo)] {
        if let Some(told) = told {
            let _ = writeln!(out, "\n{}", paint(Role::Heading, heading));
            claims(&mut out, told);
        }
    }
    out
}

//! What checks found, for people: what is wrong first, with what mends it; what is well in one line
//! each.

use super::style::{Role, paint};
use super::text::wrapped;
use crate::model::text::printable;
use crate::verify::check::{Finding, Verdict};
use crate::verify::report::{Integration, Report};
use std::fmt::Write;

/// The whole report. Of many integrations only what is wrong is told.
#[must_use]
pub fn text(report: &Report, many: bool) -> String {
    let mut out = String::new();
    let head = format!("{} (authentik {})", report.authentik.url, report.authentik.version);
    section(&mut out, &head, &report.server, many);
    for integration in &report.integrations {
        out.push('\n');
        section(&mut out, &heading(integration), &integration.checks, many);
    }
    let _ = writeln!(out, "\n{}", summary(report));
    out
}

fn heading(integration: &Integration) -> String {
    let what = integration.slug.as_deref().unwrap_or(&integration.name);
    match (&integration.slug, &integration.preset) {
        (None, _) => format!("provider {what}"),
        (Some(_), Some(preset)) => format!("{what} (compared with the preset {preset})"),
        (Some(_), None) => format!("{what} (no preset bears this slug or name; --preset NAME says which it is)"),
    }
}

fn section(out: &mut String, heading: &str, checks: &[Finding], many: bool) {
    let _ = writeln!(out, "{}", paint(Role::Heading, &printable(heading)));
    let of = |verdict| checks.iter().filter(move |finding| finding.verdict == verdict);
    of(Verdict::Failed).chain(of(Verdict::Warning)).for_each(|finding| problem(out, finding));
    if many {
        let (ok, unseen) = (of(Verdict::Ok).count(), of(Verdict::NotChecked).count());
        let _ = writeln!(out, "  {}", paint(Role::Faint, &format!("{ok} ok, {unseen} not checked")));
        return;
    }
    let width = checks.iter().map(|finding| finding.id.len()).max().unwrap_or_default();
    for (verdict, role) in [(Verdict::NotChecked, Role::Faint), (Verdict::Ok, Role::Added)] {
        for finding in of(verdict) {
            let lead = format!("  {:<12}{:<width$}  ", words(verdict), finding.id);
            let mut lines = String::new();
            row(&mut lines, &lead, &finding.seen);
            // The colour goes onto the word alone, so that the lines are counted without it.
            let word = words(verdict);
            out.push_str(&lines.replacen(word, &paint(role, word), 1));
        }
    }
}

/// How many columns a line has.
const WIDTH: usize = 78;

/// What was seen, beside the check; below it where an address is too long for that, because
/// addresses are never broken.
fn row(out: &mut String, lead: &str, seen: &str) {
    let longest = printable(seen).split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
    if lead.chars().count() + longest <= WIDTH {
        return wrapped(out, lead, seen);
    }
    let _ = writeln!(out, "{}", lead.trim_end());
    wrapped(out, "      ", seen);
}

fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Failed => "failed",
        Verdict::Warning => "warning",
        Verdict::NotChecked => "not checked",
        Verdict::Ok => "ok",
    }
}

fn problem(out: &mut String, finding: &Finding) {
    let role = if finding.verdict == Verdict::Failed { Role::Error } else { Role::Warning };
    let word = format!("{:<12}", words(finding.verdict));
    let _ = writeln!(out, "  {}{}: {}", paint(role, &word), finding.id, finding.title);
    let parts = [("seen", Some(&finding.seen)), ("means", Some(&finding.means)), ("mend", finding.remedy.as_ref())];
    for (label, text) in parts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            wrapped(out, &format!("      {label:<7}"), text);
        }
    }
}

fn summary(report: &Report) -> String {
    let all = report.server.iter().chain(report.integrations.iter().flat_map(|integration| &integration.checks));
    let (mut ok, mut unseen) = (0, 0);
    for finding in all {
        match finding.verdict {
            Verdict::Ok => ok += 1,
            Verdict::NotChecked => unseen += 1,
            Verdict::Failed | Verdict::Warning => {}
        }
    }
    let count = |number: usize, word: &str| if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") };
    format!("{} failed, {}, {ok} ok, {unseen} not checked", report.failed, count(report.warnings, "warning"))
}

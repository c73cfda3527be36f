//! The audit as SARIF 2.1.0, the format of static analysis results (OASIS standard).

use crate::verify::audit::{Problem, Summary};
use crate::verify::check::Verdict;
use crate::verify::checks::{AUDIT, INTEGRATION, SERVER};
use crate::verify::report::Report;
use serde_json::{Value, json};

/// A log with one run: each check is a rule, each failure and warning a result.
#[must_use]
pub fn log(report: &Report) -> Value {
    let all = SERVER.iter().map(|check| (check.id, check.title));
    let all = all.chain(AUDIT.iter().map(|check| (check.id, check.title)));
    let all = all.chain(INTEGRATION.iter().map(|check| (check.id, check.title)));
    let rules: Vec<Value> = all.map(|(id, title)| json!({"id": id, "shortDescription": {"text": title}})).collect();
    let summary = Summary::of(report);
    let results: Vec<Value> = summary.problems.iter().map(|problem| result(&summary, problem)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "akctl", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "results": results,
        }],
    })
}

fn result(summary: &Summary, problem: &Problem) -> Value {
    let finding = &problem.finding;
    let remedy = finding.remedy.as_ref().map(|remedy| format!(". To mend it: {remedy}")).unwrap_or_default();
    let place = problem.place();
    // The page of authentik's admin interface on which it is seen.
    let page = match (&problem.application, &problem.provider) {
        (Some(slug), _) => format!("{}/if/admin/#/core/applications/{slug}", summary.authentik.url),
        (None, Some(_)) => format!("{}/if/admin/#/core/providers", summary.authentik.url),
        (None, None) => format!("{}/if/admin/", summary.authentik.url),
    };
    json!({
        "ruleId": finding.id,
        "level": if finding.verdict == Verdict::Failed { "error" } else { "warning" },
        "message": {"text": format!("{place}: {}; {}{remedy}", finding.seen, finding.means)},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": page}},
            "logicalLocations": [{"name": place, "kind": "resource"}],
        }],
        "partialFingerprints": {"akctl/v1": format!("{place}/{}", finding.id)},
    })
}

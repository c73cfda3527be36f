//! All checks as `JUnit` XML: each a test case, for pipelines that show tests.

use crate::model::text::printable;
use crate::verify::check::{Finding, Verdict};
use crate::verify::report::Report;
use std::fmt::Write;

/// One suite for the server and one for each integration.
#[must_use]
pub fn xml(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"akctl audit\">\n");
    suite(&mut out, &report.authentik.url, &report.server);
    for integration in &report.integrations {
        let provider = || format!("provider {}", integration.name);
        suite(&mut out, &integration.slug.clone().unwrap_or_else(provider), &integration.checks);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, name: &str, checks: &[Finding]) {
    let count = |verdict| checks.iter().filter(|finding| finding.verdict == verdict).count();
    let (name, tests) = (safe(name), checks.len());
    let (failures, skipped) = (count(Verdict::Failed), count(Verdict::NotChecked));
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    for finding in checks {
        let _ = write!(out, "    <testcase classname=\"{name}\" name=\"{}\"", safe(finding.id));
        match content(finding) {
            Some(content) => {
                let _ = writeln!(out, ">\n      {content}\n    </testcase>");
            }
            None => out.push_str("/>\n"),
        }
    }
    out.push_str("  </testsuite>\n");
}

/// What stands in a test case. `JUnit` has no warnings: they pass, and say why in their output.
fn content(finding: &Finding) -> Option<String> {
    let remedy = finding.remedy.as_ref().map(|remedy| format!("\nto mend it: {}", safe(remedy))).unwrap_or_default();
    let (seen, means) = (safe(&finding.seen), safe(&finding.means));
    match finding.verdict {
        Verdict::Ok => None,
        Verdict::NotChecked => Some(format!("<skipped message=\"{seen}\"/>")),
        Verdict::Warning => Some(format!("<system-out>warning: {seen}\n{means}{remedy}</system-out>")),
        Verdict::Failed => Some(format!("<failure message=\"{seen}\">{means}{remedy}</failure>")),
    }
}

/// Text for an attribute or an element; what XML cannot hold is made visible first.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for letter in printable(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_take_is_escaped() {
        assert_eq!(safe("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
        assert_eq!(safe("a\u{1b}\u{ffff}"), "a\\u{1b}\u{fffd}");
    }
}

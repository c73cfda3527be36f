//! The settings as a person in a terminal reads them, and as a shell does.

use super::report::Report;
use super::settings::{Document, Setting, Settings};
use super::style::{Role, paint};
use crate::model::shell::quoted;
use crate::model::text::{printable, printable_lines};
use std::fmt::Write;

/// What stands where a secret is not shown.
const HIDDEN: &str = "(hidden; --show-secrets prints it, --out-dir writes it to a file)";
/// What stands where a value does not exist yet.
const NOT_YET: &str = "(authentik chooses it when the integration is made)";

/// Everything to enter in the application.
#[must_use]
pub fn settings(report: &Report, application: &str) -> String {
    let mut out = String::new();
    let Settings { place, settings, files, commands, steps, notes } = &report.client;
    let exists = report.provider.client_id.is_some();
    let absent = |is_secret: bool| paint(Role::Faint, if is_secret && exists { HIDDEN } else { NOT_YET });
    if !settings.is_empty() {
        let place = place.as_deref().map(|place| format!(" under {place}")).unwrap_or_default();
        heading(&mut out, &format!("Enter in {application}{place}"));
        form(&mut out, settings, absent);
    }
    for file in files {
        document(&mut out, file, absent);
    }
    if !commands.is_empty() {
        heading(&mut out, "Run");
        for command in commands {
            let _ = writeln!(out, "  {}", printable_lines(command));
        }
    }
    if !steps.is_empty() {
        heading(&mut out, "Steps");
        for (number, step) in steps.iter().enumerate() {
            wrapped(&mut out, &format!("  {}. ", number + 1), step);
        }
    }
    if !notes.is_empty() {
        heading(&mut out, "Good to know");
        for note in notes {
            wrapped(&mut out, "  - ", note);
        }
    }
    out
}

fn heading(out: &mut String, text: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", paint(Role::Heading, &printable(text)));
}

/// Labels in one column, values in another. Values are never broken: they are there to be copied.
/// `absent` says why a value is not shown.
fn form(out: &mut String, settings: &[Setting], absent: impl Fn(bool) -> String) {
    let widths = settings.iter().map(|setting| printable(&setting.key).chars().count());
    let width = widths.filter(|width| *width <= 32).max().unwrap_or(0);
    let mut section: Option<&str> = None;
    for setting in settings {
        if setting.section.as_deref() != section {
            section = setting.section.as_deref();
            if let Some(section) = section {
                let _ = writeln!(out, "  {}", paint(Role::Faint, &printable(section)));
            }
        }
        let key = printable(&setting.key);
        let value = match &setting.value {
            Some(value) => printable(value).into_owned(),
            None => absent(setting.secret),
        };
        let _ = writeln!(out, "    {key:<width$}  {value}");
    }
}

fn document(out: &mut String, file: &Document, absent: impl Fn(bool) -> String) {
    heading(out, &format!("File {}", file.name));
    match &file.content {
        Some(content) => {
            for line in printable_lines(content).lines() {
                let _ = writeln!(out, "{line}");
            }
        }
        None => {
            let _ = writeln!(out, "  {}", absent(file.secret));
        }
    }
}

/// Prose, broken at 78 columns, with the following lines under the first.
pub(super) fn wrapped(out: &mut String, lead: &str, text: &str) {
    let indent = " ".repeat(lead.chars().count());
    let mut line = lead.to_owned();
    let mut empty = true;
    for word in printable(text).split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > 78 {
            let _ = writeln!(out, "{line}");
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{line}");
}

/// The neutral block of variables for a shell or an `.env` file. Hidden secrets are left out.
#[must_use]
pub fn env(report: &Report, scopes: &[String], redirect: Option<&str>) -> String {
    let endpoints = &report.endpoints;
    let scopes = scopes.join(" ");
    let variables = [
        ("OIDC_ISSUER", Some(endpoints.issuer.as_str())),
        ("OIDC_DISCOVERY_URL", Some(endpoints.discovery.as_str())),
        ("OIDC_CLIENT_ID", report.provider.client_id.as_deref()),
        ("OIDC_CLIENT_SECRET", report.provider.client_secret.as_deref()),
        ("OIDC_SCOPES", Some(scopes.as_str())),
        ("OIDC_REDIRECT_URI", redirect),
        ("OIDC_AUTHORIZATION_URL", Some(endpoints.authorization.as_str())),
        ("OIDC_TOKEN_URL", Some(endpoints.token.as_str())),
        ("OIDC_USERINFO_URL", Some(endpoints.userinfo.as_str())),
        ("OIDC_JWKS_URL", Some(endpoints.jwks.as_str())),
        ("OIDC_END_SESSION_URL", Some(endpoints.end_session.as_str())),
    ];
    let mut out = String::new();
    for (name, value) in variables {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}={}", quoted(value));
        }
    }
    out
}

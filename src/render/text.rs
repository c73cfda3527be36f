//! The settings as a person in a terminal reads them, and as a shell does.

use super::report::{Report, StillNeeded};
use super::settings::{Document, Setting, Settings};
use super::style::{Role, paint};
use crate::model::endpoints::Endpoints;
use crate::model::later;
use crate::model::shell::quoted;
use crate::model::text::{is_dangerous, printable, printable_lines};
use std::fmt::Write;

/// What stands where a secret is not shown.
const HIDDEN: &str = "(hidden; --show-secrets prints it, --out-dir writes it to a file)";
/// What stands where authentik publishes something that could not be read.
const UNREAD: &str = "(it could not be read; the warning says where it is)";
/// What stands where a value does not exist yet.
const NOT_YET: &str = "(authentik chooses it when the integration is made)";

/// Everything to enter in the application.
#[must_use]
pub fn settings(report: &Report, application: &str) -> String {
    let mut out = String::new();
    let Settings { place, settings, files, commands, steps, notes } = &report.client;
    let exists = report.exists();
    let absent = |is_secret: bool| {
        let why = match (exists, is_secret) {
            (true, true) => HIDDEN,
            (true, false) if report.provider.as_ref().is_some_and(|provider| provider.kind == "saml") => UNREAD,
            _ => NOT_YET,
        };
        paint(Role::Faint, why)
    };
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
    if !report.still_needed.is_empty() {
        heading(&mut out, "Still needed before anybody can sign in");
        for StillNeeded { flag, place, input: _ } in &report.still_needed {
            wrapped(&mut out, &format!("  {flag}  "), place);
        }
        wrapped(&mut out, "  ", &format!("Then run the same command with the value in place of `{}`.", later::WORD));
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
pub(crate) fn wrapped(out: &mut String, lead: &str, text: &str) {
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

/// The neutral block of variables for a shell or an `.env` file. Hidden secrets are left out, and what no
/// honest server has: a line says so.
#[must_use]
pub fn env(report: &Report, scopes: &[String], redirect: Option<&str>) -> String {
    let mut out = String::new();
    for (name, value) in variables(report, scopes, redirect) {
        match value {
            Some(value) if moves_a_cursor(&value) => {
                let _ = writeln!(out, "# {name} {LEFT_OUT}");
            }
            Some(value) => {
                let _ = writeln!(out, "{name}={}", quoted(&value));
            }
            None => {}
        }
    }
    out
}

/// What stands behind the name of a variable that is left out.
const LEFT_OUT: &str = "is left out: its value holds characters that could move a cursor or hide text";

/// A warning for each variable that [`env`] leaves out because of what is in it.
#[must_use]
pub fn env_warnings(report: &Report, scopes: &[String], redirect: Option<&str>) -> Vec<String> {
    let variables = variables(report, scopes, redirect).into_iter();
    let left_out = variables.filter(|(_, value)| value.as_deref().is_some_and(moves_a_cursor));
    left_out.map(|(name, _)| format!("{name} {LEFT_OUT}; `-o json` has it, escaped")).collect()
}

/// Quotation marks of a shell hide nothing from a terminal. Certificates have several lines.
fn moves_a_cursor(value: &str) -> bool {
    value.chars().any(|c| c != '\n' && is_dangerous(c))
}

type Variables = Vec<(&'static str, Option<String>)>;

fn variables(report: &Report, scopes: &[String], redirect: Option<&str>) -> Variables {
    let text = |text: &String| Some(text.clone());
    let pushes = report.backchannel.first().map(|push| ("SCIM_TARGET_URL", Some(push.url.clone())));
    let mut variables = match &report.endpoints {
        Endpoints::Oidc(endpoints) => vec![
            ("OIDC_ISSUER", text(&endpoints.issuer)),
            ("OIDC_DISCOVERY_URL", text(&endpoints.discovery)),
            ("OIDC_CLIENT_ID", report.provider.as_ref().and_then(|provider| provider.client_id.clone())),
            ("OIDC_CLIENT_SECRET", report.provider.as_ref().and_then(|provider| provider.client_secret.clone())),
            ("OIDC_SCOPES", Some(scopes.join(" "))),
            ("OIDC_REDIRECT_URI", redirect.map(str::to_owned)),
            ("OIDC_AUTHORIZATION_URL", text(&endpoints.authorization)),
            ("OIDC_TOKEN_URL", text(&endpoints.token)),
            ("OIDC_USERINFO_URL", text(&endpoints.userinfo)),
            ("OIDC_JWKS_URL", text(&endpoints.jwks)),
            ("OIDC_END_SESSION_URL", text(&endpoints.end_session)),
        ],
        Endpoints::Saml(endpoints) => {
            let published = report.identity_provider.as_ref();
            vec![
                ("SAML_ENTITY_ID", text(&endpoints.entity_id)),
                ("SAML_METADATA_URL", text(&endpoints.metadata)),
                ("SAML_SSO_REDIRECT_URL", text(&endpoints.sso_redirect)),
                ("SAML_SSO_POST_URL", text(&endpoints.sso_post)),
                ("SAML_SLO_REDIRECT_URL", text(&endpoints.slo_redirect)),
                ("SAML_SLO_POST_URL", text(&endpoints.slo_post)),
                ("SAML_CERTIFICATE", published.and_then(|published| published.certificate.clone())),
                ("SAML_CERTIFICATE_SHA256", published.and_then(|published| published.certificate_sha256.clone())),
            ]
        }
        Endpoints::Proxy(endpoints) => vec![
            ("OUTPOST_URL", text(&endpoints.outpost)),
            ("OUTPOST_NGINX_URL", text(&endpoints.nginx)),
            ("OUTPOST_TRAEFIK_URL", text(&endpoints.traefik)),
            ("OUTPOST_CADDY_URL", text(&endpoints.caddy)),
        ],
        Endpoints::ScimSource(endpoints) => vec![
            ("SCIM_URL", text(&endpoints.scim)),
            ("SCIM_TOKEN", report.source.as_ref().and_then(|source| source.token.clone())),
        ],
        Endpoints::None(_) => Vec::new(),
    };
    variables.extend(pushes);
    variables
}

//! What a login of one user would bring, for people.

use super::style::{Role, paint};
use super::text::wrapped;
use crate::login::claims::{Outcome, Tried};
use crate::login::preview::{Access, OpenId, Preview, Saml};
use crate::model::text::printable;
use serde_json::{Map, Value};
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn text(preview: &Preview) -> String {
    let mut out = String::new();
    let Preview { authentik, application, user, access, openid, saml, notes, .. } = preview;
    heading(&mut out, &format!("{} at {}", user.username, application.slug));
    wrapped(&mut out, "  authentik: ", &format!("{} ({})", authentik.url, authentik.version));
    let groups = if user.groups.is_empty() { "none".to_owned() } else { user.groups.join(", ") };
    wrapped(&mut out, "  groups in authentik: ", &groups);
    verdict(&mut out, access);
    if let Some(openid) = openid {
        self::openid(&mut out, openid);
    }
    if let Some(saml) = saml {
        self::saml(&mut out, saml);
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

fn verdict(out: &mut String, access: &Access) {
    heading(out, "Access");
    let (word, role) = match access.allowed {
        Some(true) => ("gets in", Role::Added),
        Some(false) => ("refused", Role::Error),
        None => ("not known", Role::Warning),
    };
    coloured(out, "  ", word, role, &format!(": {}", access.why));
    for message in &access.messages {
        wrapped(out, "    the user is told: ", message);
    }
    for bound in &access.bindings {
        let (word, role) = match bound.passes {
            Some(true) => ("yes", Role::Added),
            Some(false) => ("no", Role::Removed),
            None => ("?", Role::Faint),
        };
        coloured(out, "    ", &format!("{word:<4}"), role, &format!("{}: {}", bound.what, bound.why));
    }
    for line in &access.log {
        wrapped(out, "    log: ", line);
    }
}

/// A line that begins with a coloured word; the colour is put in after the line was broken.
fn coloured(out: &mut String, indent: &str, word: &str, role: Role, rest: &str) {
    let mut lines = String::new();
    match rest.strip_prefix(": ") {
        Some(rest) => wrapped(&mut lines, &format!("{indent}{word}: "), rest),
        None => wrapped(&mut lines, &format!("{indent}{word}"), rest),
    }
    out.push_str(&lines.replacen(word, &paint(role, word), 1));
}

fn openid(out: &mut String, openid: &OpenId) {
    heading(out, "Scopes");
    wrapped(out, "  asked for: ", &format!("{} ({})", openid.scopes.join(" "), openid.scopes_from));
    if !openid.dropped_scopes.is_empty() {
        let dropped = openid.dropped_scopes.join(" ");
        let text = format!("{dropped}: the provider has no mapping for it, and authentik drops it without a word");
        wrapped(out, "  dropped: ", &text);
    }
    for one in openid.mappings.iter().filter(|one| one.outcome == Outcome::Emitted) {
        let names: Vec<&str> = one.emitted.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let names = if names.is_empty() { "no claim".to_owned() } else { names.join(", ") };
        wrapped(out, &format!("  {}: ", printable(&one.target)), &format!("{names} (mapping {})", one.name));
    }
    mappings(out, &openid.mappings);
    if let Some(token) = &openid.id_token {
        heading(out, "ID token");
        claims(out, token);
        wrapped(out, "  set at login: ", &openid.set_at_login.join(", "));
        wrapped(out, "  sub is ", &openid.subject_from);
    }
    if let Some(userinfo) = &openid.userinfo {
        heading(out, "Userinfo");
        claims(out, userinfo);
    }
    if openid.id_token.is_some() {
        heading(out, "Groups and roles as the application sees them");
        if openid.memberships.is_empty() {
            wrapped(out, "  ", "no claim lists any");
        }
        for membership in &openid.memberships {
            let values = if membership.values.is_empty() { "none".to_owned() } else { membership.values.join(", ") };
            wrapped(out, &format!("  {}: ", printable(&membership.claim)), &values);
        }
    }
}

fn saml(out: &mut String, saml: &Saml) {
    heading(out, "Assertion");
    match &saml.name_id {
        Some(value) => wrapped(out, "  NameID: ", &format!("{value} (from {})", saml.name_id_from)),
        None => wrapped(out, "  NameID: ", &saml.name_id_from),
    }
    for attribute in &saml.attributes {
        let _ = writeln!(out, "  {}", printable(&attribute.name));
        for value in &attribute.values {
            wrapped(out, "      ", value);
        }
    }
    mappings(out, &saml.mappings);
}

/// Mappings that do not count; the others show by their claims.
fn mappings(out: &mut String, tried: &[Tried]) {
    for one in tried {
        let (word, role) = match one.outcome {
            Outcome::Emitted => continue,
            Outcome::Ignored => ("ignored", Role::Warning),
            Outcome::Failed => ("failed", Role::Warning),
            Outcome::Unknown => ("not known", Role::Faint),
        };
        let target = if one.target.is_empty() { String::new() } else { format!(" ({})", one.target) };
        let why = one.why.as_deref().unwrap_or_default();
        coloured(out, "  ", word, role, &format!(": mapping {}{target}: {why}", one.name));
    }
}

/// One claim on a line; what is too long for that stands below its name. Values are never cut: they are
/// there to be compared.
pub(super) fn claims(out: &mut String, claims: &Map<String, Value>) {
    let widths = claims.keys().map(|name| printable(name).chars().count());
    let width = widths.filter(|width| *width <= 24).max().unwrap_or_default();
    for (name, value) in claims {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let lead = format!("  {:<width$}  ", printable(name));
        if lead.chars().count() + value.chars().count() > 78 {
            let _ = writeln!(out, "{}", lead.trim_end());
            wrapped(out, "      ", &value);
        } else {
            wrapped(out, &lead, &value);
        }
    }
}

//! The pages of a sandbox, for people and for tests: plain HTML.

use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::text;
use serde_json::Value;

/// A form that sends itself to the address that it came from.
fn form(title: &str, message: &str, fields: &str, button: &str) -> Reply {
    let message =
        if message.is_empty() { String::new() } else { format!("<p role=\"alert\">{}</p>", escaped(message)) };
    Reply::page(
        200,
        &format!(
            "<h1>{}</h1>{message}<form method=\"post\">{fields}<button type=\"submit\">{button}</button></form>",
            escaped(title)
        ),
    )
}

fn field(label: &str, name: &str, kind: &str) -> String {
    format!("<p><label>{label} <input name=\"{name}\" type=\"{kind}\" required></label></p>")
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("<li>{}</li>", escaped(item))).collect();
    format!("<ul>{}</ul>", items.concat())
}

/// Name and password.
#[must_use]
pub fn login(message: &str) -> Reply {
    let fields = field("Username", "username", "text") + &field("Password", "password", "password");
    form("Welcome to authentik!", message, &fields, "Log in")
}

/// A code of one of these devices.
#[must_use]
pub fn code(devices: &[&Value], message: &str) -> Reply {
    let kinds: Vec<&str> = devices.iter().filter_map(|device| device["class"].as_str()).collect();
    let label = format!("Authentication code ({})", escaped(&kinds.join(", ")));
    form("Second factor", message, &field(&label, "code", "text"), "Continue")
}

/// Leave for an application to know what these scopes give.
#[must_use]
pub fn consent(application: &str, scopes: &[String], token: &str) -> Reply {
    let scopes = list(scopes);
    let title = format!("Redirecting to {application}");
    let fields = format!("<p>The application asks for:</p>{scopes}{}", hidden("token", token));
    form(&title, "", &fields, "Continue")
}

/// The code that a device shows.
#[must_use]
pub fn device_code(message: &str) -> Reply {
    form("Enter the code shown on your device", message, &field("Code", "user_code", "text"), "Continue")
}

/// Leave for a device.
#[must_use]
pub fn device(application: &str, code: &str) -> Reply {
    let fields = hidden("user_code", code) + &hidden("device", "yes");
    form(&format!("Signing a device in to {application}"), "", &fields, "Continue")
}

/// The set-up stages of which one is to be chosen.
pub fn ways<'a>(ways: impl Iterator<Item = &'a Object>) -> Reply {
    let fields = ways.map(|way| {
        let name = escaped(text(way, "name"));
        format!("<p><label><input type=\"radio\" name=\"stage\" value=\"{}\"> {name}</label></p>", text(way, "pk"))
    });
    form("Select an authenticator to set up", "", &fields.collect::<String>(), "Continue")
}

/// The codes of a new device.
#[must_use]
pub fn codes(codes: &[String]) -> Reply {
    let codes = list(codes);
    let fields = format!("<p>Keep these codes; each works once.</p>{codes}{}", hidden("confirm", "yes"));
    form("Set up static codes", "", &fields, "Continue")
}

/// The end for somebody who is not let in. authentik's page is 200 too (its source: a template
/// without a status of its own).
#[must_use]
pub fn denied(reason: &str) -> Reply {
    let reason = escaped(reason);
    Reply::page(200, &format!("<h1>Permission denied</h1><p>Request has been denied.</p><p>{reason}</p>"))
}

/// A form that the browser sends on by itself.
#[must_use]
pub fn sent_on(address: &str, parameters: &[(&str, String)]) -> Reply {
    let fields: String = parameters.iter().map(|(name, value)| hidden(name, value)).collect();
    let address = escaped(address);
    Reply::page(
        200,
        &format!(
            "<form method=\"post\" action=\"{address}\">{fields}<noscript><button type=\"submit\">Continue</button>\
             </noscript></form><script>document.forms[0].submit()</script>"
        ),
    )
}

/// The end of a session.
#[must_use]
pub fn logged_out(application: &str) -> Reply {
    Reply::page(200, &format!("<h1>You've logged out of {}.</h1>", escaped(application)))
}

/// Text as it may stand in HTML, between quotation marks too.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#x27;"),
            other => safe.push(other),
        }
    }
    safe
}

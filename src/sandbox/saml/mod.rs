//! What SAML service providers and browsers see: metadata, sign-on, logout.
//!
//! Not recorded but for the metadata; the rest is from authentik's source
//! (`providers/saml/views`). Nobody signs in to a SAML application here: every request that needs
//! somebody leads to the login, and who is signed in gets a 501.

pub mod metadata;

use super::collections::{Collection, Family};
use super::habits::Habit;
use super::message::{Object, Reply, Request};
use super::store::value;
use super::{Sandbox, oidc, signin};
use base64::Engine as _;
use std::collections::BTreeMap;

/// Answers what is below `/application/saml/SLUG/`.
pub fn public(sandbox: &Sandbox, request: &Request, slug: &str, rest: &[&str]) -> Result<Reply, Reply> {
    let missing = || Reply::page(404, "Not Found");
    let rest = rest.strip_suffix(&[""]).ok_or_else(missing)?;
    if !["GET", "POST"].contains(&request.method.as_str()) {
        return Err(Reply::not_played(&format!("{} {}", request.method, request.path)));
    }
    let unified = sandbox.has(Habit::UnifiedSaml);
    match rest {
        // Whatever provider the application has, the address below the API is that of SAML.
        ["metadata"] => {
            let provider = provider_of(sandbox, slug, None).ok_or_else(missing)?;
            let target = format!("/api/v3/providers/saml/{}/metadata/?download", value(provider, "pk"));
            Ok(Reply::redirect(&target))
        }
        ["sso", "binding", "redirect" | "post" | "init"] => sign_on(sandbox, request, slug),
        ["slo", "binding", "redirect" | "post"] => logout(sandbox, request, slug),
        ["init"] if unified => sign_on(sandbox, request, slug),
        [] if unified => either(sandbox, request, slug),
        _ => Err(missing()),
    }
}

/// Whether somebody is signed in is looked at before the request itself.
fn sign_on(sandbox: &Sandbox, request: &Request, slug: &str) -> Result<Reply, Reply> {
    match provider_of(sandbox, slug, Some("providers/saml")) {
        Some(_) if signin::is_signed_in(sandbox, request) => {
            Err(Reply::not_played("what follows a login for a SAML application, because it signs no assertions"))
        }
        Some(_) => Ok(Reply::redirect(&oidc::login(sandbox, request))),
        None => Err(Reply::page(404, "Not Found")),
    }
}

fn logout(sandbox: &Sandbox, request: &Request, slug: &str) -> Result<Reply, Reply> {
    // The answer to a logout that began here: none does.
    if message(request, "SAMLResponse").is_some() {
        return Err(Reply::not_played("the answer to a SAML logout"));
    }
    sign_on(sandbox, request, slug)
}

/// The one address for everything looks at the request first. What is packed into a `GET` is not
/// unpacked here: whatever is base64 is taken for a request.
fn either(sandbox: &Sandbox, request: &Request, slug: &str) -> Result<Reply, Reply> {
    if message(request, "SAMLResponse").is_some() {
        return logout(sandbox, request, slug);
    }
    let bad = |text: &str| Err(Reply::page(400, text));
    let Some(sent) = message(request, "SAMLRequest") else { return bad("The SAML request payload is missing.") };
    let plain = base64::engine::general_purpose::STANDARD.decode(sent.as_bytes()).unwrap_or_default();
    let document = String::from_utf8_lossy(&plain);
    let is_known = ["AuthnRequest", "LogoutRequest"].iter().any(|kind| document.contains(kind));
    let is_request = !plain.is_empty() && (request.method == "GET" || is_known);
    if is_request { sign_on(sandbox, request, slug) } else { bad("Unsupported SAML message type: unknown") }
}

/// A field of the form that was sent, or of the query.
fn message(request: &Request, name: &str) -> Option<String> {
    if request.method != "POST" {
        return request.one(name);
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    form.get(name).cloned()
}

/// The provider of an application, if it is of that kind.
fn provider_of<'a>(sandbox: &'a Sandbox, slug: &str, kind: Option<&str>) -> Option<&'a Object> {
    let application = sandbox.store.by_key(Collection::at("core/applications")?, slug)?;
    let (collection, provider) = sandbox.store.find(Family::Provider, &value(application, "provider"))?;
    kind.is_none_or(|kind| collection.path == kind).then_some(provider)
}

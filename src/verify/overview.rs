//! What the lists alone tell of each application: a line of `akctl list`.

use super::check::{Finding, Verdict, run};
use super::checks::INTEGRATION;
use super::picture::Picture;
use super::provider::{Kind, Provider};
use serde::Serialize;

/// One application, or a provider without one.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The application's slug; null for a provider without application.
    pub slug: Option<String>,
    /// The application's name, or the provider's.
    pub name: String,
    /// The preset whose id, alias or name it bears; null if there is none, or more than one.
    pub preset: Option<String>,
    /// Whether akctl made it.
    pub made_by_akctl: bool,
    /// The provider's name; null if there is none.
    pub provider: Option<String>,
    /// The provider's kind; null if there is none.
    pub kind: Option<&'static str>,
    /// The redirect addresses for signing in, or what takes their place.
    pub redirect_uris: Vec<String>,
    /// How tokens are signed; null if that is not known or nothing is signed.
    pub signing_algorithm: Option<String>,
    /// How many bindings are switched on; null if they cannot be read.
    pub bindings: Option<usize>,
    /// Whether every user may open it.
    pub open: bool,
    /// When the certificate that signs ends; null if that is not known.
    pub certificate_end: Option<String>,
    /// What `akctl verify` would complain about, as far as it shows here.
    pub complaints: Vec<Complaint>,
}

/// A check that did not end well.
#[derive(Debug, Clone, Serialize)]
pub struct Complaint {
    /// The check's id.
    pub id: &'static str,
    /// How it ended.
    pub verdict: Verdict,
}

impl Row {
    /// What is known of a picture that was made of lists alone.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        let provider = picture.any_provider();
        let application = picture.application.as_ref();
        let on = picture.bindings.as_ref().ok().map(|all| all.iter().filter(|binding| binding.is_on).count());
        let is_problem = |finding: &Finding| matches!(finding.verdict, Verdict::Failed | Verdict::Warning);
        let found = run(INTEGRATION, picture);
        let complaints = found.iter().filter(|finding| is_problem(finding));
        Self {
            slug: application.map(|application| application.slug.clone()),
            name: application.map(|one| &one.name).or(provider.map(|one| &one.name)).cloned().unwrap_or_default(),
            preset: picture.expect.as_ref().map(|expect| expect.preset.clone()),
            made_by_akctl: picture.is_ours(),
            provider: provider.map(|provider| provider.name.clone()),
            kind: provider.map(|provider| provider.kind.word()),
            redirect_uris: provider.map(addresses).unwrap_or_default(),
            signing_algorithm: provider.and_then(|provider| algorithm(picture, provider)),
            bindings: on,
            open: application.is_some() && on == Some(0) && picture.server.open_by_default != Some(false),
            certificate_end: provider.and_then(|provider| certificate_end(picture, provider)),
            complaints: complaints.map(|one| Complaint { id: one.id, verdict: one.verdict }).collect(),
        }
    }

    /// `!!` if something is broken or dangerous, `!` if there is something to look at.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        match self.complaints.iter().map(|complaint| complaint.verdict).min() {
            Some(Verdict::Failed) => "!!",
            Some(_) => "!",
            None => "",
        }
    }
}

/// Where people are sent to.
fn addresses(provider: &Provider) -> Vec<String> {
    let field = match provider.kind {
        Kind::OAuth2 => return provider.sign_in_redirects().into_iter().map(|redirect| redirect.url).collect(),
        Kind::Saml => "acs_url",
        Kind::Scim => "url",
        Kind::Proxy => "external_host",
        Kind::Ldap | Kind::Other => return Vec::new(),
    };
    Some(provider.text(field)).filter(|address| !address.is_empty()).map(str::to_owned).into_iter().collect()
}

/// The field that names the certificate which signs.
fn signing_field(provider: &Provider) -> &'static str {
    if provider.kind == Kind::OAuth2 { "signing_key" } else { "signing_kp" }
}

/// How an `OAuth2` provider's tokens are signed: authentik picks it by the key.
fn algorithm(picture: &Picture, provider: &Provider) -> Option<String> {
    if provider.kind != Kind::OAuth2 {
        return None;
    }
    let Some(certificate) = picture.certificate(provider, signing_field(provider)) else {
        return Some("HS256".to_owned());
    };
    let word = match certificate.ok()?.key_type.as_deref()? {
        "rsa" => "RS256",
        "ec" => "ES",
        "ed25519" | "ed448" => "EdDSA",
        other => other,
    };
    Some(word.to_owned())
}

fn certificate_end(picture: &Picture, provider: &Provider) -> Option<String> {
    picture.certificate(provider, signing_field(provider))?.ok()?.expiry.clone()
}

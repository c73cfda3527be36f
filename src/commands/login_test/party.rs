//! The application whose part akctl plays: what it must know, and what stands in its way.

use super::redirect::entries;
use crate::commands::preview::subject::Subject;
use crate::error::Failure;
use crate::login::device::GRANT;
use crate::login::flow::is_of_a_test;
use crate::model::endpoints::OidcEndpoints;
use crate::model::{Secret, ServerUrl};
use crate::verify::provider::Kind;
use serde_json::Value;

/// The application.
pub(super) struct Party {
    /// The provider's primary key.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret; public clients have one too, and send it nowhere.
    pub secret: Option<Secret>,
    /// Whether the secret is sent.
    pub is_confidential: bool,
    /// Whether tokens are signed with a key of the provider, and not with the secret.
    pub has_key: bool,
    /// The addresses that an application uses.
    pub endpoints: OidcEndpoints,
    /// What must stand in the claim `iss`.
    pub issuer: String,
}

impl Party {
    /// From what was read; refuses what no login can succeed with, and what a test must not touch.
    pub fn of(subject: &Subject, public: &ServerUrl, allows_plain: bool, by_device: bool) -> Result<Self, Failure> {
        let slug = &subject.application.slug;
        let provider = subject.provider.as_ref().map_err(|why| Failure::failed(format!("`{slug}`: {why}")))?;
        if subject.kind() != Some(Kind::OAuth2) {
            let kind = subject.kind().unwrap_or(Kind::Other).word();
            let message =
                format!("`{slug}` has a provider of the kind {kind}, and akctl can play an OAuth2 application only");
            return Err(
                Failure::usage(message).hint(format!("`akctl preview {slug} --user NAME` works without a login"))
            );
        }
        let text = |field: &str| provider.get(field).and_then(Value::as_str).unwrap_or_default();
        let endpoints = slug.parse().map(|slug| OidcEndpoints::of(public, &slug));
        let endpoints = endpoints.map_err(|error| Failure::failed(format!("the application's slug: {error}")))?;
        let secret = Some(text("client_secret")).filter(|secret| !secret.is_empty());
        let issuer = if text("issuer_mode") == "global" { public.join("/") } else { endpoints.issuer.clone() };
        let party = Self {
            provider: provider.get("pk").map(Value::to_string).unwrap_or_default(),
            name: text("name").to_owned(),
            client_id: text("client_id").to_owned(),
            secret: secret.map(|secret| Secret::new(secret.to_owned())),
            is_confidential: text("client_type") != "public",
            has_key: provider.get("signing_key").is_some_and(|key| !key.is_null()),
            endpoints,
            issuer,
        };
        if by_device {
            party.check_device(provider)?;
        } else {
            party.check(slug, provider)?;
        }
        party.check_secret()?;
        if !public.is_https() && !public.is_loopback() && !allows_plain {
            let message =
                format!("the login's codes, tokens and client secret would go to {public} without encryption");
            return Err(Failure::usage(message)
                .hint("name the https address that people use with --public-url")
                .hint("where the way is safe, allow it with --allow-plain-http-token"));
        }
        Ok(party)
    }

    fn check(&self, slug: &str, provider: &Value) -> Result<(), Failure> {
        let name = &self.name;
        let grants = provider.get("grant_types").and_then(Value::as_array);
        if grants.is_some_and(|grants| grants.iter().all(|grant| grant != "authorization_code")) {
            let message = format!(
                "the provider `{name}` lacks the grant authorization_code: authentik refuses every login by code"
            );
            return Err(Failure::failed(message)
                .hint("add \"Authorization Code\" to the provider's grant types, if the application uses it")
                .hint(format!("`akctl verify {slug}` shows what else is wrong"))
                .hint("nothing was changed"));
        }
        let entries = entries(provider);
        let is_whole = |entry: &Value| ["matching_mode", "url"].iter().all(|field| entry.get(field).is_some());
        if !entries.iter().all(is_whole) {
            let message =
                format!("the provider `{name}` has redirect addresses that authentik shows without their kind");
            return Err(Failure::failed(message).hint("nothing was changed"));
        }
        let url = |entry: &Value| entry.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
        if entries.iter().map(url).all(|url| is_of_a_test(&url)) {
            let message = format!("the provider `{name}` has no redirect address of its own");
            return Err(Failure::failed(message)
                .hint("register the application's address first: authentik keeps the first that anybody uses")
                .hint("nothing was changed"));
        }
        Ok(())
    }

    fn check_device(&self, provider: &Value) -> Result<(), Failure> {
        let name = &self.name;
        let grants = provider.get("grant_types").and_then(Value::as_array);
        if grants.is_some_and(|grants| grants.iter().all(|grant| grant != GRANT)) {
            let message = format!("the provider `{name}` lacks the grant {GRANT}: authentik refuses devices");
            return Err(Failure::failed(message)
                .hint("add \"Device Code\" to the provider's grant types, if the application uses it")
                .hint("nothing was changed"));
        }
        Ok(())
    }

    fn check_secret(&self) -> Result<(), Failure> {
        let name = &self.name;
        if self.secret.is_none() && (self.is_confidential || !self.has_key) {
            let message = format!("authentik does not show the client secret of `{name}`");
            return Err(Failure::failed(message).hint("the token's user needs the right to change the provider"));
        }
        Ok(())
    }
}

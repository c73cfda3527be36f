//! What was seen of one integration and of the server it is on: all that checks look at.

use super::expect::Expect;
use super::objects::{Application, Binding, Mapping};
use super::outposts::Outpost;
use super::provider::{Kind, Provider};
use super::push::Push;
use super::stages::Stages;
use crate::compile::RequireMfa;
use crate::model::endpoints::OidcEndpoints;
use crate::model::objects::{Certificate, Flow};
use crate::model::resource::{MFA_FLOW, marked};
use crate::model::{Capabilities, ServerUrl};
use crate::saml::identity_provider::IdentityProvider;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What was seen; or why it was not looked at, or could not be read.
pub type Look<T> = Result<T, String>;

/// How a [`Look`] begins that failed because the token's user lacks a right.
pub const FORBIDDEN: &str = "the token's user may not";

/// How an address answered, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With this status; redirects are not followed.
    Came {
        /// The HTTP status.
        status: u16,
        /// Where a redirect leads; empty if it is none.
        location: String,
        /// The error that an `OAuth2` endpoint names; empty if it names none.
        error: String,
    },
    /// TLS refused the server: the chain, the host name, the protocol.
    NotTrusted(String),
    /// Nobody answered.
    Silent(String),
}

/// The server.
#[derive(Debug, Clone)]
pub struct Server {
    /// The address that people and applications use.
    pub public: ServerUrl,
    /// Whether TLS certificates are looked at, or why not.
    pub tls: Look<()>,
    /// Its version and what it can do.
    pub can: Capabilities,
    /// How the public address answers.
    pub answer: Answer,
    /// How many seconds its clock is ahead of this machine's; negative if it is behind.
    pub clock_ahead: Look<i64>,
    /// Whether an application without bindings lets everybody in; servers before 2026.5 do not say.
    pub open_by_default: Option<bool>,
    /// The slug of the flow in which people sign in at the address of the API; none if its brand
    /// names none.
    pub login_flow: Option<String>,
    /// Today, in days from 1970-01-01.
    pub today: i64,
}

impl Server {
    /// Whether people reach it over this machine's own network only, as in a sandbox.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.public.is_loopback()
    }
}

/// What was seen without the token, through the public address.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Whether anybody looked.
    pub is_looked: bool,
    /// The discovery document.
    pub discovery: Look<Value>,
    /// The keys that sign.
    pub jwks: Look<Value>,
    /// How the authorize endpoint takes each redirect address.
    pub authorize: Look<Vec<(String, Answer)>>,
    /// How the token endpoint takes the secret that was given with a code that is none.
    pub token: Look<Answer>,
    /// authentik's SAML metadata for the application.
    pub metadata: Look<IdentityProvider>,
    /// How an outpost answers at the address that a proxy provider protects.
    pub ping: Look<Answer>,
}

impl Outside {
    /// Nothing was looked at.
    #[must_use]
    pub fn unseen(why: &str) -> Self {
        let why = || why.to_owned();
        Self {
            is_looked: false,
            discovery: Err(why()),
            jwks: Err(why()),
            authorize: Err(why()),
            token: Err(why()),
            metadata: Err(why()),
            ping: Err(why()),
        }
    }
}

/// What the application's own login address sends people to authentik with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sent {
    /// Scheme, host and port that it sends people to, and the path.
    pub address: String,
    /// The parameters of the request, in their order.
    pub parameters: Vec<(String, String)>,
}

impl Sent {
    /// A parameter; empty if it is absent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// A mistake that authentik noted about a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// When: `2026-11-22T04:00:08Z`.
    pub when: String,
    /// In authentik's words.
    pub message: String,
    /// The redirect address that was sent, where that was the mistake.
    pub redirect_uri: Option<String>,
}

/// What the application asked for when somebody last signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// When: `2026-11-22T04:00:08Z`.
    pub when: String,
    /// The scopes that it asked for and authentik knew.
    pub scopes: Vec<String>,
}

/// One integration.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The server.
    pub server: Rc<Server>,
    /// The application; none for a provider that belongs to none.
    pub application: Option<Application>,
    /// The application's provider, if it has one.
    pub provider: Look<Option<Provider>>,
    /// The providers in the back channel.
    pub backchannel: Vec<Provider>,
    /// The application's bindings.
    pub bindings: Look<Vec<Binding>>,
    /// The provider's scope mappings, as far as they can be read.
    pub mappings: Look<Vec<Mapping>>,
    /// authentik's own SAML mappings: their ids that never change, by primary key. Read only where
    /// there is a SAML provider.
    pub attributes: Look<Rc<BTreeMap<String, String>>>,
    /// All flows, by primary key.
    pub flows: Look<Rc<BTreeMap<String, Flow>>>,
    /// The stages of the flows, as far as they were asked for.
    pub stages: Look<Rc<Stages>>,
    /// The certificates that the providers name, by primary key.
    pub certificates: BTreeMap<String, Look<Certificate>>,
    /// The outposts that serve the provider. Read only where there is one that takes an outpost.
    pub outposts: Look<Vec<Outpost>>,
    /// How the last pushes of SCIM providers ended, by primary key; empty if nobody asked.
    pub pushes: BTreeMap<String, Look<Push>>,
    /// What a login of the token's own user would say of that user, with all scopes.
    pub preview: Look<Value>,
    /// What authentik noted about this provider of late.
    pub noted: Look<Vec<Noted>>,
    /// What the application asked for when somebody last signed in; nothing if nobody did of late.
    pub asked: Look<Option<Asked>>,
    /// What is seen from outside.
    pub outside: Outside,
    /// What the application's login address sends; none if no such address was given.
    pub sent: Option<Look<Sent>>,
    /// What the preset expects; none if no preset is known for it.
    pub expect: Option<Expect>,
}

impl Picture {
    /// The application's slug; empty if there is none.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.application.as_ref().map_or("", |application| &application.slug)
    }

    /// The application's provider, if it is of that kind and can be read.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> Option<&Provider> {
        self.provider.as_ref().ok()?.as_ref().filter(|provider| provider.kind == kind)
    }

    /// The `OAuth2` provider.
    #[must_use]
    pub fn oauth2(&self) -> Option<&Provider> {
        self.of_kind(Kind::OAuth2)
    }

    /// The provider, whatever its kind.
    #[must_use]
    pub fn any_provider(&self) -> Option<&Provider> {
        self.provider.as_ref().ok()?.as_ref()
    }

    /// The addresses of the application as an `OAuth2` one; none where its slug can have none.
    #[must_use]
    pub fn endpoints(&self) -> Option<OidcEndpoints> {
        Some(OidcEndpoints::of(&self.server.public, &self.slug().parse().ok()?))
    }

    /// The address of authentik's SAML metadata for the application, which it calls itself by as well
    /// where akctl made the provider.
    #[must_use]
    pub fn saml_metadata(&self) -> String {
        self.server.public.join(&format!("/application/saml/{}/metadata/", self.slug()))
    }

    /// What the application must compare the claim `iss` with: the addresses' own issuer, or
    /// authentik's own address for a provider that says so.
    #[must_use]
    pub fn issuer(&self) -> Option<String> {
        let provider = self.oauth2()?;
        match provider.text("issuer_mode") {
            "global" => Some(self.server.public.join("/")),
            _ => self.endpoints().map(|endpoints| endpoints.issuer),
        }
    }

    /// The certificate that a field of a provider names: none if it names none.
    #[must_use]
    pub fn certificate(&self, provider: &Provider, field: &str) -> Option<Look<&Certificate>> {
        let pk = provider.id(field)?;
        Some(match self.certificates.get(&pk) {
            Some(Ok(certificate)) => Ok(certificate),
            Some(Err(why)) => Err(why.clone()),
            None => Err("the certificate was not read".to_owned()),
        })
    }

    /// How to mend what `akctl integrate` mends; else the sentence about authentik's own pages.
    #[must_use]
    pub fn mend(&self, by_hand: &str) -> String {
        self.mend_with("", by_hand)
    }

    /// The command with which akctl mends it by itself, where akctl made it; else the sentence about
    /// authentik's own pages.
    #[must_use]
    pub fn fix(&self, by_hand: &str) -> String {
        match &self.expect {
            Some(expect) if self.is_ours() => expect.fix(self.slug()),
            _ => by_hand.to_owned(),
        }
    }

    /// The same with more flags, such as `--force` for what changes people's identity.
    #[must_use]
    pub fn mend_with(&self, more: &str, by_hand: &str) -> String {
        match &self.expect {
            Some(expect) if self.is_ours() => self.again(expect, more),
            _ => by_hand.to_owned(),
        }
    }

    /// The command that makes it again, with more flags, and with the second factor that it has.
    #[must_use]
    pub fn again(&self, expect: &Expect, more: &str) -> String {
        let factor = self.second_factor_flow().and_then(|(slug, _)| RequireMfa::of_flow(slug));
        let factor = factor.map(|wish| format!(" {}", wish.flags())).unwrap_or_default();
        expect.again(&format!("{more}{factor}"))
    }

    /// Slug and primary key of the provider's authorization flow, if akctl made it to ask for a
    /// second factor.
    #[must_use]
    pub fn second_factor_flow(&self) -> Option<(&str, &str)> {
        let pk = self.any_provider()?.id("authorization_flow")?;
        let flow = self.flows.as_ref().ok()?.get(&pk)?;
        flow.slug.starts_with(MFA_FLOW).then_some((flow.slug.as_str(), flow.pk.as_str()))
    }

    /// Whether akctl made it: its provider bears the name that akctl gives; where nobody signs in,
    /// the one that pushes people to it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        let slug = self.slug();
        let pushing = marked(&format!("{slug}: SCIM"));
        match self.any_provider() {
            Some(provider) => provider.name == marked(slug),
            None => self.backchannel.iter().any(|provider| provider.name == pushing),
        }
    }
}

//! Puts the report of an integration together and prints it in the format that was asked for.

use super::{Decided, Task, files};
use crate::apply::Outcome;
use crate::cli::Output;
use crate::commands::structured;
use crate::compile::{self, Front, Prepared, Push, Source as ScimSource};
use crate::error::Failure;
use crate::model::Secret;
use crate::model::later;
use crate::model::resource::{Found, Kind};
use crate::public::Seen;
use crate::render::report::{
    Application, Backchannel, IdentityProvider, Provider, Report, Server, Source, StillNeeded, changes, conflicts,
};
use crate::render::reverse_proxy;
use crate::render::settings::{Credentials, Published, Secrecy, Values, settings};
use crate::render::text;
use serde_json::Value;
use std::time::SystemTime;

impl Task<'_> {
    /// Prints the report, writes the files, and answers the warnings that are left to be said.
    pub(super) fn print_report(
        &self,
        decided: &Decided,
        outcome: &Outcome,
        seen: &Seen,
    ) -> Result<Vec<String>, Failure> {
        let output = self.context.global.output;
        let secrecy = if self.shows_secrets() { Secrecy::Show } else { Secrecy::Hide };
        let report = self.report(decided, outcome, seen, secrecy)?;
        let text = match output {
            Output::Text => {
                text::settings(&report, self.preset.authentik.name().map_or(&self.prepared.name, |_| &self.preset.name))
            }
            Output::Env => {
                let scopes = self.prepared.scopes();
                self.warn(&text::env_warnings(&report, &scopes, self.redirect()));
                text::env(&report, &scopes, self.redirect())
            }
            Output::Json | Output::Yaml => structured(output, &report)?.unwrap_or_default(),
        };
        self.print(&text)?;
        let hides = |secret: Option<&Secret>| secret.is_some() && secrecy == Secrecy::Hide;
        if output == Output::Env && self.run.out_dir.is_none() && hides(credentials(outcome).client_secret.as_ref()) {
            self.context
                .ui
                .say("The client secret is hidden: --show-secrets prints it, --out-dir FOLDER writes it to a file.\n");
        }
        if let Some(folder) = &self.run.out_dir
            && !self.run.dry_run
            && decided.plan.conflicts.is_empty()
        {
            let open = self.report(decided, outcome, seen, Secrecy::Show)?;
            let env = text::env(&open, &self.prepared.scopes(), self.redirect());
            for path in files::write(folder, self.prepared.slug.as_str(), &open, &env)? {
                self.context.ui.say(&format!("wrote {}\n", path.display()));
            }
        }
        Ok(report.warnings)
    }

    /// The first redirect address, for formats that take only one.
    pub(in crate::commands) fn redirect(&self) -> Option<&str> {
        self.prepared.oauth2()?.redirect_uris.first().and_then(|entry| entry.get("url")).and_then(Value::as_str)
    }

    pub(in crate::commands) fn report(
        &self,
        decided: &Decided,
        outcome: &Outcome,
        seen: &Seen,
        secrecy: Secrecy,
    ) -> Result<Report, Failure> {
        let credentials = credentials(outcome);
        let scopes = self.prepared.scopes();
        let Seen { warnings: _, jwks, metadata, certificate } = seen.clone();
        let published = Published { jwks, metadata, certificate };
        let values = Values {
            context: &self.prepared.context,
            scopes: &scopes,
            credentials: &credentials,
            published: &published,
            version: &decided.survey.version,
        };
        let Prepared { slug, name, application, .. } = self.prepared;
        let mut client = settings(&self.preset.client, &values, secrecy)?;
        if let Some(proxy) = self.prepared.proxy() {
            reverse_proxy::add(&mut client, proxy, slug.as_str());
        }
        Ok(Report {
            preset: self.preset.id.clone(),
            authentik: Server { url: self.session.public.to_string(), version: decided.survey.version.to_string() },
            dry_run: self.run.dry_run,
            changes: changes(&decided.plan),
            conflicts: conflicts(&decided.plan),
            application: application.as_ref().map(|_| Application { slug: slug.to_string(), name: name.clone() }),
            provider: self.provider(outcome, &credentials, secrecy),
            identity_provider: identity_provider(&published),
            backchannel: self.prepared.push.iter().map(|push| backchannel(push, outcome)).collect(),
            source: self.prepared.source.as_ref().map(|source| self.source(source, outcome, &credentials, secrecy)),
            endpoints: self.prepared.endpoints.clone(),
            client,
            still_needed: self.still_needed(outcome),
            warnings: self.warnings(decided, outcome, seen),
        })
    }

    /// The inputs that were left for later, unless authentik has their values by now.
    fn still_needed(&self, outcome: &Outcome) -> Vec<StillNeeded> {
        let awaits = |found: &Found| found.fields.values().any(|value| later::stands_in(&value.to_string()));
        if outcome.front().is_some_and(|found| !awaits(found)) {
            return Vec::new();
        }
        let needed = self.preset.inputs.iter().filter(|(name, _)| self.prepared.context.awaits(name));
        let told = needed.filter_map(|(name, input)| {
            let (place, flag) = (input.later.clone()?, format!("--{}", input.flag(name)));
            Some(StillNeeded { input: name.to_owned(), flag, place })
        });
        told.collect()
    }

    fn warnings(&self, decided: &Decided, outcome: &Outcome, seen: &Seen) -> Vec<String> {
        let mut told = decided.plan.warnings.clone();
        told.extend(outcome.warnings.iter().cloned());
        if decided.survey.capabilities.newer_than_known {
            told.push(format!("authentik {} is newer than any that akctl was tried with", decided.survey.version));
        }
        told.extend(seen.warnings.iter().cloned());
        let signing = self.prepared.signs_with(&decided.survey.facts);
        told.extend(signing.and_then(|name| compile::ending(name, &decided.survey.facts, today())));
        told
    }

    fn provider(&self, outcome: &Outcome, credentials: &Credentials, secrecy: Secrecy) -> Option<Provider> {
        let kind = match self.prepared.front.as_ref()? {
            Front::Oauth2(_) => "oauth2",
            Front::Saml(_) => "saml",
            Front::Proxy(_) => "proxy",
        };
        Some(Provider {
            pk: outcome.front().map(|found| found.id.clone()).unwrap_or_default(),
            name: self.prepared.provider.clone(),
            kind,
            client_id: credentials.client_id.clone(),
            client_secret: shown(credentials.client_secret.as_ref(), secrecy),
        })
    }

    fn source(&self, source: &ScimSource, outcome: &Outcome, credentials: &Credentials, secrecy: Secrecy) -> Source {
        Source {
            kind: "scim",
            pk: outcome.only(Kind::ScimSource).map(|found| found.id.clone()).unwrap_or_default(),
            slug: self.prepared.slug.to_string(),
            name: source.name.clone(),
            token: shown(credentials.source_token.as_ref(), secrecy),
        }
    }
}

fn shown(secret: Option<&Secret>, secrecy: Secrecy) -> Option<String> {
    secret.filter(|_| secrecy == Secrecy::Show).map(|secret| secret.expose().to_owned())
}

fn identity_provider(published: &Published) -> Option<IdentityProvider> {
    let Published { jwks: _, metadata, certificate } = published;
    Some(IdentityProvider {
        metadata: metadata.clone()?,
        certificate: certificate.as_ref().map(|certificate| certificate.pem.clone()),
        certificate_sha256: certificate.as_ref().map(|certificate| certificate.sha256.clone()),
        certificate_sha1: certificate.as_ref().map(|certificate| certificate.sha1.clone()),
    })
}

fn backchannel(push: &Push, outcome: &Outcome) -> Backchannel {
    Backchannel {
        kind: "scim",
        pk: outcome.only(Kind::ScimProvider).map(|found| found.id.clone()).unwrap_or_default(),
        name: push.name.clone(),
        url: push.url.clone(),
    }
}

/// The day, counted from 1970-01-01.
fn today() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs() / 86_400).unwrap_or_default()
}

/// What the server decided for this client. A public client has no secret to keep.
fn credentials(outcome: &Outcome) -> Credentials {
    let text = |found: &Found, name: &str| found.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let client = outcome.only(Kind::OAuth2Provider);
    Credentials {
        is_public: client.is_some_and(|found| found.text("client_type") == Some("public")),
        client_id: client.and_then(|found| text(found, "client_id")),
        client_secret: client
            .filter(|found| found.text("client_type") != Some("public"))
            .and_then(|found| text(found, "client_secret"))
            .map(Secret::new),
        has_source: outcome.only(Kind::ScimSource).is_some(),
        source_token: outcome.source_token.clone(),
    }
}

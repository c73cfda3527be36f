//! Puts the report of an integration together and prints it in the format that was asked for.

use super::{Decided, Task, files};
use crate::apply::Outcome;
use crate::cli::Output;
use crate::commands::structured;
use crate::compile;
use crate::error::Failure;
use crate::model::Secret;
use crate::model::resource::{Found, Kind};
use crate::public::Seen;
use crate::render::report::{Application, Provider, Report, Server, changes, conflicts};
use crate::render::settings::{Credentials, Secrecy, Values, settings};
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
        let for_a_person = output == Output::Text && self.context.ui.stdout_is_terminal;
        let secrecy = if self.run.show_secrets || for_a_person { Secrecy::Show } else { Secrecy::Hide };
        let report = self.report(decided, outcome, seen, secrecy)?;
        let text = match output {
            Output::Text => text::settings(
                &report,
                self.preset.authentik.application.name.as_ref().map_or(&self.prepared.name, |_| &self.preset.name),
            ),
            Output::Env => text::env(&report, &self.prepared.scopes(), self.redirect()),
            Output::Json | Output::Yaml => structured(output, &report)?.unwrap_or_default(),
        };
        self.print(&text)?;
        if let Some(folder) = &self.run.out_dir
            && !self.run.dry_run
            && decided.plan.conflicts.is_empty()
        {
            let open = self.report(decided, outcome, seen, Secrecy::Show)?;
            let env = text::env(&open, &self.prepared.scopes(), self.redirect());
            for path in files::write(folder, &open, &env)? {
                self.context.ui.say(&format!("wrote {}\n", path.display()));
            }
        }
        Ok(report.warnings)
    }

    /// The first redirect address, for formats that take only one.
    fn redirect(&self) -> Option<&str> {
        self.prepared.redirect_uris.first().and_then(|entry| entry.get("url")).and_then(Value::as_str)
    }

    fn report(&self, decided: &Decided, outcome: &Outcome, seen: &Seen, secrecy: Secrecy) -> Result<Report, Failure> {
        let provider = outcome.only(Kind::OAuth2Provider);
        let credentials = credentials(provider);
        let scopes = self.prepared.scopes();
        let values = Values {
            context: &self.prepared.context,
            scopes: &scopes,
            credentials: &credentials,
            jwks: seen.jwks.as_deref(),
        };
        let mut told = decided.plan.warnings.clone();
        if decided.survey.capabilities.newer_than_known {
            told.push(format!("authentik {} is newer than any that akctl was tried with", decided.survey.version));
        }
        told.extend(seen.warnings.iter().cloned());
        let signing = self.prepared.certificate.as_deref();
        told.extend(signing.and_then(|name| compile::ending(name, &decided.survey.facts, today())));
        let shown = credentials.client_secret.as_ref().filter(|_| secrecy == Secrecy::Show);
        Ok(Report {
            preset: self.preset.id.clone(),
            authentik: Server { url: self.session.public.to_string(), version: decided.survey.version.to_string() },
            dry_run: self.run.dry_run,
            changes: changes(&decided.plan),
            conflicts: conflicts(&decided.plan),
            application: Application { slug: self.prepared.slug.to_string(), name: self.prepared.name.clone() },
            provider: Provider {
                pk: provider.map(|found| found.id.clone()).unwrap_or_default(),
                name: self.prepared.provider.clone(),
                client_id: credentials.client_id.clone(),
                client_secret: shown.map(|secret| secret.expose().to_owned()),
            },
            endpoints: self.prepared.endpoints.clone(),
            client: settings(&self.preset.client, &values, secrecy)?,
            warnings: told,
        })
    }
}

/// The day, counted from 1970-01-01.
fn today() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs() / 86_400).unwrap_or_default()
}

/// What the server decided for this client. A public client has no secret to keep.
fn credentials(provider: Option<&Found>) -> Credentials {
    let text = |found: &Found, name: &str| found.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    Credentials {
        is_public: provider.is_some_and(|found| found.text("client_type") == Some("public")),
        client_id: provider.and_then(|found| text(found, "client_id")),
        client_secret: provider
            .filter(|found| found.text("client_type") != Some("public"))
            .and_then(|found| text(found, "client_secret"))
            .map(Secret::new),
    }
}

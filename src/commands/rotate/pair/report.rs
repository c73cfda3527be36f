//! What a step came to, for people and programs.

use super::Todo;
use super::state::{Signs, State};
use crate::error::Failure;
use crate::model::ServerUrl;
use crate::model::text::{printable, printable_lines};
use crate::model::x509;
use crate::render::report::Server;
use crate::render::text::wrapped;
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write;

/// What a step came to: the promise of `-o json`.
#[derive(Serialize)]
pub(super) struct Report {
    pub slug: String,
    pub authentik: Server,
    pub provider: Provider,
    /// `prepared`, `switched` or `finished`.
    pub step: &'static str,
    pub certificate: Option<Certificate>,
    /// Whether the application holds the certificate or the key itself.
    pub pinned: bool,
    pub others: Vec<Other>,
    pub notes: Vec<String>,
    pub next: Option<String>,
    #[serde(skip)]
    application: String,
}

#[derive(Serialize)]
pub(super) struct Provider {
    pk: Value,
    name: String,
    kind: &'static str,
}

/// A certificate, as applications take it.
#[derive(Debug, Serialize)]
pub(super) struct Certificate {
    name: String,
    pub pem: String,
    sha256: String,
    sha1: String,
    not_after: String,
}

impl Certificate {
    pub fn of(name: &str, pem: &str) -> Result<Self, Failure> {
        let read = x509::Certificate::read(pem)
            .map_err(|why| Failure::failed(format!("the certificate of `{name}` cannot be read: {why}")))?;
        let x509::Certificate { pem, sha1, sha256, not_after, .. } = read;
        Ok(Self { name: name.to_owned(), pem, sha256, sha1, not_after })
    }
}

/// Something else that uses the pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Other {
    /// What authentik calls it.
    pub name: String,
    /// Its kind, in authentik's words.
    pub model: String,
    /// The application's slug, where it is a provider that has one.
    pub slug: Option<String>,
    /// Whether its application holds the certificate or the key itself.
    pub pins: bool,
}

impl Other {
    /// For people.
    pub fn told(&self) -> String {
        let what = self.slug.as_deref().unwrap_or(&self.name);
        if self.pins { format!("{what} (holds the key itself)") } else { what.to_owned() }
    }
}

/// What a person should know before a step.
pub(super) fn before(state: &State, todo: Todo) -> Vec<String> {
    let application = printable(&state.application).into_owned();
    let mut lines = match todo {
        Todo::Make | Todo::ShowNew => vec!["Nothing uses the new pair until you switch to it.".to_owned()],
        Todo::MakeAndSwitch | Todo::Switch => effect(state),
        Todo::Remove => vec![format!("{application} must have forgotten the old certificate, or not mind.")],
    };
    if !state.others.is_empty() && todo != Todo::Remove {
        let others: Vec<String> = state.others.iter().map(Other::told).collect();
        lines.push(format!("Also with the old pair, which they keep: {}", printable(&others.join("; "))));
    }
    lines
}

/// What changes for the application with the switch.
fn effect(state: &State) -> Vec<String> {
    let application = &state.application;
    if state.is_saml() {
        return vec![format!(
            "From the switch on {application} must trust the new certificate: without it nobody can sign in."
        )];
    }
    let mut lines = vec![format!(
        "authentik publishes one signing key at a time: from the switch on {application} must read the new one."
    )];
    lines.push(if state.pins.is_some() {
        "Its keys are entered by hand: until that is done, nobody can sign in.".to_owned()
    } else {
        "Most applications do so by themselves; those that keep keys for hours must be restarted.".to_owned()
    });
    lines
}

impl Report {
    pub fn of(public: &ServerUrl, state: &State, todo: Todo, certificate: Option<Certificate>) -> Self {
        let slug = &state.slug;
        let (step, next) = match todo {
            Todo::Make | Todo::ShowNew => ("prepared", Some(format!("akctl rotate {slug} --certificate=switch"))),
            Todo::MakeAndSwitch | Todo::Switch => {
                let has_old = state.has(&state.names.own) || state.has(&state.names.old);
                ("switched", has_old.then(|| format!("akctl rotate {slug} --certificate=finish")))
            }
            Todo::Remove => ("finished", None),
        };
        Self {
            slug: slug.to_string(),
            authentik: Server { url: public.to_string(), version: state.version.clone() },
            provider: Provider {
                pk: state.provider.id.clone(),
                name: state.provider.text("name").unwrap_or_default().to_owned(),
                kind: if state.is_saml() { "saml" } else { "oauth2" },
            },
            step,
            certificate,
            pinned: state.pins.is_some(),
            others: state.others.clone(),
            notes: notes(state, todo),
            next,
            application: state.application.clone(),
        }
    }

    /// For people.
    pub fn text(&self) -> String {
        let application = printable(&self.application);
        let mut out = match self.step {
            "prepared" => format!("A new certificate-key pair for {application} is ready. Nothing uses it yet.\n"),
            "switched" => format!("authentik signs for {application} with the new pair.\n"),
            _ => format!("The old pair of {application} is gone.\n"),
        };
        if let Some(Certificate { name, pem, sha256, sha1, not_after }) = &self.certificate {
            let _ = writeln!(out, "  Name     {}\n  Ends     {not_after}", printable(name));
            let _ = writeln!(out, "  SHA-1    {sha1}\n  SHA-256\n    {sha256}\n\n{}", printable_lines(pem).trim_end());
        }
        for note in &self.notes {
            out.push('\n');
            wrapped(&mut out, "", note);
        }
        if let Some(next) = &self.next {
            let _ = writeln!(out, "\nNext: {next}");
        }
        out
    }
}

fn notes(state: &State, todo: Todo) -> Vec<String> {
    let State { slug, application, names, .. } = state;
    let mut notes = match todo {
        Todo::Make | Todo::ShowNew => vec![format!(
            "Enter the new certificate in {application} beside the old one, if it takes two. If it takes one only, nobody \
             can sign in between that and the switch."
        )],
        Todo::MakeAndSwitch | Todo::Switch => {
            let mut notes = effect(state);
            notes.push(format!("`akctl show {slug}` prints what the application needs of it."));
            notes
        }
        Todo::Remove => Vec::new(),
    };
    if state.signs == Signs::WithOther && todo != Todo::Remove {
        notes.push(format!(
            "From the switch on `akctl integrate` keeps the pair `{}`, as long as no --signing-key names another one.",
            names.own
        ));
    }
    if !state.others.is_empty() && todo != Todo::Remove {
        let others: Vec<String> = state.others.iter().map(Other::told).collect();
        notes.push(format!(
            "These use the old pair too, and keep it until you choose another for them: {}.",
            others.join("; ")
        ));
    }
    notes
}

//! Invented answers with which a preset's templates are tried.

use super::names::endpoints;
use crate::preset::format::{Field, Input, InputKind, Literal, Preset};
use crate::preset::template::{AUTHENTIK_VERSION, Context, JWKS_DOCUMENT, LATE};
use crate::preset::value::{Answer, metadata_fields, read};
use std::collections::BTreeMap;

/// The oldest version of authentik that is tried, and one that is newer than all that presets speak of.
const VERSIONS: [&str; 2] = ["2024.8.6", "9999.12.0"];

/// Several contexts with which everything is tried.
pub(super) type Samples = [Context];

/// Values for everything that a template may name, with all flags on and all off, for an old server
/// and for a new one.
pub(super) fn contexts(preset: &Preset) -> Vec<Context> {
    let versions = |flags: bool| VERSIONS.map(|version| context(preset, flags, version));
    [true, false].into_iter().flat_map(versions).collect()
}

fn context(preset: &Preset, flags: bool, version: &str) -> Context {
    let mut context = Context::new();
    for (name, input) in preset.inputs.iter() {
        match input.kind {
            InputKind::Flag | InputKind::Secret => context.set(name, flags),
            _ => context.set(name, answer(input)),
        }
    }
    let address = "https://authentik.example";
    let endpoint = |name: &&str| ((*name).to_owned(), format!("{address}/{name}/"));
    context.set("slug", "sample");
    context.set("name", preset.authentik.name().unwrap_or("Sample"));
    context.set("authentik_url", address);
    context.set("authentik_host", "authentik.company");
    context.set(AUTHENTIK_VERSION, version);
    for name in LATE {
        context.set(name, format!("sample-{name}"));
    }
    context.set(JWKS_DOCUMENT, "{}");
    context.set("scopes", ["openid", "email", "profile"]);
    context.set("endpoints", endpoints(preset).iter().map(endpoint).collect::<BTreeMap<_, _>>());
    context
}

fn answer(input: &Input) -> Answer {
    let is_plain = |literal: &&Literal| !matches!(literal, Literal::Text(text) if text.contains("{{"));
    let written = input.default.iter().chain(&input.example).find(is_plain).filter(|_| !input.is_read());
    match written.and_then(|literal| read(input, literal).ok()) {
        Some(Answer::List(items)) if items.is_empty() => Answer::List(vec![invented(input)]),
        Some(answer) => answer,
        None if input.many => Answer::List(vec![invented(input)]),
        None => invented(input),
    }
}

fn invented(input: &Input) -> Answer {
    let text = |kind: InputKind, of: &[String]| match kind {
        InputKind::Url | InputKind::Origin | InputKind::Uri => "https://app.example".to_owned(),
        InputKind::Host => "app.example".to_owned(),
        InputKind::Duration => "minutes=5".to_owned(),
        InputKind::Choice => of.first().cloned().unwrap_or_default(),
        _ => "sample".to_owned(),
    };
    let of_field = |(name, field): (&str, &Field)| (name.to_owned(), text(field.kind, &field.of));
    match input.kind {
        InputKind::Secret => Answer::Flag(true),
        InputKind::SamlMetadata => Answer::Record(metadata_fields(|field| match field {
            "acs" | "logout" => "https://app.example/saml".to_owned(),
            "binding" | "logout_binding" => "post".to_owned(),
            _ => "sample".to_owned(),
        })),
        InputKind::Record => Answer::Record(input.fields.iter().map(of_field).collect()),
        kind => Answer::Text(text(kind, &input.of)),
    }
}

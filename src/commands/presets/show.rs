//! `akctl presets show PRESET`: what it asks, what it makes, what it rests on.

use crate::answers::{FlagSpec, flags};
use crate::commands::structured;
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::printable;
use crate::preset::format::{Preset, TestedBy};
use crate::render::style::{Role, paint};
use serde::Serialize;
use std::fmt::Write;

/// A preset as it is shown.
#[derive(Serialize)]
struct Shown {
    id: String,
    name: String,
    aliases: Vec<String>,
    summary: String,
    category: String,
    protocol: &'static str,
    docs: Vec<String>,
    tested: Tested,
    inputs: Vec<Asked>,
}

/// What it was checked for.
#[derive(Serialize)]
struct Tested {
    /// The word that the file has for it.
    by: &'static str,
    /// The same in a sentence.
    #[serde(skip)]
    how: &'static str,
    authentik: Option<String>,
    application: Option<String>,
}

/// One input.
#[derive(Serialize)]
struct Asked {
    input: String,
    flag: String,
    help: String,
    required: bool,
    many: bool,
    choices: Vec<String>,
    defaults: Vec<String>,
    example: Option<String>,
}

pub(super) fn run(context: &Context, name: &str) -> Result<(), Failure> {
    let source = context.catalogue().find(name)?;
    let preset = source.load()?;
    let shown = shown(&preset);
    let text = match structured(context.global.output, &shown)? {
        Some(text) => text,
        None => text(&shown),
    };
    Ok(context.ui.data(&text)?)
}

fn shown(preset: &Preset) -> Shown {
    let (by, how) = match preset.tested.by {
        TestedBy::Guide => ("guide", "a guide says so; nobody has run it yet"),
        TestedBy::Run => ("run", "somebody signed in with it"),
        TestedBy::Nobody => ("nobody", "nobody has looked at it yet"),
        TestedBy::Source => ("source", "the application's source was read; nobody has run it yet"),
    };
    Shown {
        id: preset.id.clone(),
        name: preset.name.clone(),
        aliases: preset.aliases.clone(),
        summary: preset.summary.clone(),
        category: preset.category.clone(),
        protocol: preset.protocol.as_str(),
        docs: preset.docs.clone(),
        tested: Tested {
            by,
            how,
            authentik: preset.tested.authentik.clone(),
            application: preset.tested.application.clone(),
        },
        inputs: flags(preset).into_iter().map(asked).collect(),
    }
}

fn asked(flag: FlagSpec) -> Asked {
    let FlagSpec { input, flag, help, long_help: _, value_name: _, many, possible_values, defaults, example, required } =
        flag;
    Asked { input, flag: format!("--{flag}"), help, required, many, choices: possible_values, defaults, example }
}

fn text(shown: &Shown) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", paint(Role::Heading, &printable(&shown.name)), printable(&shown.summary));
    let mut facts = vec![("preset", shown.id.clone()), ("protocol", shown.protocol.to_owned())];
    if !shown.aliases.is_empty() {
        facts.push(("also called", shown.aliases.join(", ")));
    }
    let versions = [("authentik", &shown.tested.authentik), (shown.name.as_str(), &shown.tested.application)];
    let versions = versions.iter().filter_map(|(of, version)| Some(format!("{of} {}", version.as_deref()?)));
    facts.push(("checked for", versions.collect::<Vec<_>>().join(", ")));
    facts.push(("how", shown.tested.how.to_owned()));
    facts.extend(shown.docs.iter().map(|page| ("rests on", page.clone())));
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {name:<12} {}", printable(value));
    }
    let _ = writeln!(out, "\n{}", paint(Role::Heading, "What it asks"));
    for input in &shown.inputs {
        let _ = writeln!(out, "  {}", input.flag);
        let _ = writeln!(out, "      {}{}", printable(&input.help), if input.required { " (required)" } else { "" });
        if !input.choices.is_empty() {
            let _ = writeln!(out, "      one of: {}", printable(&input.choices.join(", ")));
        }
        for default in &input.defaults {
            let _ = writeln!(out, "      default: {}", printable(default));
        }
    }
    let _ = writeln!(out, "\nakctl integrate {} --help shows the flags that every preset has.", shown.id);
    out
}

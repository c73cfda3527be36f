//! `akctl presets list`: the presets, or those that fit some words.

use crate::cli::PresetsListArgs;
use crate::commands::structured;
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::{nearest, printable};
use crate::preset::catalogue::{Entry, Origin};
use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use serde::Serialize;
use std::collections::BTreeSet;

/// A preset in the list.
#[derive(Serialize)]
struct Listed {
    id: String,
    aliases: Vec<String>,
    name: String,
    summary: String,
    category: String,
    protocol: String,
    origin: &'static str,
}

impl Listed {
    fn of(entry: Entry) -> Self {
        let Entry { id, aliases, name, summary, category, protocol, origin } = entry;
        let origin = match origin {
            Origin::Embedded => "akctl",
            Origin::File(_) => "file",
        };
        Self { id, aliases, name, summary, category, protocol, origin }
    }
}

pub(super) fn run(context: &Context, wanted: &PresetsListArgs) -> Result<(), Failure> {
    let listing = context.catalogue().list()?;
    for (path, reason) in &listing.unreadable {
        context.ui.warn(&printable(&format!("{}: {reason}", path.display())));
    }
    let PresetsListArgs { words, category, protocol } = wanted;
    let all = &listing.entries;
    known(category.as_deref(), "category", all.iter().map(|entry| entry.category.as_str()))?;
    known(protocol.as_deref(), "protocol", all.iter().map(|entry| entry.protocol.as_str()))?;
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let fits = |entry: &Entry| {
        is(category.as_deref(), &entry.category)
            && is(protocol.as_deref(), &entry.protocol)
            && words.iter().all(|word| speaks_of(entry, word))
    };
    let entries: Vec<Listed> = listing.entries.into_iter().filter(fits).map(Listed::of).collect();
    if let Some(text) = structured(context.global.output, &entries)? {
        return Ok(context.ui.data(&text)?);
    }
    if entries.is_empty() {
        context.ui.say("No preset fits. `akctl integrate oidc` and `akctl integrate saml` are for any application.");
        return Ok(());
    }
    Ok(context.ui.data(&table(&entries))?)
}

/// Whether nothing is asked for, or this.
fn is(wanted: Option<&str>, found: &str) -> bool {
    wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(found))
}

/// A word that no preset has is more likely a slip than a question.
fn known<'a>(wanted: Option<&str>, what: &str, all: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let all: BTreeSet<&str> = all.collect();
    let Some(wanted) = wanted.filter(|wanted| !all.iter().any(|known| known.eq_ignore_ascii_case(wanted))) else {
        return Ok(());
    };
    let failure = Failure::usage(format!("--{what}: no preset has the {what} `{}`", printable(wanted)));
    let failure = match nearest(wanted, all.iter().copied()).as_slice() {
        [] => failure,
        near => failure.hint(format!("did you mean `{}`?", printable(&near.join("` or `")))),
    };
    Err(failure.hint(format!("there are {}", printable(&all.into_iter().collect::<Vec<_>>().join(", ")))))
}

/// Whether a preset has a word in what the list says of it, in any case of letters.
fn speaks_of(entry: &Entry, word: &str) -> bool {
    let texts = [&entry.id, &entry.name, &entry.summary, &entry.category];
    texts.into_iter().chain(&entry.aliases).any(|text| text.to_lowercase().contains(word))
}

fn table(entries: &[Listed]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["PRESET", "APPLICATION", "PROTOCOL", "CATEGORY", "WHAT IT IS"]);
    for entry in entries {
        table.add_row([&entry.id, &entry.name, &entry.protocol, &entry.category, &entry.summary]);
    }
    let lines: Vec<String> = table.lines().map(|line| format!("{}\n", line.trim())).collect();
    lines.concat()
}

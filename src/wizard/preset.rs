//! The choice of a preset.

use crate::error::Failure;
use crate::preset::catalogue::Entry;
use crate::render::style::{Role, paint};
use crate::ui::prompter::{Item, Prompter};

/// Asks which application is to be connected, and answers the preset's id.
pub fn choose(entries: &[Entry], prompter: &dyn Prompter) -> Result<String, Failure> {
    let items: Vec<Item> = entries.iter().map(item).collect();
    if items.is_empty() {
        return Err(Failure::usage("there is no preset to choose from"));
    }
    prompter.say(&format!("{}\n", paint(Role::Heading, "Which application do you want to connect?")));
    let chosen = prompter.choose(&items, 0)?;
    entries.get(chosen).map(|entry| entry.id.clone()).ok_or_else(|| Failure::failed("nothing was chosen"))
}

fn item(entry: &Entry) -> Item {
    let about = if entry.name.eq_ignore_ascii_case(&entry.id) {
        entry.summary.clone()
    } else {
        format!("{}: {}", entry.name, entry.summary)
    };
    let words = entry.aliases.iter().chain([&entry.name, &entry.category, &entry.protocol]).cloned().collect();
    Item { label: entry.id.clone(), about, words, is_typed: false }
}

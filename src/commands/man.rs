//! `akctl man DIR`: a manual page for each command, and for each preset with its own flags.

use crate::answers;
use crate::cli::{Cli, preset_flags};
use crate::context::Context;
use crate::error::Failure;
use clap::{Command, CommandFactory};
use std::fs;
use std::path::Path;

/// What a preset's page leaves out.
const COMMON: &str = "The flags that every preset has stand in akctl-integrate(1).";

/// Writes the pages into a folder, which is made if it is not there.
pub fn run(context: &Context, folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::failed(format!("cannot write the pages into {}", folder.display())).caused_by(error);
    fs::create_dir_all(folder).map_err(failed)?;
    let mut pages = Vec::new();
    let mut all = Cli::command().disable_help_subcommand(true);
    all.build();
    collect(&all, &mut pages)?;
    let catalogue = context.catalogue();
    for entry in catalogue.list()?.entries {
        let preset = catalogue.find(&entry.id)?.load()?;
        let about = format!("{}: {}", preset.name, preset.summary);
        let mut command = preset_flags::command("integrate", &entry.id, &about, &answers::flags(&preset));
        command.build();
        let below = command.find_subcommand("integrate").and_then(|command| command.find_subcommand(&entry.id));
        pages.extend(below.map(|command| page(&command.clone().after_help(COMMON))).transpose()?);
    }
    for (name, page) in &pages {
        fs::write(folder.join(name), page).map_err(failed)?;
    }
    context.ui.say(&format!("{} manual pages in {}\n", pages.len(), folder.display()));
    Ok(())
}

/// A command's page and those of the commands below it.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    pages.push(page(command)?);
    for below in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        collect(below, pages)?;
    }
    Ok(())
}

/// A page and the file's name.
fn page(command: &Command) -> Result<(String, Vec<u8>), Failure> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let man = clap_mangen::Man::new(command.clone().name(&name)).title(name.to_uppercase());
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok((format!("{name}.1"), page))
}

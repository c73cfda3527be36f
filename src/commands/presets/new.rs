//! `akctl presets new NAME`: a preset of the person's own, to be filled in further.

use super::skeleton::Application;
use crate::cli::{NewProtocol, PresetsNewArgs};
use crate::commands::structured;
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::printable;
use crate::preset::catalogue::PresetSource;
use crate::render::yaml;
use crate::ui::prompter::Prompter;
use crate::ui::terminal::Terminal;
use serde::Serialize;
use std::borrow::Cow;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// What was written.
#[derive(Serialize)]
struct Written {
    id: String,
    file: String,
}

pub(super) fn run(context: &Context, wanted: &PresetsNewArgs) -> Result<(), Failure> {
    let catalogue = context.catalogue();
    let folder = catalogue.folder().ok_or_else(|| {
        Failure::usage("there is no folder for presets of your own").hint("AKCTL_CONFIG_DIR says where it is to be")
    })?;
    let path = folder.join(format!("{}.yaml", wanted.id));
    if path.exists() {
        return Err(exists(&path));
    }
    let application = application(context, wanted)?;
    let yaml = yaml::text(&application.preset())
        .map_err(|error| Failure::failed("the preset could not be written as YAML").caused_by(error))?;
    let text =
        format!("# Made by akctl. Compare it with the documentation of {}.\n{yaml}", printable(&application.name));
    let source = PresetSource { text: Cow::Owned(text), file: path.display().to_string(), ..own(wanted, &path) };
    let problems = source.problems();
    if problems.errors() > 0 {
        return Err(Failure::usage(format!("nothing was written, because it would be no preset:\n{problems}")));
    }
    write(folder, &path, &source.text)?;
    let written = Written { id: wanted.id.clone(), file: path.display().to_string() };
    match structured(context.global.output, &written)? {
        Some(text) => context.ui.data(&text)?,
        None => context.ui.data(&format!("{}\n", printable(&written.file)))?,
    }
    context.ui.say(&format!(
        "Try it: akctl integrate {} --sandbox --app-url https://app.company --dry-run\n\
         docs/presets.md explains what else can stand in it; `akctl presets check` looks at every change.\n",
        wanted.id
    ));
    Ok(())
}

fn own(wanted: &PresetsNewArgs, path: &Path) -> PresetSource {
    PresetSource {
        id: wanted.id.clone(),
        file: String::new(),
        origin: crate::preset::catalogue::Origin::File(path.to_owned()),
        text: Cow::Borrowed(""),
    }
}

/// A line of text; an empty one takes what stands there `otherwise`.
fn asked(context: &Context, question: &str, otherwise: Option<&str>) -> Result<String, Failure> {
    let terminal = Terminal::new(&context.ui);
    terminal.say(&format!("{question}\n"));
    let otherwise = otherwise.unwrap_or_default();
    let typed = terminal.text("", otherwise)?;
    Ok(if typed.is_empty() { otherwise.to_owned() } else { typed })
}

/// What was said, and what a person answers who can be asked.
fn application(context: &Context, wanted: &PresetsNewArgs) -> Result<Application, Failure> {
    let ask = |given: Option<&String>, flag: &str, question: &str, otherwise: Option<&str>| match (given, otherwise) {
        (Some(given), _) => Ok(given.clone()),
        (None, _) if context.ui.can_ask => asked(context, question, otherwise),
        (None, Some(otherwise)) => Ok(otherwise.to_owned()),
        (None, None) => Err(Failure::usage(format!("--{flag} is missing: {question}"))),
    };
    let name = ask(wanted.name.as_ref(), "name", "Name of the application, as people write it", None)?;
    let summary = ask(wanted.summary.as_ref(), "summary", "What it is, in one line", Some(&name))?;
    let category = ask(wanted.category.as_ref(), "category", "Its category", Some("other"))?;
    let (given, flag, question, useless) = match wanted.protocol {
        NewProtocol::Oidc => (
            &wanted.redirect,
            "redirect",
            "Where people come back to: a path such as /oauth/callback, or a whole address",
            wanted.acs.is_some() || wanted.entity_id.is_some(),
        ),
        NewProtocol::Saml => (
            &wanted.acs.iter().cloned().collect(),
            "acs",
            "Where the signed answer goes: a path such as /saml/acs, or a whole address",
            wanted.public || !wanted.redirect.is_empty(),
        ),
    };
    if useless {
        return Err(Failure::usage(
            "--redirect and --public are for OpenID Connect, --acs and --entity-id for --protocol saml",
        ));
    }
    let first = ask(given.first(), flag, question, None)?;
    let addresses = std::iter::once(first).chain(given.iter().skip(1).cloned()).collect();
    Ok(Application {
        id: wanted.id.clone(),
        name,
        summary,
        category,
        protocol: wanted.protocol,
        addresses,
        entity_id: wanted.entity_id.clone(),
        docs: wanted.docs.clone(),
        public: wanted.public,
    })
}

fn exists(path: &Path) -> Failure {
    let path = path.display().to_string();
    Failure::usage(format!("{} is there already", printable(&path))).hint("choose another name, or edit that file")
}

/// Never over a file that is there.
fn write(folder: &Path, path: &Path, text: &str) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let wrong = |error| Failure::failed(format!("cannot write {}", printable(&shown))).caused_by(error);
    fs::create_dir_all(folder).map_err(wrong)?;
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(exists(path)),
        Err(error) => return Err(wrong(error)),
    };
    file.write_all(text.as_bytes()).map_err(wrong)
}

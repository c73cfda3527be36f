//! From files to integrations: everything that is wrong with them, at once, before anything is asked
//! of the server.

mod inputs;
mod places;
mod texts;
mod wishes;

use super::key::Key;
use super::{Item, run_options};
use crate::answers::Answers;
use crate::cli::files::Allowed;
use crate::compile::{self, Wishes};
use crate::context::Context;
use crate::env;
use crate::error::{Failure, Problems as Wrong};
use crate::file::{self, Entry, File};
use crate::model::Slug;
use crate::model::text::nearest;
use crate::preset::format::Preset;
use crate::preset::position::Path;
use crate::preset::problem::{Problem, Problems};
use crate::session::Session;
use places::Places;
use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::rc::Rc;
pub(in crate::commands) use texts::{Text, read};
use wishes::told;
pub(in crate::commands) use wishes::wishes_of;

/// What the files say.
pub(in crate::commands) struct Loaded {
    /// The integrations that were asked for, in the order of the files.
    pub(in crate::commands) items: Vec<Item>,
    /// The name of the files, if they have one.
    pub(in crate::commands) own_name: Option<Slug>,
    /// All integrations, also those that were not asked for.
    pub(in crate::commands) keys: Vec<Key>,
}

/// What was said of each file, with the problems found in it.
struct Loading<'a> {
    around: (&'a Context, &'a Session),
    allowed: &'a Allowed,
    presets: BTreeMap<String, Option<Rc<Preset>>>,
    /// Where each integration was named first.
    keys: BTreeMap<Key, String>,
    /// Where outputs go.
    places: Places,
    own_name: Option<Slug>,
    /// Whether the first file has a name.
    named: Option<bool>,
}

/// Takes the files apart. `only` names the integrations that are asked for; all, if it is empty.
pub(in crate::commands) async fn load(
    around: (&Context, &Session),
    texts: &[Text],
    only: &[String],
    allowed: &Allowed,
) -> Result<Loaded, Failure> {
    let mut loading = Loading::new(around, texts, allowed);
    let (mut items, mut told) = (Vec::new(), Vec::new());
    for Text { path, text } in texts {
        let (file, mut problems) = loading.file(&path.display().to_string(), text);
        for (path, entry) in &file.entries {
            match loading.entry(&file, path, entry, only).await {
                Ok(item) => items.extend(item),
                Err(wrong) => problems.extend(wrong),
            }
        }
        told.extend(located(&file, problems));
    }
    let keys: Vec<Key> = loading.keys.into_keys().collect();
    fine(&told, only, &keys)?;
    Ok(Loaded { items, own_name: loading.own_name, keys })
}

/// The integrations that were asked for, last first, and the name of the files: nothing else of them
/// is looked at, so no variable need be set to take them away.
pub(in crate::commands) fn keys(
    around: (&Context, &Session),
    texts: &[Text],
    only: &[String],
) -> Result<(Vec<Key>, Option<Slug>), Failure> {
    let allowed = Allowed::default();
    let mut loading = Loading::new(around, texts, &allowed);
    let (mut keys, mut told) = (Vec::new(), Vec::new());
    for Text { path, text } in texts {
        let (file, mut problems) = loading.file(&path.display().to_string(), text);
        for (path, entry) in &file.entries {
            match loading.key(&file, path, entry) {
                Ok((key, _)) => keys.push(key),
                Err(wrong) => problems.extend(wrong),
            }
        }
        told.extend(located(&file, problems));
    }
    fine(&told, only, &keys)?;
    keys.retain(|key| is_asked_for(only, key));
    // What adds to an application comes after it, wherever the files name it.
    keys.sort_by_key(Key::is_addition);
    keys.reverse();
    Ok((keys, loading.own_name))
}

fn is_asked_for(only: &[String], key: &Key) -> bool {
    only.is_empty() || only.iter().any(|slug| slug == key.slug())
}

/// The problems of a file with their places, if there are any.
fn located(file: &File, problems: Vec<Problem>) -> Option<Problems> {
    (!problems.is_empty()).then(|| Problems::locate(&file.name, &file.text, problems).without_lines(may_be_secret))
}

/// Whether the line of a problem is not to be shown: a secret may stand in it by mistake, under a key
/// that was mistyped too.
fn may_be_secret(problem: &Problem, line: &str) -> bool {
    let line = line.to_lowercase();
    let words = ["secret", "token", "passw", "credential"];
    problem.path.as_str().contains(".inputs.") || words.iter().any(|word| line.contains(word))
}

/// Everything that is wrong, in one error.
fn fine(told: &[Problems], only: &[String], keys: &[Key]) -> Result<(), Failure> {
    if told.is_empty() {
        return unknown_slug(only, keys);
    }
    let message = match told.iter().map(Problems::errors).sum() {
        1 => "there is a mistake in the file of integrations; nothing was asked of authentik".to_owned(),
        count => format!("there are {count} mistakes in the files of integrations; nothing was asked of authentik"),
    };
    let lines: Vec<String> = told.iter().map(ToString::to_string).collect();
    Err(Failure::usage(format!("{message}\n{}", lines.join("\n"))))
}

fn unknown_slug(only: &[String], keys: &[Key]) -> Result<(), Failure> {
    let mut wrong = Wrong::default();
    for slug in only.iter().filter(|slug| !keys.iter().any(|key| key.slug() == *slug)) {
        let near = nearest(slug, keys.iter().map(Key::slug));
        let near = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        wrong.add(format!("--only {slug}: no integration of the files has this slug{near}"));
    }
    wrong.finish(())
}

impl<'a> Loading<'a> {
    fn new(around: (&'a Context, &'a Session), texts: &[Text], allowed: &'a Allowed) -> Self {
        let places = Places::beside(texts.iter().map(|text| text.path.as_path()));
        Self { around, allowed, presets: BTreeMap::new(), keys: BTreeMap::new(), places, own_name: None, named: None }
    }

    /// What a file says by itself, with what is wrong with its head.
    fn file(&mut self, shown: &str, text: &str) -> (File, Vec<Problem>) {
        let (file, mut problems) = file::parse(shown, text);
        problems.extend(self.another_server(&file));
        match file.own_name.as_deref().map(str::parse::<Slug>) {
            Some(Ok(name)) => {
                if self.named.get_or_insert(true) != &true || self.own_name.as_ref().is_some_and(|known| *known != name)
                {
                    let message = "all files of one run must have the same name, or none: together they are one, and \
                                   authentik remembers under the name what was made";
                    problems.push(Problem::error(Path::root().key("name"), message));
                }
                self.own_name = Some(name);
            }
            None if self.named.get_or_insert(false) != &false => {
                let name = self.own_name.as_ref().map(Slug::as_str).unwrap_or_default();
                let message = "another file of this run has a name, and this one has none: together they are one";
                let advice = format!("write `name: {name}` into this one too, or apply it for itself");
                problems.push(Problem::error(Path::root(), message).advice(advice));
            }
            Some(Err(_)) | None => {}
        }
        (file, problems)
    }

    /// A file that is for another authentik than the one that is talked to.
    fn another_server(&self, file: &File) -> Option<Problem> {
        let session = self.around.1;
        let wanted = file.authentik.as_ref()?;
        let is_it = wanted == session.client.base() || *wanted == session.public;
        (!is_it).then(|| {
            let message = format!("this file is for {wanted}, and akctl talks to {}", session.client.base());
            Problem::error(Path::root().key("authentik"), message)
        })
    }

    /// What one integration is known by, which may be named once, and its preset.
    fn key(&mut self, file: &File, path: &Path, entry: &Entry) -> Result<(Key, Rc<Preset>), Vec<Problem>> {
        let preset = self.preset(&entry.preset, path)?;
        let slug = if let Some(slug) = &entry.slug {
            slug.clone()
        } else {
            let wishes = Wishes { name: entry.name.clone(), ..Wishes::default() };
            compile::slug(&preset, &wishes).map_err(|failure| told(&failure, &preset, path))?.to_string()
        };
        let key = Key::of(&preset, &slug);
        let here = format!("{}: {}", file.name, path.as_str());
        if let Some(before) = self.keys.insert(key.clone(), here) {
            let message = format!("the slug `{slug}` is there already ({before}); each integration needs its own");
            return Err(vec![Problem::error(path.key("slug"), message)]);
        }
        Ok((key, preset))
    }

    /// One integration; none if it was not asked for.
    async fn entry(
        &mut self,
        file: &File,
        path: &Path,
        entry: &Entry,
        only: &[String],
    ) -> Result<Option<Item>, Vec<Problem>> {
        let (key, preset) = self.key(file, path, entry)?;
        let entry = &entry.clone().filled(&file.defaults, &preset);
        let folder = FilePath::new(&file.name).parent().map(FilePath::to_owned).unwrap_or_default();
        let taken = self.places.take(&key, &preset, (path, entry), &folder);
        if !is_asked_for(only, &key) {
            return if taken.is_empty() { Ok(None) } else { Err(taken) };
        }
        let answers = inputs::answers(self.around.0, &preset, (path, entry), &folder).await;
        let wishes = wishes_of(entry, &preset, path);
        let free = if taken.is_empty() { Ok(()) } else { Err(taken) };
        let ((answers, wishes), ()) = both(both(answers, wishes), free)?;
        let prepared = self.prepared(&preset, &answers, wishes, path)?;
        Ok(Some(Item {
            key,
            run: run_options(self.allowed, entry),
            outputs: entry.outputs.clone(),
            file: file.name.clone(),
            preset,
            prepared,
            folder,
        }))
    }

    fn prepared(
        &self,
        preset: &Preset,
        answers: &Answers,
        mut wishes: Wishes,
        path: &Path,
    ) -> Result<compile::Prepared, Vec<Problem>> {
        wishes.secrets.clone_from(answers.secrets());
        compile::prepare(preset, &wishes, answers.context(), &self.around.1.public)
            .map_err(|failure| told(&failure, preset, path))
    }

    fn preset(&mut self, name: &str, path: &Path) -> Result<Rc<Preset>, Vec<Problem>> {
        let path = path.key("preset");
        if !self.presets.contains_key(name) {
            let loaded = self.around.0.catalogue().find(name).and_then(|source| Ok(source.load()?));
            match loaded {
                Ok(preset) => self.presets.insert(name.to_owned(), Some(Rc::new(preset))),
                Err(failure) => {
                    let advice = failure.hints.first().cloned();
                    self.presets.insert(name.to_owned(), None);
                    return Err(vec![Problem::error(path, failure.told()).advice(advice)]);
                }
            };
        }
        let loaded = self.presets.get(name).cloned().flatten();
        loaded.ok_or_else(|| vec![Problem::error(path, format!("the preset `{name}` cannot be used either"))])
    }
}

/// Both values, or everything that is wrong with either.
fn both<A, B>(first: Result<A, Vec<Problem>>, second: Result<B, Vec<Problem>>) -> Result<(A, B), Vec<Problem>> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => {
            let wrong = first.err().into_iter().chain(second.err());
            Err(wrong.flatten().collect())
        }
    }
}

/// The value of a variable that a file names.
fn variable(name: &str) -> Option<String> {
    env::variable(name)
}

//! From files to integrations: everything that is wrong with them, at once, before anything is asked
//! of the server.

use super::{Item, run_options};
use crate::answers::Answers;
use crate::cli::files::Allowed;
use crate::cli::integrate::{AccessOptions, ApplicationOptions, Mfa, Options};
use crate::commands::integrate::wishes;
use crate::compile::{self, Wishes};
use crate::context::Context;
use crate::env;
use crate::error::{Failure, Problems as Wrong};
use crate::file::format::RequireMfa;
use crate::file::words::{in_words_of_a_file, key};
use crate::file::{self, Access, Choices, Entry, File};
use crate::model::text::nearest;
use crate::model::{ServerUrl, Slug};
use crate::preset::format::Preset;
use crate::preset::position::Path;
use crate::preset::problem::{Problem, Problems};
use crate::session::Session;
use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};
use std::rc::Rc;

mod inputs;

/// The text of one file.
#[derive(Debug, Clone)]
pub(in crate::commands) struct Text {
    /// The file as it was named.
    pub(in crate::commands) path: PathBuf,
    /// What is in it.
    pub(in crate::commands) text: String,
}

/// What the files say.
pub(in crate::commands) struct Loaded {
    /// The integrations that were asked for, in the order of the files.
    pub(in crate::commands) items: Vec<Item>,
    /// The name of the files, if they have one.
    pub(in crate::commands) own_name: Option<Slug>,
    /// The slugs of all integrations, also of those that were not asked for.
    pub(in crate::commands) slugs: Vec<String>,
}

/// Reads the files that were named, and those in folders that were.
pub(in crate::commands) fn read(paths: &[PathBuf]) -> Result<Vec<Text>, Failure> {
    if paths.is_empty() {
        return Err(Failure::usage("which file? Name a file of integrations with -f FILE")
            .hint("`akctl export` writes one from what authentik has; `akctl plan --schema` describes the format"));
    }
    let mut texts = Vec::new();
    for path in paths {
        let unreadable =
            |error: std::io::Error| Failure::usage(format!("{} cannot be read", path.display())).caused_by(error);
        if !path.is_dir() {
            texts.push(one(path)?);
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(unreadable)?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
        files.sort();
        if files.is_empty() {
            return Err(Failure::usage(format!("the folder {} holds no *.yaml file", path.display())));
        }
        for file in &files {
            texts.push(one(file)?);
        }
    }
    Ok(texts)
}

fn one(path: &FilePath) -> Result<Text, Failure> {
    Ok(Text { path: path.to_owned(), text: crate::session::read("--file", path)? })
}

/// What was said of each file, with the problems found in it.
struct Loading<'a> {
    context: &'a Context,
    public: &'a ServerUrl,
    allowed: &'a Allowed,
    presets: BTreeMap<String, Option<Rc<Preset>>>,
    /// Where each slug was named first.
    slugs: BTreeMap<String, String>,
}

/// Takes the files apart. `only` names the integrations that are asked for; all, if it is empty.
pub(in crate::commands) async fn load(
    (context, session): (&Context, &Session),
    texts: &[Text],
    only: &[String],
    allowed: &Allowed,
) -> Result<Loaded, Failure> {
    let mut loading =
        Loading { context, public: &session.public, allowed, presets: BTreeMap::new(), slugs: BTreeMap::new() };
    let mut items = Vec::new();
    let mut told = Vec::new();
    let mut own_name: Option<Slug> = None;
    for Text { path, text } in texts {
        let shown = path.display().to_string();
        let (file, mut problems) = file::parse(&shown, text);
        problems.extend(another_server(&file, session));
        if let Some(Ok(name)) = file.own_name.as_deref().map(str::parse::<Slug>) {
            if own_name.as_ref().is_some_and(|known| *known != name) {
                let message = "another file of this run has another name, and together they are one";
                problems.push(Problem::error(Path::root().key("name"), message));
            }
            own_name = Some(name);
        }
        for (path, entry) in &file.entries {
            match loading.entry(&file, path, entry, only).await {
                Ok(item) => items.extend(item),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if !problems.is_empty() {
            told.push(Problems::locate(&shown, text, problems));
        }
    }
    let slugs: Vec<String> = loading.slugs.into_keys().collect();
    if told.is_empty() {
        unknown_slug(only, &slugs)?;
        return Ok(Loaded { items, own_name, slugs });
    }
    Err(refused(&told))
}

/// Everything that is wrong, in one error.
fn refused(told: &[Problems]) -> Failure {
    let message = match told.iter().map(Problems::errors).sum() {
        1 => "there is a mistake in the file of integrations; nothing was asked of authentik".to_owned(),
        count => format!("there are {count} mistakes in the files of integrations; nothing was asked of authentik"),
    };
    let lines: Vec<String> = told.iter().map(ToString::to_string).collect();
    Failure::usage(format!("{message}\n{}", lines.join("\n")))
}

/// A file that is for another authentik than the one that is talked to.
fn another_server(file: &File, session: &Session) -> Option<Problem> {
    let wanted = file.authentik.as_ref()?;
    let is_it = wanted == session.client.base() || *wanted == session.public;
    (!is_it).then(|| {
        let message = format!("this file is for {wanted}, and akctl talks to {}", session.client.base());
        Problem::error(Path::root().key("authentik"), message)
    })
}

fn unknown_slug(only: &[String], slugs: &[String]) -> Result<(), Failure> {
    let mut wrong = Wrong::default();
    for slug in only.iter().filter(|slug| !slugs.contains(slug)) {
        let near = nearest(slug, slugs.iter().map(String::as_str));
        let near = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        wrong.add(format!("--only {slug}: no integration of the files has this slug{near}"));
    }
    wrong.finish(())
}

/// The slugs of the integrations that were asked for, last first, and the name of the files: nothing else of them is looked at, so
/// no variable need be set to take them away.
pub(in crate::commands) fn slugs(
    (context, session): (&Context, &Session),
    texts: &[Text],
    only: &[String],
) -> Result<(Vec<String>, Option<Slug>), Failure> {
    let allowed = Allowed::default();
    let mut loading = Loading {
        context,
        public: &session.public,
        allowed: &allowed,
        presets: BTreeMap::new(),
        slugs: BTreeMap::new(),
    };
    let (mut slugs, mut told, mut own_name) = (Vec::new(), Vec::new(), None);
    for Text { path, text } in texts {
        let shown = path.display().to_string();
        let (file, mut problems) = file::parse(&shown, text);
        problems.extend(another_server(&file, session));
        own_name = own_name.or(file.own_name.as_deref().and_then(|name| name.parse().ok()));
        for (path, entry) in &file.entries {
            match loading.slug(&file, path, entry) {
                Ok(slug) => slugs.push(slug),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if !problems.is_empty() {
            told.push(Problems::locate(&shown, text, problems));
        }
    }
    if !told.is_empty() {
        return Err(refused(&told));
    }
    unknown_slug(only, &slugs)?;
    slugs.retain(|slug| only.is_empty() || only.contains(slug));
    slugs.reverse();
    Ok((slugs, own_name))
}

impl Loading<'_> {
    /// The slug of one integration, which may be named once.
    fn slug(&mut self, file: &File, path: &Path, entry: &Entry) -> Result<String, Vec<Problem>> {
        let slug = if let Some(slug) = &entry.slug {
            slug.clone()
        } else {
            let preset = self.preset(&entry.preset, path)?;
            let wishes = Wishes { name: entry.name.clone(), ..Wishes::default() };
            compile::slug(&preset, &wishes).map_err(|failure| told(&failure, &preset, path))?.to_string()
        };
        self.named(&slug, file, path)?;
        Ok(slug)
    }

    /// One integration; none if it was not asked for.
    async fn entry(
        &mut self,
        file: &File,
        path: &Path,
        entry: &Entry,
        only: &[String],
    ) -> Result<Option<Item>, Vec<Problem>> {
        let slug = self.slug(file, path, entry)?;
        if !only.is_empty() && !only.contains(&slug) {
            return Ok(None);
        }
        let preset = self.preset(&entry.preset, path)?;
        let folder = FilePath::new(&file.name).parent().map(FilePath::to_owned).unwrap_or_default();
        let answers = inputs::answers(self.context, &preset, (path, entry), &folder).await;
        let wishes = wishes_of(entry, &preset, path);
        let (answers, wishes) = both(answers, wishes)?;
        let prepared = self.prepared(&preset, &answers, wishes, path)?;
        Ok(Some(Item {
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
        compile::prepare(preset, &wishes, answers.context(), self.public)
            .map_err(|failure| told(&failure, preset, path))
    }

    fn preset(&mut self, name: &str, path: &Path) -> Result<Rc<Preset>, Vec<Problem>> {
        let path = path.key("preset");
        if !self.presets.contains_key(name) {
            let loaded = self.context.catalogue().find(name).and_then(|source| Ok(source.load()?));
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

    /// Notes where a slug is named: it may be once.
    fn named(&mut self, slug: &str, file: &File, path: &Path) -> Result<(), Vec<Problem>> {
        let here = format!("{}: {}", file.name, path.as_str());
        match self.slugs.insert(slug.to_owned(), here) {
            None => Ok(()),
            Some(before) => {
                let message = format!("the slug `{slug}` is there already ({before}); each integration needs its own");
                Err(vec![Problem::error(path.key("slug"), message)])
            }
        }
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

/// What the entry says beside the inputs, as the flags of `akctl integrate` would say it.
fn wishes_of(entry: &Entry, preset: &Preset, path: &Path) -> Result<Wishes, Vec<Problem>> {
    let Access { groups, users, networks, policy_expression, require_mfa, mfa_lasts, create_groups, members } =
        entry.access.clone();
    let Choices {
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        signing_key,
        outpost,
        tile_group,
        icon,
        publisher,
        description,
        exact: _,
    } = entry.options.clone();
    let members = members.unwrap_or_default().into_iter();
    let pairs: Vec<String> =
        members.flat_map(|(group, users)| users.into_iter().map(move |user| format!("{group}={user}"))).collect();
    let options = Options {
        application: ApplicationOptions {
            slug: entry.slug.clone(),
            name: entry.name.clone(),
            authentication_flow,
            authorization_flow,
            invalidation_flow,
            signing_key,
            outpost,
            tile_group,
            icon,
            publisher,
            description,
        },
        access: AccessOptions {
            bind_group: groups.unwrap_or_default(),
            bind_user: users.unwrap_or_default(),
            allow_network: networks.unwrap_or_default(),
            policy_expression: None,
            require_mfa: match require_mfa {
                None | Some(RequireMfa::No) => None,
                Some(RequireMfa::Deny) => Some(Mfa::Deny),
                Some(RequireMfa::Enrol) => Some(Mfa::Enrol),
            },
            mfa_lasts,
            create_groups: create_groups.unwrap_or_default(),
            add_member: pairs,
        },
        ..Options::default()
    };
    let mut wrong = Wrong::default();
    let expression = policy_expression.and_then(|text| wishes::expression(&text, &mut wrong));
    let wishes = wishes::wishes(&options).map(|wishes| Wishes { policy_expression: expression, ..wishes });
    let wrong = wrong.finish(()).map_err(|failure| told(&failure, preset, path));
    both(wishes.map_err(|failure| told(&failure, preset, path)), wrong).map(|(wishes, ())| wishes)
}

/// What a failure says, each thing at the key that it speaks of.
fn told(failure: &Failure, preset: &Preset, path: &Path) -> Vec<Problem> {
    let said = failure.told();
    let lines: Vec<&str> = match said.split_once(" things are wrong:\n  - ") {
        Some((_, lines)) => lines.split("\n  - ").collect(),
        None => vec![&said],
    };
    let hints: Vec<String> = failure.hints.iter().map(|hint| in_words_of_a_file(preset, hint)).collect();
    let problem = |(at, line): (usize, &str)| {
        let flag = line.split([':', ' ']).next().unwrap_or_default();
        let place = key(preset, flag).map_or_else(|| path.clone(), |key| path.key(&key));
        let advice = (at == 0 && !hints.is_empty()).then(|| hints.join("; "));
        Problem::error(place, in_words_of_a_file(preset, line)).advice(advice)
    };
    lines.into_iter().enumerate().map(problem).collect()
}

/// The value of a variable that a file names.
fn variable(name: &str) -> Option<String> {
    env::variable(name)
}

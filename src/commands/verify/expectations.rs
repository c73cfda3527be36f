//! What is expected of each integration: by the preset that was named, or by the one that it shows.

use crate::answers::{self, Answers, Given, InputsFile};
use crate::cli::verify::Verify;
use crate::commands::integrate::documents;
use crate::compile::{self, Wishes};
use crate::context::Context;
use crate::error::Failure;
use crate::model::ServerUrl;
use crate::model::text::printable;
use crate::preset::catalogue::{Catalogue, Entry};
use crate::preset::format::Preset;
use crate::session;
use crate::ui::Ui;
use crate::verify::expect::{self, Expect};
use crate::verify::objects::Application;
use crate::verify::picture::Picture;
use crate::verify::recognise;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A preset with its inputs, as far as they are known.
pub(super) struct Order {
    pub preset: Rc<Preset>,
    pub answers: Answers,
    /// Whether the inputs were given; else they are what the application shows, and defaults.
    pub is_whole: bool,
}

/// Presets by their ids, loaded when first needed.
pub(in crate::commands) struct Expectations<'a> {
    catalogue: Catalogue,
    presets: Vec<Entry>,
    loaded: BTreeMap<String, Option<Rc<Preset>>>,
    named: Option<Rc<Preset>>,
    given: Option<Given>,
    public: &'a ServerUrl,
    ui: Ui,
}

impl<'a> Expectations<'a> {
    /// By what every application shows.
    pub(in crate::commands) fn shown(context: &Context, public: &'a ServerUrl) -> Result<Self, Failure> {
        let catalogue = context.catalogue();
        let presets = catalogue.list()?.entries;
        let (loaded, ui) = (BTreeMap::new(), context.ui.clone());
        Ok(Self { catalogue, presets, loaded, named: None, given: None, public, ui })
    }

    /// By what a person says about one application.
    pub(super) fn new(context: &Context, arguments: &Verify, public: &'a ServerUrl) -> Result<Self, Failure> {
        let shown = Self::shown(context, public)?;
        let named = match &arguments.preset {
            Some(name) => Some(Rc::new(shown.catalogue.find(name)?.load()?)),
            None => None,
        };
        let file = match &arguments.inputs {
            Some(path) => Some(InputsFile { name: path.display().to_string(), text: session::read("--inputs", path)? }),
            None => None,
        };
        let is_given = file.is_some() || !arguments.set.is_empty();
        let given = Given { sets: arguments.set.clone(), file, without_secrets: true, ..Given::default() };
        Ok(Self { named, given: is_given.then_some(given), ..shown })
    }

    /// Reads the files and addresses that the inputs name, such as SAML metadata.
    pub(super) async fn read(&mut self, context: &Context, pictures: &[Picture]) {
        let Some(mut given) = self.given.take() else { return };
        for application in pictures.iter().filter_map(|picture| picture.application.as_ref()) {
            if let Some(preset) = self.preset(application) {
                given.documents.extend(documents::read(context, &answers::wanted(&preset, &given)).await);
            }
        }
        self.given = Some(given);
    }

    /// What is expected of one integration; none if no preset is known for it.
    pub(in crate::commands) fn of(&mut self, picture: &Picture) -> Result<Option<Expect>, Failure> {
        let Some(application) = &picture.application else { return Ok(None) };
        match (self.preset(application), &self.given) {
            (Some(preset), _) => self.expect(&preset, application),
            (None, None) => Ok(None),
            (None, Some(_)) => {
                Err(Failure::usage(format!("neither the slug `{}` nor its name tells a preset", application.slug))
                    .hint("name the preset with --preset; --set and --inputs give the inputs of a preset"))
            }
        }
    }

    /// The preset of an application: the named one, or the one that it shows, if that can be used.
    fn preset(&mut self, application: &Application) -> Option<Rc<Preset>> {
        if self.named.is_some() {
            return self.named.clone();
        }
        let id = recognise::preset(&self.presets, &application.slug, &application.name)?.to_owned();
        self.load(&id);
        self.loaded.get(&id).cloned().flatten()
    }

    /// The preset of an integration with the inputs that were given, or with those that it shows;
    /// none if no preset is known for it.
    pub(super) fn order(&mut self, picture: &Picture) -> Result<Option<Order>, Failure> {
        let Some(application) = &picture.application else { return Ok(None) };
        let given = self.given.clone();
        let Some(preset) = self.preset(application) else { return Ok(None) };
        let is_whole = given.is_some();
        let given = given.unwrap_or_else(|| {
            let shown = expect::recovered(&preset, application);
            let flags = shown.into_iter().map(|(input, value)| (input, vec![value])).collect();
            Given { flags, without_secrets: true, ..Given::default() }
        });
        let answers = answers::collect(&preset, &given)?;
        Ok(Some(Order { preset, answers, is_whole }))
    }

    fn expect(&self, preset: &Preset, application: &Application) -> Result<Option<Expect>, Failure> {
        let Some(given) = &self.given else { return Ok(Expect::of(preset, application)) };
        let answers = answers::collect(preset, given)?;
        let inputs = answers.context();
        let wishes = Wishes {
            slug: application.slug.parse().ok(),
            name: Some(application.name.clone()),
            secrets: answers.secrets().clone(),
            without_secrets: true,
            ..Wishes::default()
        };
        let prepared = compile::prepare(preset, &wishes, inputs, self.public)?;
        Ok(Expect::prepared(preset, &prepared, &given.sets))
    }

    fn load(&mut self, id: &str) {
        if self.loaded.contains_key(id) {
            return;
        }
        let preset = self.catalogue.find(id).and_then(|source| Ok(source.load()?));
        let preset = preset.map_err(|failure| {
            let message = format!("the preset `{id}` cannot be used, so nothing is compared with it: {failure}");
            self.ui.warn(&printable(&message));
        });
        self.loaded.insert(id.to_owned(), preset.ok().map(Rc::new));
    }
}

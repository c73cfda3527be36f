//! What is expected of each integration: by the preset that was named, or by the one that it shows.

use crate::answers::{self, Given, InputsFile};
use crate::cli::verify::Verify;
use crate::compile::{self, Wishes};
use crate::context::Context;
use crate::error::Failure;
use crate::model::ServerUrl;
use crate::model::text::printable;
use crate::preset::catalogue::{Catalogue, Entry};
use crate::preset::format::Preset;
use crate::session;
use crate::ui::Ui;
use crate::verify::expect::Expect;
use crate::verify::objects::Application;
use crate::verify::picture::Picture;
use crate::verify::recognise;
use std::collections::BTreeMap;

/// Presets by their ids, loaded when first needed.
pub(in crate::commands) struct Expectations<'a> {
    catalogue: Catalogue,
    presets: Vec<Entry>,
    loaded: BTreeMap<String, Option<Preset>>,
    named: Option<Preset>,
    given: Option<Given>,
    public: &'a ServerUrl,
    ui: Ui,
}

impl<'a> Expectations<'a> {
    /// By what every application shows.
    pub(in crate::commands) fn shown(context: &Context, public: &'a ServerUrl) -> Result<Self, Failure> {
        let catalogue = context.catalogue();
        let presets = catalogue.list()?.entries;
        let (loaded, ui) = (BTreeMap::new(), context.ui);
        Ok(Self { catalogue, presets, loaded, named: None, given: None, public, ui })
    }

    /// By what a person says about one application.
    pub(super) fn new(context: &Context, arguments: &Verify, public: &'a ServerUrl) -> Result<Self, Failure> {
        let shown = Self::shown(context, public)?;
        let named = match &arguments.preset {
            Some(name) => Some(shown.catalogue.find(name)?.load()?),
            None => None,
        };
        let file = match &arguments.inputs {
            Some(path) => Some(InputsFile { name: path.display().to_string(), text: session::read("--inputs", path)? }),
            None => None,
        };
        let is_given = file.is_some() || !arguments.set.is_empty();
        let given = Given { sets: arguments.set.clone(), file, ..Given::default() };
        Ok(Self { named, given: is_given.then_some(given), ..shown })
    }

    /// What is expected of one integration; none if no preset is known for it.
    pub(in crate::commands) fn of(&mut self, picture: &Picture) -> Result<Option<Expect>, Failure> {
        let Some(application) = &picture.application else { return Ok(None) };
        if self.named.is_none() {
            let id = recognise::preset(&self.presets, &application.slug, &application.name).map(str::to_owned);
            if let Some(id) = id {
                self.load(&id);
                let preset = self.loaded.get(&id).and_then(Option::as_ref);
                return preset.map_or(Ok(None), |preset| self.expect(preset, application));
            }
        }
        match (&self.named, &self.given) {
            (Some(preset), _) => self.expect(preset, application),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Failure::usage(format!("no preset is known for `{}`", application.slug))
                .hint("name it with --preset; --set and --inputs give the inputs of a preset")),
        }
    }

    fn expect(&self, preset: &Preset, application: &Application) -> Result<Option<Expect>, Failure> {
        let Some(given) = &self.given else { return Ok(Expect::of(preset, application)) };
        let inputs = answers::collect(preset, given)?.context();
        let wishes =
            Wishes { slug: application.slug.parse().ok(), name: Some(application.name.clone()), ..Wishes::default() };
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
        self.loaded.insert(id.to_owned(), preset.ok());
    }
}

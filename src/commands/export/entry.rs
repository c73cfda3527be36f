//! One application as an integration of a file: the preset that it shows, with its inputs read back.

use super::fit::{Case, Fitting};
use super::reading::{Lists, Subject};
use super::{access, explain, options, traces};
use crate::answers::Made;
use crate::answers::traces::suggestions;
use crate::context::Context;
use crate::error::Failure;
use crate::file::export::Exported;
use crate::model::resource::{Found, Kind, MARK};
use crate::preset::format::Preset;
use crate::verify::recognise;

/// The presets that fit any application of a protocol.
const OF_ANY: [(Kind, &str); 3] =
    [(Kind::OAuth2Provider, "oidc"), (Kind::SamlProvider, "saml"), (Kind::ProxyProvider, "proxy")];

/// The preset that only pushes people to an application.
const PUSHES: &str = "scim";

/// The preset through which others push people into authentik.
const SOURCE: &str = "scim-source";

/// What an entry is made from.
pub(super) struct Exporting<'a> {
    pub(super) lists: &'a Lists,
    pub(super) fitting: Fitting<'a>,
}

impl Exporting<'_> {
    fn context(&self) -> &Context {
        self.fitting.around.context
    }

    /// What a file says of an application: one integration, or two where what pushes people to it has a
    /// preset of its own.
    pub(super) async fn of(&self, subject: &Subject<'_>) -> Result<Vec<Exported>, Failure> {
        let name = subject.application.text("name").unwrap_or_default();
        let application = Some(subject.application);
        let mut all = Vec::new();
        let mut pushing = subject.own_pushing();
        if let Some((kind, provider)) = &subject.front {
            let preset = preset(self.context(), (*kind, subject.slug), name)?;
            let own = if preset.authentik.backchannel.is_some() { pushing.take() } else { None };
            let mut exported = empty(&preset, subject.slug, name);
            let bound = access::of(self.lists, subject);
            exported.access = bound.access;
            options::of(self.lists, subject.application, provider, (&preset, &mut exported));
            let made = Made { application, provider: Some(provider), pushing: own };
            self.read_back(&preset, (made, None), &mut exported).await?;
            exported.comments.extend(bound.comments);
            exported.reasons.extend(bound.reasons);
            all.push(exported);
        }
        if let Some(provider) = pushing {
            let preset = self.context().catalogue().find(PUSHES)?.load()?;
            let mut exported = empty(&preset, subject.slug, name);
            let mut bound = access::Said::default();
            if subject.front.is_none() {
                bound = access::of(self.lists, subject);
                exported.access = bound.access;
                options::of(self.lists, subject.application, provider, (&preset, &mut exported));
            }
            let made = Made { application, provider: None, pushing };
            self.read_back(&preset, (made, None), &mut exported).await?;
            exported.comments.extend(bound.comments);
            exported.reasons.extend(bound.reasons);
            all.push(exported);
        }
        if let [front, addition] = all.as_mut_slice()
            && !front.reasons.is_empty()
        {
            addition.reasons.push("the integration whose application it adds to is commented out".to_owned());
        }
        if let Some(exported) = all.first_mut() {
            let own = subject.own_pushing().map(|own| own.id.clone());
            let others = subject.pushing.iter().filter(|provider| Some(&provider.id) != own.as_ref());
            let names = others.filter_map(|provider| provider.text("name"));
            exported.comments.extend(names.map(|name| format!("`{name}` pushes people to it too")));
        }
        Ok(all)
    }

    /// What a file says of a source that akctl made.
    pub(super) async fn of_source(&self, source: &Found) -> Result<Exported, Failure> {
        let text = |field: &str| source.text(field).unwrap_or_default();
        let name = text("name").strip_suffix(MARK).unwrap_or(text("name"));
        let preset = self.context().catalogue().find(SOURCE)?.load()?;
        let mut exported = empty(&preset, text("slug"), name);
        self.read_back(&preset, (Made::default(), Some(source)), &mut exported).await?;
        Ok(exported)
    }

    /// The inputs that explain what is there; the rest is told.
    async fn read_back(
        &self,
        preset: &Preset,
        (made, source): (Made<'_>, Option<&Found>),
        exported: &mut Exported,
    ) -> Result<(), Failure> {
        let wishes = options::wishes(preset, exported);
        let traces = traces::of(self.lists, (made, source), (&exported.slug, &exported.name));
        let objects = [
            (Kind::Application, made.application),
            (front_of(preset), made.provider),
            (Kind::ScimProvider, made.pushing),
            (Kind::ScimSource, source),
        ];
        let objects = objects.into_iter().filter_map(|(kind, found)| Some((kind, found?))).collect();
        let fit = self.fitting.fit(&Case { preset, wishes, objects }, &suggestions(preset, &traces)).await?;
        explain::of(preset, fit, exported);
        explain::certificates(self.lists, preset, made.provider, exported);
        explain::certificate_names(preset, exported);
        Ok(())
    }
}

pub(super) fn empty(preset: &Preset, slug: &str, name: &str) -> Exported {
    let (preset, slug, name) = (preset.id.clone(), slug.to_owned(), name.to_owned());
    Exported { preset, slug, name, ..Exported::default() }
}

/// The kind of the provider that a preset makes.
fn front_of(preset: &Preset) -> Kind {
    let provider = &preset.authentik.provider;
    match (&provider.oauth2, &provider.saml) {
        (Some(_), _) => Kind::OAuth2Provider,
        (None, Some(_)) => Kind::SamlProvider,
        (None, None) => Kind::ProxyProvider,
    }
}

/// The preset that the slug or the name tells, if it is one of this protocol; else the one that fits
/// any application.
fn preset(context: &Context, (kind, slug): (Kind, &str), name: &str) -> Result<Preset, Failure> {
    let catalogue = context.catalogue();
    let listing = catalogue.list()?;
    if let Some(id) = recognise::preset(&listing.entries, slug, name) {
        let preset = catalogue.find(id)?.load()?;
        let declared = &preset.authentik.provider;
        let is_it = match kind {
            Kind::OAuth2Provider => declared.oauth2.is_some(),
            Kind::ProxyProvider => declared.proxy.is_some(),
            _ => declared.saml.is_some(),
        };
        if is_it {
            return Ok(preset);
        }
    }
    let any = OF_ANY.iter().find(|(of, _)| *of == kind).map_or("oidc", |(_, id)| id);
    Ok(catalogue.find(any)?.load()?)
}

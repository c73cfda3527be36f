//! One application as an integration of a file: the preset that it shows, with its inputs read back.

use super::access;
use super::fit::{Case, Fit, Fitting};
use super::reading::{Lists, Subject};
use super::traces;
use crate::answers::traces::suggestions;
use crate::answers::{self, Entry, Given, Made};
use crate::commands::fleet::load::wishes_of;
use crate::compile::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_CERTIFICATE, DEFAULT_INVALIDATION_FLOW, RequireMfa, Wishes};
use crate::context::Context;
use crate::error::Failure;
use crate::file;
use crate::file::export::{self, Exported};
use crate::model::resource::{Found, Kind, MARK, MFA_FLOW};
use crate::preset::format::{InputKind, Literal, Preset};
use crate::preset::problem::Problem;
use crate::preset::template::mentions;
use crate::verify::recognise;
use serde_json::{Value, json};

/// The presets that fit any application of a protocol.
const OF_ANY: [(Kind, &str); 3] =
    [(Kind::OAuth2Provider, "oidc"), (Kind::SamlProvider, "saml"), (Kind::ProxyProvider, "proxy")];

/// The name that authentik gives its embedded outpost (all versions). One that was renamed is named in the file.
const EMBEDDED_NAME: &str = "authentik Embedded Outpost";

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
            options(self.lists, subject.application, provider, (&preset, &mut exported));
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
                options(self.lists, subject.application, provider, (&preset, &mut exported));
            }
            let made = Made { application, provider: None, pushing };
            self.read_back(&preset, (made, None), &mut exported).await?;
            exported.comments.extend(bound.comments);
            exported.reasons.extend(bound.reasons);
            all.push(exported);
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
        let wishes = wishes(preset, exported);
        let traces = traces::of(self.lists, (made, source), (&exported.slug, &exported.name));
        let objects = [
            (Kind::Application, made.application),
            (front_of(preset), made.provider),
            (Kind::ScimProvider, made.pushing),
            (Kind::ScimSource, source),
        ];
        let objects = objects.into_iter().filter_map(|(kind, found)| Some((kind, found?))).collect();
        let fit = self.fitting.fit(&Case { preset, wishes, objects }, &suggestions(preset, &traces)).await?;
        explain(preset, fit, exported);
        certificates(self.lists, preset, made.provider, exported);
        certificate_names(preset, exported);
        Ok(())
    }
}

fn empty(preset: &Preset, slug: &str, name: &str) -> Exported {
    let (preset, slug, name) = (preset.id.clone(), slug.to_owned(), name.to_owned());
    Exported { preset, slug, name, ..Exported::default() }
}

/// What the file says beside the inputs. What it cannot say is taken out and told.
fn wishes(preset: &Preset, exported: &mut Exported) -> Wishes {
    let mut taken = Vec::new();
    for (key, value) in std::mem::take(&mut exported.options) {
        let alone = Exported { options: vec![(key, value.clone())], ..empty(preset, "slug", "Name") };
        match said(preset, &alone) {
            Ok(_) => exported.options.push((key, value)),
            Err(why) => taken.push(format!("`{key}` cannot stand in a file: {why}")),
        }
    }
    exported.comments.extend(taken);
    let wishes = said(preset, exported).unwrap_or_else(|why| {
        exported.reasons.push(why);
        let slug = exported.slug.parse().ok();
        Wishes { slug, name: Some(exported.name.clone()), ..Wishes::default() }
    });
    // Groups that are not there are told as missing.
    Wishes { create_groups: true, without_secrets: true, ..wishes }
}

fn said(preset: &Preset, exported: &Exported) -> Result<Wishes, String> {
    let (file, problems) = file::parse("the file", &export::text("https://authentik.invalid", &[exported.clone()]));
    let told =
        |problems: Vec<Problem>| problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; ");
    match file.entries.first().filter(|_| problems.is_empty()) {
        Some((path, entry)) => wishes_of(entry, preset, path).map_err(told),
        None => Err(told(problems)),
    }
}

/// Writes down what was found, with everything that is not certain as a comment, or as a reason to leave
/// the integration alone.
fn explain(preset: &Preset, fit: Fit, exported: &mut Exported) {
    let Fit { mut inputs, unknown, differences } = fit;
    for one in &unknown {
        let (input, field) = (&one.input, &one.field);
        let what = format!("`{input}`: which `{field}` was given stands in the application alone");
        if one.is_a_guess {
            exported.reasons.push(format!("{what}: put it in"));
            if let Some(value) = inputs.get_mut(input) {
                ask(value, field);
            }
        } else {
            exported.comments.push(format!(
                "{what}: put it in before you take settings from this file (`{}` stands for it)",
                answers::traces::UNKNOWN
            ));
        }
    }
    secrets(preset, &inputs, exported);
    exported.inputs = inputs.iter().map(|(name, literal)| (name.clone(), value(literal))).collect();
    let order = |name: &str| preset.inputs.position(name);
    exported.inputs.sort_by_key(|(name, _)| order(name));
    // What is somebody else's is not touched without a decision.
    let reasons = differences.would_change && !differences.is_foreign;
    let told = if reasons { &mut exported.reasons } else { &mut exported.comments };
    told.extend(differences.told);
    if differences.needs_groups {
        // In an authentik that is made anew nobody else makes them.
        exported.access.push(("create_groups", json!(true)));
    }
}

/// A question mark in place of a field of all records.
fn ask(literal: &mut Literal, field: &str) {
    match literal {
        Literal::List(items) => items.iter_mut().for_each(|item| ask(item, field)),
        Literal::Record(record) => drop(record.insert(field.to_owned(), Literal::Text("?".to_owned()))),
        _ => {}
    }
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Flag(flag) => json!(flag),
        Literal::List(items) => items.iter().map(value).collect(),
        Literal::Record(record) => record.iter().map(|(name, one)| (name.clone(), value(one))).collect(),
    }
}

/// Secrets that are needed come from variables.
fn secrets(preset: &Preset, inputs: &answers::traces::Inputs, exported: &mut Exported) {
    let entries =
        inputs.iter().map(|(key, literal)| Entry { key: key.clone(), literal: literal.clone(), is_itself: true });
    let given = Given { entries: Some(entries.collect()), ..Given::default() };
    for complaint in answers::collect_each(preset, &given).err().unwrap_or_default() {
        let input = complaint.input.as_deref().unwrap_or_default();
        if preset.inputs.get(input).is_some_and(|known| known.kind == InputKind::Secret) {
            let variable = format!("{}_{}", exported.slug, input).replace('-', "_").to_uppercase();
            exported.secrets.push((input.to_owned(), variable));
        }
    }
}

/// Certificates of the application are files, and only whoever gave them has those.
fn certificates(lists: &Lists, preset: &Preset, provider: Option<&Found>, exported: &mut Exported) {
    let Some(saml) = &preset.authentik.provider.saml else { return };
    let kinds = [("encryption_kp", &saml.encryption_certificate), ("verification_kp", &saml.verification_certificate)];
    for (field, template) in kinds {
        let id = provider.and_then(|provider| provider.text(field));
        let Some((id, template)) = id.zip(template.as_ref()) else { continue };
        let mut inputs = preset.inputs.iter().filter(|(_, input)| input.kind == InputKind::Certificate);
        let Some((input, _)) = inputs.find(|(name, _)| mentions(template.as_str(), name)) else { continue };
        let name = lists.known.certificates.get(id).map_or(id, String::as_str);
        let file = format!("{}-{}.pem", exported.slug, input.replace('_', "-"));
        exported.reasons.push(format!(
            "`{input}`: save the certificate `{name}` as {file} beside this file (authentik has it under System > \
             Certificates)"
        ));
        exported.files.push((input.to_owned(), file));
    }
}

/// Names that were given for a certificate of the integration's own.
fn certificate_names(preset: &Preset, exported: &mut Exported) {
    let provider = &preset.authentik.provider;
    let oauth2 = provider.oauth2.as_ref().and_then(|oauth2| oauth2.certificate.as_ref());
    let own = oauth2.or(provider.saml.as_ref().and_then(|saml| saml.certificate.as_ref()));
    let lists = own.into_iter().flat_map(|own| &own.alternative_names).filter_map(|name| name.each.as_ref());
    for input in lists.filter(|input| preset.inputs.get(input).is_some_and(|input| input.default.is_none())) {
        exported.comments.push(format!(
            "`{input}`: authentik does not say which names its certificate has; if some were given, put them in for the \
             time when it is made anew"
        ));
    }
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

/// Flows, key and tile, where they are not what akctl would choose.
fn options(lists: &Lists, application: &Found, provider: &Found, (preset, exported): (&Preset, &mut Exported)) {
    let id = |field: &str| provider.text(field);
    let flow = |field: &str| id(field).and_then(|id| lists.known.flows.get(id)).cloned();
    if let Some(slug) = flow("authorization_flow") {
        if let Some(wish) = RequireMfa::of_flow(&slug).filter(|_| slug.starts_with(MFA_FLOW)) {
            exported.access.push(("require_mfa", json!(wish.without_device.word())));
            exported.access.extend(wish.lasts.map(|time| ("mfa_lasts", json!(time))));
        } else if slug != DEFAULT_AUTHORIZATION_FLOW {
            exported.options.push(("authorization_flow", json!(slug)));
        }
    }
    if let Some(slug) = flow("invalidation_flow").filter(|slug| slug != DEFAULT_INVALIDATION_FLOW) {
        exported.options.push(("invalidation_flow", json!(slug)));
    }
    exported.options.extend(flow("authentication_flow").map(|slug| ("authentication_flow", json!(slug))));
    let served = provider.fields.get("outpost_set").and_then(Value::as_array);
    if let Some(outpost) = served.and_then(|names| names.first()).filter(|name| *name != EMBEDDED_NAME) {
        exported.options.push(("outpost", outpost.clone()));
    }
    let key = id("signing_key").or(id("signing_kp")).and_then(|id| lists.known.certificates.get(id));
    if let Some(name) = key.filter(|name| *name != DEFAULT_CERTIFICATE && !name.ends_with(MARK)) {
        exported.options.push(("signing_key", json!(name)));
    }
    let declared = preset.authentik.application.as_ref();
    // One that was uploaded is a file of authentik's own.
    let is_address = |icon: Option<&str>| {
        icon.is_some_and(|icon| ["https://", "http://", "fa://"].iter().any(|begin| icon.starts_with(begin)))
    };
    let tile = [
        ("tile_group", "group", declared.and_then(|one| one.group.as_ref()).is_some()),
        ("publisher", "meta_publisher", declared.and_then(|one| one.publisher.as_ref()).is_some()),
        ("description", "meta_description", declared.and_then(|one| one.description.as_ref()).is_some()),
        (
            "icon",
            "meta_icon",
            declared.and_then(|one| one.icon.as_ref()).is_some() || !is_address(application.text("meta_icon")),
        ),
    ];
    for (option, field, is_declared) in tile {
        let text = application.text(field).filter(|text| !text.is_empty() && !is_declared);
        exported.options.extend(text.map(|text| (option, json!(text))));
    }
}

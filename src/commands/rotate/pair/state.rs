//! What authentik has of the pairs of one integration.

use super::report::Other;
use crate::authentik::endpoints;
use crate::context::Context;
use crate::error::{Failure, Kind as FailureKind};
use crate::model::Slug;
use crate::model::resource::{Found, Kind, MARK, marked};
use crate::model::text::printable;
use crate::observe;
use crate::plan::ownership;
use crate::preset::catalogue::{Catalogue, Entry};
use crate::preset::check::is_named;
use crate::preset::template::JWKS_DOCUMENT;
use crate::session::Session;
use crate::verify::look::unknown;
use crate::verify::recognise;
use futures_util::future::{join, join3};
use serde_json::Value;
use std::collections::BTreeMap;

/// The names of an integration's own pairs.
pub(super) struct Names {
    /// The one that signs.
    pub own: String,
    /// The one that will.
    pub new: String,
    /// The one that did.
    pub old: String,
}

impl Names {
    fn of(slug: &Slug) -> Self {
        Self {
            own: marked(&format!("{slug}: signing key")),
            new: marked(&format!("{slug}: new signing key")),
            old: marked(&format!("{slug}: old signing key")),
        }
    }
}

/// With what the provider signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    /// With a pair that akctl made for it.
    WithOwn,
    /// With another one.
    WithOther,
}

/// Everything that the steps rest on.
pub(super) struct State {
    pub slug: Slug,
    pub version: String,
    pub application: String,
    pub kind: Kind,
    pub provider: Found,
    pub names: Names,
    /// All pairs, by name.
    pub pairs: BTreeMap<String, Value>,
    pub signs: Signs,
    pub current_name: String,
    /// What else uses the pair that signs.
    pub others: Vec<Other>,
    /// Why the application holds the certificate or the key itself; none if it reads it by itself.
    pub pins: Option<&'static str>,
}

impl State {
    /// Reads it.
    pub async fn read(context: &Context, session: &Session, slug: &Slug) -> Result<Self, Failure> {
        let client = &session.client;
        let path = endpoints::detail(Kind::Application, &Value::from(slug.as_str()));
        let (version, application) = join(client.version(), client.find(&path)).await;
        let version = version?;
        let Some(application) = application?.map(observe::found) else {
            return Err(unknown(client, "application", slug.as_str()).await);
        };
        let (kind, id) = provider_of(slug, &application)?;
        // Without details: up to authentik 2025.10 each key in the list costs a quarter of a second.
        let brief = [("ordering", "name"), ("include_details", "false")];
        let provider_path = endpoints::detail(kind, &id);
        let (provider, pairs, providers) = join3(
            client.get(&provider_path, &[]),
            client.list(endpoints::collection(Kind::Certificate), &brief),
            client.list("providers/all/", &[("ordering", "pk")]),
        )
        .await;
        let provider = observe::found(provider?);
        let pairs = pairs?.into_iter().map(observe::found);
        let pairs: BTreeMap<String, Value> =
            pairs.filter_map(|pair| Some((pair.text("name")?.to_owned(), pair.id.clone()))).collect();
        let current = provider.fields.get(field(kind)).cloned().unwrap_or_default();
        let Some((current_name, _)) = pairs.iter().find(|(_, pk)| **pk == current && !current.is_null()) else {
            return Err(Failure::usage(format!("`{slug}` signs with no key that this token may see"))
                .hint(format!("akctl verify {slug} shows what is wrong; with --fix it chooses a key")));
        };
        let used_by = format!("{}used_by/", endpoints::detail(Kind::Certificate, &current));
        let uses = client.get(&used_by, &[]).await?;
        let names = Names::of(slug);
        let is_own = [&names.own, &names.new].contains(&current_name);
        let presets = Presets { catalogue: context.catalogue(), entries: context.catalogue().list()?.entries };
        let name = application.text("name").unwrap_or_default().to_owned();
        Ok(Self {
            slug: slug.clone(),
            version: version.to_string(),
            pins: presets.pins(kind == Kind::SamlProvider, slug.as_str(), &name),
            application: name,
            kind,
            others: presets.others(&uses, &provider.id, &providers?),
            signs: if is_own { Signs::WithOwn } else { Signs::WithOther },
            current_name: current_name.clone(),
            provider,
            names,
            pairs,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.pairs.contains_key(name)
    }

    pub fn is_saml(&self) -> bool {
        self.kind == Kind::SamlProvider
    }

    /// The provider's field that names the pair.
    pub fn field(&self) -> &'static str {
        field(self.kind)
    }

    /// Refuses to begin where something is left of an earlier rotation, or in the way.
    pub fn refuse_leftovers(&self) -> Result<(), Failure> {
        let (slug, names) = (&self.slug, &self.names);
        if self.has(&names.old) {
            let what = format!("the old pair of the last rotation is still there: `{}`", names.old);
            return Err(Failure::new(FailureKind::Decision, what)
                .hint(format!("akctl rotate {slug} --certificate=finish removes it"))
                .hint("nothing was changed"));
        }
        if self.signs == Signs::WithOther && self.has(&names.own) {
            let what = format!("`{slug}` has a pair of its own already, `{}`, and signs with another one", names.own);
            return Err(Failure::new(FailureKind::Decision, what)
                .hint("choose it with --signing-key of `akctl integrate`, or delete it in authentik first")
                .hint("nothing was changed"));
        }
        Ok(())
    }
}

fn field(kind: Kind) -> &'static str {
    if kind == Kind::SamlProvider { "signing_kp" } else { "signing_key" }
}

/// The kind and the id of a provider that akctl made and that signs.
fn provider_of(slug: &Slug, application: &Found) -> Result<(Kind, Value), Failure> {
    let Some(attached) = ownership::attached(application) else {
        return Err(Failure::usage(format!("the application `{slug}` has no provider, so nothing signs for it")));
    };
    let Some(kind @ (Kind::OAuth2Provider | Kind::SamlProvider)) = attached.kind else {
        let kind = printable(&attached.kind_name);
        return Err(Failure::usage(format!("the provider of `{slug}` is a {kind}: it signs with no certificate")));
    };
    if attached.name.ends_with(MARK) {
        return Ok((kind, attached.id));
    }
    let what =
        format!("the application `{slug}` was not made by akctl (its provider is `{}`)", printable(&attached.name));
    Err(Failure::new(FailureKind::Decision, what)
        .hint(format!("take it over first: akctl adopt {slug} --preset NAME"))
        .hint("nothing was changed"))
}

/// The presets, to know which applications hold a key themselves.
struct Presets {
    catalogue: Catalogue,
    entries: Vec<Entry>,
}

impl Presets {
    /// Why an application holds the certificate or the key itself.
    fn pins(&self, is_saml: bool, slug: &str, name: &str) -> Option<&'static str> {
        if is_saml {
            return Some("a SAML application holds the certificate");
        }
        let preset = recognise::preset(&self.entries, slug, name)?;
        let preset = self.catalogue.find(preset).ok()?.load().ok()?;
        is_named(&preset, JWKS_DOCUMENT).then_some("its preset has the keys entered in the application")
    }

    /// The other users of a pair.
    fn others(&self, uses: &Value, own: &Value, providers: &[Value]) -> Vec<Other> {
        let own = own.as_str().map_or_else(|| own.to_string(), str::to_owned);
        let text = |object: &Value, field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
        let all = uses.as_array().into_iter().flatten();
        let others = all.filter(|user| text(user, "pk").is_none_or(|pk| pk != own));
        let other = |user: &Value| {
            let pk = text(user, "pk").unwrap_or_default();
            let provider = providers.iter().find(|one| one.get("pk").map(Value::to_string).as_ref() == Some(&pk));
            let of = |field: &str| provider.and_then(|provider| text(provider, field)).filter(|text| !text.is_empty());
            let slug = of("assigned_application_slug");
            let is_saml = of("component").is_some_and(|component| component.contains("saml"));
            let pins = slug
                .as_deref()
                .and_then(|slug| self.pins(is_saml, slug, &of("assigned_application_name").unwrap_or_default()));
            Other {
                name: text(user, "name").unwrap_or_default(),
                model: text(user, "model_name").unwrap_or_default(),
                slug,
                pins: pins.is_some(),
            }
        };
        let mut others: Vec<Other> = others.map(other).collect();
        others.dedup();
        others
    }
}

//! What can be worked out without the server: every template of the preset's authentik side
//! rendered, every wish checked.

use super::access::{self, Access};
use super::certificate::{OwnCertificate, names_of_no_use, own_certificate};
use super::effect::refuse_what_has_no_effect;
use super::flows::Flows;
use super::mappings::{Mapping, mapping_of, refuse_repeated_names};
use super::named::{application, name_of, slug_of};
use super::oauth2::{Settled, settle};
use super::proxy::{self, ProxySettled};
use super::saml::{self, Attribute, SamlSettled};
use super::scim::{self, Push, Source};
use super::second_factor::SecondFactor;
use super::{DEFAULT_CERTIFICATE, Wishes};
use crate::error::{Failure, Problems};
use crate::model::endpoints::Endpoints;
use crate::model::facts::Facts;
use crate::model::facts::Needs;
use crate::model::resource::{Address, Kind, marked};
use crate::model::{ServerUrl, Slug};
use crate::preset::format::{self, Authentik, Condition, IssuerMode, Preset, Provider, SigningKey, Template};
use crate::preset::template::{Context, evaluate, render};

/// The claim in which authentik's default `profile` mapping puts the names of all of a user's
/// groups (all versions). Lists of the same claim add up, so whatever else is put there can be
/// forged by a group of that name.
const GROUPS_CLAIM: &str = "groups";

/// The provider through which people sign in, as far as it is known without the server.
#[derive(Debug, Clone)]
pub enum Front {
    /// `OAuth2` and `OpenID` Connect.
    Oauth2(Settled),
    /// SAML.
    Saml(SamlSettled),
    /// An outpost before the application.
    Proxy(ProxySettled),
}

/// An integration as far as it is known without the server.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The application's slug, or the source's.
    pub slug: Slug,
    /// The application's name, or the source's.
    pub name: String,
    /// The addresses at which authentik serves it.
    pub endpoints: Endpoints,
    /// What templates see: the inputs, `slug`, `name`, `authentik_url` and `endpoints`.
    pub context: Context,
    /// Fields of the application that are ours; none where there is no application.
    pub application: Option<Vec<(&'static str, String)>>,
    /// The provider's name, with the mark.
    pub provider: String,
    /// The provider through which people sign in.
    pub front: Option<Front>,
    /// The flows of that provider.
    pub flows: Flows,
    /// The second factor that the application asks for.
    pub second_factor: Option<SecondFactor>,
    /// The name of the certificate that signs; none for a provider that does not sign with one.
    pub certificate: Option<String>,
    /// The name of the pair of the integration's own, which a rotation makes: it stays if it signs.
    kept_certificate: Option<String>,
    /// The certificate to make if there is none of that name.
    pub own_certificate: Option<OwnCertificate>,
    /// Our own scope mappings.
    pub mappings: Vec<Mapping>,
    /// Our own SAML attributes.
    pub attributes: Vec<Attribute>,
    /// What pushes people to the application.
    pub push: Option<Push>,
    /// What lets others push people into authentik.
    pub source: Option<Source>,
    /// Groups that must exist.
    pub groups: Vec<String>,
    /// Who may open the application.
    pub access: Access,
    /// People to put into groups.
    pub members: Vec<(String, String)>,
    /// Whether groups that are missing may be created.
    pub create_groups: bool,
}

impl Prepared {
    /// Where the provider stands through which people sign in.
    #[must_use]
    pub fn front_address(&self) -> Option<Address> {
        let kind = match self.front.as_ref()? {
            Front::Oauth2(_) => Kind::OAuth2Provider,
            Front::Saml(_) => Kind::SamlProvider,
            Front::Proxy(_) => Kind::ProxyProvider,
        };
        Some(Address::new(kind, &self.provider))
    }

    /// The `OAuth2` provider, if it is one.
    #[must_use]
    pub fn oauth2(&self) -> Option<&Settled> {
        match &self.front {
            Some(Front::Oauth2(settled)) => Some(settled),
            _ => None,
        }
    }

    /// The proxy provider, if it is one.
    #[must_use]
    pub fn proxy(&self) -> Option<&ProxySettled> {
        match &self.front {
            Some(Front::Proxy(settled)) => Some(settled),
            _ => None,
        }
    }

    /// What must be asked of the server.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut groups: Vec<String> = self.groups.iter().chain(&self.access.groups).cloned().collect();
        groups.extend(self.members.iter().map(|(group, _)| group.clone()));
        groups.extend(self.push.iter().flat_map(|push| push.groups.clone()));
        groups.extend(self.forgeable().map(|(_, value)| value.to_owned()));
        let members = self.members.iter().map(|(_, user)| user);
        let mut users: Vec<String> = members.chain(&self.access.users).cloned().collect();
        for list in [&mut groups, &mut users] {
            list.sort();
            list.dedup();
        }
        let mut objects: Vec<Address> = self.attributes.iter().map(Attribute::address).collect();
        objects.extend(self.push.iter().map(Push::address));
        objects.extend(self.source.iter().map(Source::address));
        objects.extend(self.second_factor.iter().flat_map(SecondFactor::objects));
        let certificates = match &self.front {
            Some(Front::Saml(saml)) => saml.certificates(),
            Some(Front::Oauth2(oauth2)) => {
                objects.extend(oauth2.providers());
                oauth2.encryption_key.iter().cloned().collect()
            }
            Some(Front::Proxy(_)) | None => Vec::new(),
        };
        Needs {
            application: self.application.is_some().then(|| self.slug.as_str().to_owned()),
            provider: self.front_address(),
            scope_mappings: self.oauth2().is_some(),
            saml_mappings: matches!(self.front, Some(Front::Saml(_))),
            scim_mappings: self.push.is_some(),
            objects,
            certificate: self.certificate.clone(),
            certificates,
            policy: self.access.needs_policy().then(|| access::policy_name(self.slug.as_str())),
            groups,
            members: !self.members.is_empty(),
            users,
            outpost: self.proxy().map(|proxy| proxy.outpost.clone()),
        }
    }

    /// The name of the certificate that signs. A pair of the integration's own that signs already, as
    /// after a rotation, stays where nobody named another one.
    #[must_use]
    pub fn signs_with(&self, facts: &Facts) -> Option<&str> {
        let is_kept = |kept: &&String| {
            let signing = facts.certificates.iter().find(|one| Some(&one.pk) == facts.signs_with.as_ref());
            signing.is_some_and(|certificate| certificate.name == **kept)
        };
        self.kept_certificate.as_ref().filter(is_kept).or(self.certificate.as_ref()).map(String::as_str)
    }

    /// Mapping and value wherever a group of that name would give the value to its members, and is
    /// not the group meant for it.
    pub(super) fn forgeable(&self) -> impl Iterator<Item = (&Mapping, &str)> {
        let with_profile = self.oauth2().is_some_and(|oauth2| oauth2.scopes.iter().any(|scope| scope == "profile"));
        let open = self.mappings.iter().filter(move |mapping| with_profile && mapping.claim == GROUPS_CLAIM);
        open.flat_map(|mapping| {
            let others = mapping.values.iter().filter(|(value, groups)| !groups.contains(value));
            others.map(move |(value, _)| (mapping, value.as_str()))
        })
    }

    /// The names of the scopes that the application asks for: the default ones in the preset's
    /// order, then our own.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        let mut scopes = self.oauth2().map(|oauth2| oauth2.scopes.clone()).unwrap_or_default();
        for mapping in &self.mappings {
            if !scopes.contains(&mapping.scope) {
                scopes.push(mapping.scope.clone());
            }
        }
        scopes
    }
}

/// Renders and checks everything that needs no server; all that is wrong is reported together.
/// `inputs` holds the preset's inputs by name, `public` is the address that applications know
/// authentik by.
pub fn prepare(preset: &Preset, wishes: &Wishes, inputs: Context, public: &ServerUrl) -> Result<Prepared, Failure> {
    let mut problems = Problems::default();
    let declared = &preset.authentik;
    let name = name_of(declared, wishes)?;
    let mut context = inputs;
    context.set("name", &name);
    let slug = slug_of(declared, wishes, &context)?;
    context.set("slug", slug.as_str());
    context.set("authentik_url", public.to_string());
    context.set("authentik_host", public.host());
    let mut endpoints = endpoints(declared, public, &slug);
    context.set("endpoints", &endpoints);
    let front = front(&declared.provider, wishes, (&slug, public), &context, &mut problems)?;
    if let Some(Front::Proxy(proxy)) = &front {
        endpoints = Endpoints::proxy(&proxy.outpost_url);
        context.set("endpoints", &endpoints);
    }
    if let (Some(Front::Oauth2(Settled { issuer_mode: Some(IssuerMode::Global), .. })), Endpoints::Oidc(oidc)) =
        (&front, &mut endpoints)
    {
        oidc.issuer = public.join("/");
        context.set("endpoints", &endpoints);
    }
    let defaults = match &front {
        Some(Front::Oauth2(settled)) => settled.scopes.clone(),
        _ => Vec::new(),
    };
    let mut mappings = Vec::new();
    for mapping in &declared.scope_mappings {
        if mapping.when.as_ref().map_or(Ok(true), |when| evaluate(when, &context))? {
            mappings.extend(mapping_of(mapping, &context, &defaults, &mut problems)?);
        }
    }
    refuse_repeated_names(&mappings, &mut problems);
    let (groups, access) = groups_and_access(declared, wishes, &context)?;
    let (certificate, own_certificate) = signing(front.as_ref(), &declared.provider, wishes, &slug, &context)?;
    let flows = Flows::of(&declared.provider, wishes, &context)?;
    refuse_what_has_no_effect(declared, wishes, &access, &mut problems);
    let second_factor = wishes.require_mfa.clone().map(|wish| SecondFactor::of(wish, &flows));
    if front.is_some() && certificate.is_none() && wishes.signing_key.is_some() {
        problems.add("--signing-key: no key signs here, but the client's secret");
    }
    if wishes.signing_key.is_some()
        && let Some(replaced) = own_of(&declared.provider)
    {
        for flag in names_of_no_use(preset, replaced, &context)? {
            problems.add(format!("--signing-key: the certificate is another one then, so {flag} has no effect"));
        }
    }
    let mut members = wishes.members.clone();
    keep_first_of_each(&mut members);
    let prepared = Prepared {
        provider: marked(slug.as_str()),
        application: declared
            .application
            .as_ref()
            .map(|declared| application(declared, wishes, &context))
            .transpose()?,
        second_factor,
        flows,
        kept_certificate: (certificate.is_some() && wishes.signing_key.is_none())
            .then(|| marked(&format!("{slug}: signing key"))),
        certificate,
        own_certificate,
        attributes: saml::attributes(&declared.saml_mappings, &context, &mut problems)?,
        push: scim::push(declared.backchannel.as_ref(), &slug, &context, wishes, &mut problems)?,
        source: scim::source(declared.source.as_ref(), &name, &slug, &context)?,
        members,
        create_groups: wishes.create_groups,
        slug,
        name,
        endpoints,
        context,
        front,
        mappings,
        groups,
        access,
    };
    problems.finish(prepared)
}

fn front(
    declared: &Provider,
    wishes: &Wishes,
    (slug, public): (&Slug, &ServerUrl),
    context: &Context,
    problems: &mut Problems,
) -> Result<Option<Front>, Failure> {
    if let Some(proxy) = &declared.proxy {
        return Ok(Some(Front::Proxy(proxy::settle(proxy, wishes, public, context, problems)?)));
    }
    Ok(match (&declared.oauth2, &declared.saml) {
        (Some(oauth2), _) => Some(Front::Oauth2(settle(oauth2, context, &wishes.secrets, problems)?)),
        (None, Some(saml)) => Some(Front::Saml(saml::settle(saml, slug, context, problems)?)),
        (None, None) => None,
    })
}

/// The addresses at which authentik serves what the preset asks for.
fn endpoints(declared: &Authentik, public: &ServerUrl, slug: &Slug) -> Endpoints {
    if declared.provider.oauth2.is_some() {
        Endpoints::oidc(public, slug)
    } else if declared.provider.saml.is_some() {
        Endpoints::saml(public, slug)
    } else if declared.provider.proxy.is_some() {
        Endpoints::proxy(&public.join(""))
    } else if declared.source.is_some() {
        Endpoints::scim_source(public, slug)
    } else {
        Endpoints::none()
    }
}

/// The groups that must exist, and who may open the application.
fn groups_and_access(
    declared: &Authentik,
    wishes: &Wishes,
    context: &Context,
) -> Result<(Vec<String>, Access), Failure> {
    let mut bindings = wishes.bind_groups.clone();
    for binding in &declared.bindings {
        bindings.extend(names(&binding.group, binding.when.as_ref(), binding.each.as_deref(), context)?);
    }
    let mut groups = Vec::new();
    for group in &declared.groups {
        groups.extend(names(&group.name, group.when.as_ref(), group.each.as_deref(), context)?);
    }
    keep_first_of_each(&mut bindings);
    keep_first_of_each(&mut groups);
    let access = Access {
        groups: bindings,
        users: wishes.bind_users.clone(),
        networks: wishes.networks.clone(),
        expression: wishes.policy_expression.clone(),
    };
    Ok((groups, access))
}

/// The certificate that the preset would make for its key.
fn own_of(declared: &Provider) -> Option<&format::Certificate> {
    match (&declared.oauth2, &declared.saml) {
        (Some(oauth2), _) => oauth2.certificate.as_ref(),
        (None, Some(saml)) => saml.certificate.as_ref(),
        (None, None) => None,
    }
}

/// The name of the certificate that signs, and our own where it is one.
fn signing(
    front: Option<&Front>,
    declared: &Provider,
    wishes: &Wishes,
    slug: &Slug,
    context: &Context,
) -> Result<(Option<String>, Option<OwnCertificate>), Failure> {
    let (signing_key, certificate) = match (front, &declared.oauth2, &declared.saml) {
        (Some(Front::Oauth2(settled)), Some(oauth2), _) => (settled.signing_key, &oauth2.certificate),
        (Some(Front::Saml(_)), _, Some(saml)) => (saml.signing_key, &saml.certificate),
        _ => return Ok((None, None)),
    };
    if signing_key == Some(SigningKey::None) {
        return Ok((None, None));
    }
    if let Some(wish) = &wishes.signing_key {
        return Ok((Some(wish.clone()), None));
    }
    let own = certificate.as_ref().map(|certificate| own_certificate(certificate, slug, context)).transpose()?;
    let name = own.as_ref().map_or_else(|| DEFAULT_CERTIFICATE.to_owned(), |own| own.name.clone());
    Ok((Some(name), own))
}

/// A template rendered where its condition holds, once for each item of its list if it has one.
pub(super) fn names(
    name: &Template,
    when: Option<&Condition>,
    each: Option<&str>,
    context: &Context,
) -> Result<Vec<String>, Failure> {
    context.repeated(when, each)?.iter().map(|inner| Ok(render(name, inner)?)).collect()
}

pub(super) fn keep_first_of_each<T: Ord + Clone>(list: &mut Vec<T>) {
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|item| seen.insert(item.clone()));
}

//! What is on a server, put together into one picture for each application.

use super::objects::{Application, Binding, Mapping};
use super::outposts::Outpost;
use super::picture::{Asked, FORBIDDEN, Look, Noted, Outside, Picture, Server};
use super::provider::{Kind, Provider};
use super::push::Push;
use super::stages::Stages;
use crate::model::objects::{Certificate, Flow};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Everything that was read with the token, of one application or of all.
#[derive(Debug, Clone)]
pub struct World {
    /// The server.
    pub server: Rc<Server>,
    /// Whether the token's user sees everything.
    pub sees_all: bool,
    /// The applications, by slug.
    pub applications: Vec<Application>,
    /// Their providers and those without application, by primary key; or why one cannot be read.
    pub providers: BTreeMap<String, Look<Provider>>,
    /// The bindings of these applications.
    pub bindings: Look<Vec<Binding>>,
    /// All scope mappings.
    pub mappings: Look<Vec<Mapping>>,
    /// authentik's own SAML mappings: their ids that never change, by primary key.
    pub attributes: Look<Rc<BTreeMap<String, String>>>,
    /// All flows.
    pub flows: Look<Rc<BTreeMap<String, Flow>>>,
    /// The stages of flows, as far as they are needed.
    pub stages: Look<Rc<Stages>>,
    /// Certificates, by primary key.
    pub certificates: BTreeMap<String, Look<Certificate>>,
    /// The outposts that serve any of the providers.
    pub outposts: Look<Vec<Outpost>>,
    /// How the last pushes ended, by the provider's primary key; empty if nobody asked.
    pub pushes: BTreeMap<String, Look<Push>>,
    /// What authentik noted, by the provider's primary key.
    pub noted: Look<BTreeMap<String, Vec<Noted>>>,
    /// What applications asked for in the last logins, by the application's primary key.
    pub asked: Look<BTreeMap<String, Asked>>,
}

impl World {
    /// One picture for each application, then one for each provider that belongs to none. Nothing
    /// is seen from outside yet.
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture> {
        let applications = self.applications.iter().map(|application| self.picture(application));
        let alone = self.providers.values().filter_map(|provider| provider.as_ref().ok());
        let alone = alone.filter(|provider| provider.application.is_none() && !self.is_attached(provider));
        applications.chain(alone.map(|provider| self.around(None, Ok(Some(provider.clone()))))).collect()
    }

    /// Servers before 2025.12 do not say in the provider whose back channel it is in.
    fn is_attached(&self, provider: &Provider) -> bool {
        self.applications.iter().any(|application| {
            application.backchannel.contains(&provider.pk)
                || application.provider.as_ref().is_some_and(|(pk, _)| *pk == provider.pk)
        })
    }

    fn picture(&self, application: &Application) -> Picture {
        let provider = match &application.provider {
            None => Ok(None),
            Some((pk, _)) => match self.providers.get(pk) {
                Some(Ok(provider)) => Ok(Some(provider.clone())),
                Some(Err(why)) => Err(why.clone()),
                None => Err(format!("{FORBIDDEN} see the provider")),
            },
        };
        self.around(Some(application), provider)
    }

    fn around(&self, application: Option<&Application>, provider: Look<Option<Provider>>) -> Picture {
        let backchannel = application.iter().flat_map(|application| &application.backchannel);
        let backchannel = backchannel.filter_map(|pk| self.providers.get(pk)?.as_ref().ok()).cloned().collect();
        let of_application =
            |binding: &&Binding| application.is_some_and(|application| binding.target == application.pk);
        let bindings = self.bindings.as_ref().map_err(Clone::clone);
        let pk = provider.as_ref().ok().and_then(Option::as_ref).map(|provider| provider.pk.clone());
        let provider_pk = pk.clone();
        let noted = self.noted.as_ref().map_err(Clone::clone);
        let asked = self.asked.as_ref().map_err(Clone::clone);
        Picture {
            server: Rc::clone(&self.server),
            application: application.cloned(),
            mappings: self.mappings_of(provider.as_ref().ok().and_then(Option::as_ref)),
            provider,
            backchannel,
            bindings: bindings.map(|all| all.iter().filter(of_application).cloned().collect()),
            attributes: self.attributes.clone(),
            flows: self.flows.clone(),
            stages: self.stages.clone(),
            certificates: self.certificates.clone(),
            outposts: self.outposts_of(provider_pk.as_deref()),
            pushes: self.pushes.clone(),
            preview: Err("it was not asked for".to_owned()),
            noted: noted.map(|noted| pk.and_then(|pk| noted.get(&pk).cloned()).unwrap_or_default()),
            asked: asked.map(|asked| application.and_then(|one| asked.get(&plain(&one.pk)).cloned())),
            outside: Outside::unseen("nobody looked through the public address"),
            sent: None,
            expect: None,
        }
    }

    /// The outposts that serve the provider.
    fn outposts_of(&self, provider: Option<&str>) -> Look<Vec<Outpost>> {
        let all = self.outposts.as_ref().map_err(Clone::clone)?;
        let serves = |outpost: &&Outpost| outpost.providers.iter().any(|pk| Some(pk.as_str()) == provider);
        Ok(all.iter().filter(serves).cloned().collect())
    }

    /// The provider's own mappings; those of other kinds than scope mappings are not read.
    fn mappings_of(&self, provider: Option<&Provider>) -> Look<Vec<Mapping>> {
        let all = self.mappings.as_ref().map_err(Clone::clone)?;
        let Some(provider) = provider.filter(|provider| provider.kind == Kind::OAuth2) else { return Ok(Vec::new()) };
        let wanted = provider.texts("property_mappings").unwrap_or_default();
        Ok(all.iter().filter(|mapping| wanted.contains(&mapping.pk.as_str())).cloned().collect())
    }
}

/// A UUID without hyphens, as authentik's events have it.
#[must_use]
pub fn plain(pk: &str) -> String {
    pk.replace('-', "")
}

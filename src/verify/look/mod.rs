//! Reads what the checks look at: rounds of requests sent side by side, each resting only on the
//! rounds before it.

mod lists;
mod outposts;
pub mod outside;

use super::objects::Application;
use super::picture::{FORBIDDEN, Look, Picture, Server};
use super::provider::{KINDS, Kind, Provider};
use super::push::Push;
use super::stages::Stages;
use super::world::World;
use crate::authentik::{ApiError, Client, segment};
use crate::error::Failure;
use crate::model::objects::Flow;
use crate::model::resource::MFA_FLOW;
use crate::model::text::nearest;
use crate::model::{Capabilities, ServerUrl};
use futures_util::future::{join, join_all, join3, join4, join5};
use lists::{asked, bindings, certificates_listed, flows, group_sizes, mappings, noted, one_certificate};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where to look.
pub struct Eyes<'a> {
    /// The client of the API.
    pub client: &'a Client,
    /// The address that people and applications use.
    pub public: &'a ServerUrl,
    /// Whether TLS certificates are looked at, or why not.
    pub tls: Look<()>,
}

/// A failed reading as the reason why a check cannot be made.
fn why(error: &ApiError) -> String {
    if error.is_not_allowed() {
        return format!("{FORBIDDEN} read it: {error}");
    }
    error.to_string()
}

/// The failure that authentik has none of `what` with this slug, with the slugs that look like it.
pub async fn unknown(client: &Client, what: &str, slug: &str) -> Failure {
    let query = [("superuser_full_list", "true")];
    let applications = client.list("core/applications/", &query).await.unwrap_or_default();
    let slugs: Vec<&str> = applications.iter().filter_map(|object| object.get("slug")?.as_str()).collect();
    let failure = Failure::usage(format!("authentik has no {what} with the slug `{slug}`"));
    match nearest(slug, slugs.iter().copied()).as_slice() {
        [] => failure.hint("`akctl list` shows all that there are"),
        near => failure.hint(format!("did you mean `{}`?", near.join("` or `"))),
    }
}

impl Eyes<'_> {
    /// Reads one application and what belongs to it.
    pub async fn one(&self, slug: &str) -> Result<World, Failure> {
        let client = self.client;
        let path = format!("core/applications/{}/", segment(slug));
        let events = join(noted(client), asked(client));
        let (server, application, mappings, flows, (noted, asked)) =
            join5(self.server(), client.find(&path), mappings(client), flows(client), events).await;
        let (server, sees_all) = server?;
        let Some(application) = application?.map(|object| Application::of(&object)) else {
            return Err(unknown(client, "application", slug).await);
        };
        let query = [("target", application.pk.as_str()), ("ordering", "order")];
        let (providers, bindings) = join(self.providers_of(&application), bindings(client, &query)).await;
        let stages = self.stages_of(&application, &providers, &flows).await;
        let mut world = World {
            server: Rc::new(server),
            sees_all,
            applications: vec![application],
            providers,
            bindings,
            mappings,
            attributes: Err("nobody asked for the SAML mappings".to_owned()),
            flows,
            stages,
            certificates: BTreeMap::new(),
            outposts: Err("nobody asked for the outposts".to_owned()),
            pushes: BTreeMap::new(),
            noted,
            asked,
        };
        self.complete(&mut world).await;
        Ok(world)
    }

    /// Reads all applications and what belongs to them; the number of requests does not grow with
    /// them, but for certificates (up to authentik 2025.10), groups, and providers that push people.
    pub async fn all(&self) -> Result<World, Failure> {
        let mut world = self.lists().await?;
        (world.noted, world.asked) = join(noted(self.client), asked(self.client)).await;
        self.complete(&mut world).await;
        Ok(world)
    }

    /// Reads the lists of everything: a constant number of requests, however much there is.
    pub async fn lists(&self) -> Result<World, Failure> {
        let client = self.client;
        let query = [("superuser_full_list", "true"), ("ordering", "slug")];
        let first = join4(self.server(), client.list("core/applications/", &query), self.all_providers(), async {
            let stages = lists::stages(client, &[("ordering", "order")]);
            join4(bindings(client, &[("ordering", "order")]), mappings(client), flows(client), stages).await
        });
        let (server, applications, providers, (bindings, mappings, flows, mut stages)) = first.await;
        if let Ok(stages) = &mut stages {
            lists::fill_places(stages, &bindings);
        }
        let (server, sees_all) = server?;
        let applications: Vec<Application> = applications?.iter().map(Application::of).collect();
        let certificates = certificates_listed(client, &server.can).await;
        Ok(World {
            server: Rc::new(server),
            sees_all,
            applications,
            providers: providers?,
            bindings,
            mappings,
            attributes: Err("nobody asked for the SAML mappings".to_owned()),
            flows,
            stages: stages.map(Rc::new),
            certificates,
            outposts: Err("nobody asked for the outposts".to_owned()),
            pushes: BTreeMap::new(),
            noted: Ok(BTreeMap::new()),
            asked: Ok(BTreeMap::new()),
        })
    }

    /// Certificates with their details, how many members the groups have that are bound, and how the
    /// last push of people ended.
    async fn complete(&self, world: &mut World) {
        let wanted: Vec<String> = world
            .providers
            .values()
            .filter_map(|provider| provider.as_ref().ok())
            .flat_map(named_certificates)
            .collect();
        let lacking: Vec<&String> = wanted.iter().filter(|pk| !is_detailed(world, pk)).collect();
        let pushing = world.providers.values().flatten().filter(|provider| provider.kind == Kind::Scim);
        let (found, sizes, pushes) = join3(
            join_all(lacking.iter().map(|pk| one_certificate(self.client, pk))),
            group_sizes(self.client, world.bindings.as_ref().map_or(&[], Vec::as_slice)),
            join_all(pushing.map(|provider| lists::push(self.client, &provider.pk))),
        )
        .await;
        if world.providers.values().flatten().any(|provider| provider.kind == Kind::Saml) {
            world.attributes = lists::attributes(self.client).await;
        }
        let is_served = |provider: &&Provider| matches!(provider.kind, Kind::Proxy | Kind::Ldap);
        let served: Vec<&str> =
            world.providers.values().flatten().filter(is_served).map(|provider| provider.pk.as_str()).collect();
        if !served.is_empty() {
            world.outposts = outposts::outposts(self.client, &served).await;
        }
        let found: Vec<(String, _)> = lacking.into_iter().cloned().zip(found).collect();
        world.certificates.extend(found);
        // Up to authentik 2025.6 the list of tasks holds only what the token's user may view.
        let is_hidden = |push: &Look<Push>| *push == Ok(Push::Never) && !world.sees_all;
        let told = |push: Look<Push>| if is_hidden(&push) { Err(format!("{FORBIDDEN} see a push")) } else { push };
        let pushes: Vec<_> = pushes.into_iter().map(|(pk, push)| (pk, told(push))).collect();
        world.pushes.extend(pushes);
        if let Ok(bindings) = &mut world.bindings {
            for (pk, size) in &sizes {
                lists::fill(bindings, pk, size);
            }
        }
    }

    /// The server, and whether the token's user sees everything.
    async fn server(&self) -> Result<(Server, bool), Failure> {
        let client = self.client;
        let (version, me, brand, (answer, clock_ahead)) = join4(
            client.version(),
            client.get("core/users/me/", &[]),
            client.get("core/brands/current/", &[]),
            self.knock(),
        )
        .await;
        // The version comes first: "not an authentik" or "wrong token" says more than any other error.
        let version = version?;
        let superuser = me?.get("user").and_then(|user| user.get("is_superuser")).and_then(Value::as_bool);
        let brand = brand.unwrap_or_default();
        let flag = brand.get("flags").and_then(|flags| flags.get("core_default_app_access")?.as_bool());
        let login_flow = brand.get("flow_authentication").and_then(Value::as_str);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let server = Server {
            public: self.public.clone(),
            tls: self.tls.clone(),
            can: Capabilities::of(&version)?,
            answer,
            clock_ahead,
            open_by_default: flag,
            login_flow: login_flow.map(str::to_owned),
            today: i64::try_from(now / 86_400).unwrap_or_default(),
        };
        Ok((server, superuser.unwrap_or_default()))
    }

    /// The providers of one application. One in the back channel shows no kind there, and SCIM
    /// providers are the ones that can be looked at.
    async fn providers_of(&self, application: &Application) -> BTreeMap<String, Look<Provider>> {
        let own = application.provider.iter().cloned();
        let back = application.backchannel.iter().map(|pk| (pk.clone(), Kind::Scim));
        let wanted: Vec<(String, Kind)> = own.chain(back).collect();
        let found = join_all(wanted.iter().map(|(pk, kind)| self.provider(pk, *kind))).await;
        wanted.into_iter().map(|(pk, _)| pk).zip(found).collect()
    }

    /// The stages of the flow with a second factor that akctl gave the application.
    async fn stages_of(
        &self,
        application: &Application,
        providers: &BTreeMap<String, Look<Provider>>,
        flows: &Look<Rc<BTreeMap<String, Flow>>>,
    ) -> Look<Rc<Stages>> {
        let own = application.provider.as_ref().and_then(|(pk, _)| providers.get(pk)?.as_ref().ok());
        let flow = own.and_then(|provider| provider.id("authorization_flow"));
        let flow = flow.and_then(|pk| flows.as_ref().ok()?.get(&pk));
        match flow.filter(|flow| flow.slug.starts_with(MFA_FLOW)) {
            Some(flow) => lists::stages_of(self.client, &flow.pk).await,
            None => Err("nobody looked at the stages".to_owned()),
        }
    }

    async fn provider(&self, pk: &str, kind: Kind) -> Look<Provider> {
        let collection = KINDS.iter().find(|(known, ..)| *known == kind).map_or("providers/all/", |(_, path, _)| path);
        let found = self.client.find(&format!("{collection}{}/", segment(pk))).await.map_err(|error| why(&error))?;
        found.map(|object| Provider::of(&object)).ok_or_else(|| format!("{FORBIDDEN} see the provider"))
    }

    /// All providers: those of known kinds with all their fields.
    async fn all_providers(&self) -> Result<BTreeMap<String, Look<Provider>>, ApiError> {
        let kinds = join_all(KINDS.iter().map(|(_, path, _)| self.client.list(path, &[("ordering", "pk")])));
        let (all, kinds) = join(self.client.list("providers/all/", &[("ordering", "pk")]), kinds).await;
        let all: Vec<Provider> = all?.iter().map(Provider::of).collect();
        let mut providers: BTreeMap<String, Look<Provider>> =
            all.iter().map(|provider| (provider.pk.clone(), Ok(provider.clone()))).collect();
        for ((kind, ..), list) in KINDS.iter().zip(kinds) {
            match list {
                Ok(list) => providers.extend(list.iter().map(Provider::of).map(|one| (one.pk.clone(), Ok(one)))),
                // One that cannot be shown spoils the whole list.
                Err(error) => {
                    let of_kind = all.iter().filter(|provider| provider.kind == *kind);
                    providers.extend(of_kind.map(|provider| (provider.pk.clone(), Err(why(&error)))));
                }
            }
        }
        Ok(providers)
    }

    /// What a login would say of the token's own user; rests on the provider.
    pub(super) async fn preview(&self, picture: &Picture) -> Look<Value> {
        let provider = picture.oauth2().ok_or("it has no OAuth2 provider")?;
        let path = format!("providers/oauth2/{}/preview_user/", segment(&provider.pk));
        let reply = self.client.get(&path, &[]).await.map_err(|error| why(&error))?;
        reply.get("preview").cloned().ok_or_else(|| "authentik's answer holds no preview".to_owned())
    }
}

/// The fields in which providers of any kind name certificates.
const CERTIFICATES: [&str; 6] =
    ["signing_key", "encryption_key", "signing_kp", "encryption_kp", "verification_kp", "certificate"];

fn named_certificates(provider: &Provider) -> Vec<String> {
    CERTIFICATES.iter().filter_map(|field| provider.id(field)).collect()
}

fn is_detailed(world: &World, pk: &str) -> bool {
    world.certificates.get(pk).is_some_and(|known| known.as_ref().is_ok_and(|found| found.expiry.is_some()))
}

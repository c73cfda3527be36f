//! `akctl diff`: the drift of every integration that a preset explains, against the preset and what
//! can be read back of its inputs.

use crate::answers::{self, Given, Made};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::cli::Output;
use crate::commands::structured;
use crate::compile::{self, RequireMfa, Wishes};
use crate::context::Context;
use crate::error::{Failure, Kind as FailureKind};
use crate::interrupt::Interrupt;
use crate::model::resource::{Found, Kind, MARK, Obstacle, marked};
use crate::observe;
use crate::plan::drift;
use crate::plan::ownership::{self, Attached};
use crate::plan::{self, Permissions};
use crate::preset::catalogue::{Catalogue, Entry};
use crate::preset::format::{Input, InputKind, Preset};
use crate::render;
use crate::render::drift::{Compared, Left, Report};
use crate::render::report::{Server, changes, conflicts};
use crate::session::Session;
use crate::verify::recognise;
use futures_util::future::{join, join3, join4};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::Value;

/// How many integrations are compared at once.
const SIDE_BY_SIDE: usize = 4;

/// Compares everything. Nothing is written.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    if context.global.output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let (report, sees_all) = Interrupt::watch().or(compared(context, &session)).await?;
    if !sees_all {
        context.ui.warn("the token's user is not a superuser: what that user may not see is not compared");
    }
    let printed = match structured(context.global.output, &report)? {
        Some(text) => text,
        None => render::drift::text(&report),
    };
    context.ui.data(&printed)?;
    match report.differing {
        0 => Ok(()),
        1 => Err(Failure::new(FailureKind::Pending, "1 integration differs from its preset")),
        several => Err(Failure::new(FailureKind::Pending, format!("{several} integrations differ from their presets"))),
    }
}

/// What is there, read as lists: as many requests however much there is.
struct There {
    applications: Vec<Found>,
    providers: Vec<Found>,
    pushing: Vec<Found>,
    sources: Vec<Found>,
    flows: Vec<Found>,
}

/// What came of one application.
enum Outcome {
    Compared(Compared),
    Left(Left),
}

async fn compared(context: &Context, session: &Session) -> Result<(Report, bool), Failure> {
    let client = &session.client;
    let (version, me) = join(client.version(), client.get("core/users/me/", &[])).await;
    let version = version?;
    let sees_all = me?.pointer("/user/is_superuser").and_then(Value::as_bool).unwrap_or_default();
    let there = read(client).await?;
    let work =
        Work { session, there: &there, catalogue: context.catalogue(), presets: context.catalogue().list()?.entries };
    let outcomes = stream::iter(&there.applications).map(|application| work.one(application));
    let outcomes: Vec<Outcome> = outcomes.buffered(SIDE_BY_SIDE).try_collect().await?;
    let authentik = Server { url: session.public.to_string(), version: version.to_string() };
    let mut report = Report { authentik, integrations: Vec::new(), not_compared: Vec::new(), differing: 0 };
    for outcome in outcomes {
        match outcome {
            Outcome::Compared(compared) => report.integrations.push(compared),
            Outcome::Left(left) => report.not_compared.push(left),
        }
    }
    report.not_compared.extend(there.sources.iter().map(source));
    report.differing = report.integrations.iter().filter(|compared| compared.differs).count();
    Ok((report, sees_all))
}

async fn read(client: &Client) -> Result<There, Failure> {
    let list = |kind, query: &'static [(&'static str, &'static str)]| async move {
        let all = client.list(endpoints::collection(kind), query).await?;
        Ok::<_, Failure>(all.into_iter().map(observe::found).collect::<Vec<Found>>())
    };
    let everybodys: &[(&str, &str)] = &[("superuser_full_list", "true"), ("ordering", "slug")];
    let applications = join3(list(Kind::Application, everybodys), list(Kind::ScimSource, &[]), list(Kind::Flow, &[]));
    let providers = join4(
        list(Kind::OAuth2Provider, &[("ordering", "pk")]),
        list(Kind::SamlProvider, &[("ordering", "pk")]),
        list(Kind::ProxyProvider, &[("ordering", "pk")]),
        list(Kind::ScimProvider, &[("ordering", "pk")]),
    );
    let ((applications, sources, flows), (oauth2, saml, proxy, pushing)) = join(applications, providers).await;
    let providers = oauth2?.into_iter().chain(saml?).chain(proxy?).collect();
    Ok(There { applications: applications?, providers, pushing: pushing?, sources: sources?, flows: flows? })
}

struct Work<'a> {
    session: &'a Session,
    there: &'a There,
    catalogue: Catalogue,
    presets: Vec<Entry>,
}

impl Work<'_> {
    /// Compares one application; or tells why not.
    async fn one(&self, application: &Found) -> Result<Outcome, Failure> {
        let text = |field: &str| application.text(field).unwrap_or_default().to_owned();
        let (slug, name) = (text("slug"), text("name"));
        let left = |why: String, remedy: String| {
            Ok(Outcome::Left(Left { slug: slug.clone(), name: name.clone(), why, remedy }))
        };
        let Some(id) = recognise::preset(&self.presets, &slug, &name) else {
            let why = "no preset bears its slug or its name".to_owned();
            return left(why, format!("akctl diff {slug} --preset NAME"));
        };
        let preset = match self.catalogue.find(id).and_then(|source| Ok(source.load()?)) {
            Ok(preset) => preset,
            Err(failure) => {
                let why = format!("the preset `{id}` cannot be used: {}", failure.told());
                return left(why, format!("akctl presets show {id}"));
            }
        };
        let attached = ownership::attached(application);
        let pushing = self.pushing(application, &slug);
        let is_ours = attached.as_ref().is_some_and(|attached| attached.name.ends_with(MARK));
        if !is_ours && pushing.is_none() {
            return left("akctl did not make it".to_owned(), format!("akctl adopt {slug} --preset {id}"));
        }
        let provider = attached.as_ref().and_then(|attached| self.provider(attached));
        let made = Made { application: Some(application), provider, pushing };
        match self.compare(&preset, made).await {
            Ok(compared) => Ok(Outcome::Compared(compared)),
            // What a person must say, or decide. Anything else is no answer about this one alone.
            Err(failure) if matches!(failure.kind, FailureKind::Usage | FailureKind::Decision) => {
                let flags = Self::unknown(&preset, made);
                left(failure.told(), format!("akctl diff {slug} --preset {id}{flags}"))
            }
            Err(failure) => Err(failure),
        }
    }

    /// The flags of what only a person can say, because nothing in authentik tells it.
    fn unknown(preset: &Preset, made: Made<'_>) -> String {
        let recovered = answers::recover(preset, made);
        let lacks = |(name, input): &(&str, &Input)| {
            let is_needed = input.default.is_none() && !input.optional && input.when.is_none();
            is_needed && input.kind != InputKind::Secret && !recovered.contains_key(*name)
        };
        let flag = |(name, input): (&str, &Input)| {
            let is_address = matches!(input.kind, InputKind::Url | InputKind::Origin | InputKind::Uri);
            let value = if is_address { "URL" } else { "VALUE" };
            format!(" --{} {value}", input.flag(name))
        };
        preset.inputs.iter().filter(lacks).map(flag).collect()
    }

    async fn compare(&self, preset: &Preset, made: Made<'_>) -> Result<Compared, Failure> {
        let text = |field: &str| made.application.and_then(|found| found.text(field)).unwrap_or_default().to_owned();
        let recovered = answers::recover(preset, made);
        let read_back: Vec<String> = recovered.keys().cloned().collect();
        let given = Given { recovered, without_secrets: true, ..Given::default() };
        let answers = answers::collect(preset, &given)?;
        let wishes = Wishes {
            slug: text("slug").parse().ok(),
            name: Some(text("name")),
            require_mfa: self.second_factor(made.provider),
            without_secrets: true,
            create_groups: true,
            ..Wishes::default()
        };
        let prepared = compile::prepare(preset, &wishes, answers.context(), &self.session.public)?;
        let client = &self.session.client;
        let survey = observe::survey(client, &prepared.needs()).await?;
        let desired = compile::desired(&prepared, &survey.facts, &survey.capabilities)
            .map_err(|failure| Failure::usage(failure.told()))?;
        let observed = observe::observe(client, &desired, &survey).await?;
        let mut plan = plan::plan(&desired, &observed, Permissions::default());
        if let Some(obstacle) = observed.obstacle.as_ref().filter(|one| !matches!(one, Obstacle::NotOurs { .. })) {
            let why = plan.conflicts.first().map_or_else(|| format!("{obstacle:?}"), |conflict| conflict.what.clone());
            return Err(Failure::new(FailureKind::Decision, why));
        }
        let chosen = drift::without_choices(&mut plan);
        let assumed = preset.inputs.iter().filter(|(name, _)| !read_back.iter().any(|known| known == name));
        Ok(Compared {
            slug: text("slug"),
            name: text("name"),
            preset: preset.id.clone(),
            differs: !plan.is_empty(),
            changes: changes(&plan),
            conflicts: conflicts(&plan),
            assumed: assumed.map(|(name, _)| name.to_owned()).collect(),
            read_back,
            chosen,
            text: render::plan::differences(&plan),
        })
    }

    fn provider(&self, attached: &Attached) -> Option<&Found> {
        self.there.providers.iter().find(|provider| provider.id == attached.id)
    }

    /// The provider of akctl's that pushes people to the application.
    fn pushing(&self, application: &Found, slug: &str) -> Option<&Found> {
        let all = application.fields.get("backchannel_providers").and_then(Value::as_array);
        let ours = marked(&format!("{slug}: SCIM"));
        let is_it = |provider: &&Found| {
            provider.text("name") == Some(&ours) && all.is_some_and(|all| all.contains(&provider.id))
        };
        self.there.pushing.iter().find(is_it)
    }

    /// The second factor that its flow shows.
    fn second_factor(&self, provider: Option<&Found>) -> Option<RequireMfa> {
        let pk = provider?.fields.get("authorization_flow")?;
        let flow = self.there.flows.iter().find(|flow| flow.id == *pk)?;
        RequireMfa::of_flow(flow.text("slug")?)
    }
}

/// What lets others push people in is not compared: no preset is recognised by it.
fn source(found: &Found) -> Left {
    let text = |field: &str| found.text(field).unwrap_or_default().to_owned();
    let slug = text("slug");
    let remedy = format!("akctl diff {slug} --preset NAME");
    Left { slug, name: text("name"), why: "it is a SCIM source, and nothing shows its preset".to_owned(), remedy }
}

//! `akctl integrate PRESET`: the plan, the question, the work, the settings.

pub(super) mod documents;
pub(super) mod files;
pub mod guided;
mod question;
mod report;
mod shown;
pub mod wishes;

use crate::answers::{self, Answers, Documents, Given, InputsFile};
use crate::apply::{self, Outcome};
use crate::cli::Output;
use crate::cli::integrate::{Options, RunOptions};
use crate::compile::{self, Front, Prepared};
use crate::context::Context;
use crate::error::{Failure, together};
use crate::interrupt::Interrupt;
use crate::model::Secret;
use crate::model::resource::Kind::ScimSource as SourceKind;
use crate::model::resource::{Desired, Observed};
use crate::observe::{self, Source, Survey};
use crate::plan::{self, Conflict, Permissions, Plan};
use crate::preset::check::is_named;
use crate::preset::format::Preset;
use crate::preset::template::JWKS_DOCUMENT;
use crate::public::{self, Seen};
use crate::render::settings::{Credentials, Published, Values, warnings};
use crate::render::{self, style};
use crate::session::{self, Session};
use crate::slugs;
use futures_util::future::join;
use std::collections::BTreeMap;

/// What is asked for: the preset, what was given for its inputs, and the flags that all presets have.
pub struct Order {
    /// The preset.
    pub preset: Preset,
    /// What was given by flags, by the input's name.
    pub flags: BTreeMap<String, Vec<String>>,
    /// The flags that every preset has.
    pub options: Options,
    /// What was read back from authentik for inputs that were not given.
    pub recovered: BTreeMap<String, Vec<String>>,
}

/// Integrates one application.
pub async fn run(context: &Context, order: Order) -> Result<(), Failure> {
    Box::pin(begin(context, None, (order, Documents::new()), What::Integrate)).await
}

/// Integrates what is there already, over a connection that is open.
pub async fn again(context: &Context, session: Session, order: Order) -> Result<(), Failure> {
    Box::pin(begin(context, Some(session), (order, Documents::new()), What::Integrate)).await
}

/// Shows what to enter in the application of an integration that is there. Nothing is written.
pub async fn show(context: &Context, session: Session, order: Order) -> Result<(), Failure> {
    Box::pin(begin(context, Some(session), (order, Documents::new()), What::Show)).await
}

/// Shows where authentik has something else. Nothing is written.
pub async fn diff(context: &Context, session: Session, order: Order) -> Result<(), Failure> {
    Box::pin(begin(context, Some(session), (order, Documents::new()), What::Diff)).await
}

/// What to do with an integration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Integrate,
    Show,
    Diff,
}

/// `order` comes with the documents that were read for it before.
async fn begin(
    context: &Context,
    session: Option<Session>,
    (order, documents): (Order, Documents),
    what: What,
) -> Result<(), Failure> {
    documents::refuse_two_from_stdin(context, &order.options, &[])?;
    let without_secrets = what != What::Integrate;
    let answers = answers(context, &order, documents, without_secrets).await;
    let Order { preset, options, .. } = order;
    let wishes = wishes::wishes(&options).and_then(|wishes| match (&wishes.name, preset.authentik.name()) {
        (None, None) => Err(compile::nameless()),
        _ => Ok(wishes),
    });
    let (answers, mut wishes) = together(answers, wishes)?;
    wishes.secrets = answers.secrets().clone();
    wishes.without_secrets = without_secrets;
    if let Some(folder) = &options.run.out_dir {
        files::check_folder(folder)?;
    }

    let session = match session {
        Some(session) => session,
        None => context.session()?,
    };
    let prepared = compile::prepare(&preset, &wishes, answers.context(), &session.public)?;
    if let Some(folder) = &options.run.out_dir {
        files::check_places(folder, prepared.slug.as_str(), &preset)?;
    }
    let task = Task {
        context,
        session: &session,
        preset: &preset,
        prepared: &prepared,
        run: &options.run,
        interrupt: Interrupt::watch(),
    };
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    match what {
        What::Integrate => Box::pin(task.go()).await,
        What::Show => Box::pin(task.show()).await,
        What::Diff => Box::pin(task.diff()).await,
    }
}

/// What the person gave for the preset's inputs, with the files that it names read, except those that
/// were read before.
async fn answers(
    context: &Context,
    order: &Order,
    documents: Documents,
    without_secrets: bool,
) -> Result<Answers, Failure> {
    let mut given = Given { without_secrets, ..given(order)? };
    let mut wanted = answers::wanted(&order.preset, &given);
    documents::refuse_two_from_stdin(context, &order.options, &wanted)?;
    wanted.retain(|wanted| !documents.contains_key(&wanted.location));
    given.documents = documents::read(context, &wanted).await;
    given.documents.extend(documents);
    answers::collect(&order.preset, &given)
}

/// What was given for the preset's inputs, without what the files hold that it names.
fn given(order: &Order) -> Result<Given, Failure> {
    let run = &order.options.run;
    let file = match &run.inputs {
        Some(path) => Some(InputsFile { name: path.display().to_string(), text: session::read("--inputs", path)? }),
        None => None,
    };
    let (flags, recovered) = (order.flags.clone(), order.recovered.clone());
    Ok(Given { flags, recovered, sets: run.set.clone(), file, ..Given::default() })
}

/// One integration under way.
pub(super) struct Task<'a> {
    pub(super) context: &'a Context,
    pub(super) session: &'a Session,
    pub(super) preset: &'a Preset,
    pub(super) prepared: &'a Prepared,
    pub(super) run: &'a RunOptions,
    pub(super) interrupt: Interrupt,
}

/// What was seen and decided before anything is written.
pub(super) struct Decided {
    pub(super) survey: Survey,
    pub(super) desired: Desired,
    pub(super) observed: Observed,
    pub(super) plan: Plan,
    /// What the look through the public address found; none if there was nothing to look at yet.
    pub(super) seen: Option<Seen>,
}

/// What there is when nothing was written.
pub(super) fn unchanged(decided: &Decided) -> Outcome {
    Outcome { found: decided.observed.found.clone(), ..Outcome::default() }
}

impl Task<'_> {
    async fn go(&self) -> Result<(), Failure> {
        let decided = self.interrupt.or(self.decide()).await?;
        let told = self.context.global.output == Output::Text && !self.run.dry_run;
        if told {
            self.tell(&decided);
        }
        if !decided.plan.conflicts.is_empty() {
            return self.refuse(&decided);
        }
        if self.run.dry_run {
            return self.show_only(&decided);
        }
        let told = self.agree(&decided, told)?;
        let (mut outcome, seen) = if decided.plan.is_empty() {
            (unchanged(&decided), decided.seen.clone().unwrap_or_default())
        } else {
            self.work(&decided).await?
        };
        outcome.source_token = self.source_token(&outcome).await;
        self.interrupt.check().map_err(|failure| self.when_done(failure))?;
        if !self.session.is_sandbox {
            slugs::keep(&self.session.public, &slugs::Change::Added(self.prepared.slug.as_str()));
        }
        let mut warnings = self.print_report(&decided, &outcome, &seen)?;
        warnings.retain(|warning| !told || !decided.plan.warnings.contains(warning));
        self.warn(&warnings);
        Ok(())
    }

    /// What to say when somebody wanted an end after the last step that can be taken back.
    fn when_done(&self, failure: Failure) -> Failure {
        let slug = &self.prepared.slug;
        failure.hint(format!(
            "everything was done already: `akctl show {slug}` shows the settings, `akctl remove {slug}` takes it away"
        ))
    }

    /// The plan with its warnings, as talk.
    fn tell(&self, decided: &Decided) {
        self.context.ui.say(&self.plan_text(decided));
        self.warn(&decided.plan.warnings);
        self.context.ui.say("\n");
    }

    /// Two rounds of reading, then the plan.
    async fn decide(&self) -> Result<Decided, Failure> {
        let source = Source::from(&self.session.client);
        let (survey, desired) = self.survey(source).await?;
        let look = async { if survey.application.is_some() { Some(self.look().await) } else { None } };
        let (observed, seen) = join(observe::observe(source, &desired, &survey), look).await;
        self.plan(Decided { observed: observed?, survey, desired, plan: Plan::default(), seen })
    }

    /// The same without the look through the public address, from what was read before.
    pub(super) async fn decide_from(&self, source: Source<'_>) -> Result<Decided, Failure> {
        let (survey, desired) = self.survey(source).await?;
        let observed = observe::observe(source, &desired, &survey).await?;
        self.plan(Decided { observed, survey, desired, plan: Plan::default(), seen: None })
    }

    async fn survey(&self, source: Source<'_>) -> Result<(Survey, Desired), Failure> {
        let needs = self.prepared.needs();
        let mut survey = Box::pin(observe::survey(source, &needs)).await?;
        let desired = match compile::desired(self.prepared, &survey.facts, &survey.capabilities) {
            Err(_) if self.lacks_certificate(&survey) => {
                survey.facts.other_certificates = observe::other_certificates(source).await?;
                compile::desired(self.prepared, &survey.facts, &survey.capabilities)?
            }
            other => other?,
        };
        Ok((survey, desired))
    }

    /// Compares what must be with what was observed.
    pub(super) fn plan(&self, decided: Decided) -> Result<Decided, Failure> {
        let permissions = Permissions { exact: self.run.exact, adopt: self.run.adopt, force: self.run.force };
        let mut plan = plan::plan(&decided.desired, &decided.observed, permissions);
        plan.warnings.extend(self.preset_warnings(&decided.survey)?);
        plan.conflicts.extend(self.rivals(&decided.survey, &decided.observed));
        Ok(Decided { plan, ..decided })
    }

    /// Whether the key that is to sign cannot, so that it is worth asking which others there are.
    fn lacks_certificate(&self, survey: &Survey) -> bool {
        self.prepared.own_certificate.is_none()
            && survey.facts.lacks_certificate(self.prepared.signs_with(&survey.facts))
    }

    /// What the preset has to say before anything is done.
    fn preset_warnings(&self, survey: &Survey) -> Result<Vec<String>, Failure> {
        let (scopes, credentials, published) = (self.prepared.scopes(), Credentials::default(), Published::default());
        let (context, version) = (&self.prepared.context, &survey.version);
        let values = Values { context, scopes: &scopes, credentials: &credentials, published: &published, version };
        let mut told = warnings(&self.preset.warnings, &values)?;
        told.extend(compile::outpost_warnings(self.prepared, &survey.facts, &self.session.public));
        Ok(told)
    }

    /// Mappings of others that could hand out our claim's values; `--exact` takes them off.
    fn rivals(&self, survey: &Survey, observed: &Observed) -> Vec<Conflict> {
        if self.run.exact || self.run.force {
            return Vec::new();
        }
        let provider = observed.found.iter().find(|(address, _)| address.kind.is_front()).map(|(_, found)| found);
        let rivals = compile::rivals(self.prepared, &survey.facts, provider);
        let conflict = |(mapping, claim): (String, String)| Conflict {
            what: format!(
                "the provider also has the scope mapping `{mapping}`, which may fill the claim `{claim}` too: lists of \
                 one claim add up, so it could give its values to people who are in none of the groups"
            ),
            remedy: "--exact takes that mapping off the provider; --force leaves it there".to_owned(),
        };
        rivals.into_iter().map(conflict).collect()
    }

    /// Writes, and looks through the public address where that was not done before.
    async fn work(&self, decided: &Decided) -> Result<(Outcome, Seen), Failure> {
        let client = &self.session.client;
        let applied =
            apply::apply(client, &decided.survey.capabilities, &decided.plan, &decided.observed, &self.interrupt);
        let applied = applied.await?;
        if let Some(seen) = decided.seen.as_ref().filter(|seen| seen.warnings.is_empty() && !self.wants_keys()) {
            return Ok((applied.read_back().await?, seen.clone()));
        }
        applied.read_back_with(self.look()).await
    }

    /// The token with which others push people into the source, where it will be shown.
    /// Without it the rest is still worth printing: the source is there.
    pub(super) async fn source_token(&self, outcome: &Outcome) -> Option<Secret> {
        let is_shown = self.shows_secrets() || self.run.out_dir.is_some();
        let source = outcome.only(SourceKind).filter(|_| is_shown)?;
        match observe::source_token(&self.session.client, source).await {
            Ok(token) => Some(token),
            Err(failure) => {
                self.warn(&[format!(
                    "the source is there, and its token could not be read: {}; an administrator finds it in authentik \
                     under Directory > Tokens and App passwords",
                    failure.told()
                )]);
                None
            }
        }
    }

    /// Whether somebody sees secrets on stdout who asked for them.
    fn shows_secrets(&self) -> bool {
        let for_a_person = self.context.global.output == Output::Text && self.context.ui.stdout_is_terminal;
        self.run.show_secrets || for_a_person
    }

    pub(super) async fn look(&self) -> Seen {
        public::look(&self.session.client, &self.prepared.endpoints, self.wants_keys()).await
    }

    /// Whether the preset shows the signing keys themselves. A change may bring others, so they are
    /// read after it.
    pub(super) fn wants_keys(&self) -> bool {
        is_named(self.preset, JWKS_DOCUMENT) || matches!(self.prepared.front, Some(Front::Saml(_)))
    }

    fn plan_text(&self, decided: &Decided) -> String {
        let Decided { survey, plan, .. } = decided;
        let head = format!("{} in {} (authentik {})", self.prepared.slug, self.session.public, survey.version);
        format!("{}\n{}", style::paint(style::Role::Heading, &head), render::plan::text(plan))
    }

    fn warn(&self, warnings: &[String]) {
        for warning in warnings {
            self.context.ui.warn(&crate::model::text::printable(warning));
        }
    }

    fn print(&self, text: &str) -> Result<(), Failure> {
        self.context.ui.data(text).map_err(Failure::from)
    }
}

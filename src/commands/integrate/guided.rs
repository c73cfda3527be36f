//! `akctl integrate` on a terminal: the wizard asks for what is missing, the rest goes its usual way, and
//! the command that needs no questions comes last.

use super::{Order, What, begin, documents, given, wishes};
use crate::answers::{self, Answers, Documents, Wanted};
use crate::cli::integrate::{ApplicationOptions, Options};
use crate::compile;
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::Capabilities;
use crate::model::objects::{Certificate, Flow, Group};
use crate::model::text::printable;
use crate::preset::format::Preset;
use crate::session::Session;
use crate::ui::prompter::Prompter;
use crate::ui::terminal::Terminal;
use crate::wizard::{self, Filled, Offer, Typed, World, command};
use async_trait::async_trait;
use std::collections::BTreeSet;

/// A command line that can be read with more words behind it.
pub struct Words<'a> {
    /// The words after the program's name.
    pub typed: Vec<String>,
    /// Reads the words of an integration.
    pub parse: &'a dyn Fn(&[String]) -> Result<Order, Failure>,
}

/// Integrates one application, and asks for what is missing where somebody can be asked.
pub async fn run(context: &Context, order: Order, words: Words<'_>) -> Result<(), Failure> {
    match missing(context, &order).await? {
        None => begin(context, None, (order, Documents::new()), What::Integrate).await,
        Some(Missing { documents, is_some: false }) => begin(context, None, (order, documents), What::Integrate).await,
        Some(Missing { documents, is_some: true }) => {
            let session = context.session()?;
            check(&session, &order.options).await?;
            let task = Guided { context, session, words, chosen: None };
            Box::pin(task.go(order.preset, documents)).await
        }
    }
}

/// Asks which application it is, and for everything about it.
pub async fn choose(context: &Context, options: &Options, words: Words<'_>) -> Result<(), Failure> {
    if !may_ask(context, options) {
        return Err(Failure::usage("which application? Name a preset")
            .hint("`akctl presets list` shows them, `akctl integrate PRESET --help` what one asks"));
    }
    let session = context.session()?;
    check(&session, options).await?;
    let entries = context.catalogue().list()?.entries;
    let chosen = wizard::preset::choose(&entries, &Terminal::new(&context.ui))?;
    let preset = context.catalogue().find(&chosen)?.load()?;
    let task = Guided { context, session, words, chosen: Some(chosen) };
    Box::pin(task.go(preset, Documents::new())).await
}

/// What would end the run whatever is answered: a token that is refused, a version that is too old, a
/// flag that names what authentik does not have. Who may not list something is told by the plan.
async fn check(session: &Session, options: &Options) -> Result<(), Failure> {
    let ApplicationOptions { signing_key, authentication_flow, authorization_flow, invalidation_flow, .. } =
        &options.application;
    let named = [
        ("--signing-key", "certificate with a private key", signing_key, Offer::Certificates),
        ("--authentication-flow", "authentication flow", authentication_flow, Offer::Flows("authentication")),
        ("--authorization-flow", "authorization flow", authorization_flow, Offer::Flows("authorization")),
        ("--invalidation-flow", "invalidation flow", invalidation_flow, Offer::Flows("invalidation")),
    ];
    let look = async {
        Capabilities::of(&session.client.version().await?)?;
        for (flag, what, name, offer) in named {
            let Some(name) = name else { continue };
            let Ok(there) = offers(session, offer).await else { continue };
            if !there.contains(name) {
                let hint = format!("{flag} takes one of these: {}", there.join(", "));
                return Err(Failure::usage(format!("authentik has no {what} called `{name}`")).hint(printable(&hint)));
            }
        }
        Ok(())
    };
    Interrupt::watch().or(look).await
}

/// Whether there is somebody to ask, who did not say that nothing must be asked, and no file that
/// comes from where the answers would.
fn may_ask(context: &Context, options: &Options) -> bool {
    let files = [&context.global.token_file, &options.run.inputs, &options.access.policy_expression];
    let is_free = files.iter().all(|path| path.as_deref().is_none_or(|path| path.as_os_str() != "-"));
    context.ui.can_ask && !options.run.yes && is_free
}

/// What is to be asked for.
struct Missing {
    /// What was read meanwhile.
    documents: Documents,
    /// Whether something is missing, and nothing is wrong.
    is_some: bool,
}

/// Whether something is missing; none if nobody may be asked.
async fn missing(context: &Context, order: &Order) -> Result<Option<Missing>, Failure> {
    if !may_ask(context, &order.options) {
        return Ok(None);
    }
    let mut given = given(order)?;
    let wanted = answers::wanted(&order.preset, &given);
    if wanted.iter().any(|wanted| wanted.location == "-") {
        return Ok(None);
    }
    let read = async { Ok(documents::read(context, &wanted).await) };
    let documents = Interrupt::watch().or(read).await?;
    given.documents = documents.clone();
    let is_missing = answers::is_incomplete(&order.preset, &given);
    let is_nameless = order.preset.authentik.name().is_none() && order.options.application.name.is_none();
    let is_right = answers::mistakes(&order.preset, &given) == 0 && wishes::wishes(&order.options).is_ok();
    Ok(Some(Missing { documents, is_some: is_right && (is_missing || is_nameless) }))
}

/// One run of the wizard.
pub struct Guided<'a> {
    /// The flags of every command, and the streams.
    pub context: &'a Context,
    /// The authentik that is asked what it has.
    pub session: Session,
    /// The command line.
    pub words: Words<'a>,
    /// The preset, where it was not among the words.
    pub chosen: Option<String>,
}

impl Guided<'_> {
    async fn go(self, preset: Preset, documents: Documents) -> Result<(), Failure> {
        let Filled { words, documents } = self.ask(&preset, &Terminal::new(&self.context.ui), documents).await?;
        let order = self.order(&words)?;
        let Self { context, session, words: typed, chosen } = self;
        let has_second = !session.is_sandbox && !order.options.run.dry_run;
        let mut all: Vec<String> = typed.typed.iter().chain(&chosen).chain(&words).cloned().collect();
        let mut done = begin(context, Some(session), (order, documents.clone()), What::Integrate).await;
        if done.is_ok()
            && has_second
            && let Some(known) = later(context, &preset, &all).await?
        {
            let order = (typed.parse)(&known)?;
            done = begin(context, None, (order, documents), What::Integrate).await;
            all = known;
        }
        // Only what would work without questions too is taught: it is done, or a person decides.
        let is_of_use = |failure: &Failure| matches!(failure.kind, Kind::Decision | Kind::Pending);
        if done.as_ref().err().is_none_or(is_of_use) {
            context.ui.say(&command::told(&command::whole(&all)));
        }
        done
    }

    /// Asks for everything that the command line does not say. `documents` are those that were read
    /// for it before.
    pub async fn ask(&self, preset: &Preset, prompter: &dyn Prompter, documents: Documents) -> Result<Filled, Failure> {
        let interrupt = Interrupt::watch();
        // From here on Ctrl-C only asks: the watching begins when it is given a turn.
        tokio::task::yield_now().await;
        let around = Around { guided: self, preset, interrupt: &interrupt };
        let filled = wizard::fill(preset, &around, prompter, documents).await?;
        prompter.rest();
        tokio::task::yield_now().await;
        interrupt.check()?;
        Ok(filled)
    }

    fn order(&self, answers: &[String]) -> Result<Order, Failure> {
        let mut words = self.words.typed.clone();
        words.extend(self.chosen.clone());
        words.extend(answers.iter().cloned());
        (self.words.parse)(&words)
    }
}

/// Asks for the values that the application shows now that it can be told of authentik; answers the
/// command line with them.
async fn later(context: &Context, preset: &Preset, words: &[String]) -> Result<Option<Vec<String>>, Failure> {
    let prompter = Terminal::new(&context.ui);
    let interrupt = Interrupt::watch();
    // From here on Ctrl-C only asks: the watching begins when it is given a turn.
    tokio::task::yield_now().await;
    let known = wizard::later::ask(preset, &prompter, words);
    prompter.rest();
    tokio::task::yield_now().await;
    let hint = "what was made so far is there: run the same command again once the value is known";
    interrupt.check().and(known).map_err(|failure| failure.hint(hint))
}

/// The command line, authentik and the files, as the wizard needs them.
struct Around<'a> {
    guided: &'a Guided<'a>,
    preset: &'a Preset,
    interrupt: &'a Interrupt,
}

#[async_trait(?Send)]
impl World for Around<'_> {
    fn parse(&self, words: &[String]) -> Result<Typed, Failure> {
        let order = self.guided.order(words)?;
        Ok(Typed { given: given(&order)?, options: order.options })
    }

    fn check(&self, options: &Options, answers: Option<&Answers>) -> Result<Vec<String>, Failure> {
        let mut wishes = wishes::wishes(options)?;
        let Some(answers) = answers else { return Ok(Vec::new()) };
        wishes.secrets = answers.secrets().clone();
        let prepared = compile::prepare(self.preset, &wishes, answers.context(), &self.guided.session.public)?;
        let members = prepared.members.iter().map(|(group, _)| group);
        let pushed = prepared.push.iter().flat_map(|push| &push.groups);
        let named: BTreeSet<&String> =
            prepared.groups.iter().chain(&prepared.access.groups).chain(members).chain(pushed).collect();
        Ok(named.into_iter().cloned().collect())
    }

    async fn read(&self, wanted: &[Wanted]) -> Result<Documents, Failure> {
        self.interrupt.or(async { Ok(documents::read(self.guided.context, wanted).await) }).await
    }

    async fn offers(&self, offer: Offer) -> Result<Vec<String>, Failure> {
        self.interrupt.or(offers(&self.guided.session, offer)).await
    }
}

/// What authentik has of a kind, in the order of the names.
async fn offers(session: &Session, offer: Offer) -> Result<Vec<String>, Failure> {
    let client = &session.client;
    Ok(match offer {
        Offer::Groups => {
            let query = [("include_users", "false"), ("ordering", "name")];
            client.list_as::<Group>("core/groups/", &query).await?.into_iter().map(|group| group.name).collect()
        }
        Offer::Flows(designation) => {
            let query = [("designation", designation), ("ordering", "slug")];
            client.list_as::<Flow>("flows/instances/", &query).await?.into_iter().map(|flow| flow.slug).collect()
        }
        Offer::Certificates => {
            let query = [("has_key", "true"), ("ordering", "name")];
            let all = client.list_as::<Certificate>("crypto/certificatekeypairs/", &query).await?;
            all.into_iter().map(|certificate| certificate.name).collect()
        }
    })
}

//! `akctl rotate SLUG --certificate`: another key pair, in steps where the application must hold both
//! certificates for a while.
//!
//! The pair that signs keeps its name: the new one takes it over when the provider switches, so that
//! `akctl integrate` finds everything as it must be at any time.

mod report;
mod state;
mod steps;

use crate::cli::Output;
use crate::cli::rotate::{Rotate, Step};
use crate::commands::integrate::files;
use crate::commands::structured;
use crate::context::Context;
use crate::error::{Failure, Kind as FailureKind};
use crate::interrupt::Interrupt;
use crate::model::Slug;
use crate::model::text::printable;
use report::{Certificate, Report};
use state::{Signs, State};
use std::fmt::Write;
use steps::Work;

/// Makes one step.
pub(super) async fn run(context: &Context, arguments: &Rotate, step: Step) -> Result<(), Failure> {
    let slug: Slug = arguments.slug.parse().map_err(|error| Failure::usage(format!("{error}")))?;
    if context.global.output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    if let Some(folder) = &arguments.out_dir {
        files::check_folder(folder)?;
    }
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let interrupt = Interrupt::watch();
    let state = interrupt.or(State::read(context, &session, &slug)).await?;
    let todo = decide(&state, step, arguments.own)?;
    agree(context, arguments, &state, todo)?;
    let work = Work { client: &session.client, public: &session.public, state: &state, interrupt: &interrupt };
    let certificate = match todo {
        Todo::Make => Some(work.prepare().await?),
        Todo::ShowNew => Some(Certificate::of(&state.names.new, &work.pem_of(&state.names.new).await?)?),
        Todo::MakeAndSwitch => {
            work.prepare().await?;
            Some(work.switch().await?)
        }
        Todo::Switch => Some(work.switch().await?),
        Todo::Remove => {
            work.finish().await?;
            None
        }
    };
    let report = Report::of(&session.public, &state, todo, certificate);
    print(context, arguments, &report)
}

/// What a step comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Todo {
    /// A new pair is made beside the old one.
    Make,
    /// It was made before: it is shown once more.
    ShowNew,
    /// A new pair is made, and signs from now on.
    MakeAndSwitch,
    /// The new pair signs from now on.
    Switch,
    /// The old pair goes.
    Remove,
}

fn decide(state: &State, step: Step, own: bool) -> Result<Todo, Failure> {
    let slug = &state.slug;
    let has_new = state.has(&state.names.new);
    if step == Step::Finish {
        return match (state.has(&state.names.old), has_new) {
            (true, _) => Ok(Todo::Remove),
            (false, true) => Err(Failure::usage(format!("the new pair of `{slug}` does not sign yet"))
                .hint(format!("akctl rotate {slug} --certificate=switch"))),
            (false, false) => Err(Failure::usage(format!("`{slug}` has no old pair that could go"))),
        };
    }
    if state.signs == Signs::WithOther && !own && !has_new {
        return Err(shared(state));
    }
    let overlaps = state.is_saml();
    match step {
        Step::Prepare if !overlaps => Err(Failure::usage(format!(
            "authentik publishes one signing key of an OAuth2 provider at a time, so no second one can be prepared for `{slug}`"
        ))
        .hint(format!("akctl rotate {slug} --certificate makes a new pair and switches to it"))),
        Step::Switch if !has_new => Err(Failure::usage(format!("no new pair is prepared for `{slug}`"))
            .hint(format!("akctl rotate {slug} --certificate makes one"))),
        Step::Switch => Ok(Todo::Switch),
        _ if has_new && overlaps => Ok(Todo::ShowNew),
        _ if has_new => Ok(Todo::Switch),
        _ => {
            state.refuse_leftovers()?;
            Ok(if overlaps { Todo::Make } else { Todo::MakeAndSwitch })
        }
    }
}

/// Only pairs of akctl's own are replaced: others may use this one, and hold its certificate.
fn shared(state: &State) -> Failure {
    let slug = &state.slug;
    let what = format!(
        "`{slug}` signs with `{}`, which is not a pair that akctl made for it alone",
        printable(&state.current_name)
    );
    let mut failure = Failure::new(FailureKind::Decision, what)
        .hint(format!("akctl rotate {slug} --certificate --own gives it a pair of its own; the other one stays"));
    if !state.others.is_empty() {
        let others: Vec<String> = state.others.iter().map(report::Other::told).collect();
        failure = failure.hint(format!("that pair is also used by: {}", printable(&others.join("; "))));
    }
    failure.hint("nothing was changed")
}

/// Asks a person; without one, `--yes` must have been given.
fn agree(context: &Context, arguments: &Rotate, state: &State, todo: Todo) -> Result<(), Failure> {
    if arguments.yes || todo == Todo::ShowNew {
        return Ok(());
    }
    if !context.ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        return Err(Failure::new(FailureKind::Decision, message).hint("add --yes to make this step"));
    }
    let mut told = String::new();
    for line in report::before(state, todo) {
        let _ = writeln!(told, "{line}");
    }
    context.ui.say(&told);
    let question = match todo {
        Todo::Make | Todo::ShowNew => "Make a new certificate-key pair?",
        Todo::MakeAndSwitch => "Make a new certificate-key pair, and sign with it from now on?",
        Todo::Switch => "Sign with the new pair from now on?",
        Todo::Remove => "Remove the old pair?",
    };
    if context.ui.confirm(question)? {
        return Ok(());
    }
    Err(Failure::new(FailureKind::Decision, "the answer was no: nothing was changed"))
}

fn print(context: &Context, arguments: &Rotate, report: &Report) -> Result<(), Failure> {
    if let (Some(folder), Some(certificate)) = (&arguments.out_dir, &report.certificate) {
        let path = files::readable(folder, &format!("{}.pem", report.slug), &certificate.pem)?;
        context.ui.say(&format!("wrote {}\n", path.display()));
    }
    let printed = match structured(context.global.output, report)? {
        Some(text) => text,
        None => report.text(),
    };
    context.ui.data(&printed).map_err(Failure::from)
}

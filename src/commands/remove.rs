//! `akctl remove SLUG`: what goes and what stays, the question, the work.

use crate::apply::removal::remove;
use crate::cli::Output;
use crate::cli::remove::Remove;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::Slug;
use crate::model::text::printable;
use crate::observe::removal::removal;
use crate::plan::{Action, Plan, removal as decide};
use crate::render::report::{ReportedChange, ReportedConflict, Server, changes, conflicts};
use crate::render::{self, style};
use crate::session::Session;
use crate::slugs;
use crate::verify::look::unknown;
use serde::Serialize;

/// What a removal came to: the promise of `-o json`.
#[derive(Serialize)]
struct Report {
    slug: String,
    authentik: Server,
    dry_run: bool,
    changes: Vec<ReportedChange>,
    conflicts: Vec<ReportedConflict>,
    warnings: Vec<String>,
}

/// One removal under way.
struct Task<'a> {
    context: &'a Context,
    arguments: &'a Remove,
    slug: Slug,
    server: Server,
    plan: Plan,
}

/// Removes one integration.
pub async fn run(context: &Context, arguments: &Remove) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let slug: Slug = arguments.slug.parse().map_err(|error| Failure::usage(format!("{error}")))?;
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let interrupt = Interrupt::watch();
    let (version, seen) = interrupt.or(removal(&session.client, slug.as_str())).await?;
    let plan = decide::plan(&seen);
    // What an interrupted removal left is in the plan, and so is what stays with others by now.
    if seen.application.is_none() && plan.changes.is_empty() && plan.conflicts.is_empty() {
        let what = "application, no SCIM source and nothing that akctl made";
        return Err(unknown(&session.client, what, slug.as_str()).await.hint("nothing was removed"));
    }
    let server = Server { url: session.public.to_string(), version: version.to_string() };
    Task { context, arguments, slug, server, plan }.go(&session, &interrupt).await
}

impl Task<'_> {
    async fn go(&self, session: &Session, interrupt: &Interrupt) -> Result<(), Failure> {
        let is_text = self.is_text();
        if !self.plan.conflicts.is_empty() {
            return self.refuse();
        }
        if self.arguments.dry_run {
            if is_text {
                self.print(&self.plan_text())?;
                self.warn();
            } else {
                self.print_report()?;
            }
            let is_pending = self.arguments.exit_code && !self.plan.is_empty();
            return if is_pending { Err(Failure::new(Kind::Pending, "there is something to remove")) } else { Ok(()) };
        }
        if self.plan.is_empty() {
            return if is_text { self.print(&self.plan_text()) } else { self.print_report() };
        }
        if self.agree()? {
            self.look_again(session, interrupt).await?;
        }
        for stays in remove(&session.client, &self.plan, interrupt).await? {
            self.context.ui.warn(&printable(&stays));
        }
        if !session.is_sandbox {
            slugs::keep(&session.public, &slugs::Change::Removed(self.slug.as_str()));
        }
        if is_text {
            return self.print(&format!("{} is removed from {}.\n", self.slug, self.server.url));
        }
        self.print_report()
    }

    /// Whether people read it.
    fn is_text(&self) -> bool {
        self.context.global.output == Output::Text
    }

    /// Somebody may have built upon what goes while a person was asked.
    async fn look_again(&self, session: &Session, interrupt: &Interrupt) -> Result<(), Failure> {
        let (_, seen) = interrupt.or(removal(&session.client, self.slug.as_str())).await?;
        if decide::plan(&seen) == self.plan {
            return Ok(());
        }
        let what = "authentik has changed since you were shown what goes: nothing was removed";
        Err(Failure::new(Kind::Decision, what).hint("run the command again, and look at what it shows then"))
    }

    /// Asks a person, who must have seen what goes; without one, `--yes` must have been given. Answers
    /// whether somebody was asked.
    fn agree(&self) -> Result<bool, Failure> {
        let is_text = self.is_text();
        if !self.arguments.yes && !self.context.ui.can_ask {
            let message = "nobody can be asked here, and --yes was not given: nothing was removed";
            let hint = "add --yes to remove it, or --dry-run to see what would go";
            return Err(Failure::new(Kind::Decision, message).hint(hint));
        }
        if is_text || !self.arguments.yes {
            self.context.ui.say(&self.plan_text());
        }
        self.warn();
        if self.arguments.yes || self.context.ui.confirm("Remove this?")? {
            return Ok(!self.arguments.yes);
        }
        Err(Failure::new(Kind::Decision, "the answer was no: nothing was removed"))
    }

    fn refuse(&self) -> Result<(), Failure> {
        if self.is_text() {
            if !self.plan.changes.is_empty() {
                self.context.ui.say(&self.plan_text());
            }
        } else {
            self.print_report()?;
        }
        let what: Vec<&str> = self.plan.conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
        let remedies = self.plan.conflicts.iter().map(|conflict| conflict.remedy.clone());
        Err(Failure::new(Kind::Decision, what.join("; ")).hints(remedies).hint("nothing was removed"))
    }

    fn plan_text(&self) -> String {
        let Server { url, version } = &self.server;
        let head = style::paint(style::Role::Heading, &format!("{} in {url} (authentik {version})", self.slug));
        let sums = if self.plan.is_empty() {
            format!("Nothing to do: authentik has nothing that akctl made for `{}` and nothing else uses.", self.slug)
        } else {
            let (goes, stays) = (self.plan.count(Action::Delete), self.plan.count(Action::Keep));
            let stays = if stays == 0 { String::new() } else { format!(", {stays} to keep") };
            format!("{goes} to delete{stays}.")
        };
        format!("{head}\n{}{sums}\n", render::plan::blocks(&self.plan))
    }

    fn print_report(&self) -> Result<(), Failure> {
        let report = Report {
            slug: self.slug.to_string(),
            authentik: self.server.clone(),
            dry_run: self.arguments.dry_run,
            changes: changes(&self.plan),
            conflicts: conflicts(&self.plan),
            warnings: self.plan.warnings.clone(),
        };
        self.print(&structured(self.context.global.output, &report)?.unwrap_or_default())
    }

    fn warn(&self) {
        for warning in &self.plan.warnings {
            self.context.ui.warn(&printable(warning));
        }
    }

    fn print(&self, text: &str) -> Result<(), Failure> {
        self.context.ui.data(text).map_err(Failure::from)
    }
}

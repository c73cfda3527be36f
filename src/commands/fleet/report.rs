//! What a run came to, for each integration: as text, and as the promise of `-o json`.

use super::Around;
use super::line::{Line, Status};
use crate::cli::Output;
use crate::commands::structured;
use crate::error::{Failure, Kind};
use crate::model::Version;
use crate::model::text::printable;
use crate::render::report::Server;
use crate::render::style::{Role, paint};
use serde::Serialize;
use std::fmt::Write;

/// The whole report. Keys are added, never renamed or removed.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Report {
    /// Which authentik it is.
    pub(in crate::commands) authentik: Server,
    /// Whether nothing was written, because nothing was to be.
    pub(in crate::commands) dry_run: bool,
    /// The integrations, in the order of the files.
    pub(in crate::commands) integrations: Vec<Line>,
    /// What the person should know of the whole.
    pub(in crate::commands) warnings: Vec<String>,
    /// Whether integrations are taken away, not made.
    #[serde(skip)]
    pub(in crate::commands) takes_away: bool,
}

/// So many integrations.
fn counted(count: usize) -> String {
    if count == 1 { "1 integration".to_owned() } else { format!("{count} integrations") }
}

impl Report {
    pub(in crate::commands) fn new(around: &Around, version: &Version, dry_run: bool, lines: Vec<Line>) -> Self {
        let authentik = Server { url: around.session.public.to_string(), version: version.to_string() };
        Self { authentik, dry_run, integrations: lines, warnings: Vec::new(), takes_away: false }
    }

    /// Everything that is not simply as it must be, and the sums.
    pub(in crate::commands) fn text(&self) -> String {
        let Server { url, version } = &self.authentik;
        let head = format!("{} in {url} (authentik {version})", counted(self.integrations.len()));
        let mut text = format!("{}\n", paint(Role::Heading, &head));
        for line in self.integrations.iter().filter(|line| line.is_worth_a_line()) {
            text.push_str(&line.shown(!self.dry_run));
        }
        let _ = writeln!(text, "{}", self.sums());
        text
    }

    /// `2 created, 1 failed, 497 unchanged.`
    pub(in crate::commands) fn sums(&self) -> String {
        let mut counted: Vec<(Status, usize)> = Vec::new();
        for line in &self.integrations {
            match counted.iter_mut().find(|(status, _)| *status == line.status) {
                Some((_, count)) => *count += 1,
                None => counted.push((line.status, 1)),
            }
        }
        counted.sort_unstable();
        match counted.as_slice() {
            [] => "The file names no integration.".to_owned(),
            [(Status::Unchanged, _)] if self.without_outputs() == 0 => self.nothing().to_owned(),
            several => {
                let parts: Vec<String> =
                    several.iter().map(|(status, count)| format!("{count} {}", status.word())).collect();
                match self.without_outputs() {
                    0 => format!("{}.", parts.join(", ")),
                    missing => format!("{}; outputs of {missing} were not written.", parts.join(", ")),
                }
            }
        }
    }

    /// Why there is nothing to do in authentik.
    fn nothing(&self) -> &'static str {
        let any = |is: fn(&Line) -> bool| self.integrations.iter().any(is);
        if self.takes_away {
            "Nothing to remove: authentik has none of them."
        } else if any(|line| !line.outputs.is_empty()) {
            "Nothing to do in authentik: it has everything as it must be."
        } else if any(|line| !line.more.is_empty()) {
            "Nothing to do: authentik has everything that the file names, and more."
        } else {
            "Nothing to do: authentik has everything as it must be."
        }
    }

    /// How many integrations are there as they must be, and not all of their outputs are.
    fn without_outputs(&self) -> usize {
        self.integrations.iter().filter(|line| line.lacks_outputs()).count()
    }

    /// Prints it in the format that was asked for.
    pub(in crate::commands) fn print(&self, around: &Around) -> Result<(), Failure> {
        let output = around.context.global.output;
        let text = match output {
            Output::Text | Output::Env => self.text(),
            Output::Json | Output::Yaml => structured(output, self)?.unwrap_or_default(),
        };
        around.context.ui.data(&text)?;
        if matches!(output, Output::Text | Output::Env) {
            for warning in &self.warnings {
                around.context.ui.warn(&printable(warning));
            }
        }
        Ok(())
    }

    /// Whether something is to be done.
    pub(in crate::commands) fn is_pending(&self) -> bool {
        self.integrations.iter().any(|line| !matches!(line.status, Status::Unchanged | Status::Failed))
    }

    /// Whether authentik has something else than the files say, or more.
    pub(in crate::commands) fn has_drifted(&self) -> bool {
        self.is_pending() || self.integrations.iter().any(|line| !line.more.is_empty())
    }

    /// The end of a run in which something did not go as it should. What failed weighs more than what
    /// must be decided; an interruption more than both.
    pub(in crate::commands) fn outcome(&self) -> Result<(), Failure> {
        let of = |kind: Kind| self.integrations.iter().filter(move |line| line.kind == Some(kind)).count();
        let whole = counted(self.integrations.len());
        let order = [Kind::Interrupted, Kind::Failed, Kind::NotAllowed, Kind::Usage, Kind::Decision];
        let Some(kind) = order.into_iter().find(|kind| of(*kind) > 0) else { return Ok(()) };
        let count = of(kind);
        let message = match kind {
            Kind::Interrupted => format!("interrupted: {} of {whole} were not done", self.not_done()),
            Kind::Decision => format!("{count} of {whole} need a decision; they were left as they are"),
            _ if self.failed() == 0 => {
                let count = self.without_outputs();
                let message = format!("outputs of {count} of {whole} were not written; the report says why");
                return Err(Failure::new(kind, message).hint("`akctl apply` with --outputs writes them again"));
            }
            _ => format!("{count} of {whole} failed; the report says why"),
        };
        // Wrong input of one integration does not keep the others from being written.
        let kind = if kind == Kind::Usage && !self.dry_run { Kind::Failed } else { kind };
        let failure = Failure::new(kind, message);
        // What somebody must decide or put right first, the same command does not.
        let finishes = matches!(kind, Kind::Interrupted | Kind::Failed) && !self.dry_run && !self.is_all_wrong_input();
        Err(if finishes { failure.hint("the same command again finishes the rest") } else { failure })
    }

    /// Whether nothing failed but for what was wrong with what was asked for.
    fn is_all_wrong_input(&self) -> bool {
        let mut failed = self.integrations.iter().filter(|line| line.status == Status::Failed);
        failed.all(|line| matches!(line.kind, Some(Kind::Usage | Kind::NotAllowed)))
    }

    fn failed(&self) -> usize {
        self.integrations.iter().filter(|line| line.status == Status::Failed).count()
    }

    fn not_done(&self) -> usize {
        self.integrations.iter().filter(|line| matches!(line.status, Status::NotDone | Status::Failed)).count()
    }
}

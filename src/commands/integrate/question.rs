//! Between the plan and the work: a decision that is needed first, a dry run, the question.

use super::{Decided, Task, unchanged};
use crate::apply::Outcome;
use crate::cli::Output;
use crate::error::{Failure, Kind};
use crate::public::Seen;

impl Task<'_> {
    /// A decision is needed first: everything is shown, nothing is written.
    pub(super) fn refuse(&self, decided: &Decided) -> Result<(), Failure> {
        match self.context.global.output {
            Output::Text if self.run.dry_run => self.print(&self.plan_text(decided))?,
            Output::Text => {}
            Output::Env => self.tell(decided),
            Output::Json | Output::Yaml => {
                self.tell(decided);
                self.print_report(decided, &Outcome::default(), &Seen::default())?;
            }
        }
        let what: Vec<&str> = decided.plan.conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
        let remedies = decided.plan.conflicts.iter().map(|conflict| conflict.remedy.clone());
        Err(Failure::new(Kind::Decision, what.join("; ")).hints(remedies).hint("nothing was changed"))
    }

    pub(super) fn show_only(&self, decided: &Decided) -> Result<(), Failure> {
        if self.context.global.output == Output::Text {
            self.print(&self.plan_text(decided))?;
            self.warn(&decided.plan.warnings);
        } else {
            self.print_report(decided, &unchanged(decided), &decided.seen.clone().unwrap_or_default())?;
        }
        if self.run.exit_code && !decided.plan.is_empty() {
            return Err(Failure::new(Kind::Pending, "there are changes to make"));
        }
        Ok(())
    }

    /// Asks a person, who must have seen the plan; without one, `--yes` must have been given. Says
    /// whether the plan was told.
    pub(super) fn agree(&self, decided: &Decided, told: bool) -> Result<bool, Failure> {
        if self.run.yes || decided.plan.is_empty() {
            return Ok(told);
        }
        if !self.context.ui.can_ask {
            let message = "nobody can be asked here, and --yes was not given: nothing was changed";
            return Err(
                Failure::new(Kind::Decision, message).hint("add --yes to make the changes, or --dry-run to see them")
            );
        }
        if !told {
            self.tell(decided);
        }
        if self.context.ui.confirm("Make these changes?")? {
            self.context.ui.say("\n");
            Ok(true)
        } else {
            Err(Failure::new(Kind::Decision, "the answer was no: nothing was changed"))
        }
    }
}

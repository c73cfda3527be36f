//! Showing an integration that is there: the same reading, nothing written.

use super::{Task, unchanged};
use crate::cli::Output;
use crate::error::{Failure, Kind as FailureKind};
use crate::model::resource::{Kind, MARK, Obstacle};
use crate::plan::{Action, Change, Plan};

impl Task<'_> {
    /// What is there, as it would be printed after a run that changed nothing.
    pub(super) async fn show(&self) -> Result<(), Failure> {
        let mut decided = self.interrupt.or(self.decide()).await?;
        let fresh = Plan { warnings: self.preset_warnings(&decided.survey)?, ..Plan::default() };
        let plan = std::mem::replace(&mut decided.plan, fresh);
        self.refuse_another_kind(&plan, decided.observed.obstacle.as_ref())?;
        if plan.changes.iter().any(matters_to_the_application) {
            decided.plan.warnings.push(format!(
                "authentik has something else than the preset and these inputs say, so what is printed may not fit: \
                 `akctl diff {} --preset {}` with the same flags shows what",
                self.prepared.slug, self.preset.id
            ));
        }
        let mut outcome = unchanged(&decided);
        outcome.source_token = self.source_token(&outcome).await;
        let seen = decided.seen.clone().unwrap_or_default();
        let warnings = self.print_report(&decided, &outcome, &seen)?;
        self.warn(&warnings);
        Ok(())
    }

    /// The plan, whatever a run would have to be allowed for it.
    pub(super) async fn diff(&self) -> Result<(), Failure> {
        let decided = self.interrupt.or(self.decide()).await?;
        let what = decided.plan.conflicts.iter().map(|conflict| conflict.what.as_str());
        let decisions: Vec<String> = what.map(|what| format!("a run would stop before this: {what}")).collect();
        let obstacle = decided.observed.obstacle.as_ref();
        self.refuse_another_kind(&decided.plan, obstacle)?;
        match self.context.global.output {
            Output::Text | Output::Env => {
                self.print(&self.plan_text(&decided))?;
                self.warn(&decided.plan.warnings);
                self.warn(&decisions);
            }
            Output::Json | Output::Yaml => {
                self.print_report(&decided, &unchanged(&decided), &decided.seen.clone().unwrap_or_default())?;
            }
        }
        if decided.plan.is_empty() {
            return Ok(());
        }
        Err(Failure::new(FailureKind::Pending, "authentik has something else than the preset and the inputs say"))
    }

    /// Who made it does not matter here, but it must be what the preset speaks of.
    fn refuse_another_kind(&self, plan: &Plan, obstacle: Option<&Obstacle>) -> Result<(), Failure> {
        let is_there = |change: &Change| {
            let is_it = change.address.kind.is_front() || change.address.kind == Kind::ScimSource;
            !(is_it && change.action == Action::Create)
        };
        let why = match obstacle {
            None | Some(Obstacle::NotOurs { provider: Some(_) }) if plan.changes.iter().all(is_there) => return Ok(()),
            None | Some(Obstacle::NotOurs { .. }) => "authentik has nothing of that kind there".to_owned(),
            Some(_) => plan.conflicts.first().map(|conflict| conflict.what.clone()).unwrap_or_default(),
        };
        let what = format!("`{}` is not what the preset `{}` makes: {why}", self.prepared.slug, self.preset.id);
        Err(Failure::new(FailureKind::Decision, what).hint("--preset NAME says which preset explains it"))
    }
}

/// Fields that say how people sign in at authentik, of which the application learns nothing.
const OF_AUTHENTIK_ALONE: [&str; 3] = ["authentication_flow", "authorization_flow", "invalidation_flow"];

/// Whether a difference may change what is to be entered in the application.
fn matters_to_the_application(change: &Change) -> bool {
    match change.address.kind {
        Kind::ScopeMapping | Kind::SamlMapping => change.action != Action::Keep,
        kind if kind.is_front() => {
            let has_more = change.notes.iter().any(|note| note.ends_with(&format!("{MARK} stays")));
            has_more || change.fields.iter().any(|field| !OF_AUTHENTIK_ALONE.contains(&field.field.as_str()))
        }
        _ => false,
    }
}

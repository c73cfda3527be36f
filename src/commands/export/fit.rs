//! Which inputs explain what authentik has: those that may have been given are tried until a plan with
//! them finds nothing to do, or nothing brings it nearer to that. Nothing is written, and almost
//! everything that a plan needs was read before.

mod differences;
mod trials;

use crate::answers::traces::{Inputs, Suggestion, Unknown};
use crate::answers::{self, Entry, Given};
use crate::cli::integrate::RunOptions;
use crate::commands::fleet::Around;
use crate::commands::integrate::{Decided, Task};
use crate::compile::{self, Prepared, Wishes};
use crate::error::{Failure, Kind as Why};
use crate::file::words::in_words_of_a_file;
use crate::model::resource::{Found, Kind};
use crate::observe::{Shelf, Source};
use crate::preset::format::{Literal, Preset};
pub(super) use differences::Differences;
use std::collections::BTreeMap;
use trials::{enabled, together, words};

/// One integration, with everything but the inputs of its preset.
pub(super) struct Case<'a> {
    pub(super) preset: &'a Preset,
    pub(super) wishes: Wishes,
    /// Its objects, in which somebody may have chosen what no input says.
    pub(super) objects: Vec<(Kind, &'a Found)>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    pub(super) inputs: Inputs,
    /// What left no trace of the inputs.
    pub(super) unknown: Vec<Unknown>,
    pub(super) differences: Differences,
}

/// What trying stands on.
pub(super) struct Fitting<'a> {
    pub(super) around: &'a Around<'a>,
    pub(super) shelf: &'a Shelf,
    /// Names of what a plan may speak of, by their ids.
    pub(super) names: BTreeMap<String, String>,
}

impl Fitting<'_> {
    /// The inputs that explain what is there best.
    pub(super) async fn fit(&self, case: &Case<'_>, suggestions: &[Suggestion]) -> Result<Fit, Failure> {
        let mut best = self.tried(case, &together(case.preset, suggestions)).await?;
        if best.differences.weight > 0 {
            let bare = self.tried(case, &Suggestion::default()).await?;
            if bare.differences.weight <= best.differences.weight {
                best = bare;
            }
            let all: Vec<Suggestion> = suggestions.iter().cloned().chain(words(case.preset)).collect();
            while best.differences.weight > 0 && self.nearer(case, &all, &mut best).await? {}
        }
        self.only_needed(case, best).await
    }

    /// One round through everything that may have been given.
    async fn nearer(&self, case: &Case<'_>, all: &[Suggestion], best: &mut Fit) -> Result<bool, Failure> {
        let mut is_nearer = false;
        for one in all.iter().map(|one| enabled(case.preset, one)) {
            let mut trial = Suggestion { inputs: best.inputs.clone(), unknown: best.unknown.clone() };
            trial.unknown.retain(|unknown| !one.inputs.contains_key(&unknown.input));
            trial.unknown.extend(one.unknown);
            trial.inputs.extend(one.inputs);
            if trial.inputs != best.inputs {
                let mut tried = self.tried(case, &trial).await?;
                if tried.differences.weight >= differences::IMPOSSIBLE {
                    tried = self.with_a_word(case, &trial, tried).await?;
                }
                if tried.differences.weight < best.differences.weight {
                    *best = tried;
                    is_nearer = true;
                }
            }
            if best.differences.weight == 0 {
                break;
            }
        }
        Ok(is_nearer)
    }

    /// What cannot be may be with one switch or one word more.
    async fn with_a_word(&self, case: &Case<'_>, given: &Suggestion, mut best: Fit) -> Result<Fit, Failure> {
        for word in words(case.preset) {
            let mut trial = given.clone();
            for (name, value) in word.inputs {
                trial.inputs.entry(name).or_insert(value);
            }
            if trial.inputs != given.inputs {
                let tried = self.tried(case, &trial).await?;
                if tried.differences.weight < best.differences.weight {
                    best = tried;
                }
            }
        }
        Ok(best)
    }

    /// Without inputs that make no difference: what stands there then is what the preset has itself.
    async fn only_needed(&self, case: &Case<'_>, mut best: Fit) -> Result<Fit, Failure> {
        // What depends on others stands behind them.
        let names: Vec<String> = case.preset.inputs.iter().rev().map(|(name, _)| name.to_owned()).collect();
        for name in names.into_iter().filter(|name| best.inputs.contains_key(name)).collect::<Vec<_>>() {
            let mut trial = Suggestion { inputs: best.inputs.clone(), unknown: best.unknown.clone() };
            trial.inputs.remove(&name);
            trial.unknown.retain(|unknown| unknown.input != name);
            let tried = self.tried(case, &trial).await?;
            if tried.differences.weight <= best.differences.weight {
                best = tried;
            }
        }
        Ok(best)
    }

    async fn tried(&self, case: &Case<'_>, given: &Suggestion) -> Result<Fit, Failure> {
        let Suggestion { inputs, unknown } = given.clone();
        let differences = self.differences(case, &inputs).await?;
        Ok(Fit { inputs, unknown, differences })
    }

    /// Where a plan with these inputs differs from what is there.
    async fn differences(&self, case: &Case<'_>, inputs: &Inputs) -> Result<Differences, Failure> {
        let prepared = match self.prepared(case, inputs) {
            Ok(prepared) => prepared,
            Err(differences) => return Ok(differences),
        };
        let run = RunOptions::default();
        let Around { context, session, interrupt, .. } = self.around;
        let task = Task {
            context,
            session,
            preset: case.preset,
            prepared: &prepared,
            run: &run,
            interrupt: interrupt.clone(),
        };
        let source = Source::with(&session.client, self.shelf);
        let decided = match interrupt.or(task.decide_from(source)).await {
            Ok(decided) => decided,
            Err(failure) if matches!(failure.kind, Why::Usage | Why::Decision) => {
                return Ok(Differences::impossible(vec![in_words_of_a_file(case.preset, &failure.told())]));
            }
            Err(failure) => return Err(failure),
        };
        let decided = task.plan(self.named(decided))?;
        Ok(Differences::of(&decided, &prepared, &case.objects))
    }

    fn prepared(&self, case: &Case<'_>, inputs: &Inputs) -> Result<Prepared, Differences> {
        let entry =
            |(key, literal): (&String, &Literal)| Entry { key: key.clone(), literal: literal.clone(), is_itself: true };
        let entries = Some(inputs.iter().map(entry).collect());
        let given = Given { entries, without_secrets: true, ..Given::default() };
        let answers = answers::collect_each(case.preset, &given)
            .map_err(|wrong| Differences::unanswered(wrong.into_iter().map(|one| one.message).collect()))?;
        let public = &self.around.session.public;
        compile::prepare(case.preset, &case.wishes, answers.context(), public)
            .map_err(|failure| Differences::impossible(vec![in_words_of_a_file(case.preset, &failure.told())]))
    }

    /// With names in place of ids wherever the plan speaks of what is there.
    fn named(&self, mut decided: Decided) -> Decided {
        for (id, name) in &self.names {
            decided.observed.names.insert(id.clone(), name.clone());
        }
        decided
    }
}

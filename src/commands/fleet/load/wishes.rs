//! What an entry says beside its inputs, and how its mistakes are told.

use super::both;
use crate::cli::integrate::{AccessOptions, ApplicationOptions, Mfa, Options};
use crate::commands::integrate::wishes;
use crate::compile::Wishes;
use crate::error::{Failure, Problems as Wrong};
use crate::file::format::RequireMfa;
use crate::file::words::{in_words_of_a_file, key};
use crate::file::{Access, Choices, Entry};
use crate::preset::format::Preset;
use crate::preset::position::Path;
use crate::preset::problem::Problem;

/// What the entry says beside the inputs, as the flags of `akctl integrate` would say it.
pub(in crate::commands) fn wishes_of(entry: &Entry, preset: &Preset, path: &Path) -> Result<Wishes, Vec<Problem>> {
    let Access { groups, users, networks, policy_expression, require_mfa, mfa_lasts, create_groups, members } =
        entry.access.clone();
    let Choices {
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        signing_key,
        outpost,
        tile_group,
        icon,
        publisher,
        description,
        exact: _,
    } = entry.options.clone();
    let members = members.unwrap_or_default().into_iter();
    let pairs: Vec<String> =
        members.flat_map(|(group, users)| users.into_iter().map(move |user| format!("{group}={user}"))).collect();
    let options = Options {
        application: ApplicationOptions {
            slug: entry.slug.clone(),
            name: entry.name.clone(),
            authentication_flow,
            authorization_flow,
            invalidation_flow,
            signing_key,
            outpost,
            tile_group,
            icon,
            publisher,
            description,
        },
        access: AccessOptions {
            bind_group: groups.unwrap_or_default(),
            bind_user: users.unwrap_or_default(),
            allow_network: networks.unwrap_or_default(),
            policy_expression: None,
            require_mfa: match require_mfa {
                None | Some(RequireMfa::No) => None,
                Some(RequireMfa::Deny) => Some(Mfa::Deny),
                Some(RequireMfa::Enrol) => Some(Mfa::Enrol),
            },
            mfa_lasts,
            create_groups: create_groups.unwrap_or_default(),
            add_member: pairs,
        },
        ..Options::default()
    };
    let mut wrong = Wrong::default();
    let expression = policy_expression.and_then(|text| wishes::expression(&text, &mut wrong));
    let wishes = wishes::wishes(&options).map(|wishes| Wishes { policy_expression: expression, ..wishes });
    let wrong = wrong.finish(()).map_err(|failure| told(&failure, preset, path));
    both(wishes.map_err(|failure| told(&failure, preset, path)), wrong).map(|(wishes, ())| wishes)
}

/// What a failure says, each thing at the key that it speaks of.
pub(super) fn told(failure: &Failure, preset: &Preset, path: &Path) -> Vec<Problem> {
    let said = failure.told();
    let lines: Vec<&str> = match said.split_once(" things are wrong:\n  - ") {
        Some((_, lines)) => lines.split("\n  - ").collect(),
        None => vec![&said],
    };
    let hints: Vec<String> = failure.hints.iter().map(|hint| in_words_of_a_file(preset, hint)).collect();
    let problem = |(at, line): (usize, &str)| {
        let flag = line.split([':', ' ']).next().unwrap_or_default();
        let place = key(preset, flag).map_or_else(|| path.clone(), |key| path.key(&key));
        let advice = (at == 0 && !hints.is_empty()).then(|| hints.join("; "));
        Problem::error(place, in_words_of_a_file(preset, line)).advice(advice)
    };
    lines.into_iter().enumerate().map(problem).collect()
}

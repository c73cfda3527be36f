//! From flags to what the person wants: parsed at the border, all that is wrong at once.

use crate::cli::integrate::{AccessOptions, ApplicationOptions, Options};
use crate::compile::Wishes;
use crate::error::{Failure, Problems};
use crate::model::Slug;

/// Reads the flags that every preset has.
pub(super) fn wishes(options: &Options) -> Result<Wishes, Failure> {
    let mut problems = Problems::default();
    let ApplicationOptions {
        slug,
        name,
        authorization_flow,
        invalidation_flow,
        signing_key,
        tile_group,
        icon,
        publisher,
        description,
    } = options.application.clone();
    let AccessOptions { bind_group, create_groups, add_member } = options.access.clone();
    let slug = slug.and_then(|text| match text.parse::<Slug>() {
        Ok(slug) => Some(slug),
        Err(error) => {
            problems.add(format!("--slug: {error}"));
            None
        }
    });
    let mut members = Vec::new();
    for text in &add_member {
        match text.rsplit_once('=') {
            Some((group, user)) if !group.is_empty() && !user.is_empty() => {
                members.push((group.to_owned(), user.to_owned()));
            }
            _ => problems.add(format!("--add-member {text:?}: it must be GROUP=USER")),
        }
    }
    problems.finish(Wishes {
        slug,
        name,
        authorization_flow,
        invalidation_flow,
        signing_key,
        tile_group,
        icon,
        publisher,
        description,
        bind_groups: bind_group,
        create_groups,
        members,
    })
}

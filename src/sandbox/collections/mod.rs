//! The collections of authentik's API, as data: adding one is adding a table.

mod access;
pub mod field;
mod flows;
mod make;
mod mappings;
mod people;
mod providers;
mod sources;

pub use field::{Field, Kind, OnDelete, Preset, Shown};

use super::version::Played;

/// Objects that stand in for each other: they share their ids, and their unique fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Applications.
    Application,
    /// Providers of all kinds.
    Provider,
    /// Sources of all kinds.
    Source,
    /// Who came in through a source: users.
    SourceUser,
    /// What came in through a source: groups.
    SourceGroup,
    /// Property mappings of all kinds.
    Mapping,
    /// Certificate-key pairs.
    Certificate,
    /// Flows.
    Flow,
    /// Stages of all kinds.
    Stage,
    /// Bindings of stages to flows.
    StageBinding,
    /// Policies of all kinds.
    Policy,
    /// Bindings of policies, groups and users.
    Binding,
    /// Groups.
    Group,
    /// Users.
    User,
    /// Roles.
    Role,
    /// Tokens.
    Token,
    /// Outposts.
    Outpost,
    /// Events.
    Event,
    /// Whatever a policy can be bound to. Nothing is of this family: see `Store::bindable`.
    Bindable,
    /// Objects that the sandbox has none of: no id of theirs exists.
    Absent,
}

/// One collection of the API.
#[derive(Debug)]
pub struct Collection {
    /// Its path below `/api/v3/`, without slashes at the ends.
    pub path: &'static str,
    /// What its objects can stand in for.
    pub family: Family,
    /// `app.model`.
    pub model: &'static str,
    /// The model's class, as a 404 names it.
    pub class: &'static str,
    /// What it is called, and many of it.
    pub verbose: [&'static str; 2],
    /// The name of its form.
    pub component: &'static str,
    /// The field by which one object is addressed.
    pub key: &'static str,
    /// Whether ids are numbers.
    pub numbered: bool,
    /// Whether objects can be created here.
    pub creatable: bool,
    /// Its fields.
    pub fields: &'static [&'static [Field]],
    /// Query parameters that filter. A suffix such as `__iexact` says how.
    pub filters: &'static [&'static str],
    /// The fields that `search` looks through.
    pub search: &'static [&'static str],
    /// The order when none is asked for.
    pub ordering: &'static [&'static str],
    /// Fields that are unique together.
    pub together: &'static [&'static str],
}

impl Collection {
    /// The fields that a version knows.
    pub fn fields(&self, played: Played) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().flat_map(|part| part.iter()).filter(move |field| field.span.has(played))
    }

    /// The permission to do something with its objects, as `app.action_model`.
    #[must_use]
    pub fn permission(&self, action: &str) -> String {
        let (app, model) = self.model.split_once('.').unwrap_or(("", self.model));
        format!("{app}.{action}_{model}")
    }

    /// Whether a path of the API leads here.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        !self.path.starts_with('(')
    }

    /// The collection of that path.
    #[must_use]
    pub fn at(path: &str) -> Option<&'static Self> {
        Self::all().find(|collection| collection.path == path)
    }

    /// All collections.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [providers::ALL, sources::ALL, mappings::ALL, access::ALL, flows::ALL, people::ALL].into_iter().flatten()
    }

    /// The collections of a family.
    pub fn of(family: Family) -> impl Iterator<Item = &'static Self> {
        Self::all().filter(move |collection| collection.family == family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_twice_in_a_collection_on_the_same_version() {
        for collection in Collection::all() {
            for played in [Played::V2024_8, Played::V2025_10, Played::Grants, Played::V2026_8] {
                let mut names: Vec<_> = collection.fields(played).map(|field| field.name).collect();
                let count = names.len();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), count, "{} on {played:?}", collection.path);
            }
        }
    }
}

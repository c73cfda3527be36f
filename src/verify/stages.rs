//! Whether a flow asks for a second factor, as far as its stages tell.

use super::objects::{id, text};
use super::picture::Look;
use serde_json::Value;
use std::collections::BTreeMap;

/// The stages of flows, and what those do that look at a second factor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stages {
    /// The places of stages in flows.
    pub places: Vec<Place>,
    /// The authenticator validation stages, by primary key.
    pub validations: BTreeMap<String, Validation>,
}

/// A stage's place in a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The primary key to which policies are bound that say for whom the stage is there.
    pub target: String,
    /// The flow's primary key.
    pub flow: String,
    /// The stage's primary key.
    pub stage: String,
    /// What is bound to the place and switched on, for people: the stage is left out for everybody
    /// whom it does not let pass.
    pub conditions: Look<Vec<String>>,
}

impl Place {
    /// A place as the API returns it; what is bound to it is not read yet.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        let of = |field| id(object, field).unwrap_or_default();
        Self {
            target: of("policybindingmodel_ptr_id"),
            flow: of("target"),
            stage: of("stage"),
            conditions: Err("nobody looked at its policies".to_owned()),
        }
    }
}

/// An authenticator validation stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// Its name.
    pub name: String,
    /// What happens to people without a device: `skip`, `deny` or `configure` (authentik 2024.8 to
    /// 2026.8).
    pub without_device: String,
}

impl Validation {
    /// A stage as the API returns it, with its primary key.
    #[must_use]
    pub fn of(object: &Value) -> (String, Self) {
        let without_device = text(object, "not_configured_action").to_owned();
        (id(object, "pk").unwrap_or_default(), Self { name: text(object, "name").to_owned(), without_device })
    }
}

/// What a flow does about a second factor. The order is that of strictness.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor<'a> {
    /// No stage of it looks at one.
    Absent,
    /// A stage looks at it and lets people through who have none.
    Skipped {
        /// The stage's name.
        stage: &'a str,
    },
    /// A stage asks for it, but only those whom something bound to its place lets pass.
    Depends {
        /// The stage's name.
        stage: &'a str,
        /// What is bound to it.
        on: String,
    },
    /// Everybody is asked.
    Asked {
        /// The stage's name.
        stage: &'a str,
        /// Whether people without a device are led through setting one up; else they are refused.
        enrols: bool,
    },
}

impl Stages {
    /// What a flow does about a second factor.
    pub fn factor(&self, flow: &str) -> Look<Factor<'_>> {
        let mut strictest = Factor::Absent;
        for place in self.places.iter().filter(|place| place.flow == flow) {
            let Some(stage) = self.validations.get(&place.stage) else { continue };
            strictest = strictest.max(stage.factor(place)?);
        }
        Ok(strictest)
    }

    /// The places in which somebody is asked for a second factor.
    pub fn validating(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| self.validations.contains_key(&place.stage))
    }
}

impl Validation {
    fn factor(&self, place: &Place) -> Look<Factor<'_>> {
        let stage = self.name.as_str();
        if self.without_device == "skip" {
            return Ok(Factor::Skipped { stage });
        }
        let conditions = place.conditions.as_ref().map_err(Clone::clone)?;
        Ok(match conditions.as_slice() {
            [] => Factor::Asked { stage, enrols: self.without_device == "configure" },
            conditions => Factor::Depends { stage, on: conditions.join(", ") },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(actions: &[&str], conditions: &[&str]) -> Stages {
        let mut stages = Stages::default();
        for action in actions {
            let place =
                Place { conditions: Ok(conditions.iter().map(|&one| one.to_owned()).collect()), ..place(action) };
            stages.places.push(place);
            let stage = Validation { name: "check".to_owned(), without_device: (*action).to_owned() };
            stages.validations.insert((*action).to_owned(), stage);
        }
        stages
    }

    fn place(stage: &str) -> Place {
        Place::of(&serde_json::json!({"target": "f", "stage": stage, "policybindingmodel_ptr_id": "t"}))
    }

    #[test]
    fn the_strictest_stage_of_the_flow_counts() {
        let asked = |enrols| Ok(Factor::Asked { stage: "check", enrols });
        assert_eq!(stages(&[], &[]).factor("f"), Ok(Factor::Absent));
        assert_eq!(stages(&["deny"], &[]).factor("another"), Ok(Factor::Absent));
        assert_eq!(stages(&["skip"], &[]).factor("f"), Ok(Factor::Skipped { stage: "check" }));
        assert_eq!(stages(&["deny", "skip"], &[]).factor("f"), asked(false));
        assert_eq!(stages(&["configure"], &[]).factor("f"), asked(true));
        let on = "policy office".to_owned();
        assert_eq!(stages(&["deny"], &["policy office"]).factor("f"), Ok(Factor::Depends { stage: "check", on }));
    }

    #[test]
    fn a_place_whose_policies_are_not_known_decides_nothing() {
        let mut unknown = stages(&["deny"], &[]);
        unknown.places = vec![place("deny")];
        assert!(unknown.factor("f").is_err());
        unknown.places = vec![place("another stage")];
        assert_eq!(unknown.factor("f"), Ok(Factor::Absent));
    }
}

//! Profiles as they stand in the file, each name once: of two, one would be lost without a word.

use super::{Profile, ProfileName};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

type All = BTreeMap<ProfileName, Profile>;

/// Reads all profiles.
pub fn profiles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<All, D::Error> {
    deserializer.deserialize_map(Profiles)
}

struct Profiles;

impl<'de> Visitor<'de> for Profiles {
    type Value = All;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("profiles by their names")
    }

    fn visit_unit<E: Error>(self) -> Result<All, E> {
        Ok(All::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<All, A::Error> {
        let mut all = All::new();
        while let Some(name) = map.next_key_seed(NewName(&all))? {
            let profile = map.next_value()?;
            all.insert(name, profile);
        }
        Ok(all)
    }
}

/// A name that none of these has. The refusal comes while the name is read, so that it has its place.
struct NewName<'a>(&'a All);

impl<'de> DeserializeSeed<'de> for NewName<'_> {
    type Value = ProfileName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ProfileName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NewName<'_> {
    type Value = ProfileName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a profile")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ProfileName, E> {
        let name: ProfileName = text.parse().map_err(E::custom)?;
        if self.0.contains_key(&name) {
            return Err(E::custom(format!("the profile `{name}` is there twice")));
        }
        Ok(name)
    }
}

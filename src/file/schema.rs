//! The JSON Schema of the format, for editors. It is kept by hand; a test compares its keys with those
//! of the types.

/// The schema.
pub const SCHEMA: &str = include_str!("schema.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::format::{Access, Choices, Defaults, Entry, Head, Output};
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    /// The keys of a type, as it names them when it meets one that it does not know.
    fn keys<T: DeserializeOwned>() -> BTreeSet<String> {
        let error = serde_json::from_value::<T>(json!({"no such key": 1})).err().expect("an unknown key").to_string();
        let (_, expected) = error.split_once("expected").expect("what is known");
        expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn assert_same<T: DeserializeOwned>(object: &Value) {
        let written = object["properties"].as_object().expect("an object");
        assert_eq!(written.keys().cloned().collect::<BTreeSet<_>>(), keys::<T>());
    }

    #[test]
    fn the_schema_has_the_keys_of_the_types() {
        let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
        assert_same::<Head>(&schema);
        assert_same::<Defaults>(&schema["properties"]["defaults"]);
        assert_same::<Entry>(&schema["$defs"]["integration"]);
        assert_same::<Access>(&schema["$defs"]["access"]);
        assert_same::<Choices>(&schema["$defs"]["options"]);
        assert_same::<Output>(&schema["$defs"]["output"]);
    }
}

//! The JSON Schema of the format, for editors. It is kept by hand; a test compares its keys with those
//! of the types.

/// The schema.
pub const SCHEMA: &str = include_str!("schema.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::format;
    use serde::de::value::Error;
    use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// Reads nothing, and tells which keys a type asked for.
    struct Keys<'a>(&'a mut &'static [&'static str]);

    impl<'de> Deserializer<'de> for Keys<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("only keys are asked for"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            keys: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            *self.0 = keys;
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    fn keys<T: for<'de> Deserialize<'de>>() -> BTreeSet<&'static str> {
        let mut keys: &'static [&'static str] = &[];
        assert!(T::deserialize(Keys(&mut keys)).is_err());
        keys.iter().copied().collect()
    }

    fn assert_same<T: for<'de> Deserialize<'de>>(schema: &Value, name: &str) {
        let object = if name.is_empty() { schema } else { &schema["$defs"][name] };
        let written = object["properties"].as_object().unwrap_or_else(|| panic!("{name} is no object"));
        assert_eq!(written.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys::<T>(), "{name:?}");
    }

    #[test]
    fn the_schema_has_the_keys_of_the_types() {
        let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
        assert_same::<format::Preset>(&schema, "");
        assert_same::<format::Tested>(&schema, "tested");
        assert_same::<format::Check>(&schema, "check");
        assert_same::<format::Input>(&schema, "input");
        assert_same::<format::Field>(&schema, "field");
        assert_same::<format::Authentik>(&schema, "authentik");
        assert_same::<format::Application>(&schema, "application");
        assert_same::<format::Group>(&schema, "group");
        assert_same::<format::Binding>(&schema, "binding");
        assert_same::<format::ScopeMapping>(&schema, "scope_mapping");
        assert_same::<format::Claim>(&schema, "claim");
        assert_same::<format::GroupValues>(&schema, "group_values");
        assert_same::<format::Provider>(&schema, "provider");
        assert_same::<format::Oauth2>(&schema, "oauth2");
        assert_same::<format::Saml>(&schema, "saml");
        assert_same::<format::Proxy>(&schema, "proxy");
        assert_same::<format::BasicAuth>(&schema, "basic_auth");
        assert_same::<format::SamlMapping>(&schema, "saml_mapping");
        assert_same::<format::Backchannel>(&schema, "backchannel");
        assert_same::<format::Scim>(&schema, "scim");
        assert_same::<format::Source>(&schema, "source");
        assert_same::<format::ScimSource>(&schema, "scim_source");
        assert_same::<format::RedirectUri>(&schema, "redirect_uri");
        assert_same::<format::Certificate>(&schema, "certificate");
        assert_same::<format::AlternativeName>(&schema, "alternative_name");
        assert_same::<format::Client>(&schema, "client");
        assert_same::<format::Section>(&schema, "section");
        assert_same::<format::Setting>(&schema, "setting");
        assert_same::<format::File>(&schema, "file");
        assert_same::<format::Verify>(&schema, "verify");
        assert_same::<format::Gate>(&schema, "gate");
    }
}

//! Whose an application is: akctl changes what bears its mark, and nothing else unasked.

use crate::model::resource::{Found, MARK, OAUTH2_MODEL, Obstacle};
use serde_json::Value;

/// The provider that an application has, as its own reply names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The provider's primary key.
    pub id: Value,
    /// The provider's name.
    pub name: String,
    /// Whether it is an `OAuth2` provider.
    pub is_oauth2: bool,
    /// What authentik calls its kind.
    pub kind: String,
}

/// The provider of an application, if it has one.
#[must_use]
pub fn attached(application: &Found) -> Option<Attached> {
    let id = application.fields.get("provider").filter(|id| !id.is_null())?.clone();
    let text = |name: &str| {
        let object = application.fields.get("provider_obj");
        object.and_then(|object| object.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    Some(Attached {
        id,
        name: text("name"),
        is_oauth2: text("meta_model_name") == OAUTH2_MODEL,
        kind: text("verbose_name"),
    })
}

/// What stands in the way of using the application at the wanted slug (`application`) with the
/// provider of the name that akctl gives (`by_name`).
#[must_use]
pub fn obstacle(application: Option<&Found>, by_name: Option<&Found>) -> Option<Obstacle> {
    let free = by_name.is_some_and(|provider| assigned_to(provider).is_none());
    let name = by_name.and_then(|provider| provider.text("name")).unwrap_or_default().to_owned();
    let Some(application) = application else {
        let elsewhere = by_name.and_then(assigned_to)?;
        return Some(Obstacle::ProviderElsewhere { provider: name, application: elsewhere });
    };
    match attached(application) {
        // A run that was cut off between the application and its provider left exactly this.
        None if free => None,
        None => Some(Obstacle::NotOurs { provider: None }),
        Some(provider) if !provider.is_oauth2 => {
            Some(Obstacle::OtherKind { provider_kind: provider.kind, provider: provider.name })
        }
        Some(provider) if by_name.is_some_and(|ours| ours.id != provider.id) => {
            Some(Obstacle::NameTaken { provider: name })
        }
        Some(provider) if provider.name.ends_with(MARK) => None,
        Some(provider) => Some(Obstacle::NotOurs { provider: Some(provider.name) }),
    }
}

/// The slug of the application that a provider belongs to.
fn assigned_to(provider: &Found) -> Option<String> {
    ["assigned_application_slug", "assigned_backchannel_application_slug"]
        .iter()
        .find_map(|name| provider.text(name))
        .filter(|slug| !slug.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(fields: Value) -> Found {
        let fields = serde_json::from_value(fields).expect("an object");
        Found { id: json!(7), fields }
    }

    fn application(provider: &Value, name: &str, model: &str) -> Found {
        let object = json!({"name": name, "meta_model_name": model, "verbose_name": "Some Provider"});
        found(json!({"slug": "wiki", "provider": provider, "provider_obj": object}))
    }

    fn ours(slug: &Value) -> Found {
        found(json!({"name": "wiki (akctl)", "assigned_application_slug": slug}))
    }

    #[test]
    fn nothing_there_is_no_obstacle() {
        assert_eq!(obstacle(None, None), None);
    }

    #[test]
    fn a_provider_that_was_left_over_is_taken_up_again() {
        assert_eq!(obstacle(None, Some(&ours(&Value::Null))), None);
        let without_provider = found(json!({"slug": "wiki", "provider": null}));
        assert_eq!(obstacle(Some(&without_provider), Some(&ours(&Value::Null))), None);
    }

    #[test]
    fn an_application_with_a_marked_provider_is_ours() {
        let application = application(&json!(7), "wiki (akctl)", OAUTH2_MODEL);
        assert_eq!(obstacle(Some(&application), Some(&ours(&json!("wiki")))), None);
    }

    #[test]
    fn an_application_without_the_mark_is_somebody_elses() {
        let foreign = application(&json!(3), "Provider for Wiki", OAUTH2_MODEL);
        assert_eq!(
            obstacle(Some(&foreign), None),
            Some(Obstacle::NotOurs { provider: Some("Provider for Wiki".into()) })
        );
        let bare = found(json!({"slug": "wiki", "provider": null}));
        assert_eq!(obstacle(Some(&bare), None), Some(Obstacle::NotOurs { provider: None }));
    }

    #[test]
    fn other_kinds_and_taken_names_are_told_apart() {
        let saml = application(&json!(3), "Wiki SAML", "authentik_providers_saml.samlprovider");
        assert!(matches!(obstacle(Some(&saml), None), Some(Obstacle::OtherKind { .. })));
        let elsewhere = ours(&json!("other"));
        assert!(matches!(obstacle(None, Some(&elsewhere)), Some(Obstacle::ProviderElsewhere { .. })));
        let foreign = application(&json!(3), "Provider for Wiki", OAUTH2_MODEL);
        assert!(matches!(obstacle(Some(&foreign), Some(&ours(&Value::Null))), Some(Obstacle::NameTaken { .. })));
    }
}

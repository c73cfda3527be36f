//! Whose an application is: akctl changes what bears its mark, and nothing else unasked.

use crate::model::resource::{Found, Kind, MARK, Obstacle};
use serde_json::Value;

/// The provider that an application has, as its own reply names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The provider's primary key.
    pub id: Value,
    /// The provider's name.
    pub name: String,
    /// Its kind, if akctl knows it.
    pub kind: Option<Kind>,
    /// What authentik calls its kind.
    pub kind_name: String,
}

/// The provider of an application, if it has one.
#[must_use]
pub fn attached(application: &Found) -> Option<Attached> {
    let id = application.fields.get("provider").filter(|id| !id.is_null())?.clone();
    let text = |name: &str| {
        let object = application.fields.get("provider_obj");
        object.and_then(|object| object.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let model = text("meta_model_name");
    Some(Attached {
        id,
        name: text("name"),
        kind: Kind::FRONTS.into_iter().find(|kind| kind.front_model() == Some(&model)),
        kind_name: text("verbose_name"),
    })
}

/// What the server has of the objects that tell whose an application is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Claimed<'a> {
    /// The application at the wanted slug.
    pub application: Option<&'a Found>,
    /// The kind of provider through which people are to sign in; none if only something is attached.
    pub wanted: Option<Kind>,
    /// The provider of that kind with the name that akctl gives.
    pub front: Option<&'a Found>,
    /// The SCIM provider with the name that akctl gives.
    pub pushing: Option<&'a Found>,
}

/// What stands in the way of using the application at the wanted slug.
#[must_use]
pub fn obstacle(claimed: Claimed) -> Option<Obstacle> {
    let Claimed { application, wanted, front, pushing } = claimed;
    let name = |provider: &Found| provider.text("name").unwrap_or_default().to_owned();
    let slug = application.and_then(|application| application.text("slug"));
    for provider in [front, pushing].into_iter().flatten() {
        let elsewhere = assigned_to(provider).filter(|other| Some(other.as_str()) != slug);
        match (elsewhere, application.and_then(attached)) {
            // Two providers of one name cannot be: the one that the application has must get it.
            (_, Some(own)) if wanted == own.kind && own.kind.is_some() && is_other(front, &own) => {}
            (Some(application), _) => {
                return Some(Obstacle::ProviderElsewhere { provider: name(provider), application });
            }
            _ => {}
        }
    }
    let application = application?;
    // A run that was cut off between the application and its provider left exactly this.
    let is_taken_up = [front, pushing].into_iter().flatten().any(|provider| assigned_to(provider).is_none());
    let pushes = pushing.is_some_and(|provider| pushes_to(application, provider));
    match attached(application) {
        None if is_taken_up || pushes => None,
        None => Some(Obstacle::NotOurs { provider: None }),
        Some(own) if wanted.is_some() && own.kind != wanted => {
            Some(Obstacle::OtherKind { provider_kind: own.kind_name, provider: own.name })
        }
        Some(own) if wanted.is_some() && is_other(front, &own) => {
            Some(Obstacle::NameTaken { provider: front.map(name).unwrap_or_default() })
        }
        Some(own) if own.name.ends_with(MARK) || wanted.is_none() && pushes => None,
        Some(own) => Some(Obstacle::NotOurs { provider: Some(own.name) }),
    }
}

/// Whether the provider of our name is another one than the application's.
fn is_other(front: Option<&Found>, own: &Attached) -> bool {
    front.is_some_and(|ours| ours.id != own.id)
}

/// Whether the application has the SCIM provider.
fn pushes_to(application: &Found, provider: &Found) -> bool {
    let attached = application.fields.get("backchannel_providers").and_then(Value::as_array);
    attached.is_some_and(|ids| ids.contains(&provider.id))
}

/// The slug of the application that a provider belongs to.
pub(super) fn assigned_to(provider: &Found) -> Option<String> {
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

    const OAUTH2: &str = "authentik_providers_oauth2.oauth2provider";
    const SAML: &str = "authentik_providers_saml.samlprovider";

    fn application(provider: &Value, name: &str, model: &str) -> Found {
        let object = json!({"name": name, "meta_model_name": model, "verbose_name": "Some Provider"});
        found(json!({"slug": "wiki", "provider": provider, "provider_obj": object}))
    }

    fn ours(slug: &Value) -> Found {
        found(json!({"name": "wiki (akctl)", "assigned_application_slug": slug}))
    }

    fn signing_in(application: Option<&Found>, front: Option<&Found>) -> Option<Obstacle> {
        obstacle(Claimed { application, wanted: Some(Kind::OAuth2Provider), front, pushing: None })
    }

    fn attaching(application: Option<&Found>, pushing: Option<&Found>) -> Option<Obstacle> {
        obstacle(Claimed { application, wanted: None, front: None, pushing })
    }

    #[test]
    fn nothing_there_is_no_obstacle() {
        assert_eq!(signing_in(None, None), None);
        assert_eq!(attaching(None, None), None);
    }

    #[test]
    fn a_provider_that_was_left_over_is_taken_up_again() {
        assert_eq!(signing_in(None, Some(&ours(&Value::Null))), None);
        let without_provider = found(json!({"slug": "wiki", "provider": null}));
        assert_eq!(signing_in(Some(&without_provider), Some(&ours(&Value::Null))), None);
    }

    #[test]
    fn an_application_with_a_marked_provider_is_ours() {
        let application = application(&json!(7), "wiki (akctl)", OAUTH2);
        assert_eq!(signing_in(Some(&application), Some(&ours(&json!("wiki")))), None);
        assert_eq!(attaching(Some(&application), None), None);
    }

    #[test]
    fn an_application_without_the_mark_is_somebody_elses() {
        let foreign = application(&json!(3), "Provider for Wiki", OAUTH2);
        let not_ours = Some(Obstacle::NotOurs { provider: Some("Provider for Wiki".into()) });
        assert_eq!(signing_in(Some(&foreign), None), not_ours);
        assert_eq!(attaching(Some(&foreign), None), not_ours);
        let bare = found(json!({"slug": "wiki", "provider": null}));
        assert_eq!(signing_in(Some(&bare), None), Some(Obstacle::NotOurs { provider: None }));
    }

    #[test]
    fn other_kinds_and_taken_names_are_told_apart() {
        let saml = application(&json!(3), "Wiki SAML", SAML);
        assert!(matches!(signing_in(Some(&saml), None), Some(Obstacle::OtherKind { .. })));
        let elsewhere = ours(&json!("other"));
        assert!(matches!(signing_in(None, Some(&elsewhere)), Some(Obstacle::ProviderElsewhere { .. })));
        let foreign = application(&json!(3), "Provider for Wiki", OAUTH2);
        assert!(matches!(signing_in(Some(&foreign), Some(&ours(&Value::Null))), Some(Obstacle::NameTaken { .. })));
    }

    #[test]
    fn an_application_that_our_provider_pushes_to_is_ours() {
        let mut application = found(json!({"slug": "wiki", "provider": null, "backchannel_providers": [7]}));
        let pushing = found(json!({"name": "wiki: SCIM (akctl)", "assigned_backchannel_application_slug": "wiki"}));
        assert_eq!(attaching(Some(&application), Some(&pushing)), None);
        application.fields.insert("backchannel_providers".into(), json!([]));
        assert_eq!(attaching(Some(&application), None), Some(Obstacle::NotOurs { provider: None }));
        let elsewhere = found(json!({"name": "wiki: SCIM (akctl)", "assigned_backchannel_application_slug": "other"}));
        assert!(matches!(attaching(None, Some(&elsewhere)), Some(Obstacle::ProviderElsewhere { .. })));
    }
}

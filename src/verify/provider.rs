//! Providers of all kinds, decoded tolerantly from the API's JSON.

use super::objects::{id, text};
use serde_json::{Map, Value};

/// What kind of provider it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `OAuth2` and `OpenID` Connect.
    OAuth2,
    /// SAML.
    Saml,
    /// Provisioning by SCIM.
    Scim,
    /// Proxy and forward authentication.
    Proxy,
    /// LDAP.
    Ldap,
    /// Any other.
    Other,
}

/// The kinds that have a collection of their own, with its path and authentik's name of the model
/// (authentik 2024.8 to 2026.8).
pub const KINDS: [(Kind, &str, &str); 5] = [
    (Kind::OAuth2, "providers/oauth2/", "authentik_providers_oauth2.oauth2provider"),
    (Kind::Saml, "providers/saml/", "authentik_providers_saml.samlprovider"),
    (Kind::Scim, "providers/scim/", "authentik_providers_scim.scimprovider"),
    (Kind::Proxy, "providers/proxy/", "authentik_providers_proxy.proxyprovider"),
    (Kind::Ldap, "providers/ldap/", "authentik_providers_ldap.ldapprovider"),
];

impl Kind {
    /// The kind of a model.
    #[must_use]
    pub fn of(model: &str) -> Self {
        KINDS.iter().find(|(_, _, name)| *name == model).map_or(Self::Other, |(kind, ..)| *kind)
    }

    /// The word, in text and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OAuth2 => "oauth2",
            Self::Saml => "saml",
            Self::Scim => "scim",
            Self::Proxy => "proxy",
            Self::Ldap => "ldap",
            Self::Other => "other",
        }
    }
}

/// A provider. Its fields hold no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Primary key.
    pub pk: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// What authentik calls its kind: `SAML Provider`.
    pub kind_name: String,
    /// Whether an application has it, as its own or in the back channel; its slug.
    pub application: Option<String>,
    /// Its other fields, without secrets.
    pub fields: Map<String, Value>,
}

/// Fields that hold secrets, in providers of any kind.
const SECRETS: [&str; 2] = ["client_secret", "token"];

impl Provider {
    /// A provider as the API returns it.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        let mut fields = object.as_object().cloned().unwrap_or_default();
        fields.retain(|name, _| !SECRETS.contains(&name.as_str()));
        let assigned = ["assigned_application_slug", "assigned_backchannel_application_slug"];
        Self {
            pk: id(object, "pk").unwrap_or_default(),
            name: text(object, "name").to_owned(),
            kind: Kind::of(text(object, "meta_model_name")),
            kind_name: text(object, "verbose_name").to_owned(),
            application: assigned.iter().map(|field| text(object, field)).find(|s| !s.is_empty()).map(str::to_owned),
            fields,
        }
    }

    /// A text; empty if it is absent.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// An id of something else.
    #[must_use]
    pub fn id(&self, field: &str) -> Option<String> {
        self.fields.get(field).and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned)
    }

    /// Whether people sign in to an outpost with name and password (LDAP, RADIUS): its field
    /// `authorization_flow` holds the flow that asks for them.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.kind == Kind::Ldap || self.text("meta_model_name") == "authentik_providers_radius.radiusprovider"
    }

    /// A switch.
    #[must_use]
    pub fn is_on(&self, field: &str) -> Option<bool> {
        self.fields.get(field).and_then(Value::as_bool)
    }

    /// A list of texts; none if the server does not know the field.
    #[must_use]
    pub fn texts(&self, field: &str) -> Option<Vec<&str>> {
        let items = self.fields.get(field)?.as_array()?;
        Some(items.iter().filter_map(Value::as_str).collect())
    }

    /// The redirect addresses, in their order.
    #[must_use]
    pub fn redirects(&self) -> Vec<Redirect> {
        let items = self.fields.get("redirect_uris").and_then(Value::as_array);
        items.into_iter().flatten().map(Redirect::of).collect()
    }

    /// The redirect addresses for signing in.
    #[must_use]
    pub fn sign_in_redirects(&self) -> Vec<Redirect> {
        self.redirects().into_iter().filter(|redirect| !redirect.is_logout).collect()
    }
}

/// A redirect address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Whether it is a regular expression.
    pub is_pattern: bool,
    /// The address or the expression.
    pub url: String,
    /// Whether it is for after signing out (authentik 2026.5).
    pub is_logout: bool,
    /// Whether the server tells the two apart.
    pub has_type: bool,
}

impl Redirect {
    fn of(entry: &Value) -> Self {
        let kind = entry.get("redirect_uri_type").and_then(Value::as_str);
        Self {
            is_pattern: text(entry, "matching_mode") != "strict",
            url: text(entry, "url").to_owned(),
            is_logout: kind == Some("logout"),
            has_type: kind.is_some(),
        }
    }
}

//! Providers, and what leads to them.

use super::Show;
use crate::sandbox::collections::{Collection, Family, Shown};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Object;
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

/// The fields of a provider in short.
const PROVIDER_FIELDS: &[&str] = &[
    "pk",
    "name",
    "authentication_flow",
    "authorization_flow",
    "invalidation_flow",
    "property_mappings",
    "component",
    "assigned_application_slug",
    "assigned_application_name",
    "assigned_backchannel_application_slug",
    "assigned_backchannel_application_name",
    "verbose_name",
    "verbose_name_plural",
    "meta_model_name",
];

impl<'a> Show<'a> {
    /// The application that has this provider as its own.
    #[must_use]
    pub fn application_of(&self, provider: &Object) -> Option<&'a Object> {
        let mut applications = self.sandbox.store.family(Family::Application);
        applications.find(|(_, app)| app.get("provider") == provider.get("pk")).map(|(_, app)| app)
    }

    pub(super) fn backchannel_of(&self, provider: &Object) -> Option<&Object> {
        let mut applications = self.sandbox.store.family(Family::Application);
        applications
            .find(|(_, app)| list(app, "backchannel_providers").contains(&value(provider, "pk")))
            .map(|(_, app)| app)
    }

    pub(super) fn outposts_of(&self, provider: &Object) -> Value {
        let outposts = self.sandbox.store.family(Family::Outpost);
        let serving = outposts.filter(|(_, outpost)| list(outpost, "providers").contains(&value(provider, "pk")));
        serving.map(|(_, outpost)| value(outpost, "name")).collect()
    }

    pub(super) fn of_providers(&self, shown: Shown, row: &Object) -> Value {
        match shown {
            Shown::ProviderObj => self.provider(&value(row, "provider"), true),
            Shown::BackchannelProvidersObj => self.in_short(list(row, "backchannel_providers")),
            _ => self.in_short(list(row, "providers")),
        }
    }

    pub(super) fn in_short(&self, providers: &[Value]) -> Value {
        providers.iter().map(|pk| self.provider(pk, false)).collect()
    }

    /// A provider in short; as what it is, or as a provider of no particular kind.
    #[must_use]
    pub fn provider(&self, pk: &Value, particular: bool) -> Value {
        let Some((collection, row)) = self.sandbox.store.find(Family::Provider, pk) else { return Value::Null };
        let Value::Object(mut whole) = self.object(collection, row) else { return Value::Null };
        whole.retain(|key, _| PROVIDER_FIELDS.contains(&key.as_str()));
        for field in Collection::at("providers/oauth2").into_iter().flat_map(|base| base.fields(self.sandbox.played()))
        {
            if PROVIDER_FIELDS.contains(&field.name) {
                whole.entry(field.name).or_insert(Value::Null);
            }
        }
        if !particular {
            let plain = [
                ("component", ""),
                ("verbose_name", "provider"),
                ("verbose_name_plural", "providers"),
                ("meta_model_name", "authentik_core.provider"),
            ];
            whole.extend(plain.map(|(key, text)| (key.to_owned(), json!(text))));
        }
        Value::Object(whole)
    }

    /// Where a tile leads: the address that was set, else the one that the provider implies.
    pub(super) fn launch_url(&self, app: &Object) -> Value {
        if !text(app, "meta_launch_url").is_empty() {
            return value(app, "meta_launch_url");
        }
        let Some((collection, provider)) = self.sandbox.store.find(Family::Provider, &value(app, "provider")) else {
            return Value::Null;
        };
        match collection.path {
            "providers/saml" => json!(format!("/application/saml/{}/sso/binding/init/", text(app, "slug"))),
            "providers/proxy" => value(provider, "external_host"),
            "providers/oauth2" => {
                let first = list(provider, "redirect_uris").first().and_then(|entry| entry["url"].as_str());
                let address = first.and_then(|first| url::Url::parse(first).ok());
                address.map_or(Value::Null, |address| json!(address.origin().ascii_serialization()))
            }
            _ => Value::Null,
        }
    }

    pub(super) fn saml_url(&self, provider: &Object, end: &str) -> Option<String> {
        let app = self.application_of(provider)?;
        Some(format!("{}/application/saml/{}/{end}", self.request.origin(), text(app, "slug")))
    }

    /// Up to 2025.8 always the address below the API (recorded on 2024.8 and 2024.12).
    pub(super) fn saml_metadata_url(&self, provider: &Object) -> String {
        let public = self.sandbox.has(Habit::PublicMetadataUrl).then(|| self.saml_url(provider, "metadata/")).flatten();
        public.unwrap_or_else(|| {
            format!("{}/api/v3/providers/saml/{}/metadata/?download", self.request.origin(), value(provider, "pk"))
        })
    }

    /// What a provider calls itself: since 2026.8 the address of its metadata, unless it is told
    /// another name (authentik's source: `SAMLProviderSerializer`).
    #[must_use]
    pub fn saml_issuer(&self, provider: &Object) -> String {
        let told = ["issuer_override", "issuer"].map(|field| text(provider, field));
        match told.into_iter().find(|issuer| !issuer.is_empty()) {
            Some(issuer) => issuer.to_owned(),
            None => self.saml_url(provider, "metadata/").unwrap_or_else(|| "authentik".to_owned()),
        }
    }

    pub(super) fn proxy_redirects(&self, provider: &Object) -> Value {
        let host = text(provider, "external_host").trim_end_matches('/');
        let mark = "X-authentik-auth-callback=true";
        let addresses = [format!("{host}/outpost.goauthentik.io/callback?{mark}"), format!("{host}?{mark}")];
        let entry = |address: &String| {
            let mut entry = json!({"matching_mode": "strict", "url": address});
            if self.sandbox.has(Habit::RedirectUriType) {
                entry["redirect_uri_type"] = json!("authorization");
            }
            entry
        };
        addresses.iter().map(entry).collect()
    }
}

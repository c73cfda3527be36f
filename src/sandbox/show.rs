//! Objects as replies show them.

mod others;
mod providers;

use super::collections::{Collection, Family, Field, Kind, Shown};
use super::habits::Habit;
use super::message::{Object, Request};
use super::store::{list, text, truth, value};
use super::{Sandbox, people};
use serde_json::{Value, json};

/// Shows objects to one request: some of what is shown depends on its address and its query.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    /// What there is.
    pub sandbox: &'a Sandbox,
    /// Who asks.
    pub request: &'a Request,
}

impl Show<'_> {
    /// The whole object.
    #[must_use]
    pub fn object(&self, collection: &Collection, row: &Object) -> Value {
        let fields = collection.fields(self.sandbox.played()).filter(|field| !matches!(field.kind, Kind::Link(_)));
        let shown = fields.map(|field| (field.name.to_owned(), self.field(collection, field, row)));
        let mut shown: Object = shown.collect();
        // Before 2025.12 these keys are there only if they have a value.
        if collection.family == Family::Provider
            && let Some(app) = self.backchannel_of(row)
        {
            shown.insert("assigned_backchannel_application_slug".to_owned(), value(app, "slug"));
            shown.insert("assigned_backchannel_application_name".to_owned(), value(app, "name"));
        }
        Value::Object(shown)
    }

    fn field(&self, collection: &Collection, field: &Field, row: &Object) -> Value {
        match field.kind {
            Kind::Shown(shown) => self.shown(collection, shown, field.name, row),
            Kind::Many(Family::User) if collection.family == Family::Group => {
                let members = if self.wants("include_users") { people::members(self.sandbox, row) } else { Vec::new() };
                members.iter().map(|user| value(user, "pk")).collect()
            }
            Kind::RedirectUris => self.redirects(row),
            _ => value(row, field.name),
        }
    }

    /// Whether the query leaves that part in; parts are in unless it says `false`.
    fn wants(&self, part: &str) -> bool {
        self.request.one(part).as_deref() != Some("false")
    }

    /// Whether the query asks for that part; parts are out unless it says `true`.
    fn asks(&self, part: &str) -> bool {
        self.request.one(part).as_deref() == Some("true")
    }

    /// Redirect entries; a reply to a change shows them as they were sent, every other with the
    /// type that they have by default (2026.5.0-rc1).
    fn redirects(&self, row: &Object) -> Value {
        let fill = self.sandbox.has(Habit::RedirectUriType) && self.request.method != "PATCH";
        let mut entries = list(row, "redirect_uris").to_vec();
        for entry in entries.iter_mut().filter_map(Value::as_object_mut).filter(|_| fill) {
            entry.entry("redirect_uri_type").or_insert_with(|| json!("authorization"));
        }
        Value::Array(entries)
    }

    fn shown(&self, collection: &Collection, shown: Shown, name: &str, row: &Object) -> Value {
        match shown {
            Shown::Stored => value(row, name),
            Shown::Null => Value::Null,
            Shown::Empty => json!([]),
            Shown::Fixed(text) => json!(text),
            Shown::Component => json!(collection.component),
            Shown::VerboseName => json!(collection.verbose[0]),
            Shown::VerboseNamePlural => json!(collection.verbose[1]),
            Shown::Model => json!(collection.model),
            Shown::OfApplication(key) => self.application_of(row).map_or(Value::Null, |app| value(app, key)),
            Shown::OfBackchannelApplication(key) => self.backchannel_of(row).map_or(Value::Null, |app| value(app, key)),
            Shown::ProviderObj | Shown::BackchannelProvidersObj | Shown::ProvidersObj => self.of_providers(shown, row),
            Shown::OutpostSet => self.outposts_of(row),
            Shown::LaunchUrl => self.launch_url(row),
            Shown::SamlUrl(end) => self.saml_url(row, end).map_or_else(|| json!("-"), Value::from),
            Shown::SamlMetadataUrl => json!(self.saml_metadata_url(row)),
            Shown::SamlIssuer => json!(self.saml_issuer(row)),
            Shown::ScimRoot => json!(format!("{}/source/scim/{}/v2", self.request.origin(), text(row, "slug"))),
            Shown::SourceToken => self.token(&value(row, "_token")),
            Shown::ProxyRedirects => self.proxy_redirects(row),
            Shown::FlowStages | Shown::FlowPolicies | Shown::ExportUrl => self.of_flow(shown, row),
            Shown::FlowSet => self.flow_set(&value(row, "pk")),
            Shown::StageObj => self.stage_obj(row),
            Shown::PolicyObj | Shown::GroupObj | Shown::UserObj | Shown::BoundTo => self.of_binding(shown, row),
            Shown::Detail(key) => self.detail(row, key),
            Shown::DownloadUrl(view) => {
                json!(format!("/api/v3/{}/{}/{view}/?download", collection.path, text(row, "pk")))
            }
            Shown::OutpostToken => json!(format!("ak-outpost-{}-api", text(row, "pk"))),
            _ => self.of_person(shown, row),
        }
    }

    /// What costs time to read of a certificate: null in lists that ask for no details.
    fn detail(&self, row: &Object, key: &str) -> Value {
        let spared = ["cert_expiry", "cert_subject", "fingerprint_sha256", "fingerprint_sha1", "key_type"];
        let without = self.sandbox.has(Habit::CertificateDetails)
            && self.request.one("include_details").as_deref() == Some("false");
        if without && spared.contains(&key) { Value::Null } else { value(row, key) }
    }
}

/// Whether an object can be shown at all: a provider with an incomplete redirect entry cannot.
#[must_use]
pub fn is_whole(row: &Object) -> bool {
    let entries = list(row, "redirect_uris");
    entries.iter().all(|entry| entry.get("matching_mode").is_some() && entry.get("url").is_some())
}

/// Whether a user or another object is marked active.
#[must_use]
pub fn is_active(user: &Object) -> bool {
    truth(user, "is_active")
}

//! Objects as replies show them.

use super::collections::{Collection, Family, Field, Kind, Shown};
use super::message::{Object, Request};
use super::store::{list, text, truth, value};
use super::version::Habit;
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
    /// The whole object.
    #[must_use]
    pub fn object(&self, collection: &Collection, row: &Object) -> Value {
        let fields = collection.fields(self.sandbox.played());
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

    /// The application that has this provider as its own.
    #[must_use]
    pub fn application_of(&self, provider: &Object) -> Option<&'a Object> {
        let mut applications = self.sandbox.store.family(Family::Application);
        applications.find(|(_, app)| app.get("provider") == provider.get("pk")).map(|(_, app)| app)
    }

    fn backchannel_of(&self, provider: &Object) -> Option<&Object> {
        let mut applications = self.sandbox.store.family(Family::Application);
        applications
            .find(|(_, app)| list(app, "backchannel_providers").contains(&value(provider, "pk")))
            .map(|(_, app)| app)
    }

    fn outposts_of(&self, provider: &Object) -> Value {
        let outposts = self.sandbox.store.family(Family::Outpost);
        let serving = outposts.filter(|(_, outpost)| list(outpost, "providers").contains(&value(provider, "pk")));
        serving.map(|(_, outpost)| value(outpost, "name")).collect()
    }

    fn of_providers(&self, shown: Shown, row: &Object) -> Value {
        match shown {
            Shown::ProviderObj => self.provider(&value(row, "provider"), true),
            Shown::BackchannelProvidersObj => self.in_short(list(row, "backchannel_providers")),
            _ => self.in_short(list(row, "providers")),
        }
    }

    fn in_short(&self, providers: &[Value]) -> Value {
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
    fn launch_url(&self, app: &Object) -> Value {
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

    fn saml_url(&self, provider: &Object, end: &str) -> Option<String> {
        let app = self.application_of(provider)?;
        Some(format!("{}/application/saml/{}/{end}", self.request.origin(), text(app, "slug")))
    }

    fn saml_metadata_url(&self, provider: &Object) -> String {
        self.saml_url(provider, "metadata/").unwrap_or_else(|| {
            format!("{}/api/v3/providers/saml/{}/metadata/?download", self.request.origin(), value(provider, "pk"))
        })
    }

    fn proxy_redirects(&self, provider: &Object) -> Value {
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

    fn of_flow(&self, shown: Shown, flow: &Object) -> Value {
        let pk = value(flow, "pk");
        match shown {
            Shown::FlowStages => {
                let bindings = self.sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding);
                let mut bound: Vec<_> = bindings.filter(|binding| binding.get("target") == Some(&pk)).collect();
                bound.sort_by_key(|binding| binding.get("order").and_then(Value::as_i64));
                bound.iter().map(|binding| value(binding, "stage")).collect()
            }
            Shown::FlowPolicies => {
                let target = flow.get("policybindingmodel_ptr_id");
                let bindings = self.sandbox.store.family(Family::Binding).map(|(_, binding)| binding);
                bindings.filter(|binding| binding.get("target") == target).map(|binding| value(binding, "pk")).collect()
            }
            _ => json!(format!("/api/v3/flows/instances/{}/export/", text(flow, "slug"))),
        }
    }

    /// The flows that a stage is bound to, in short.
    fn flow_set(&self, stage: &Value) -> Value {
        let Some(flows) = Collection::at("flows/instances") else { return json!([]) };
        let left_out = ["background_themed_urls", "stages", "policies", "cache_count", "authentication"];
        let bindings = self.sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding);
        let bound = bindings.filter(|binding| binding.get("stage") == Some(stage));
        let found = bound.filter_map(|binding| self.sandbox.store.get(Family::Flow, &value(binding, "target")));
        let short = |flow| {
            let mut whole = self.object(flows, flow);
            if let Some(flow) = whole.as_object_mut() {
                let hides_background = flow.contains_key("background_url");
                flow.retain(|key, _| !left_out.contains(&key.as_str()) && (key != "background" || !hides_background));
            }
            whole
        };
        found.map(short).collect()
    }

    /// The stage of a binding in short: right after creating without its kind, as recorded.
    fn stage_obj(&self, binding: &Object) -> Value {
        let stage = value(binding, "stage");
        let Some((collection, row)) = self.sandbox.store.find(Family::Stage, &stage) else { return Value::Null };
        let particular = self.request.method != "POST";
        let of_kind = |kind: &'static str, plain: &'static str| if particular { kind } else { plain };
        json!({
            "pk": stage,
            "name": value(row, "name"),
            "component": of_kind(collection.component, ""),
            "verbose_name": of_kind(collection.verbose[0], "stage"),
            "verbose_name_plural": of_kind(collection.verbose[1], "stages"),
            "meta_model_name": of_kind(collection.model, "authentik_flows.stage"),
            "flow_set": self.flow_set(&stage),
        })
    }

    fn of_binding(&self, shown: Shown, row: &Object) -> Value {
        let store = &self.sandbox.store;
        let whole = self.sandbox.has(Habit::WholeBoundObjects);
        match shown {
            Shown::PolicyObj => {
                let found = store.find(Family::Policy, &value(row, "policy"));
                found.map_or(Value::Null, |(collection, policy)| self.object(collection, policy))
            }
            Shown::GroupObj => match store.find(Family::Group, &value(row, "group")) {
                Some((collection, group)) if whole => self.object(collection, group),
                Some((_, group)) => self.group_in_short(group),
                None => Value::Null,
            },
            Shown::UserObj => match store.find(Family::User, &value(row, "user")) {
                Some((collection, user)) if whole => self.object(collection, user),
                Some((_, user)) => user_in_short(user),
                None => Value::Null,
            },
            _ => {
                let bindings = store.family(Family::Binding);
                json!(bindings.filter(|(_, binding)| binding.get("policy") == row.get("pk")).count())
            }
        }
    }

    fn of_person(&self, shown: Shown, row: &Object) -> Value {
        let store = &self.sandbox.store;
        match shown {
            Shown::ParentName => {
                store.get(Family::Group, &value(row, "parent")).map_or(Value::Null, |up| value(up, "name"))
            }
            Shown::UsersObj if self.wants("include_users") => {
                people::members(self.sandbox, row).into_iter().map(user_in_short).collect()
            }
            Shown::Children => {
                people::children(self.sandbox, row).into_iter().map(|child| value(child, "pk")).collect()
            }
            Shown::ChildrenObj if self.asks("include_children") => {
                let children = people::children(self.sandbox, row);
                children.into_iter().map(|child| self.group_in_short(child)).collect()
            }
            Shown::ParentsObj if self.asks("include_parents") => {
                people::parents(self.sandbox, row).into_iter().map(|up| self.group_in_short(up)).collect()
            }
            Shown::GroupsObj if self.wants("include_groups") => {
                let groups = list(row, "groups").iter().filter_map(|pk| store.get(Family::Group, pk));
                groups.map(|group| self.group_in_short(group)).collect()
            }
            Shown::IsSuperuser => json!(people::is_superuser(self.sandbox, row)),
            Shown::TokenUserObj => {
                let found = store.find(Family::User, &value(row, "user"));
                found.map_or(Value::Null, |(collection, user)| self.object(collection, user))
            }
            _ => Value::Null,
        }
    }

    /// A group without its members.
    fn group_in_short(&self, group: &Object) -> Value {
        let mut short = json!({});
        for key in ["pk", "num_pk", "name", "is_superuser", "attributes"] {
            short[key] = value(group, key);
        }
        if !self.sandbox.has(Habit::ManyParents) {
            short["parent"] = value(group, "parent");
            short["parent_name"] = self.of_person(Shown::ParentName, group);
        }
        short
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

/// A user without its groups.
fn user_in_short(user: &Object) -> Value {
    let keys = ["pk", "username", "name", "is_active", "last_login", "email", "attributes", "uid"];
    Value::Object(keys.map(|key| (key.to_owned(), value(user, key))).into_iter().collect())
}

/// Whether a user or another object is marked active.
#[must_use]
pub fn is_active(user: &Object) -> bool {
    truth(user, "is_active")
}

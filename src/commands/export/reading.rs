//! The lists that an export is made of.

use crate::authentik::client::Client;
use crate::authentik::endpoints::collection;
use crate::error::{Failure, Problems};
use crate::file::export::objects::{Known, Object, label};
use crate::model::resource::{Found, Kind, MARK};
use crate::model::text::nearest;
use crate::observe;
use crate::plan::ownership::{self, Attached};
use futures_util::future::{join, join5};
use serde_json::Value;

/// Everything that authentik has of what integrations are made of.
pub(super) struct Lists {
    applications: Vec<Found>,
    providers: Vec<(Kind, Value)>,
    bindings: Vec<Value>,
    policies: Vec<Value>,
    mappings: Vec<(Kind, Value)>,
    pub(super) known: Known,
}

/// One application with its provider.
pub(super) struct Subject<'a> {
    pub(super) application: &'a Found,
    pub(super) slug: &'a str,
    pub(super) kind: Kind,
    pub(super) provider: Found,
}

pub(super) async fn read(client: &Client) -> Result<Lists, Failure> {
    let of = |kind: Kind, ordering: &'static str| async move {
        client.list(collection(kind), &[("ordering", ordering)]).await
    };
    let applications = [("ordering", "slug"), ("superuser_full_list", "true")];
    let brief = [("ordering", "name"), ("include_details", "false")];
    let first = join5(
        client.list(collection(Kind::Application), &applications),
        of(Kind::OAuth2Provider, "name"),
        of(Kind::SamlProvider, "name"),
        of(Kind::Binding, "pk"),
        of(Kind::ExpressionPolicy, "name"),
    );
    let second = join5(
        of(Kind::ScopeMapping, "name"),
        of(Kind::SamlMapping, "name"),
        of(Kind::Flow, "slug"),
        client.list(collection(Kind::Certificate), &brief),
        of(Kind::ProxyProvider, "name"),
    );
    let ((applications, oauth2, saml, bindings, policies), (scopes, attributes, flows, certificates, proxies)) =
        join(first, second).await;
    let both = |one: Vec<Value>, first: Kind, other: Vec<Value>, second: Kind| -> Vec<(Kind, Value)> {
        let other = other.into_iter().map(move |object| (second, object));
        one.into_iter().map(move |object| (first, object)).chain(other).collect()
    };
    let mut providers = both(oauth2?, Kind::OAuth2Provider, saml?, Kind::SamlProvider);
    providers.extend(proxies?.into_iter().map(|object| (Kind::ProxyProvider, object)));
    let mut lists = Lists {
        applications: applications?.into_iter().map(observe::found).collect(),
        providers,
        bindings: bindings?,
        policies: policies?,
        mappings: both(scopes?, Kind::ScopeMapping, attributes?, Kind::SamlMapping),
        known: Known::default(),
    };
    let pair = |object: &Value, field: &str| Some((text(object, "pk")?, text(object, field)?));
    lists.known.flows = flows?.iter().filter_map(|flow| pair(flow, "slug")).collect();
    lists.known.certificates = certificates?.iter().filter_map(|one| pair(one, "name")).collect();
    let mappings = lists.mappings.iter().filter_map(|(kind, object)| {
        Some((text(object, "pk")?, (*kind, text(object, "name")?, text(object, "managed"))))
    });
    lists.known.mappings = mappings.collect();
    Ok(lists)
}

fn text(object: &Value, field: &str) -> Option<String> {
    object.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Lists {
    /// The applications that are to be exported, and how many others there are.
    pub(super) fn subjects(&self, slugs: &[String]) -> Result<(Vec<Subject<'_>>, usize), Failure> {
        let mut wrong = Problems::default();
        let all: Vec<&str> = self.applications.iter().filter_map(|one| one.text("slug")).collect();
        for slug in slugs.iter().filter(|slug| !all.contains(&slug.as_str())) {
            let near = nearest(slug, all.iter().copied());
            let near = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            wrong.add(format!("authentik has no application with the slug `{slug}`{near}"));
        }
        let mut subjects = Vec::new();
        let mut others = 0;
        for application in &self.applications {
            let slug = application.text("slug").unwrap_or_default();
            let attached = ownership::attached(application);
            let is_ours = attached.as_ref().is_some_and(|attached| attached.name.ends_with(MARK));
            let is_named = slugs.iter().any(|wanted| wanted == slug);
            match self.subject(application, attached.as_ref()) {
                Some(subject) if is_named || slugs.is_empty() && is_ours => subjects.push(subject),
                None if is_named => wrong.add(format!(
                    "`{slug}` has no OAuth2, SAML or proxy provider that the token may see: there is nothing to export"
                )),
                _ => others += 1,
            }
        }
        wrong.finish((subjects, others))
    }

    fn subject<'a>(&'a self, application: &'a Found, attached: Option<&Attached>) -> Option<Subject<'a>> {
        let attached = attached?;
        let kind = attached.kind?;
        let provider =
            self.providers.iter().find(|(of, object)| *of == kind && object.get("pk") == Some(&attached.id))?;
        Some(Subject {
            application,
            slug: application.text("slug")?,
            kind,
            provider: observe::found(provider.1.clone()),
        })
    }

    /// The bindings of an application, in their order.
    pub(super) fn bindings(&self, application: &Found) -> Vec<&Value> {
        let target = application.text("pk");
        let mut found: Vec<&Value> =
            self.bindings.iter().filter(|binding| binding.get("target").and_then(Value::as_str) == target).collect();
        found.sort_by_key(|binding| binding.get("order").and_then(Value::as_i64));
        found
    }

    /// The objects of these applications, nothing before what it refers to.
    pub(super) fn objects(&self, subjects: &[Subject<'_>]) -> Vec<Object> {
        let mut known = self.known.clone();
        let mut objects = Vec::new();
        for subject in subjects {
            let slug = label(subject.slug);
            let mut put = |known: &mut Known, kind: Kind, name: String, object: &Value| {
                let id = object.get("pk").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
                let Some(id) = id.filter(|id| !known.own.contains_key(id)) else { return };
                objects.push(known.object(kind, &name, object));
                known.own.insert(id, (kind, name));
            };
            let attached = subject.provider.fields.get("property_mappings").and_then(Value::as_array);
            for (kind, mapping) in &self.mappings {
                let is_attached = attached.is_some_and(|ids| mapping.get("pk").is_some_and(|pk| ids.contains(pk)));
                let name = text(mapping, "name").unwrap_or_default();
                if is_attached && name.ends_with(MARK) {
                    put(&mut known, *kind, label(&name), mapping);
                }
            }
            let bindings = self.bindings(subject.application);
            for policy in bindings.iter().filter_map(|binding| binding.get("policy").filter(|id| !id.is_null())) {
                if let Some(policy) = self.policies.iter().find(|one| one.get("pk") == Some(policy)) {
                    put(&mut known, Kind::ExpressionPolicy, label(&text(policy, "name").unwrap_or_default()), policy);
                }
            }
            put(&mut known, subject.kind, format!("{slug}_provider"), &whole(&subject.provider));
            put(&mut known, Kind::Application, slug.clone(), &whole(subject.application));
            for (at, binding) in bindings.into_iter().enumerate() {
                put(&mut known, Kind::Binding, format!("{slug}_access_{at}"), binding);
            }
        }
        objects
    }
}

fn whole(found: &Found) -> Value {
    Value::Object(found.fields.clone().into_iter().collect())
}

//! The lists that an export is made of.

use crate::authentik::ApiError;
use crate::authentik::client::Client;
use crate::authentik::endpoints::collection;
use crate::error::{Failure, Problems};
use crate::file::export::objects::{Known, Mapping, Object, label};
use crate::model::resource::{Found, Kind, MARK, marked};
use crate::model::text::nearest;
use crate::observe;
use crate::plan::ownership;
use futures_util::future::{join3, join4, join5};
use serde_json::Value;

/// The property mappings of SCIM providers.
const SCIM_MAPPINGS: &str = "propertymappings/provider/scim/";

/// Everything that authentik has of what integrations are made of.
pub(super) struct Lists {
    applications: Vec<Found>,
    pub(super) providers: Vec<(Kind, Value)>,
    bindings: Vec<Value>,
    policies: Vec<Value>,
    pub(super) mappings: Vec<(Kind, Value)>,
    /// Providers that push people to applications.
    pushing: Vec<Value>,
    /// Sources through which others push people into authentik.
    pub(super) sources: Vec<Value>,
    pub(super) known: Known,
}

/// One application with its providers: one through which people sign in, or others that push people to
/// it, or both.
pub(super) struct Subject<'a> {
    pub(super) application: &'a Found,
    pub(super) slug: &'a str,
    pub(super) front: Option<(Kind, Found)>,
    pub(super) pushing: Vec<Found>,
}

impl Subject<'_> {
    /// Whether akctl made it, or something of it.
    fn is_ours(&self) -> bool {
        let front = self.front.as_ref().and_then(|(_, provider)| provider.text("name"));
        front.is_some_and(|name| name.ends_with(MARK)) || self.own_pushing().is_some()
    }

    /// What akctl made for pushing people to it.
    pub(super) fn own_pushing(&self) -> Option<&Found> {
        let ours = marked(&format!("{}: SCIM", self.slug));
        self.pushing.iter().find(|provider| provider.text("name") == Some(&ours))
    }
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
        client.list(SCIM_MAPPINGS, &[("ordering", "name")]),
    );
    // Who may not view them has nothing to do with them.
    let third = join4(
        of(Kind::ScimProvider, "name"),
        of(Kind::ScimSource, "name"),
        client.list(collection(Kind::Group), &[("ordering", "name"), ("include_users", "false")]),
        of(Kind::ProxyProvider, "name"),
    );
    let (first, second, third) = join3(first, second, third).await;
    let (applications, oauth2, saml, bindings, policies) = first;
    let (scopes, attributes, flows, certificates, pushed) = second;
    let (pushing, sources, groups, proxies) = third;
    let both = |one: Vec<Value>, first: Kind, other: Vec<Value>, second: Kind| -> Vec<(Kind, Value)> {
        let other = other.into_iter().map(move |object| (second, object));
        one.into_iter().map(move |object| (first, object)).chain(other).collect()
    };
    let mut providers = both(oauth2?, Kind::OAuth2Provider, saml?, Kind::SamlProvider);
    providers.extend(visible(proxies)?.into_iter().map(|object| (Kind::ProxyProvider, object)));
    let mut lists = Lists {
        applications: applications?.into_iter().map(observe::found).collect(),
        providers,
        bindings: bindings?,
        policies: policies?,
        mappings: both(scopes?, Kind::ScopeMapping, attributes?, Kind::SamlMapping),
        pushing: visible(pushing)?,
        sources: visible(sources)?,
        known: Known::default(),
    };
    let pair = |object: &Value, field: &str| Some((text(object, "pk")?, text(object, field)?));
    lists.known.flows = flows?.iter().filter_map(|flow| pair(flow, "slug")).collect();
    lists.known.certificates = certificates?.iter().filter_map(|one| pair(one, "name")).collect();
    lists.known.groups = visible(groups)?.iter().filter_map(|group| pair(group, "name")).collect();
    let own = lists.mappings.iter().map(|(kind, object)| {
        (if *kind == Kind::ScopeMapping { Mapping::Scope } else { Mapping::Saml }, object.clone())
    });
    let all = own.chain(visible(pushed)?.into_iter().map(|object| (Mapping::Scim, object)));
    lists.known.mappings = all
        .filter_map(|(what, object)| {
            Some((text(&object, "pk")?, (what, text(&object, "name")?, text(&object, "managed"))))
        })
        .collect();
    Ok(lists)
}

/// What may not be viewed is not there for whoever asks.
fn visible(list: Result<Vec<Value>, ApiError>) -> Result<Vec<Value>, ApiError> {
    match list {
        Err(error) if error.is_not_allowed() => Ok(Vec::new()),
        other => other,
    }
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
            let subject = self.subject(application, slug);
            let is_ours = subject.is_ours();
            let is_named = slugs.iter().any(|wanted| wanted == slug);
            if subject.front.is_none() && subject.pushing.is_empty() {
                others += 1;
                if is_named {
                    wrong.add(format!(
                        "`{slug}` has no OAuth2, SAML, proxy or SCIM provider that the token may see: there is nothing to \
                         export"
                    ));
                }
            } else if is_named || slugs.is_empty() && is_ours {
                subjects.push(subject);
            } else {
                others += 1;
            }
        }
        wrong.finish((subjects, others))
    }

    fn subject<'a>(&'a self, application: &'a Found, slug: &'a str) -> Subject<'a> {
        let attached = ownership::attached(application);
        let front = attached.and_then(|attached| {
            let kind = attached.kind?;
            let is_it = |(of, object): &&(Kind, Value)| *of == kind && object.get("pk") == Some(&attached.id);
            Some((kind, observe::found(self.providers.iter().find(is_it)?.1.clone())))
        });
        let ids = backchannel(application);
        let pushing = self.pushing.iter().filter(|one| one.get("pk").is_some_and(|pk| ids.contains(pk)));
        Subject { application, slug, front, pushing: pushing.cloned().map(observe::found).collect() }
    }

    /// What these applications have, and no object of an export: as sentences. `all` asks for what belongs
    /// to no application too.
    pub(super) fn left_out(&self, subjects: &[Subject<'_>], all: bool) -> Vec<String> {
        let mut said = Vec::new();
        for subject in subjects {
            let slug = subject.slug;
            if subject.application.text("meta_icon").is_some_and(|icon| !icon.is_empty()) {
                said.push(format!("the icon of {slug}"));
            }
            let known = |id: &&Value| subject.pushing.iter().any(|provider| provider.id == **id);
            let unknown = backchannel(subject.application).iter().filter(|id| !known(id));
            said.extend(
                unknown.map(|id| format!("the back-channel provider {id} of {slug}: akctl does not know its kind")),
            );
            let policies = self.bindings(subject.application).into_iter().filter_map(|binding| {
                let id = binding.get("policy").filter(|id| !id.is_null())?;
                let is_known = self.policies.iter().any(|policy| policy.get("pk") == Some(id));
                let name = binding.pointer("/policy_obj/name").and_then(Value::as_str).unwrap_or_default();
                (!is_known).then(|| format!("the policy {name} of {slug}: it is no expression policy"))
            });
            said.extend(policies);
        }
        let ours = self.sources.iter().filter_map(|source| text(source, "name")).filter(|name| name.ends_with(MARK));
        if all {
            said.extend(ours.map(|name| format!("the SCIM source {name}")));
        }
        said
    }

    /// The expression of a policy.
    pub(super) fn expression(&self, policy: Option<&Value>) -> Option<&str> {
        let policy = self.policies.iter().find(|one| policy.is_some() && one.get("pk") == policy)?;
        policy.get("expression")?.as_str()
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
            let provider = subject.front.as_ref().map(|(_, provider)| provider);
            let attached = provider.and_then(|provider| provider.fields.get("property_mappings")?.as_array());
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
            if let Some((kind, provider)) = &subject.front {
                put(&mut known, *kind, format!("{slug}_provider"), &whole(provider));
            }
            for provider in &subject.pushing {
                let name = label(provider.text("name").unwrap_or_default());
                put(&mut known, Kind::ScimProvider, name, &whole(provider));
            }
            put(&mut known, Kind::Application, slug.clone(), &whole(subject.application));
            for (at, binding) in bindings.into_iter().enumerate() {
                put(&mut known, Kind::Binding, format!("{slug}_access_{at}"), binding);
            }
        }
        objects
    }
}

/// The numbers of what pushes people to an application.
fn backchannel(application: &Found) -> &[Value] {
    application.fields.get("backchannel_providers").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn whole(found: &Found) -> Value {
    Value::Object(found.fields.clone().into_iter().collect())
}

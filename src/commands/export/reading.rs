//! The lists that an export is made of.

use crate::authentik::ApiError;
use crate::authentik::client::Client;
use crate::authentik::endpoints::collection;
use crate::error::{Failure, Problems};
use crate::file::export::left_out::{For, Recipient};
use crate::file::export::objects::{Known, Mapping};
use crate::model::resource::{Found, Kind, MARK, marked};
use crate::model::text::nearest;
use crate::observe;
use crate::plan::ownership;
use futures_util::future::{join, join3, join4, join5};
use serde_json::Value;
use std::collections::BTreeMap;

/// The property mappings of SCIM providers.
const SCIM_MAPPINGS: &str = "propertymappings/provider/scim/";

/// Everything that authentik has of what integrations are made of.
pub(super) struct Lists {
    applications: Vec<Found>,
    pub(super) providers: Vec<(Kind, Value)>,
    bindings: Vec<Value>,
    pub(super) policies: Vec<Value>,
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
    // Each in an order in which no two are equal: else pages could repeat some and lack others.
    let of = |kind: Kind, ordering: &'static str| async move {
        client.list(collection(kind), &[("ordering", ordering)]).await
    };
    // Without the members of every group: up to authentik 2025.8 each binding of a group has them all.
    let without_members = |kind: Kind, ordering: &'static str| async move {
        client.list(collection(kind), &[("ordering", ordering), ("include_users", "false")]).await
    };
    let applications = [("ordering", "slug"), ("superuser_full_list", "true")];
    let brief = [("ordering", "name"), ("include_details", "false")];
    let first = join5(
        client.list(collection(Kind::Application), &applications),
        of(Kind::OAuth2Provider, "name"),
        of(Kind::SamlProvider, "name"),
        without_members(Kind::Binding, "pk"),
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
        of(Kind::ScimSource, "slug"),
        without_members(Kind::Group, "name"),
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
    let tokens = lists.providers.iter().filter(|(kind, _)| *kind != Kind::SamlProvider);
    lists.known.providers =
        tokens.filter_map(|(_, one)| Some((one.get("pk")?.to_string(), text(one, "name")?))).collect();
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

/// For whom an export for others is, and the outposts if that matters: their ids by their names.
pub(super) async fn recipient(
    client: &Client,
    whom: Option<For>,
) -> Result<Option<(Recipient, BTreeMap<String, String>)>, Failure> {
    let Some(whom) = whom else { return Ok(None) };
    let outposts = async {
        match whom {
            For::Terraform => visible(client.list(collection(Kind::Outpost), &[("ordering", "name")]).await),
            For::Blueprint => Ok(Vec::new()),
        }
    };
    let (version, outposts) = join(client.version(), outposts).await;
    let outposts = outposts?.iter().filter_map(|one| Some((text(one, "name")?, text(one, "pk")?))).collect();
    Ok(Some((Recipient { whom, version: version? }, outposts)))
}

/// What may not be viewed is not there for whoever asks.
fn visible(list: Result<Vec<Value>, ApiError>) -> Result<Vec<Value>, ApiError> {
    match list {
        Err(error) if error.is_not_allowed() => Ok(Vec::new()),
        other => other,
    }
}

pub(super) fn text(object: &Value, field: &str) -> Option<String> {
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
}

/// The numbers of what pushes people to an application.
pub(super) fn backchannel(application: &Found) -> &[Value] {
    application.fields.get("backchannel_providers").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

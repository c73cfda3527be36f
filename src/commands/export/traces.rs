//! What the objects of an integration refer to, by names.

use super::reading::Lists;
use crate::answers::Made;
use crate::answers::traces::{Trace, Traces};
use crate::model::resource::{Found, Kind, MARK};
use crate::observe;
use serde_json::Value;
use std::collections::BTreeMap;

/// How the ids of authentik's own mappings of scopes begin (all versions: `managed`).
const SCOPE: &str = "goauthentik.io/providers/oauth2/scope-";
/// The same for attributes.
const ATTRIBUTE: &str = "goauthentik.io/providers/saml/";

pub(super) fn of<'a>(
    lists: &'a Lists,
    (made, source): (Made<'a>, Option<&'a Found>),
    (slug, name): (&'a str, &'a str),
) -> Traces<'a> {
    let ids = |found: Option<&'a Found>, field: &str| -> &'a [Value] {
        let ids = found.and_then(|found| found.fields.get(field)).and_then(Value::as_array);
        ids.map_or(&[], Vec::as_slice)
    };
    let attached = ids(made.provider, "property_mappings");
    let managed = |begin: &str| -> Vec<String> {
        let managed = attached.iter().filter_map(|id| lists.known.mappings.get(id.as_str()?)?.2.as_deref());
        managed.filter_map(|id| Some(id.strip_prefix(begin)?.to_owned())).collect()
    };
    let trusted = ids(made.provider, "jwt_federation_providers").iter().filter_map(|id| {
        let (_, provider) = lists.providers.iter().find(|(_, provider)| provider.get("pk") == Some(id))?;
        Some(provider.get("name")?.as_str()?.to_owned())
    });
    let one = made.pushing.and_then(|pushing| pushing.fields.get("filter_group")).filter(|id| !id.is_null());
    let groups = ids(made.pushing, "group_filters").iter().chain(one);
    let encryption = made.provider.and_then(|provider| provider.text("encryption_key"));
    Traces {
        made,
        source,
        slug,
        name,
        scopes: managed(SCOPE),
        attributes: managed(ATTRIBUTE),
        encryption_key: encryption.and_then(|id| lists.known.certificates.get(id)).cloned(),
        trusted_providers: trusted.collect(),
        pushed_groups: groups.filter_map(|id| lists.known.groups.get(id.as_str()?).cloned()).collect(),
        mappings: lists.mappings.iter().filter_map(|(kind, mapping)| trace(*kind, mapping, attached)).collect(),
    }
}

/// A mapping of akctl's own that the provider has.
fn trace<'a>(kind: Kind, mapping: &'a Value, attached: &[Value]) -> Option<Trace<'a>> {
    let text = |field: &str| mapping.get(field).and_then(Value::as_str);
    let of = if kind == Kind::ScopeMapping { "scope_name" } else { "saml_name" };
    let is_attached = mapping.get("pk").is_some_and(|id| attached.contains(id));
    let name = text("name")?.strip_suffix(MARK).filter(|_| is_attached)?;
    Some(Trace { name, of: text(of)?, expression: text("expression")? })
}

impl Lists {
    /// Names of what a plan may speak of, by ids.
    pub(super) fn names(&self) -> BTreeMap<String, String> {
        let known = &self.known;
        let mut names: BTreeMap<String, String> = known.flows.clone();
        names.extend(known.certificates.clone());
        names.extend(known.groups.clone());
        names.extend(known.mappings.iter().map(|(id, (_, name, _))| (id.clone(), name.clone())));
        let name =
            |provider: &Value| Some((provider.get("pk")?.to_string(), provider.get("name")?.as_str()?.to_owned()));
        names.extend(self.providers.iter().filter_map(|(_, provider)| name(provider)));
        names
    }

    /// The sources that akctl made, or those of them that are named, and the names of the others.
    pub(super) fn own_sources(&self, slugs: &[String]) -> (Vec<Found>, Vec<String>) {
        let all = self.sources.iter().cloned().map(observe::found);
        let ours = all.filter(|source| source.text("name").is_some_and(|name| name.ends_with(MARK)));
        let is_it = |source: &Found, slug: &String| source.text("slug") == Some(slug);
        let found: Vec<Found> =
            ours.filter(|source| slugs.is_empty() || slugs.iter().any(|slug| is_it(source, slug))).collect();
        let others = slugs.iter().filter(|slug| !found.iter().any(|source| is_it(source, slug))).cloned();
        let others = others.collect();
        (found, others)
    }
}

//! The objects of applications for others, and what of them is in no export.

use super::reading::{Lists, Subject, backchannel, text};
use crate::file::export::labels::{Labels, label};
use crate::file::export::left_out::{For, Recipient};
use crate::file::export::objects::{Known, Object};
use crate::file::export::terraform::resource;
use crate::model::resource::{Found, Kind, MARK};
use crate::plan::outposts_of;
use serde_json::Value;
use std::collections::BTreeMap;

/// What an export for others is made of.
pub(super) struct Making<'a> {
    pub(super) lists: &'a Lists,
    pub(super) recipient: &'a Recipient,
    /// The ids of outposts by their names.
    pub(super) outposts: &'a BTreeMap<String, String>,
}

/// The objects so far.
struct Made<'a> {
    recipient: &'a Recipient,
    known: Known,
    labels: Labels,
    objects: Vec<Object>,
}

impl Made<'_> {
    /// A label that no other object has: in Terraform none of its kind, in a blueprint none at all.
    fn label(&mut self, kind: Kind, wanted: &str) -> String {
        let space = if self.recipient.whom == For::Terraform { resource(kind) } else { "" };
        self.labels.take(space, wanted)
    }

    /// Adds an object, once.
    fn put(&mut self, kind: Kind, wanted: &str, object: &Value) {
        let id = object.get("pk").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let Some(id) = id.filter(|id| !self.known.own.contains_key(id)) else { return };
        let label = self.label(kind, wanted);
        self.objects.push(self.known.object(kind, &label, object));
        self.known.own.insert(id, (kind, label));
    }
}

impl Making<'_> {
    /// The objects of these applications, nothing before what it refers to.
    pub(super) fn objects(&self, subjects: &[Subject<'_>]) -> Vec<Object> {
        let (known, recipient) = (self.lists.known.clone(), self.recipient);
        let mut made = Made { recipient, known, labels: Labels::default(), objects: Vec::new() };
        for subject in trusted_first(subjects) {
            self.of_one(subject, &mut made);
        }
        made.objects
    }

    fn of_one(&self, subject: &Subject<'_>, made: &mut Made<'_>) {
        let slug = label(subject.slug, "application");
        let named = |object: &Value, word: &str| label(&text(object, "name").unwrap_or_default(), word);
        let provider = subject.front.as_ref().map(|(_, provider)| provider);
        let attached = provider.and_then(|provider| provider.fields.get("property_mappings")?.as_array());
        for (kind, mapping) in &self.lists.mappings {
            let is_attached = attached.is_some_and(|ids| mapping.get("pk").is_some_and(|pk| ids.contains(pk)));
            if is_attached && text(mapping, "name").is_some_and(|name| name.ends_with(MARK)) {
                made.put(*kind, &named(mapping, "mapping"), mapping);
            }
        }
        let bindings = self.lists.bindings(subject.application);
        for policy in bindings.iter().filter_map(|binding| binding.get("policy").filter(|id| !id.is_null())) {
            if let Some(policy) = self.lists.policies.iter().find(|one| one.get("pk") == Some(policy)) {
                made.put(Kind::ExpressionPolicy, &named(policy, "policy"), policy);
            }
        }
        if let Some((kind, provider)) = &subject.front {
            made.put(*kind, &format!("{slug}_provider"), &whole(provider));
        }
        for provider in &subject.pushing {
            let provider = whole(provider);
            made.put(Kind::ScimProvider, &named(&provider, "scim"), &provider);
        }
        made.put(Kind::Application, &slug, &whole(subject.application));
        for (at, binding) in bindings.into_iter().enumerate() {
            made.put(Kind::Binding, &format!("{slug}_access_{at}"), binding);
        }
        self.attach(subject, &slug, made);
    }

    /// Puts the provider on its outposts.
    fn attach(&self, subject: &Subject<'_>, slug: &str, made: &mut Made<'_>) {
        let provider = subject.front.as_ref().map(|(_, provider)| (provider, provider.id.to_string()));
        let Some((provider, id)) = provider else { return };
        for (name, outpost) in outposts_of(provider).iter().filter_map(|name| Some((name, self.outpost(name)?))) {
            let Some((_, own)) = made.known.own.get(&id).cloned() else { return };
            let label = made.label(Kind::Outpost, &format!("{slug}_outpost"));
            made.objects.push(Object::attachment(label, (outpost, name), (&id, &own)));
        }
    }

    /// The id of an outpost on which the export puts providers.
    fn outpost(&self, name: &str) -> Option<&String> {
        self.outposts.get(name).filter(|_| self.recipient.attaches())
    }

    /// What these applications have, and no object of an export: as sentences. `all` asks for what belongs
    /// to no application too.
    pub(super) fn left_out(&self, subjects: &[Subject<'_>], all: bool) -> Vec<String> {
        let mut said: Vec<String> = subjects.iter().flat_map(|subject| self.left_out_of(subject)).collect();
        let sources = self.lists.sources.iter().filter_map(|source| text(source, "name"));
        if all {
            said.extend(sources.filter(|name| name.ends_with(MARK)).map(|name| format!("the SCIM source {name}")));
        }
        said
    }

    fn left_out_of(&self, subject: &Subject<'_>) -> Vec<String> {
        let slug = subject.slug;
        let known = |id: &&Value| subject.pushing.iter().any(|provider| provider.id == **id);
        let unknown = backchannel(subject.application).iter().filter(|id| !known(id));
        let mut said: Vec<String> = unknown
            .map(|id| format!("the back-channel provider {id} of {slug}: akctl does not know its kind"))
            .collect();
        let outposts = subject.front.as_ref().map(|(_, provider)| outposts_of(provider)).unwrap_or_default();
        said.extend(outposts.iter().filter(|name| self.outpost(name).is_none()).map(|name| {
            format!("that the outpost {name} serves {slug}: where the provider is new, add it to an outpost")
        }));
        said.extend(self.lists.bindings(subject.application).into_iter().filter_map(|binding| {
            let id = binding.get("policy").filter(|id| !id.is_null())?;
            let is_known = self.lists.policies.iter().any(|policy| policy.get("pk") == Some(id));
            let name = binding.pointer("/policy_obj/name").and_then(Value::as_str).unwrap_or_default();
            (!is_known).then(|| format!("the policy {name} of {slug}: it is no expression policy"))
        }));
        said
    }
}

/// The applications, where it is possible in an order in which none comes before one whose provider it
/// trusts; each else where it was.
fn trusted_first<'s, 'a>(subjects: &'s [Subject<'a>]) -> Vec<&'s Subject<'a>> {
    let mut sorted = Vec::with_capacity(subjects.len());
    let mut is_seen = vec![false; subjects.len()];
    for at in 0..subjects.len() {
        visit(subjects, at, &mut is_seen, &mut sorted);
    }
    sorted
}

fn visit<'s, 'a>(subjects: &'s [Subject<'a>], at: usize, is_seen: &mut Vec<bool>, sorted: &mut Vec<&'s Subject<'a>>) {
    if std::mem::replace(&mut is_seen[at], true) {
        return;
    }
    let front = |subject: &'s Subject<'a>| subject.front.as_ref().map(|(_, provider)| provider);
    let trusted = front(&subjects[at]).and_then(|own| own.fields.get("jwt_federation_providers")?.as_array());
    for id in trusted.into_iter().flatten() {
        let found = subjects.iter().position(|other| front(other).is_some_and(|provider| provider.id == *id));
        if let Some(found) = found {
            visit(subjects, found, is_seen, sorted);
        }
    }
    sorted.push(&subjects[at]);
}

fn whole(found: &Found) -> Value {
    Value::Object(found.fields.clone().into_iter().collect())
}

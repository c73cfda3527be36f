//! Invented wishes and servers for the laws, and what an authentik makes of a plan.

use super::*;
use crate::model::Secret;
use crate::model::resource::OtherBinding;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;

/// The beginning of every secret that is made up here.
pub(super) const SECRET: &str = "s3cr3t-";

const GROUPS: [&str; 3] = ["Editors", "Readers", "Büro \"1\""];
const MAPPINGS: [&str; 2] = ["wiki: roles (akctl)", "wiki: teams (akctl)"];
const PROVIDER: &str = "wiki (akctl)";
const APPLICATION: &str = "wiki";

fn text() -> BoxedStrategy<Field> {
    prop_oneof![
        select(vec!["", "a", "b", " padded ", "x = 1\nreturn {}\n"]).prop_map(Field::text),
        any::<String>().prop_map(Field::text)
    ]
    .boxed()
}

fn text_or_null() -> BoxedStrategy<Field> {
    prop_oneof![3 => text(), 1 => Just(Field::Value(Value::Null))].boxed()
}

fn secret() -> BoxedStrategy<Field> {
    "[a-z0-9]{6}".prop_map(|end| Field::Secret(Secret::new(format!("{SECRET}{end}")))).boxed()
}

fn words() -> BoxedStrategy<Field> {
    let words = vec!["authorization_code", "implicit", "refresh_token"];
    subsequence(words, 0..=3).prop_shuffle().prop_map(|words| Field::Value(json!(words))).boxed()
}

fn redirects() -> BoxedStrategy<Field> {
    let entry = |mode: &str, url: &str| json!({"matching_mode": mode, "url": url});
    let mut entries = vec![entry("strict", "https://a/"), entry("regex", "https://a/"), entry("strict", "https://b/")];
    entries.push(json!({"matching_mode": "strict", "url": "https://a/", "redirect_uri_type": "logout"}));
    subsequence(entries, 0..=4).prop_shuffle().prop_map(|entries| Field::Value(Value::Array(entries))).boxed()
}

fn references() -> BoxedStrategy<Field> {
    let mut all: Vec<Reference> = MAPPINGS.iter().map(|name| planned(Kind::ScopeMapping, name)).collect();
    all.extend(["m-email", "m-profile"].map(|id| existing(&json!(id), id)));
    subsequence(all, 0..=4).prop_shuffle().prop_map(Field::References).boxed()
}

fn one_of(references: Vec<Reference>) -> BoxedStrategy<Field> {
    select(references).prop_map(Field::Reference).boxed()
}

/// A resource of which each field is wanted or not.
fn some_of(
    kind: Kind,
    key: &'static str,
    fields: Vec<(&'static str, BoxedStrategy<Field>)>,
) -> BoxedStrategy<Resource> {
    let each =
        fields.into_iter().map(|(name, field)| option::weighted(0.7, field).prop_map(move |field| (name, field)));
    each.collect::<Vec<_>>()
        .prop_map(move |fields| {
            fields.into_iter().fold(resource(kind, key), |whole, (name, field)| whole.with_some(name, field))
        })
        .boxed()
}

fn mapping(key: &'static str) -> BoxedStrategy<Resource> {
    let fields =
        vec![("name", text()), ("description", text_or_null()), ("expression", text()), ("scope_name", text())];
    some_of(Kind::ScopeMapping, key, fields)
}

fn provider() -> BoxedStrategy<Resource> {
    let flows = || one_of(vec![existing(&json!("f-1"), "explicit"), existing(&json!("f-2"), "implicit")]);
    let fields = vec![
        ("name", text()),
        ("client_type", text()),
        ("client_secret", secret()),
        ("sub_mode", text()),
        ("grant_types", words()),
        ("redirect_uris", redirects()),
        ("property_mappings", references()),
        ("authorization_flow", flows()),
        ("signing_key", text_or_null()),
    ];
    some_of(Kind::OAuth2Provider, PROVIDER, fields)
}

fn application() -> BoxedStrategy<Resource> {
    let provider = one_of(vec![planned(Kind::OAuth2Provider, PROVIDER), existing(&json!(99), "another")]);
    let fields = vec![
        ("name", text()),
        ("provider", provider),
        ("meta_launch_url", text_or_null()),
        ("meta_icon", text_or_null()),
        ("group", text_or_null()),
    ];
    some_of(Kind::Application, APPLICATION, fields)
}

fn binding(group: &'static str) -> BoxedStrategy<Resource> {
    let fields = vec![
        ("target", one_of(vec![planned(Kind::Application, APPLICATION)])),
        ("group", one_of(vec![planned(Kind::Group, group), existing(&json!("g-0"), "Old group")])),
        ("order", (0..3_i32).prop_map(|order| Field::Value(json!(order))).boxed()),
        ("enabled", any::<bool>().prop_map(|on| Field::Value(json!(on))).boxed()),
    ];
    some_of(Kind::Binding, group, fields)
}

/// Wishes for one application, in any order.
pub(super) fn desired() -> impl Strategy<Value = Desired> {
    let mut parts = Vec::new();
    parts.extend(GROUPS.map(|key| some_of(Kind::Group, key, vec![("name", text())])));
    parts.extend(GROUPS.map(|key| {
        let group = one_of(vec![planned(Kind::Group, key), existing(&json!("g-0"), "Old group")]);
        some_of(Kind::Membership, key, vec![("group", group), ("pk", one_of(vec![existing(&json!(3), "anna")]))])
    }));
    parts.extend(MAPPINGS.map(mapping));
    parts.extend([provider(), application()]);
    parts.extend(GROUPS.map(binding));
    let parts = parts.into_iter().map(|part| option::weighted(0.7, part)).collect::<Vec<_>>();
    parts.prop_map(|parts| parts.into_iter().flatten().collect::<Vec<_>>()).prop_shuffle().prop_map(closed)
}

/// Without references to what is not among the wishes: those are nobody's plan.
fn closed(mut resources: Vec<Resource>) -> Desired {
    let there: BTreeSet<Address> = resources.iter().map(|resource| resource.address.clone()).collect();
    let is_there = |reference: &Reference| match reference {
        Reference::Existing { .. } => true,
        Reference::Planned(address) => there.contains(address),
    };
    for resource in &mut resources {
        resource.fields.retain(|_, field| field.references().all(is_there));
    }
    wanted(resources)
}

/// Fields that a server does not know: it drops them without a word.
pub(super) type Unknown = BTreeSet<&'static str>;

/// A server on which somebody had other wishes before, and to which people added their own.
pub(super) fn server() -> impl Strategy<Value = (Observed, Unknown)> {
    let others = vec(("[a-z]{3}", any::<bool>()), 0..3).prop_map(|others| {
        let binding = |(name, enabled): (String, bool)| OtherBinding { id: json!(name), what: name, enabled };
        others.into_iter().map(binding).collect::<Vec<_>>()
    });
    let extras =
        (option::of(Just(json!("m-own"))), option::of(Just(json!({"matching_mode": "strict", "url": "https://own/"}))));
    (desired(), unknown_fields(), others, extras).prop_map(|(before, unknown, others, (mapping, redirect))| {
        let empty = Observed::default();
        let made = plan(&before, &empty, UNASKED);
        let mut observed = applied(&made, &empty, &unknown);
        for found in observed.found.values_mut() {
            for (list, extra) in [("property_mappings", &mapping), ("redirect_uris", &redirect)] {
                if let (Some(Value::Array(items)), Some(extra)) = (found.fields.get_mut(list), extra) {
                    items.push(extra.clone());
                }
            }
        }
        observed.other_bindings = others;
        (observed, unknown)
    })
}

fn unknown_fields() -> impl Strategy<Value = Unknown> {
    let fields = vec!["client_secret", "grant_types", "meta_icon", "signing_key", "description"];
    subsequence(fields, 0..=2).prop_map(Unknown::from_iter)
}

pub(super) fn permissions() -> impl Strategy<Value = Permissions> {
    any::<(bool, bool, bool)>().prop_map(|(exact, adopt, force)| Permissions { exact, adopt, force })
}

/// What an authentik has after a plan was applied to it, with its habits.
pub(super) fn applied(plan: &Plan, observed: &Observed, unknown: &Unknown) -> Observed {
    let mut after = observed.clone();
    for Change { address, action, write, .. } in &plan.changes {
        match action {
            Action::Keep => {}
            Action::Delete => {
                let Some(Field::Value(pk)) = write.get("pk") else { panic!("a deletion without a key: {write:?}") };
                after.other_bindings.retain(|binding| &binding.id != pk);
            }
            Action::Create | Action::Update => {
                let mut found = after.found.remove(address).unwrap_or_else(|| {
                    let id = json!(format!("{:?} {}", address.kind, address.key));
                    Found { id, fields: BTreeMap::new() }
                });
                for (name, field) in write.iter().filter(|(name, _)| !unknown.contains(name.as_str())) {
                    found.fields.insert(name.clone(), stored(name, field, &after));
                }
                after.found.insert(address.clone(), found);
            }
        }
    }
    after
}

/// A field as authentik stores and answers it.
fn stored(name: &str, field: &Field, observed: &Observed) -> Value {
    let id = |reference: &Reference| match reference {
        Reference::Existing { id, .. } => id.clone(),
        Reference::Planned(address) => observed.found.get(address).map_or(Value::Null, |found| found.id.clone()),
    };
    match (name, field) {
        (_, Field::Secret(secret)) => json!(secret.expose()),
        (_, Field::Reference(reference)) => id(reference),
        (_, Field::References(references)) => references.iter().rev().map(id).collect(),
        ("expression", Field::Value(Value::String(text))) => json!(text.trim()),
        ("description" | "meta_icon" | "group", Field::Value(Value::String(text))) if text.is_empty() => Value::Null,
        ("meta_launch_url", Field::Value(Value::Null)) => json!(""),
        ("grant_types", Field::Value(Value::Array(words))) => words.iter().rev().cloned().collect(),
        ("redirect_uris", Field::Value(Value::Array(entries))) => {
            entries.iter().map(|entry| with_type(entry.clone())).collect()
        }
        (_, Field::Value(value)) => value.clone(),
    }
}

fn with_type(mut entry: Value) -> Value {
    if entry.get("redirect_uri_type").is_none() {
        entry["redirect_uri_type"] = json!("authorization");
    }
    entry
}

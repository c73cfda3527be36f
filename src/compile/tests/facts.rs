//! What authentik has, and what it lacks.

use super::*;
use crate::model::resource::Address;
use std::rc::Rc;

fn references(resource: &Resource, name: &str) -> Vec<Reference> {
    resource.fields[name].references().cloned().collect()
}

fn existing(id: &str, name: &str) -> Reference {
    Reference::Existing { id: json!(id), name: name.to_owned() }
}

#[test]
fn default_mappings_are_found_by_their_managed_ids_in_the_presets_order() {
    let desired = wiki(&[]);
    let references = references(provider(&desired), "property_mappings");
    let names: Vec<&str> = references.iter().map(Reference::name).collect();
    assert_eq!(names, ["renamed openid", "renamed email", "renamed profile", "wiki: roles (akctl)"]);
    assert_eq!(references[0], existing("m-openid", "renamed openid"));
}

#[test]
fn a_mapping_of_the_same_scope_that_is_not_authentiks_own_is_not_taken_for_it() {
    let mut facts = fresh();
    for mapping in Rc::make_mut(&mut facts.scope_mappings) {
        mapping.managed = None;
    }
    let said = refused(desired_of(Wishes::default(), &[], &facts, "2025.10.3"));
    for scope in ["openid", "email", "profile"] {
        assert!(said.contains(&format!("goauthentik.io/providers/oauth2/scope-{scope}")), "{said}");
    }
    assert!(said.starts_with("3 things are wrong"), "{said}");
    assert!(said.contains("System - OAuth2 Provider - Scopes"), "{said}");
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let wishes = Wishes {
        authorization_flow: Some("no-such-flow".to_owned()),
        invalidation_flow: Some("default-authentication-flow".to_owned()),
        signing_key: Some("No such key".to_owned()),
        bind_groups: vec!["Guests".to_owned()],
        members: vec![("Writers".to_owned(), "berta".to_owned())],
        ..Wishes::default()
    };
    let mut facts = fresh();
    Rc::make_mut(&mut facts.scope_mappings).retain(|mapping| mapping.scope_name != "email");
    facts.other_certificates =
        vec![certificate("Good key", Some("rsa")), certificate("Curve", Some("ec")), certificate("Unknown kind", None)];
    let said = refused(desired_of(wishes, &["role=Editors=editor"], &facts, "2025.10.3"));
    for part in [
        "6 things are wrong",
        "no groups called `Editors`, `Guests`",
        "--create-groups",
        "no user called `berta`",
        "not by their e-mail address",
        "no flow `no-such-flow`",
        "--authorization-flow takes one of these: `default-provider-authorization-explicit-consent`, \
         `default-provider-authorization-implicit-consent`",
        "the flow `default-authentication-flow` is for authentication",
        "--invalidation-flow takes one of these: `default-invalidation-flow`, `default-provider-invalidation-flow`",
        "no certificate-key pair called `No such key`",
        "`Good key`, `Unknown kind`",
        "the scope `email` is missing",
    ] {
        assert!(said.contains(part), "{part:?} in:\n{said}");
    }
    assert!(!said.contains("Curve"), "{said}");
}

fn signed_with(certificate: Certificate) -> Result<Desired, Failure> {
    let facts = Facts { certificates: vec![certificate], ..fresh() };
    desired_of(Wishes::default(), &[], &facts, "2025.10.3")
}

#[test]
fn the_key_that_signs_is_an_rsa_key_that_authentik_holds() {
    let key = certificate(DEFAULT_CERTIFICATE, Some("rsa"));
    let desired = signed_with(key.clone()).expect("a good key");
    assert_eq!(references(provider(&desired), "signing_key"), [existing(&key.pk, &key.name)]);
    for (kind, expected) in
        [(Some("ec"), "of type `ec`"), (Some("ed25519"), "of type `ed25519`"), (None, "of what type")]
    {
        let said = refused(signed_with(certificate(DEFAULT_CERTIFICATE, kind)));
        assert!(said.contains(expected) && said.contains("RSA") && said.contains(DEFAULT_CERTIFICATE), "{said}");
    }
    let said = refused(signed_with(Certificate { key_available: false, ..key }));
    assert!(said.contains("no private key"), "{said}");
    let said = refused(signed_with(certificate("another", Some("rsa"))));
    assert!(said.contains("no certificate-key pair called"), "the first of a list is not the wanted one: {said}");
}

#[test]
fn a_provider_that_signs_with_its_secret_has_no_key_and_says_so_to_the_server() {
    let text = WIKI.replace("signing_key: rsa", "signing_key: none");
    let prepared = prepared_of(&text, &Wishes::default(), &[]).expect("a preset");
    assert_eq!(prepared.needs().certificate, None);
    let desired =
        desired(&prepared, &Facts { certificates: Vec::new(), ..fresh() }, &can("2025.10.3")).expect("all is there");
    assert_eq!(plain(provider(&desired), "signing_key"), Some(&Value::Null));
}

#[test]
fn groups_are_made_only_where_that_was_asked_for() {
    let with_guests = || Wishes { bind_groups: vec!["Guests".to_owned()], ..Wishes::default() };
    let said = refused(desired_of(with_guests(), &[], &fresh(), "2025.10.3"));
    assert!(said.contains("no group called `Guests`"), "{said}");
    let wishes = Wishes { create_groups: true, ..with_guests() };
    let desired = desired_of(wishes, &[], &fresh(), "2025.10.3").expect("groups may be made");
    let groups: Vec<&str> = desired.of(Kind::Group).map(|group| group.address.key.as_str()).collect();
    assert_eq!(groups, ["Guests"], "a group that is there is not ours");
    let binding = desired.only(Kind::Binding).expect("a binding");
    assert_eq!(
        binding.fields["group"],
        Field::Reference(Reference::Planned(crate::model::resource::Address::new(Kind::Group, "Guests")))
    );
}

#[test]
fn a_person_is_put_into_a_group_once_however_often_that_is_asked_for() {
    let anna = ("Writers".to_owned(), "anna".to_owned());
    let wishes = Wishes { members: vec![anna.clone(), anna], ..Wishes::default() };
    let desired = desired_of(wishes, &[], &fresh(), "2025.10.3").expect("anna is there");
    let memberships: Vec<_> = desired.of(Kind::Membership).collect();
    assert_eq!(memberships.len(), 1);
    assert_eq!(references(memberships[0], "pk"), [Reference::Existing { id: json!(7), name: "anna".to_owned() }]);
}

#[test]
fn a_group_that_is_bound_twice_is_bound_once() {
    let wishes = Wishes { bind_groups: vec!["Writers".to_owned(), "Writers".to_owned()], ..Wishes::default() };
    let desired = desired_of(wishes, &["bind=true"], &fresh(), "2025.10.3").expect("the group is there");
    assert_eq!(desired.of(Kind::Binding).count(), 1);
}

#[test]
fn names_slugs_and_wishes_find_their_way() {
    let wishes = Wishes {
        slug: Some("old-wiki".parse().expect("a slug")),
        name: Some("Old wiki".to_owned()),
        tile_group: Some("Tools".to_owned()),
        publisher: Some("Us".to_owned()),
        ..Wishes::default()
    };
    let desired = desired_of(wishes, &[], &fresh(), "2025.10.3").expect("all is there");
    let application = desired.only(Kind::Application).expect("one");
    for (field, text) in [("slug", "old-wiki"), ("name", "Old wiki"), ("group", "Tools"), ("meta_publisher", "Us")] {
        assert_eq!(plain(application, field), Some(&json!(text)));
    }
    assert_eq!(provider(&desired).address.key, "old-wiki (akctl)");
    let mapping = desired.only(Kind::ScopeMapping).expect("one");
    assert_eq!(mapping.address.key, "old-wiki: roles (akctl)");
    assert_eq!(plain(mapping, "description"), Some(&json!("Your roles in Old wiki")));
}

#[test]
fn what_is_asked_of_the_server_is_what_compiling_looks_at() {
    let wishes = Wishes {
        bind_groups: vec!["Guests".to_owned()],
        members: vec![("Staff".to_owned(), "anna".to_owned())],
        ..Wishes::default()
    };
    let needs = prepared(wishes, &["claim=groups"]).expect("a preset").needs();
    assert_eq!(needs.groups, ["Guests", "Staff", "Writers", "writer"], "also groups that could forge a value");
    assert_eq!((needs.users, needs.members), (vec!["anna".to_owned()], true));
    assert_eq!(
        (needs.application.as_deref(), needs.provider),
        (Some("wiki"), Some(Address::new(Kind::OAuth2Provider, "wiki (akctl)")))
    );
    assert_eq!(needs.certificate.as_deref(), Some(DEFAULT_CERTIFICATE));
}

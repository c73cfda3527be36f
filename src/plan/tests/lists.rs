//! Lists of ids, to which people add their own.

use super::*;

const MAPPINGS: &str = "property_mappings";

fn provider(references: Vec<Reference>) -> Resource {
    resource(Kind::OAuth2Provider, "wiki").with(MAPPINGS, Field::References(references))
}

fn server(ids: &[&str]) -> Observed {
    let mut observed = server_with(Kind::OAuth2Provider, "wiki", &json!({ MAPPINGS: ids }));
    for id in ids {
        observed.names.insert((*id).to_owned(), format!("name of {id}"));
    }
    observed
}

fn email() -> Reference {
    existing(&json!("m-1"), "email")
}

fn change(references: Vec<Reference>, observed: &Observed, permissions: Permissions) -> Change {
    let plan = plan(&wanted([provider(references)]), observed, permissions);
    plan.changes.into_iter().next().expect("one change")
}

#[test]
fn the_order_of_ids_means_nothing() {
    let both = vec![existing(&json!("m-2"), "profile"), email()];
    for permissions in [UNASKED, EXACT] {
        assert!(is_kept(&change(both.clone(), &server(&["m-1", "m-2"]), permissions)));
    }
}

#[test]
fn ids_that_people_add_stay_and_are_shown_by_name() {
    let kept = change(vec![email()], &server(&["m-1", "m-9"]), UNASKED);
    assert!(is_kept(&kept));
    assert_eq!(kept.notes, ["property_mappings: name of m-9 stays"]);

    let added = change(vec![email()], &server(&["m-9"]), UNASKED);
    let sent = vec![email(), existing(&json!("m-9"), "name of m-9")];
    assert_eq!(added.write[MAPPINGS], Field::References(sent));
    assert_eq!(added.fields[0].before, json!(["name of m-9"]));
    assert_eq!(added.fields[0].after, json!(["email", "name of m-9"]));
    assert_eq!(added.notes, ["property_mappings: name of m-9 stays"]);
}

#[test]
fn exact_takes_away_ids_that_people_added() {
    let change = change(vec![email()], &server(&["m-1", "m-9"]), EXACT);
    assert_eq!(change.write[MAPPINGS], Field::References(vec![email()]));
    assert_eq!(change.fields[0].after, json!(["email"]));
    assert!(change.notes.is_empty(), "{:?}", change.notes);
}

#[test]
fn a_list_that_is_null_is_an_empty_one() {
    let observed = server_with(Kind::OAuth2Provider, "wiki", &json!({ MAPPINGS: null }));
    assert_eq!(change(vec![email()], &observed, UNASKED).write[MAPPINGS], Field::References(vec![email()]));
    assert!(is_kept(&change(Vec::new(), &observed, UNASKED)));
}

#[test]
fn a_planned_mapping_is_missing_until_it_exists() {
    let ours = planned(Kind::ScopeMapping, "wiki: roles (akctl)");
    let mut observed = server(&["m-1", "m-5"]);
    let before = change(vec![email(), ours.clone()], &observed, EXACT);
    assert_eq!(before.write[MAPPINGS], Field::References(vec![email(), ours.clone()]));
    put(&mut observed, Kind::ScopeMapping, "wiki: roles (akctl)", &json!({"pk": "m-5"}));
    assert!(is_kept(&change(vec![email(), ours], &observed, EXACT)));
}

#[test]
fn an_id_without_a_known_name_is_shown_as_it_is() {
    let observed = server_with(Kind::OAuth2Provider, "wiki", &json!({ MAPPINGS: ["m-1", 12] }));
    let change = change(vec![email()], &observed, UNASKED);
    assert_eq!(change.notes, ["property_mappings: 12 stays"]);
}

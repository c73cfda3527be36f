//! Redirect entries, which people add to and newer servers decorate.

use super::*;

fn entry(url: &str) -> Value {
    json!({"matching_mode": "strict", "url": url})
}

fn typed(url: &str, purpose: &str) -> Value {
    json!({"matching_mode": "strict", "url": url, "redirect_uri_type": purpose})
}

fn change(wanted: &Value, before: &Value, permissions: Permissions) -> Change {
    change_of(Kind::OAuth2Provider, "redirect_uris", Field::Value(wanted.clone()), before, permissions)
}

const A: &str = "https://wiki.company/a";
const B: &str = "https://wiki.company/b";

#[test]
fn an_entry_with_and_without_its_type_is_the_same() {
    for permissions in [UNASKED, EXACT] {
        let newer = json!([typed(A, "authorization")]);
        assert!(is_kept(&change(&json!([entry(A)]), &newer, permissions)), "authentik 2026.5 adds the type");
        assert!(is_kept(&change(&newer, &json!([entry(A)]), permissions)));
    }
}

#[test]
fn a_logout_address_is_not_one_for_signing_in() {
    let change = change(&json!([entry(A), typed(A, "logout")]), &json!([typed(A, "authorization")]), UNASKED);
    assert_eq!(change.action, Action::Update);
    let shown = json!([format!("strict {A}"), format!("strict {A} (logout)")]);
    assert_eq!(change.fields[0].after, shown);
}

#[test]
fn a_regular_expression_is_not_the_address_of_the_same_letters() {
    let regex = json!([{"matching_mode": "regex", "url": A}]);
    assert_eq!(change(&json!([entry(A)]), &regex, UNASKED).action, Action::Update);
}

#[test]
fn the_order_of_entries_means_nothing() {
    for permissions in [UNASKED, EXACT] {
        assert!(is_kept(&change(&json!([entry(A), entry(B)]), &json!([entry(B), entry(A)]), permissions)));
    }
}

#[test]
fn an_address_that_somebody_added_stays_and_is_shown() {
    let change = change(&json!([entry(A)]), &json!([entry(A), entry(B)]), UNASKED);
    assert!(is_kept(&change));
    assert_eq!(change.notes, [format!("redirect_uris: strict {B} stays")]);
}

#[test]
fn a_missing_address_is_added_to_what_is_there_and_all_is_sent_complete() {
    let there =
        json!([typed(B, "authorization"), {"matching_mode": "regex", "url": "x.*", "redirect_uri_type": "logout"}]);
    let change = change(&json!([entry(A)]), &there, UNASKED);
    let sent = json!([there[0], there[1], entry(A)]);
    assert_eq!(change.write["redirect_uris"], Field::Value(sent));
    assert_eq!(change.fields[0].before, json!([format!("strict {B}"), "regex x.* (logout)"]));
    assert_eq!(change.notes.len(), 2, "{:?}", change.notes);
}

#[test]
fn an_entry_without_its_mode_is_sent_with_it() {
    let change = change(&json!([entry(A)]), &json!([{"url": B}]), UNASKED);
    let Field::Value(Value::Array(sent)) = &change.write["redirect_uris"] else { panic!("{change:?}") };
    for entry in sent {
        assert!(entry["matching_mode"].is_string() && entry["url"].is_string(), "{entry}");
    }
}

#[test]
fn exact_takes_away_what_others_added() {
    let change = change(&json!([entry(A)]), &json!([entry(A), entry(B)]), EXACT);
    assert_eq!(change.write["redirect_uris"], Field::Value(json!([entry(A)])));
    assert!(change.notes.is_empty(), "{:?}", change.notes);
    assert_eq!(change.fields[0].after, json!([format!("strict {A}")]));
}

#[test]
fn a_list_that_is_not_there_is_an_empty_one() {
    let change = change(&json!([entry(A)]), &Value::Null, UNASKED);
    assert_eq!(change.write["redirect_uris"], Field::Value(json!([entry(A)])));
    assert_eq!(change.fields[0].before, json!([]));
}

const LATER: &str = "https://not-known-yet.invalid";

#[test]
fn a_stand_in_goes_when_the_address_is_known_and_never_takes_its_place() {
    let change_to_known = change(&json!([entry(A)]), &json!([entry(LATER), entry(B)]), UNASKED);
    assert_eq!(change_to_known.fields[0].after, json!([format!("strict {B}"), format!("strict {A}")]));
    let both = json!([entry(A), entry(LATER)]);
    assert_eq!(change(&json!([entry(A)]), &both, UNASKED).action, Action::Update, "it goes without being asked for");
    for permissions in [UNASKED, EXACT] {
        assert!(is_kept(&change(&json!([entry(LATER)]), &json!([entry(A)]), permissions)), "what is known stays");
    }
    assert_eq!(change(&json!([entry(LATER)]), &json!([]), UNASKED).action, Action::Update, "no list is dangerous");
}

#[test]
fn a_stand_in_is_never_written_over_a_known_text() {
    let change =
        |wanted: &str, before: &str| change_of(Kind::SamlProvider, "acs_url", text(wanted), &json!(before), UNASKED);
    assert!(is_kept(&change(LATER, A)) && is_kept(&change(LATER, LATER)));
    assert_eq!(change(A, LATER).action, Action::Update);
    assert_eq!(change(LATER, "").action, Action::Update);
}

fn text(value: &str) -> Field {
    Field::Value(Value::from(value))
}

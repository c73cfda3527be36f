//! How single fields are compared.

use super::*;
use crate::model::Secret;

fn text(kind: Kind, name: &str, wanted: &str, before: &Value) -> Change {
    change_of(kind, name, Field::text(wanted), before, UNASKED)
}

/// The fields of which authentik writes null or the empty text as it likes.
const EMPTY_OR_NULL: [(Kind, &str); 6] = [
    (Kind::Application, "group"),
    (Kind::Application, "meta_description"),
    (Kind::Application, "meta_icon"),
    (Kind::Application, "meta_launch_url"),
    (Kind::Application, "meta_publisher"),
    (Kind::ScopeMapping, "description"),
];

#[test]
fn null_and_empty_text_are_the_same_where_authentik_writes_either() {
    for (kind, name) in EMPTY_OR_NULL {
        assert!(is_kept(&text(kind, name, "", &Value::Null)), "{name}");
        assert!(is_kept(&text(kind, name, "", &json!(""))), "{name}");
        let null = change_of(kind, name, Field::Value(Value::Null), &json!(""), UNASKED);
        assert!(is_kept(&null), "{name}");
        assert_eq!(text(kind, name, "new", &Value::Null).action, Action::Update, "{name}");
        assert_eq!(text(kind, name, "", &json!("old")).action, Action::Update, "{name}");
    }
}

#[test]
fn null_and_empty_text_differ_elsewhere() {
    for (kind, name) in [(Kind::Application, "name"), (Kind::OAuth2Provider, "logout_uri"), (Kind::Group, "name")] {
        assert_eq!(text(kind, name, "", &Value::Null).action, Action::Update, "{name}");
    }
}

#[test]
fn an_expression_is_trimmed_by_authentik_when_it_is_saved() {
    let kept = |wanted, before| is_kept(&text(Kind::ScopeMapping, "expression", wanted, &json!(before)));
    assert!(kept("return {}\n", "return {}"));
    assert!(kept("\n  return {}", "return {}\n"));
    assert!(!kept("return {}", "return { }"));
    assert!(!kept("if a:\n    b", "if a:\n  b"));
    assert!(!is_kept(&text(Kind::ScopeMapping, "expression", "", &Value::Null)));
}

#[test]
fn grant_types_are_a_set_whose_order_means_nothing() {
    let grants = |wanted: Value, before: Value| {
        change_of(Kind::OAuth2Provider, "grant_types", Field::Value(wanted), &before, UNASKED)
    };
    assert!(is_kept(&grants(json!(["a", "b"]), json!(["b", "a"]))));
    assert!(is_kept(&grants(json!([]), json!([]))));
    let less = grants(json!(["a", "b"]), json!(["a"]));
    assert_eq!(less.action, Action::Update);
    assert_eq!(less.write["grant_types"], Field::Value(json!(["a", "b"])));
    assert_eq!(grants(json!(["a"]), json!(["a", "b"])).action, Action::Update, "the set is ours");
    assert_eq!(grants(json!(["a"]), Value::Null).action, Action::Update);
}

#[test]
fn a_field_that_the_reply_lacks_is_not_compared() {
    let observed = server_with(Kind::OAuth2Provider, "wiki", &json!({"name": "wiki"}));
    let wanted = wanted([resource(Kind::OAuth2Provider, "wiki")
        .with("name", Field::text("wiki"))
        .with("logout_uri", Field::text("https://wiki.company/out"))
        .with("client_secret", Field::Secret(Secret::new("never-shown".to_owned())))]);
    let plan = plan(&wanted, &observed, UNASKED);
    assert!(plan.is_empty(), "{plan:?}");
}

#[test]
fn what_is_not_wanted_is_neither_compared_nor_sent() {
    let before = json!({"name": "old", "meta_icon": "fa://star", "policy_engine_mode": "all"});
    let observed = server_with(Kind::Application, "wiki", &before);
    let plan =
        plan(&wanted([resource(Kind::Application, "wiki").with("name", Field::text("new"))]), &observed, UNASKED);
    let change = &plan.changes[0];
    assert_eq!(change.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["name"]);
    assert_eq!(change.write, BTreeMap::from([("name".to_owned(), Field::text("new"))]));
}

#[test]
fn a_secret_is_compared_and_both_sides_stay_hidden() {
    let secret = |text: &str| Field::Secret(Secret::new(text.to_owned()));
    let change = |wanted: &str, before: Value| {
        change_of(Kind::OAuth2Provider, "client_secret", secret(wanted), &before, UNASKED)
    };
    assert!(is_kept(&change("same-secret", json!("same-secret"))));
    let changed = change("new-secret", json!("old-secret"));
    assert_eq!((&changed.fields[0].before, &changed.fields[0].after), (&json!("(hidden)"), &json!("(hidden)")));
    assert_eq!(changed.write["client_secret"], secret("new-secret"));
    assert!(!format!("{changed:?}").contains("-secret"), "{changed:?}");
    let first = change("new-secret", Value::Null);
    assert_eq!(first.fields[0].before, Value::Null, "nothing was there to be hidden");
}

#[test]
fn a_creation_shows_what_it_sets_and_hides_secrets() {
    let wanted = wanted([resource(Kind::OAuth2Provider, "wiki")
        .with("name", Field::text("wiki (akctl)"))
        .with("encryption_key", Field::Value(Value::Null))
        .with("logout_uri", Field::text(""))
        .with("authorization_flow", Field::Reference(existing(&json!("f-1"), "explicit")))
        .with("property_mappings", Field::References(vec![existing(&json!("m-1"), "email")]))
        .with("client_secret", Field::Secret(Secret::new("never-shown".to_owned())))]);
    let plan = plan(&wanted, &Observed::default(), UNASKED);
    let change = &plan.changes[0];
    let shown: Vec<(&str, &Value)> = change.fields.iter().map(|field| (field.field.as_str(), &field.after)).collect();
    let expected = [
        ("authorization_flow", &json!("explicit")),
        ("client_secret", &json!("(hidden)")),
        ("name", &json!("wiki (akctl)")),
        ("property_mappings", &json!(["email"])),
    ];
    assert_eq!(shown, expected);
    assert_eq!(change.write.len(), 6, "what sets nothing is sent all the same");
    assert!(!format!("{plan:?}").contains("never-shown"));
}

#[test]
fn changes_of_identity_need_force_and_say_what_breaks() {
    let table = [
        (Kind::Application, "slug"),
        (Kind::OAuth2Provider, "client_id"),
        (Kind::OAuth2Provider, "client_type"),
        (Kind::OAuth2Provider, "issuer_mode"),
        (Kind::OAuth2Provider, "sub_mode"),
    ];
    for (kind, name) in table {
        let observed = server_with(kind, "wiki", &json!({ name: "before" }));
        let wanted = wanted([resource(kind, "wiki").with(name, Field::text("after"))]);
        let refused = plan(&wanted, &observed, UNASKED);
        assert!(refused.changes[0].fields[0].breaks_identity, "{name}");
        let [conflict] = refused.conflicts.as_slice() else { panic!("{name}: {refused:?}") };
        for part in [name, "before", "after"] {
            assert!(conflict.what.contains(part), "{}", conflict.what);
        }
        assert!(conflict.remedy.contains("--force"), "{}", conflict.remedy);
        let forced = plan(&wanted, &observed, Permissions { force: true, ..UNASKED });
        assert!(forced.conflicts.is_empty(), "{name}");
        assert_eq!(forced.changes, refused.changes, "{name}");
        let created = plan(&wanted, &Observed::default(), UNASKED);
        assert!(created.conflicts.is_empty(), "{name}: nobody knows a new application");
    }
}

#[test]
fn each_identity_that_would_break_is_a_conflict_of_its_own() {
    let before = json!({"sub_mode": "user_id", "client_type": "public"});
    let observed = server_with(Kind::OAuth2Provider, "wiki", &before);
    let wanted = wanted([resource(Kind::OAuth2Provider, "wiki")
        .with("sub_mode", Field::text("user_email"))
        .with("client_type", Field::text("confidential"))]);
    let plan = plan(&wanted, &observed, UNASKED);
    assert_eq!(plan.conflicts.len(), 2, "{:?}", plan.conflicts);
}

#[test]
fn other_changes_need_no_force() {
    let change = text(Kind::OAuth2Provider, "access_token_validity", "hours=1", &json!("minutes=5"));
    assert!(!change.fields[0].breaks_identity);
}

#[test]
fn a_reference_is_compared_by_id_and_shown_by_name() {
    let mut observed = server_with(Kind::OAuth2Provider, "wiki", &json!({"authorization_flow": "f-1"}));
    observed.names.insert("f-1".to_owned(), "implicit".to_owned());
    let plan_for = |id: &str, name: &str| {
        let field = Field::Reference(existing(&json!(id), name));
        plan(&wanted([resource(Kind::OAuth2Provider, "wiki").with("authorization_flow", field)]), &observed, UNASKED)
    };
    assert!(plan_for("f-1", "renamed meanwhile").is_empty());
    let other = plan_for("f-2", "explicit");
    let field = &other.changes[0].fields[0];
    assert_eq!((&field.before, &field.after), (&json!("implicit"), &json!("explicit")));
}

#[test]
fn a_reference_to_a_planned_resource_is_a_difference_until_it_exists() {
    let application =
        resource(Kind::Application, "wiki").with("provider", Field::Reference(planned(Kind::OAuth2Provider, "p")));
    let provider = resource(Kind::OAuth2Provider, "p").with("name", Field::text("p"));
    let wanted = wanted([application, provider]);
    let mut observed = server_with(Kind::Application, "wiki", &json!({"provider": 7}));
    observed.names.insert("7".to_owned(), "of somebody".to_owned());
    let address = Address::new(Kind::Application, "wiki");
    let before_it_exists = plan(&wanted, &observed, UNASKED);
    let field = &before_it_exists.change(&address).expect("a change").fields[0];
    assert_eq!((&field.before, &field.after), (&json!("of somebody"), &json!("p")));
    put(&mut observed, Kind::OAuth2Provider, "p", &json!({"pk": 8, "name": "p"}));
    assert_eq!(plan(&wanted, &observed, UNASKED).change(&address).expect("a change").action, Action::Update);
    put(&mut observed, Kind::OAuth2Provider, "p", &json!({"pk": 7, "name": "p"}));
    assert!(plan(&wanted, &observed, UNASKED).is_empty());
}

#[test]
fn a_key_that_must_go_is_shown_by_name() {
    let mut observed = server_with(Kind::OAuth2Provider, "wiki", &json!({"encryption_key": "c-1"}));
    observed.names.insert("c-1".to_owned(), "Old key".to_owned());
    let field = Field::Value(Value::Null);
    let plan =
        plan(&wanted([resource(Kind::OAuth2Provider, "wiki").with("encryption_key", field)]), &observed, UNASKED);
    let field = &plan.changes[0].fields[0];
    assert_eq!((&field.before, &field.after), (&json!("Old key"), &Value::Null));
}

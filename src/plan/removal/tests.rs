//! What goes and what stays, case by case.

use super::{Seen, Use, plan};
use crate::model::resource::{Address, Found, Kind};
use crate::plan::{Action, Plan};
use serde_json::{Value, json};

const OAUTH2: &str = "authentik_providers_oauth2.oauth2provider";
const SCIM: &str = "authentik_providers_scim.scimprovider";

#[allow(clippy::needless_pass_by_value)] // Reads better where it is called.
fn found(fields: Value) -> Found {
    let fields: std::collections::BTreeMap<String, Value> = serde_json::from_value(fields).expect("an object");
    Found { id: fields["pk"].clone(), fields }
}

fn provider(pk: i64, name: &str, application: &str) -> Found {
    found(json!({
        "pk": pk, "name": name, "meta_model_name": OAUTH2, "assigned_application_slug": application,
        "property_mappings": ["m1"], "authorization_flow": "f1",
    }))
}

fn application(pk: &Value, name: &str, pushing: &[i64]) -> Found {
    let object = json!({"name": name, "meta_model_name": OAUTH2, "verbose_name": "OAuth2/OpenID Provider"});
    found(json!({
        "pk": "a1", "slug": "wiki", "provider": pk, "provider_obj": object, "backchannel_providers": pushing,
    }))
}

/// A whole integration: application, provider, mapping, certificate, policy, flow with its stages.
fn whole() -> Seen {
    let named = |pk: &str, name: &str| found(json!({"pk": pk, "name": name}));
    let place = |pk: &str, stage: &str| found(json!({"pk": pk, "target": "f1", "stage": stage}));
    let validate = found(json!({"pk": "s1", "name": "Second factor (akctl)", "configuration_stages": ["s2"]}));
    let objects = [
        (Kind::ScopeMapping, named("m1", "Teams of the wiki (akctl)")),
        (Kind::ScopeMapping, named("m2", "another: teams (akctl)")),
        (Kind::Certificate, named("c1", "wiki: signing key (akctl)")),
        (Kind::ExpressionPolicy, named("p1", "wiki: access (akctl)")),
        (Kind::ValidateStage, validate.clone()),
        (Kind::TotpStage, named("s2", "Set up (akctl)")),
    ];
    let address = |kind, found: &Found| Address::new(kind, found.text("name").expect("a name"));
    let mut seen = Seen {
        slug: "wiki".to_owned(),
        sees_everything: true,
        application: Some(application(&json!(7), "wiki (akctl)", &[])),
        bindings: vec!["group Crew".to_owned()],
        groups: ["Crew".to_owned()].into(),
        providers: vec![provider(7, "wiki (akctl)", "wiki")],
        objects: objects.into_iter().map(|(kind, found)| (address(kind, &found), found)).collect(),
        stage_bindings: vec![place("b1", "s1")],
        validate_stages: vec![validate],
        outposts: std::collections::BTreeMap::new(),
        uses: std::collections::BTreeMap::new(),
    };
    let flow = found(json!({"pk": "f1", "slug": "akctl-mfa-enrol", "name": "Second factor (akctl)"}));
    seen.objects.insert(Address::new(Kind::Flow, "akctl-mfa-enrol"), flow);
    seen
}

fn names(plan: &Plan, action: Action) -> Vec<String> {
    plan.changes.iter().filter(|change| change.action == action).map(|change| change.address.to_string()).collect()
}

fn goes(seen: &Seen) -> Vec<String> {
    names(&plan(seen), Action::Delete)
}

fn used_by(seen: &mut Seen, kind: Kind, key: &str, model: &str, id: &str) {
    let user = Use { model: model.to_owned(), id: id.to_owned(), name: format!("{model} {id}") };
    seen.uses.entry(Address::new(kind, key)).or_default().push(user);
}

const EVERYTHING: [&str; 9] = [
    "application wiki",
    "binding wiki: group Crew",
    "scope mapping Teams of the wiki (akctl)",
    "certificate wiki: signing key (akctl)",
    "policy wiki: access (akctl)",
    "provider wiki (akctl)",
    "flow akctl-mfa-enrol",
    "stage Second factor (akctl)",
    "stage Set up (akctl)",
];

#[test]
fn everything_of_it_goes_the_application_first_and_nothing_of_another() {
    let plan = plan(&whole());
    assert_eq!(names(&plan, Action::Delete), EVERYTHING);
    assert_eq!(names(&plan, Action::Keep), ["group Crew"]);
    assert!(plan.conflicts.is_empty() && plan.warnings.is_empty());
}

#[test]
fn what_only_the_integration_itself_uses_goes() {
    let mut seen = whole();
    used_by(&mut seen, Kind::ScopeMapping, "Teams of the wiki (akctl)", "provider", "7");
    used_by(&mut seen, Kind::Certificate, "wiki: signing key (akctl)", "oauth2provider", "7");
    used_by(&mut seen, Kind::ExpressionPolicy, "wiki: access (akctl)", "policybindingmodel", "a1");
    used_by(&mut seen, Kind::Flow, "akctl-mfa-enrol", "flowstagebinding", "b1");
    used_by(&mut seen, Kind::Flow, "akctl-mfa-enrol", "stage", "s1");
    used_by(&mut seen, Kind::ValidateStage, "Second factor (akctl)", "flowstagebinding", "b1");
    used_by(&mut seen, Kind::ValidateStage, "Second factor (akctl)", "flow", "f1");
    used_by(&mut seen, Kind::TotpStage, "Set up (akctl)", "authenticatorvalidatestage", "s1");
    assert_eq!(goes(&seen), EVERYTHING);
}

/// Each row is a user of an object, and what stays because of it.
#[test]
fn what_something_else_uses_stays() {
    type Row = (Kind, &'static str, &'static str, &'static str, &'static [&'static str]);
    const FLOW: &[&str] = &["flow akctl-mfa-enrol", "stage Second factor (akctl)", "stage Set up (akctl)"];
    const STAGES: &[&str] = &["stage Second factor (akctl)", "stage Set up (akctl)"];
    let table: [Row; 8] = [
        (
            Kind::ScopeMapping,
            "Teams of the wiki (akctl)",
            "provider",
            "8",
            &["scope mapping Teams of the wiki (akctl)"],
        ),
        // The number of a provider is not the id of something else.
        (Kind::ScopeMapping, "Teams of the wiki (akctl)", "token", "7", &["scope mapping Teams of the wiki (akctl)"]),
        (Kind::Certificate, "wiki: signing key (akctl)", "brand", "x", &["certificate wiki: signing key (akctl)"]),
        (Kind::ExpressionPolicy, "wiki: access (akctl)", "policybindingmodel", "a2", &["policy wiki: access (akctl)"]),
        (Kind::Flow, "akctl-mfa-enrol", "brand", "x", FLOW),
        (Kind::Flow, "akctl-mfa-enrol", "oauth2provider", "8", FLOW),
        (Kind::ValidateStage, "Second factor (akctl)", "flow", "f2", STAGES),
        (Kind::TotpStage, "Set up (akctl)", "authenticatorvalidatestage", "s9", &["stage Set up (akctl)"]),
    ];
    for (kind, key, model, id, stays) in table {
        let mut seen = whole();
        used_by(&mut seen, kind, key, model, id);
        let expected: Vec<&str> = EVERYTHING.into_iter().filter(|name| !stays.contains(name)).collect();
        assert_eq!(goes(&seen), expected, "{kind:?} used by {model} {id}");
    }
}

#[test]
fn a_provider_that_the_server_does_not_tell_of_keeps_flow_and_mapping() {
    for field in ["authorization_flow", "authentication_flow", "invalidation_flow"] {
        let mut seen = whole();
        let mut other =
            found(json!({"pk": 8, "name": "Proxy", "meta_model_name": "authentik_providers_proxy.proxyprovider"}));
        other.fields.insert(field.to_owned(), json!("f1"));
        seen.providers.push(other);
        let plan = plan(&seen);
        let flow = plan.change(&Address::new(Kind::Flow, "akctl-mfa-enrol")).expect("the flow");
        assert_eq!((flow.action, flow.notes[0].as_str()), (Action::Keep, "stays: the provider `Proxy` uses it too"));
    }
    let mut seen = whole();
    seen.providers.push(found(json!({"pk": 8, "name": "Other", "property_mappings": ["m1"]})));
    assert!(!goes(&seen).contains(&"scope mapping Teams of the wiki (akctl)".to_owned()));
}

#[test]
fn who_does_not_see_everything_leaves_what_is_shared() {
    let seen = Seen { sees_everything: false, ..whole() };
    let plan = plan(&seen);
    assert_eq!(names(&plan, Action::Delete), EVERYTHING[..6]);
    assert_eq!(plan.warnings.len(), 1);
    assert!(
        plan.change(&Address::new(Kind::Flow, "akctl-mfa-enrol")).expect("the flow").notes[0].contains("superuser")
    );
}

#[test]
fn a_second_run_finds_what_the_first_left() {
    let mut seen =
        Seen { application: None, bindings: Vec::new(), groups: std::collections::BTreeSet::new(), ..whole() };
    seen.providers = vec![provider(7, "wiki (akctl)", "")];
    assert_eq!(goes(&seen), EVERYTHING[2..]);
    seen.providers.clear();
    // A mapping that bears another name is found through the provider, which therefore goes after it.
    assert_eq!(goes(&seen), [EVERYTHING[3], EVERYTHING[4], EVERYTHING[6], EVERYTHING[7], EVERYTHING[8]]);
}

#[test]
fn somebody_elses_application_is_refused_whole() {
    let foreign = |application| Seen { application: Some(application), ..whole() };
    let mut bare = application(&Value::Null, "", &[]);
    bare.fields.remove("provider_obj");
    let mut seen = foreign(application(&json!(9), "Provider for Wiki", &[]));
    seen.providers = vec![provider(9, "Provider for Wiki", "wiki")];
    for seen in [seen, Seen { providers: Vec::new(), ..foreign(bare.clone()) }] {
        let plan = plan(&seen);
        assert_eq!((plan.changes.len(), plan.conflicts.len()), (0, 1));
    }
    // A run that was cut off left the application without its provider.
    let left = Seen { providers: vec![provider(7, "wiki (akctl)", "")], ..foreign(bare) };
    assert_eq!(goes(&left)[0], "application wiki");
}

#[test]
fn what_only_was_attached_goes_alone() {
    let pushing = |name: &str| {
        found(json!({"pk": 3, "name": name, "meta_model_name": SCIM, "assigned_backchannel_application_slug": "wiki"}))
    };
    let mut seen = Seen { slug: "wiki".to_owned(), sees_everything: true, ..Seen::default() };
    seen.application = Some(application(&json!(9), "Provider for Wiki", &[3]));
    seen.providers = vec![provider(9, "Provider for Wiki", "wiki"), pushing("wiki: SCIM (akctl)")];
    assert_eq!(goes(&seen), ["SCIM provider wiki: SCIM (akctl)"]);
    assert_eq!(names(&plan(&seen), Action::Keep), ["application wiki"]);
    // Without another provider the application was made for it, unless it leads somewhere.
    let mut alone = application(&Value::Null, "", &[3]);
    seen.application = Some(alone.clone());
    assert_eq!(goes(&seen)[0], "application wiki");
    alone.fields.insert("meta_launch_url".into(), json!("https://wiki.company"));
    seen.application = Some(alone);
    assert_eq!(goes(&seen), ["SCIM provider wiki: SCIM (akctl)"]);
    // Somebody else's would go with our application.
    let mut seen = whole();
    seen.application = Some(application(&json!(7), "wiki (akctl)", &[3]));
    seen.providers.push(pushing("Push"));
    assert!(plan(&seen).conflicts[0].what.contains("`Push`"));
}

#[test]
fn an_application_that_is_only_not_seen_keeps_its_provider() {
    let mut seen = Seen { application: None, ..whole() };
    assert_eq!(plan(&seen).conflicts.len(), 1);
    seen.providers = vec![provider(7, "wiki (akctl)", "")];
    assert_eq!(plan(&seen).conflicts.len(), 0);
}

#[test]
fn names_of_other_integrations_are_not_ours() {
    let mut seen = Seen { slug: "wiki".to_owned(), sees_everything: true, ..Seen::default() };
    let names = ["wiki-2: access (akctl)", "wikis: access (akctl)", "wiki: access", "my wiki: access (akctl)"];
    for name in names {
        seen.objects.insert(Address::new(Kind::ExpressionPolicy, name), found(json!({"pk": "p", "name": name})));
        seen.providers.push(provider(1, name, ""));
    }
    seen.providers.push(provider(2, "wiki (akctl)", "other"));
    assert_eq!(goes(&seen), Vec::<String>::new());
}

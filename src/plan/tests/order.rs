//! The order of changes.

use super::*;

fn keys(plan: &Plan) -> Vec<&str> {
    plan.changes.iter().map(|change| change.address.key.as_str()).collect()
}

fn integration() -> Vec<Resource> {
    let to = |kind, key| Field::Reference(planned(kind, key));
    vec![
        resource(Kind::Binding, "binding")
            .with("target", to(Kind::Application, "app"))
            .with("group", to(Kind::Group, "group")),
        resource(Kind::Application, "app").with("provider", to(Kind::OAuth2Provider, "provider")),
        resource(Kind::Membership, "anna in group").with("group", to(Kind::Group, "group")),
        resource(Kind::OAuth2Provider, "provider")
            .with("property_mappings", Field::References(vec![planned(Kind::ScopeMapping, "mapping")])),
        resource(Kind::ScopeMapping, "mapping"),
        resource(Kind::Group, "group"),
    ]
}

#[test]
fn nothing_comes_before_what_it_refers_to() {
    let plan = plan(&wanted(integration()), &Observed::default(), UNASKED);
    assert_eq!(keys(&plan), ["group", "anna in group", "mapping", "provider", "app", "binding"]);
}

#[test]
fn the_order_does_not_depend_on_the_order_of_the_input() {
    let mut resources = integration();
    let first = plan(&wanted(resources.clone()), &Observed::default(), UNASKED);
    for _ in 0..resources.len() {
        resources.rotate_left(1);
        assert_eq!(plan(&wanted(resources.clone()), &Observed::default(), UNASKED), first);
    }
}

#[test]
fn a_reference_against_the_order_of_kinds_is_obeyed_too() {
    let mapping =
        resource(Kind::ScopeMapping, "mapping").with("x", Field::Reference(planned(Kind::Application, "app")));
    let plan = plan(&wanted([mapping, resource(Kind::Application, "app")]), &Observed::default(), UNASKED);
    assert_eq!(keys(&plan), ["app", "mapping"]);
}

#[test]
fn a_circle_or_a_reference_to_oneself_still_gives_a_plan_of_everything() {
    let to = |key: &str| Field::Reference(planned(Kind::Group, key));
    let circle = wanted([resource(Kind::Group, "a").with("x", to("b")), resource(Kind::Group, "b").with("x", to("a"))]);
    assert_eq!(keys(&plan(&circle, &Observed::default(), UNASKED)), ["a", "b"]);
    let own = wanted([resource(Kind::Group, "a").with("x", to("a"))]);
    assert_eq!(keys(&plan(&own, &Observed::default(), UNASKED)), ["a"]);
}

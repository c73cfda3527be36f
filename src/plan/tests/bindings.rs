//! Who gets in: bindings that others made, and whose an application is.

use super::*;
use crate::model::resource::{Obstacle, OtherBinding};

fn application() -> Resource {
    resource(Kind::Application, "wiki").with("name", Field::text("Wiki"))
}

fn binding() -> Resource {
    resource(Kind::Binding, "wiki: group Readers")
        .with("target", Field::Reference(planned(Kind::Application, "wiki")))
        .with("group", Field::Reference(existing(&json!("g-1"), "Readers")))
}

/// A server with the application and a binding that somebody else made.
fn server(enabled: bool) -> Observed {
    let mut observed = server_with(Kind::Application, "wiki", &json!({"name": "Wiki"}));
    observed.other_bindings =
        vec![OtherBinding { id: json!("b-9"), what: "policy office-network".to_owned(), enabled }];
    observed
}

const OPEN: &str = "is open to every user";

#[test]
fn bindings_of_others_stay_and_are_shown() {
    let plan = plan(&wanted([application(), binding()]), &server(true), UNASKED);
    assert_eq!(plan.count(Action::Delete), 0);
    assert_eq!(plan.changes[0].notes, ["bindings: policy office-network stays"]);
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
}

#[test]
fn exact_with_wanted_bindings_takes_the_others_away_last() {
    let plan = plan(&wanted([application(), binding()]), &server(true), EXACT);
    let last = plan.changes.last().expect("a change");
    assert_eq!(last.action, Action::Delete);
    assert_eq!(last.write["pk"], Field::Value(json!("b-9")));
    assert!(last.address.key.contains("office-network"), "{}", last.address);
    assert!(!last.notes.is_empty(), "the reason is told");
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
}

#[test]
fn exact_without_wanted_bindings_keeps_them_and_warns() {
    let plan = plan(&wanted([application()]), &server(true), EXACT);
    assert!(plan.is_empty(), "{plan:?}");
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    for part in ["policy office-network", "stays", "--exact", "open to every user"] {
        assert!(warning.contains(part), "{warning}");
    }
}

#[test]
fn exact_does_not_say_of_a_binding_that_is_switched_off_that_it_protects() {
    let plan = plan(&wanted([application()]), &server(false), EXACT);
    assert!(plan.is_empty(), "{plan:?}");
    let stays = plan.warnings.iter().find(|warning| warning.contains("stays")).expect("a warning");
    assert!(!stays.contains("without it"), "{stays}");
    assert_eq!(plan.warnings.iter().filter(|warning| warning.contains(OPEN)).count(), 1, "{:?}", plan.warnings);
}

#[test]
fn an_application_without_a_binding_that_counts_is_open_to_everyone() {
    let warned = |wanted: &Desired, observed: &Observed| {
        let plan = plan(wanted, observed, UNASKED);
        plan.warnings.iter().any(|warning| warning.contains(OPEN) && warning.contains("--bind-group"))
    };
    assert!(warned(&wanted([application()]), &Observed::default()), "a new one");
    assert!(warned(&wanted([application()]), &server(false)), "a binding that is switched off binds nothing");
    assert!(!warned(&wanted([application()]), &server(true)));
    assert!(!warned(&wanted([application(), binding()]), &Observed::default()));
}

fn conflicts(obstacle: Obstacle, permissions: Permissions) -> Vec<Conflict> {
    let observed = Observed { obstacle: Some(obstacle), ..server(true) };
    plan(&wanted([application()]), &observed, permissions).conflicts
}

const ADOPT: Permissions = Permissions { exact: false, adopt: true, force: false };

#[test]
fn what_is_not_ours_is_taken_over_only_when_asked() {
    for provider in [None, Some("Provider for Wiki".to_owned())] {
        let obstacle = Obstacle::NotOurs { provider: provider.clone() };
        let [conflict] = &conflicts(obstacle.clone(), UNASKED)[..] else { panic!("one conflict") };
        assert!(conflict.what.contains("`wiki`"), "{}", conflict.what);
        assert!(conflict.what.contains(provider.as_deref().unwrap_or("no provider")), "{}", conflict.what);
        assert!(conflict.remedy.contains("--adopt") && conflict.remedy.contains("--slug"), "{}", conflict.remedy);
        assert!(conflicts(obstacle, ADOPT).is_empty());
    }
}

#[test]
fn other_obstacles_are_no_matter_of_adopting_and_name_what_is_there() {
    let table = [
        (
            Obstacle::OtherKind { provider_kind: "SAML Provider".to_owned(), provider: "Wiki SAML".to_owned() },
            ["SAML Provider", "Wiki SAML"],
        ),
        (
            Obstacle::ProviderElsewhere { provider: "wiki (akctl)".to_owned(), application: "old-wiki".to_owned() },
            ["wiki (akctl)", "old-wiki"],
        ),
        (Obstacle::NameTaken { provider: "wiki (akctl)".to_owned() }, ["wiki (akctl)", "another provider"]),
    ];
    for (obstacle, parts) in table {
        for permissions in [UNASKED, ADOPT, Permissions { exact: true, adopt: true, force: true }] {
            let [conflict] = &conflicts(obstacle.clone(), permissions)[..] else { panic!("{obstacle:?}") };
            for part in parts {
                assert!(conflict.what.contains(part), "{}", conflict.what);
            }
            assert!(!conflict.remedy.contains("--adopt"), "{}", conflict.remedy);
        }
    }
}

#[test]
fn a_conflict_hides_nothing_of_the_plan() {
    let observed = Observed { obstacle: Some(Obstacle::NotOurs { provider: None }), ..Observed::default() };
    let plan = plan(&wanted([application(), binding()]), &observed, UNASKED);
    assert_eq!((plan.conflicts.len(), plan.count(Action::Create)), (1, 2));
}

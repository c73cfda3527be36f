//! Laws that hold for every plan, whatever is wanted and whatever is there.

use super::world::{SECRET, Unknown, applied, desired, permissions, server};
use super::*;
use crate::render;
use proptest::prelude::*;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn planning_again_after_applying_is_empty(
        desired in desired(), (observed, unknown) in server(), permissions in permissions()
    ) {
        let first = plan(&desired, &observed, permissions);
        let after = applied(&first, &observed, &unknown);
        let second = plan(&desired, &after, permissions);
        // A secret that the server does not show is sent again where the person insists.
        let is_insisted_on = |change: &Change| {
            permissions.force && change.write.values().all(|field| matches!(field, Field::Secret(_)))
        };
        let is_done = second.changes.iter().all(|change| change.action == Action::Keep || is_insisted_on(change));
        prop_assert!(is_done, "{:#?}\nthen\n{:#?}", first, second);
        prop_assert!(second.conflicts.is_empty(), "{:?}", second.conflicts);
    }

    #[test]
    fn what_is_kept_has_no_differences_and_what_is_changed_has_some(
        desired in desired(), (observed, _) in server(), permissions in permissions()
    ) {
        for change in plan(&desired, &observed, permissions).changes {
            match change.action {
                Action::Keep => prop_assert!(is_kept(&change), "{:?}", change),
                Action::Update => {
                    let shown: BTreeSet<&String> = change.fields.iter().map(|field| &field.field).collect();
                    prop_assert!(!shown.is_empty() && shown == change.write.keys().collect(), "{:?}", change);
                }
                Action::Create => prop_assert!(!observed.found.contains_key(&change.address)),
                Action::Delete => prop_assert!(permissions.exact),
            }
        }
    }

    #[test]
    fn what_was_not_asked_for_never_appears(
        desired in desired(), (observed, _) in server(), permissions in permissions()
    ) {
        let plan = plan(&desired, &observed, permissions);
        for change in plan.changes.iter().filter(|change| change.action != Action::Delete) {
            let resource = desired.get(&change.address).expect("a wanted object");
            for name in change.fields.iter().map(|field| &field.field).chain(change.write.keys()) {
                prop_assert!(resource.fields.contains_key(name), "{} of {}", name, change.address);
            }
        }
        for resource in &desired.resources {
            prop_assert!(plan.change(&resource.address).is_some(), "{} is forgotten", resource.address);
        }
    }

    #[test]
    fn nothing_comes_before_what_it_refers_to(desired in desired(), (observed, _) in server()) {
        let plan = plan(&desired, &observed, UNASKED);
        let mut there: BTreeSet<&Address> = BTreeSet::new();
        for change in &plan.changes {
            for reference in change.write.values().flat_map(Field::references) {
                if let Reference::Planned(address) = reference {
                    let wanted = desired.get(address).is_some();
                    prop_assert!(!wanted || there.contains(address), "{} before {}", change.address, address);
                }
            }
            there.insert(&change.address);
        }
    }

    #[test]
    fn what_others_added_goes_only_with_exact(desired in desired(), (observed, _) in server()) {
        let after = applied(&plan(&desired, &observed, UNASKED), &observed, &Unknown::new());
        prop_assert_eq!(&after.other_bindings, &observed.other_bindings);
        for (address, found) in &observed.found {
            for list in ["property_mappings", "redirect_uris"] {
                let items = |found: &Found| found.fields.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
                let kept = items(&after.found[address]);
                for item in items(found) {
                    let is_there = kept.iter().any(|other| other == &item || other.get("url") == item.get("url") && item.is_object());
                    prop_assert!(is_there, "{} of {}: {} is gone", list, address, item);
                }
            }
        }
    }

    #[test]
    fn an_application_that_was_closed_is_never_opened(
        desired in desired(), (observed, _) in server(), permissions in permissions()
    ) {
        let closed = |observed: &Observed| {
            observed.other_bindings.iter().any(|binding| binding.enabled)
                || observed.found.keys().any(|address| address.kind == Kind::Binding)
        };
        let plan = plan(&desired, &observed, permissions);
        prop_assert!(!closed(&observed) || closed(&applied(&plan, &observed, &Unknown::new())), "{:?}", plan);
    }

    #[test]
    fn no_secret_is_in_anything_that_can_be_printed(
        desired in desired(), (observed, _) in server(), permissions in permissions()
    ) {
        let plan = plan(&desired, &observed, permissions);
        let json = serde_json::to_string(&(render::report::changes(&plan), render::report::conflicts(&plan)));
        for text in [format!("{plan:?}"), format!("{plan:#?}"), json.expect("JSON"), render::plan::text(&plan)] {
            prop_assert!(!text.contains(SECRET), "{}", text);
        }
    }
}
